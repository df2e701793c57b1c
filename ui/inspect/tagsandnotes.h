#pragma once

#include "library/deeds.h"
#include "models/sharedmarks.h"

#include <QWidget>

class QLineEdit;
class QPlainTextEdit;
class QStringListModel;

namespace janus::ui {

class Chip;
class FlowLayout;

/// Tags as chips with a line to add more, and notes below. Of several pictures: a tag that only some have
/// says so and is given to all when it is pressed; what is written goes to all. Notes are handed on when the
/// writing is over: with the focus, with Ctrl+Enter, or before other pictures come.
class TagsAndNotes : public QWidget
{
    Q_OBJECT
public:
    explicit TagsAndNotes(QWidget *parent = nullptr);

    /// `isOther`: of other pictures than before. Notes that are being written stay otherwise.
    void setMarks(const models::SharedMarks &marks, bool isOther);
    /// What is offered while a tag is typed.
    void setTagNames(const QStringList &names);
    /// Hands on the notes that are being written.
    void finish();

    QLineEdit *tagEdit() const { return m_tag; }
    QPlainTextEdit *notesEdit() const { return m_notes; }
    QList<Chip *> chips() const { return m_chips; }

Q_SIGNALS:
    void patched(const janus::library::MarksPatch &patch);
    /// A tag is about to be typed.
    void tagNamesWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void addTags();
    void makeChips();
    void restyle();

    models::SharedMarks m_marks;
    QWidget *m_tagBox;
    FlowLayout *m_flow;
    QLineEdit *m_tag;
    QStringListModel *m_names;
    QPlainTextEdit *m_notes;
    QList<Chip *> m_chips;
};

} // namespace janus::ui
