#pragma once

#include "core/query.h"

#include <QWidget>

namespace janus::models {
class FacetsModel;
}

namespace janus::ui {

class Chip;

/// One chip for each facet, as many as have room; the others are in the menu of the last. A facet that is
/// asked for says what for.
class FacetChips : public QWidget
{
    Q_OBJECT
public:
    explicit FacetChips(models::FacetsModel &model, QWidget *parent = nullptr);

    void open(Facet facet);
    Chip *chip(Facet facet) const;
    Chip *more() const { return m_more; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void layOut();
    void openMore();

    models::FacetsModel &m_model;
    QList<Chip *> m_chips; ///< by Facet
    Chip *m_more;
};

} // namespace janus::ui
