#pragma once

#include "library/catalogue.h"

#include <QToolBar>

class QComboBox;
class QPushButton;

namespace janus::models {
class FacetsModel;
}

namespace janus::ui {

class FacetChips;
class SegmentedControl;

/// The bar under the tool bar: facets as chips that open their values, and how what is found is laid out.
/// What does not fit waits behind "More". It shows a listing and says what is wished; who keeps the listing
/// hands it back.
class FilterBar : public QToolBar
{
    Q_OBJECT
public:
    /// The model outlives the bar. It counts only while the bar is in sight.
    FilterBar(models::FacetsModel &model, QWidget *parent = nullptr);

    /// `byHand`: what is looked at has an order of its own.
    void setListing(const library::Listing &listing, bool byHand);
    void setSquares(bool squares);

    /// Opens the values of a facet, under its chip.
    void openFacet(Facet facet);

    QComboBox *order() const { return m_order; }
    QComboBox *grouping() const { return m_grouping; }
    QPushButton *saveButton() const { return m_save; }
    FacetChips *chips() const { return m_chips; }

Q_SIGNALS:
    void sortChosen(janus::Sort sort);
    void groupingChosen(janus::Grouping grouping);
    void squaresChosen(bool squares);
    void saveRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    models::FacetsModel &m_model;
    FacetChips *m_chips;
    QComboBox *m_order;
    QComboBox *m_grouping;
    SegmentedControl *m_shapes;
    QPushButton *m_save;
};

} // namespace janus::ui
