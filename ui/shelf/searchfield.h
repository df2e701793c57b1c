#pragma once

#include "core/query.h"
#include "library/catalogue.h"

#include <QWidget>

#include <functional>

class QLineEdit;

namespace janus::ui {

class Chip;
class IconButton;
class KeyCap;
class SearchHint;
class SearchWords;

/// Where one types what to look for. Words act with every key; `key:value` acts as soon as it makes sense and
/// becomes a chip when it is finished (a blank, Enter, or leaving the field). A value that makes no sense is
/// told in a sentence under the field. Backspace before the first word takes the last chip away, a click on a
/// chip makes it text again. Esc empties the field; in an empty one it leaves.
///
/// Place, collection and order of the query are not typed here (but for `sort:` and `trash:`): they are kept
/// as setQuery() brought them.
class SearchField : public QWidget
{
    Q_OBJECT
public:
    explicit SearchField(QWidget *parent = nullptr);
    ~SearchField() override;

    const Query &query() const { return m_query; }
    /// Shows it; what is being typed stays as it is when it says the same. Emits nothing.
    void setQuery(const Query &query);
    /// Where values to choose from come from while one types `tag:`.
    void setValues(std::function<QList<library::FacetValue>(Facet)> values);
    /// What there is to type when nothing is typed.
    void setPlaceholder(const QString &text);

    void focusAndSelect();
    void clear();

    QLineEdit *edit() const;
    QList<Chip *> chips() const;
    /// The sentence under the field; empty when all is well.
    const QString &problem() const { return m_problem; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void queryChanged(const janus::Query &query);
    /// Back to the pictures.
    void left();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void moveEvent(QMoveEvent *event) override;
    void changeEvent(QEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void read(bool isFinished);
    void publish(const Query &query);
    void setProblem(const QString &sentence);
    void makeChips();
    void removeCondition(const Condition &condition);
    void editCondition(const Condition &condition);
    void layOut();
    void placeHint();
    bool onKey(QKeyEvent *event);

    SearchWords *m_words; ///< the line edit with its completion
    IconButton *m_clear;
    KeyCap *m_keys;
    Chip *m_more;
    SearchHint *m_hint;
    QList<Condition> m_conditions; ///< that are chips
    QList<Chip *> m_chips;
    Query m_query;
    QString m_problem;
    QString m_placeholder;
};

} // namespace janus::ui
