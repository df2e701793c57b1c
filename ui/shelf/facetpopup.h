#pragma once

#include "core/query.h"

#include <QFrame>
#include <QPersistentModelIndex>

class QLineEdit;
class QListView;

namespace janus::models {
class FacetsModel;
}

namespace janus::ui {

class PlainLabel;

/// The values of one facet to check, with their counts, and for numbers and dates a range. Shift with a click
/// or Space asks for pictures without the value. Opens under a chip and stays while one checks.
class FacetPopup : public QFrame
{
    Q_OBJECT
public:
    FacetPopup(models::FacetsModel &model, Facet facet, QWidget *parent);

    void openBelow(const QWidget *chip);
    QListView *list() const { return m_list; }
    QLineEdit *from() const { return m_from; }
    QLineEdit *to() const { return m_to; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addRange(QLayout *column);
    void applyRange();
    void showRange();
    void toggle(const QModelIndex &index, bool isExcluded);
    void fit();

    models::FacetsModel &m_model;
    Facet m_facet;
    QListView *m_list;
    PlainLabel *m_none;
    PlainLabel *m_problem;
    QLineEdit *m_from = nullptr;
    QLineEdit *m_to = nullptr;
};

} // namespace janus::ui
