#pragma once

#include "core/modelschema.h"
#include "core/picture.h"
#include "library/checkrows.h"
#include "library/deeds.h"
#include "library/family.h"

#include <QJsonValue>
#include <QList>
#include <QPixmap>
#include <QWidget>

class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace janus::ui {

class CollapsibleSection;
class ChecksSection;
class FamilySection;
class MarksBar;
class PlainLabel;
class PreviewBox;
class PromptView;
class RecipeRow;
class SentenceLine;
class TagsAndNotes;

/// With which seed a picture is run again.
enum class SeedChoice { Same, New };

/// The right dock: everything that is known about the selected picture. Whatever comes from outside is shown
/// literally. It only asks (signals); it changes nothing by itself.
class InspectPanel : public QWidget
{
    Q_OBJECT
public:
    explicit InspectPanel(QWidget *parent = nullptr);

    /// The schema names the values and says which can be used in the form.
    void setSchema(const ModelSchema &schema);

    void setPicture(const Picture &picture, const QPixmap &thumb);
    /// Only the picture itself, when a better one has been read.
    void setThumb(const QPixmap &thumb);
    /// Several: says how many, and what they have in common. `chosen`: how many there are, when `pictures`
    /// are only some of them.
    void setPictures(const QList<Picture> &pictures, qsizetype chosen = 0);
    void clear();
    /// Why an imported picture cannot be run again, and what can be done instead.
    static QString whyNotAgain();
    /// The stage shows the picture large: no preview.
    void setPreviewShown(bool shown);

    /// The answer to familyWanted(); one about another picture than the shown one is passed over.
    void setFamily(const library::Family &family);

    /// The answer to checksWanted(), and whenever it has changed; about another picture it is passed over.
    void setChecks(const PictureName &picture, const QList<library::Check> &checks);

    /// Offered while a tag is typed; asked for by tagNamesWanted().
    void setTagNames(const QStringList &names);
    /// Hands on what is being written, before other pictures are chosen.
    void finishWriting();

    MarksBar *marksBar() const { return m_marks; }
    TagsAndNotes *tagsAndNotes() const { return m_tags; }
    QList<RecipeRow *> rows() const;
    RecipeRow *row(const QString &name) const;
    PromptView *promptView() const { return m_prompt; }

Q_SIGNALS:
    /// All settings of the picture, its seed included.
    void useRequested(const janus::Picture &picture);
    void useParamRequested(const QString &name, const QJsonValue &value);
    void runAgainRequested(janus::ui::SeedChoice seed);
    /// Show the file in the desktop's file manager.
    void revealRequested(const QString &file);
    /// For all pictures that are chosen.
    void markRequested(const janus::library::MarksPatch &patch);
    void tagNamesWanted();
    /// The shown picture is another one: where does it come from?
    void familyWanted(const janus::PictureName &picture);
    void pictureRequested(janus::PictureId id);
    /// Was it run again, and did the same come of it?
    void checksWanted(const janus::PictureName &picture);
    /// What differs between the picture and what its request made later.
    void compareRequested(janus::PictureId then, janus::PictureId now);
    /// What was made from this picture is wanted to be seen.
    void childrenRequested(janus::PictureId of);

private:
    QWidget *makeBody();
    QWidget *makeFoot();
    void refresh();
    void showCommon();
    void showFamily();
    void showMarks();
    void connectMarks();
    void fillRecipe();
    void fillFile();
    void addParamRow(const QString &name, const QJsonValue &value);
    GenerationRequest wholeRequest() const;
    bool isShared(const QString &name) const;

    ModelSchema m_schema;
    QList<Picture> m_pictures;
    qsizetype m_chosen = 0; ///< at least as many as m_pictures
    QPixmap m_thumb;
    QList<PictureId> m_marked; ///< whose marks are shown
    bool m_previewShown = true;

    QScrollArea *m_scroll;
    PlainLabel *m_empty;
    QPushButton *m_runSame = nullptr; ///< before the foot that they stand in
    QPushButton *m_runNew = nullptr;
    QWidget *m_foot;
    PreviewBox *m_preview;
    PlainLabel *m_several;
    MarksBar *m_marks;
    PlainLabel *m_mixed;
    SentenceLine *m_flagged;
    CollapsibleSection *m_promptSection;
    PromptView *m_prompt;
    FamilySection *m_family;
    QWidget *m_checksRule;
    ChecksSection *m_checks;
    PictureName m_familyOf; ///< whose family is shown, or was asked for
    CollapsibleSection *m_recipeSection;
    QPushButton *m_useAll;
    QWidget *m_recipeRows;
    QVBoxLayout *m_recipe;
    CollapsibleSection *m_tagsSection;
    TagsAndNotes *m_tags;
    CollapsibleSection *m_fileSection;
    QWidget *m_fileRule;
    QWidget *m_fileRows;
    QVBoxLayout *m_file;
};

} // namespace janus::ui
