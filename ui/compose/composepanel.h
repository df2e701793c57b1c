#pragma once

#include "core/delivery.h"
#include "core/generationrequest.h"
#include "core/modelschema.h"
#include "core/provenance.h"
#include "core/words.h"
#include "ui/compose/formundo.h"

#include <QJsonObject>
#include <QList>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <optional>

class QAction;
class QContextMenuEvent;
class QKeyEvent;
class QScrollArea;

namespace janus::ui {

class DeliverySection;
class ParamForm;
class PlainLabel;
class PrimaryButton;

/// The left dock: the form, and Generate with two lines of text pinned below it.
/// It stores nothing; the window keeps state() and gives it back to restore().
class ComposePanel : public QWidget
{
    Q_OBJECT
public:
    explicit ComposePanel(QWidget *parent = nullptr);

    void setSchema(const ModelSchema &schema);
    ParamForm *form() const { return m_form; }
    PrimaryButton *generateButton() const { return m_generate; }

    GenerationRequest request() const;
    /// `parent` is the picture whose settings these are: what is generated from now on comes from it, until
    /// other settings are taken over or the prompt is emptied.
    void setRequest(const GenerationRequest &request, const std::optional<PictureName> &parent = {});
    /// Some settings from elsewhere, by the schema's names; what they do not name stays as it is. `parent` as
    /// in setRequest(); none leaves it where the prompt stays.
    void useSettings(const QJsonObject &settings, const std::optional<PictureName> &parent = {});
    /// A picture's prompt, as it was sent: it stands for itself, and no style is put around it again.
    void usePrompt(const QString &sent);
    /// Words from outside the program: they stand for themselves, without a style, and come from no picture.
    void takePrompt(const QString &literal);
    /// What prompts draw from, and the styles there are.
    void setWords(const words::Lists &lists, const QList<words::Style> &styles);
    /// Before setWords() with its new name: it stays chosen where it is, in past steps as well.
    void renameStyle(const QString &before, const QString &name);
    /// What one press of Generate sends: one request, or one for each picture of a split set; with all
    /// combinations of the words, that for each of them. Pure; the seed is the one shown (generate() draws it
    /// first).
    QList<Wish> wishes() const;
    /// The first of them; the others are not made for it.
    Wish firstWish() const;
    /// The wishes for requests from elsewhere whose prompts are as they were written: seeds are drawn where
    /// there are none, sets are split as in the form, the seeds draw the words, and the style is the form's.
    QList<Wish> wishesOf(QList<GenerationRequest> written) const;
    /// Whether the model takes the words that were drawn; the first refusal.
    Result<void> checkWords(const QList<Wish> &wishes) const;
    /// How many pictures one press makes, and in how many requests.
    int pictureCount() const;
    int requestCount() const;

    /// What goes along with every request that is sent from here.
    Delivery delivery() const;
    DeliverySection *deliverySection() const { return m_delivery; }

    /// Everything that stands in the form (core/formstate.h). restore() takes what it understands and leaves
    /// inputs that the state does not name as they are: for the draft, which may be of an earlier version.
    /// Neither that nor setSchema() can be undone, unless it is done asOneStep().
    QJsonObject state() const;
    void restore(const QJsonObject &state);
    /// Brings a whole state back, so that state() is what it was; of another model when somebody answers
    /// modelWanted(). Can be undone by this name.
    void setState(const QJsonObject &state, const QString &name);

    /// Whatever `change` does to the form is one step of undo. `isSeries`: it goes on with the step before it
    /// when that has the same name and was a moment ago.
    void asOneStep(const QString &name, const std::function<void()> &change, bool isSeries = false);
    /// From here on nothing can be undone: the form stands as the program has set it up.
    void forgetSteps();
    /// As in "Undo Guidance"; empty: nothing.
    QString undoName() const { return m_undo.undoName(); }
    QString redoName() const { return m_undo.redoName(); }

    /// Requests go to the built-in sandbox.
    void setPractice(bool practice);
    /// No key is known for the service in use: the button offers to add one.
    void setNeedsKey(bool needsKey);
    /// The two lines below the button, plain text.
    void setFootLines(const QString &first, const QString &second);
    /// A service's refusals, each at the row of its field.
    void showErrors(const QList<Error> &errors);

    /// Ctrl+R, Ctrl+D, Ctrl+Shift+D: window shortcuts that this panel owns. Put them into a menu; do not give
    /// the keys to anything else.
    QAction *swapAction() const { return m_swap; }
    QAction *newSeedAction() const { return m_newSeed; }
    QAction *lockSeedAction() const { return m_lockSeed; }
    /// Comment line, styles, word lists, prompts from a file: for a menu; some are null, for a line in it.
    QList<QAction *> wordActions() const { return m_wordActions; }

public Q_SLOTS:
    /// The button, or Ctrl+Return from anywhere. A held-down key or a double click counts once: after a press
    /// nothing is sent until the presses have paused for a moment (isResting()).
    void generate();
    void focusPrompt();
    /// The form as it was before the last step, and back. The keys are the panel's own while the focus is in
    /// it: fields have no undo of their own.
    void undo();
    void redo();

public:
    /// True while a further press would be taken for the same one.
    bool isResting() const { return m_rest.isActive(); }

Q_SIGNALS:
    void generateRequested(const QList<janus::Wish> &wishes);
    void addKeyRequested();
    /// The words that are selected, or the whole prompt, are to become a style.
    void saveStyleRequested(const QString &text);
    void editStylesRequested();
    void editListsRequested();
    /// Prompts are to be read from a file; empty: the artist wants to choose one.
    void promptFileRequested(const QString &file);
    /// The draft changed by the artist's hand: time to store state() and to refresh the foot lines.
    void changed();
    /// undoName() or redoName() may be another; `isEdit`: because the form was edited.
    void stepsChanged(bool isEdit);
    /// A state of another model is about to be shown: who knows the model gives its schema now.
    void modelWanted(const QString &endpoint);
    /// The history of the form, to be opened at the prompt's foot.
    void historyRequested();
    /// Alt+Up (1: older) or Alt+Down (-1) in the prompt.
    void recallRequested(int steps);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *makeBody();
    void makeFoot();
    void makeActions();
    void makeWordActions();
    void connectWords();
    void requestStyle();
    void restyle();
    void refreshButton();
    void restoreModes(const QJsonObject &state);
    void noteStep(const QString &name = {}, bool isSeries = false);
    QString nameOf(const QStringList &parts) const;
    void turnTo(const std::optional<QJsonObject> &state, const QString &sentence);
    bool handleKey(QWidget *field, QKeyEvent *event);
    bool showFieldMenu(QWidget *field, QContextMenuEvent *event);
    QList<Wish> firstWishes(int requests, int sets) const;
    bool areWishesSendable(const QList<Wish> &wishes);

    QScrollArea *m_scroll;
    ParamForm *m_form;
    DeliverySection *m_delivery;
    QWidget *m_foot;
    PrimaryButton *m_generate;
    PlainLabel *m_firstLine;
    PlainLabel *m_secondLine;
    QAction *m_swap;
    QAction *m_newSeed;
    QAction *m_lockSeed;
    QList<QAction *> m_wordActions;
    QTimer m_rest;
    FormUndo m_undo;
    int m_stepDepth = 0;                 ///< within asOneStep(), or while the form changes by itself
    std::optional<PictureName> m_parent; ///< the picture whose settings were taken
    words::Lists m_lists;
    QList<words::Style> m_styles;
    Seed m_drawingSeed = 0; ///< draws the words of a model that takes no seed
    bool m_isPractice = false;
    bool m_needsKey = false;
};

} // namespace janus::ui
