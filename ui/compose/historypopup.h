#pragma once

#include <QFrame>
#include <QJsonObject>
#include <QTimer>

class QKeyEvent;
class QLineEdit;
class QListView;
class QModelIndex;
class QMouseEvent;
class QPushButton;

namespace janus::models {
class FormHistoryModel;
}

namespace janus::ui {

class PlainLabel;

/// The history of the form: a field to search in, the past forms, and two things to do with one: bring
/// everything back, or only its words. The caret stays in the field; Up, Down and the paging keys walk the
/// list, Enter brings back, Shift+Enter takes the words. Opens at the prompt's foot and closes with what was
/// chosen.
class HistoryPopup : public QFrame
{
    Q_OBJECT
public:
    /// Owns `model`.
    HistoryPopup(models::FormHistoryModel *model, QWidget *parent);

    /// Below `anchor`, or above it where there is no room.
    void openAt(const QWidget *anchor);

    QLineEdit *searchEdit() const { return m_search; }
    QListView *list() const { return m_list; }
    PlainLabel *emptyLabel() const { return m_empty; }
    QPushButton *allButton() const { return m_all; }
    QPushButton *wordsButton() const { return m_words; }

Q_SIGNALS:
    void stateChosen(const QJsonObject &state);
    /// Only the prompt of that state.
    void wordsChosen(const QJsonObject &state);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    bool onKey(const QKeyEvent &event);
    bool onMouse(const QMouseEvent &event);
    void choose(const QModelIndex &index, bool onlyWords);
    void refresh();

    models::FormHistoryModel *m_model;
    QLineEdit *m_search;
    QListView *m_list;
    PlainLabel *m_empty;
    QPushButton *m_all;
    QPushButton *m_words;
    QTimer m_typed;
};

} // namespace janus::ui
