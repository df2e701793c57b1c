#pragma once

#include "library/catalogue.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace janus::ui {

class EmptyState;
class FlowLayout;

/// What stands in the place of the pictures when there are none: nothing found (with what was asked for as
/// chips, and the nearest that finds something), an empty collection, an empty trash.
class ShelfEmpty : public QWidget
{
    Q_OBJECT
public:
    explicit ShelfEmpty(QWidget *parent = nullptr);

    void showNothingFound(const Query &query);
    /// The nearest searches that find something, when they are known.
    void showRelaxations(const QList<library::Relaxation> &relaxations);
    /// `isTarget`: B adds to it already; a smart one gathers by itself.
    void showCollection(const QString &name, bool isSmart, bool isTarget);
    void showTrash();

    QList<QPushButton *> relaxationButtons() const { return m_relaxations; }
    QPushButton *clearButton() const { return m_clear; }
    QPushButton *targetButton() const { return m_target; }

Q_SIGNALS:
    void queryChosen(const janus::Query &query);
    void targetRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void reset();
    void addChip(const QString &text, const Query &without);

    QWidget *m_box;
    QVBoxLayout *m_column;
    EmptyState *m_state;
    QWidget *m_chipBox;
    FlowLayout *m_chips;
    QWidget *m_relaxedBox;
    FlowLayout *m_relaxed;
    QPushButton *m_clear;
    QPushButton *m_target;
    QList<QPushButton *> m_relaxations;
    Query m_query;
};

} // namespace janus::ui
