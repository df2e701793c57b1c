#include "ui/shelf/filterbar.h"

#include "models/facetsmodel.h"
#include "models/querytext.h"
#include "ui/kit/icon.h"
#include "ui/kit/segmentedcontrol.h"
#include "ui/kit/studiostyle.h"
#include "ui/shelf/facetchips.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHideEvent>
#include <QPushButton>
#include <QStandardItemModel>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

void setItemEnabled(QComboBox *box, int row, bool enabled)
{
    if (auto *model = qobject_cast<QStandardItemModel *>(box->model()))
        model->item(row)->setEnabled(enabled);
}

} // namespace

FilterBar::FilterBar(models::FacetsModel &model, QWidget *parent)
    : QToolBar(u"Filters"_s, parent)
    , m_model(model)
    , m_chips(new FacetChips(model))
    , m_order(new QComboBox)
    , m_grouping(new QComboBox)
    , m_shapes(new SegmentedControl(tr("Shape of the cells")))
    , m_save(new QPushButton(icon(u"bookmark"_s), tr("Save search")))
{
    setObjectName(u"filters"_s);
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    for (int sort = 0; sort <= int(Sort::ByHand); ++sort)
        m_order->addItem(models::sortTitle(Sort(sort)));
    m_order->setAccessibleName(tr("Order of the pictures"));
    m_order->setToolTip(tr("Order of the pictures"));
    for (const QString &name : {tr("By job"), tr("By day"), tr("No groups")})
        m_grouping->addItem(name);
    m_grouping->setAccessibleName(tr("Groups"));
    m_grouping->setToolTip(tr("How the pictures are grouped"));
    m_shapes->addIconSegment(u"layout-board"_s, tr("Pictures in their own shape"));
    m_shapes->addIconSegment(u"square"_s, tr("Square cells"));
    m_shapes->setCompact(true);
    m_shapes->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_save->setToolTip(tr("Keep this search as a smart collection"));
    m_save->setFlat(true);
    m_save->setEnabled(false);
    for (QWidget *control : {static_cast<QWidget *>(m_order), static_cast<QWidget *>(m_grouping),
                             static_cast<QWidget *>(m_save)})
        control->setProperty(look::compact, true);

    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(16, 0, 12, 0);
    layout->setSpacing(8);
    layout->addWidget(m_chips, 1);
    layout->addWidget(m_save);
    layout->addWidget(m_order);
    layout->addWidget(m_grouping);
    layout->addWidget(m_shapes);
    addWidget(row);

    connect(m_order, &QComboBox::activated, this, [this](int chosen) { Q_EMIT sortChosen(Sort(chosen)); });
    connect(m_grouping, &QComboBox::activated, this,
            [this](int chosen) { Q_EMIT groupingChosen(Grouping(chosen)); });
    connect(m_shapes, &SegmentedControl::activated, this,
            [this](int index) { Q_EMIT squaresChosen(index == 1); });
    connect(m_save, &QPushButton::clicked, this, &FilterBar::saveRequested);
}

void FilterBar::setListing(const library::Listing &listing, bool byHand)
{
    setItemEnabled(m_order, int(Sort::ByHand), byHand);
    m_order->setCurrentIndex(
        int(listing.query.sort == Sort::ByHand && !byHand ? Sort::Newest : listing.query.sort));
    const bool byTime = listing.query.sort == Sort::Newest || listing.query.sort == Sort::Oldest;
    m_grouping->setEnabled(byTime);
    m_grouping->setCurrentIndex(int(listing.effectiveGrouping()));
    m_shapes->setEnabled(listing.effectiveGrouping() != Grouping::Job); // jobs stand in columns
    m_save->setEnabled(listing.query.hasConditions());
    m_model.setQuery(listing.query);
}

void FilterBar::setSquares(bool squares)
{
    m_shapes->setCurrentIndex(squares ? 1 : 0);
}

void FilterBar::openFacet(Facet facet)
{
    m_chips->open(facet);
}

void FilterBar::showEvent(QShowEvent *event)
{
    QToolBar::showEvent(event);
    m_model.setActive(true);
}

void FilterBar::hideEvent(QHideEvent *event)
{
    QToolBar::hideEvent(event);
    if (!event->spontaneous())
        m_model.setActive(false);
}

void FilterBar::changeEvent(QEvent *event)
{
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        setFixedHeight(tokensOf(this).size.bar);
}

} // namespace janus::ui
