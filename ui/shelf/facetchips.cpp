#include "ui/shelf/facetchips.h"

#include "models/facetsmodel.h"
#include "models/querytext.h"
#include "ui/kit/chip.h"
#include "ui/kit/tokens.h"
#include "ui/shelf/facetpopup.h"

#include <QEvent>
#include <QMenu>

#include <array>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

/// What is asked for most stands first.
constexpr std::array facetOrder{Facet::Rating,     Facet::Pick,  Facet::Label,    Facet::Tag,
                                Facet::Date,       Facet::Size,  Facet::Guidance, Facet::Temperature,
                                Facet::Collection, Facet::Model, Facet::Seed,     Facet::Flagged,
                                Facet::Practice,   Facet::File,  Facet::From};
static_assert(facetOrder.size() == facetCount);

constexpr int facetGap = 6;

} // namespace

FacetChips::FacetChips(models::FacetsModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
{
    setAccessibleName(tr("Filters"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_chips.resize(facetCount);
    const auto make = [this] {
        auto *chip = new Chip({}, this);
        chip->setCheckable(true);
        chip->setOpensMenu(true);
        return chip;
    };
    for (const Facet facet : facetOrder) { // in the order of Tab
        m_chips[int(facet)] = make();
        m_chips[int(facet)]->setObjectName(u"facet-"_s + facetWord(facet));
        connect(m_chips[int(facet)], &Chip::clicked, this, [this, facet] { open(facet); });
    }
    m_more = make();
    m_more->setText(tr("More"));
    connect(m_more, &Chip::clicked, this, &FacetChips::openMore);
    connect(&model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &first) {
        if (!first.parent().isValid())
            refresh();
    });
    refresh();
}

Chip *FacetChips::chip(Facet facet) const
{
    return m_chips[int(facet)];
}

void FacetChips::refresh()
{
    for (const Facet facet : facetOrder) {
        Chip *chip = m_chips[int(facet)];
        QStringList chosen;
        for (const Condition &condition : m_model.query().conditions) {
            if (condition.facet == facet)
                chosen << models::conditionTitle(condition);
        }
        const QString title = models::facetTitle(facet);
        chip->setChecked(!chosen.isEmpty());
        chip->setText(chosen.isEmpty()     ? title
                      : chosen.size() == 1 ? chosen.first()
                                           : u"%1: %2"_s.arg(title).arg(chosen.size()));
        chip->setToolTip(chosen.size() > 1 ? u"<p style='white-space:pre-wrap'>%1</p>"_s.arg(
                                                 chosen.join(u'\n').toHtmlEscaped()) // never markup
                                           : QString());
        chip->setAccessibleName(chosen.isEmpty() ? title : title + u": "_s + chosen.join(u", "_s));
    }
    layOut();
}

void FacetChips::layOut()
{
    const int high = tokensOf(this).size.chip;
    const int y = (height() - high) / 2;
    const int most = tokensOf(this).scaled(180);
    const auto wideOf = [&](const Chip *chip) { return std::min(chip->sizeHint().width(), most); };
    int whole = 0;
    for (const Chip *chip : std::as_const(m_chips))
        whole += wideOf(chip) + facetGap;
    const bool fits = whole - facetGap <= width();
    const int room = width() - (fits ? 0 : wideOf(m_more) + facetGap);
    int x = 0;
    bool isFull = false;
    bool hidesChosen = false;
    for (const Facet facet : facetOrder) {
        Chip *chip = m_chips[int(facet)];
        const int wide = wideOf(chip);
        isFull = isFull || x + wide > room;
        chip->setVisible(!isFull);
        hidesChosen = hidesChosen || (isFull && chip->isChecked());
        if (isFull)
            continue;
        chip->setGeometry(x, y, wide, high);
        x += wide + facetGap;
    }
    m_more->setVisible(isFull);
    m_more->setChecked(hidesChosen);
    m_more->setGeometry(x, y, wideOf(m_more), high);
}

void FacetChips::open(Facet facet)
{
    Chip *chip = m_chips[int(facet)];
    refresh(); // the click has checked it
    auto *popup = new FacetPopup(m_model, facet, this);
    popup->openBelow(chip->isVisible() ? chip : m_more);
}

void FacetChips::openMore()
{
    refresh();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Facet facet : facetOrder) {
        if (m_chips[int(facet)]->isVisible())
            continue;
        const QString text = m_chips[int(facet)]->text().replace(u'&', u"&&"_s);
        QAction *action = menu->addAction(text, this, [this, facet] { open(facet); });
        action->setCheckable(m_chips[int(facet)]->isChecked());
        action->setChecked(m_chips[int(facet)]->isChecked());
    }
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height() + 4)));
}

QSize FacetChips::sizeHint() const
{
    return {tokensOf(this).scaled(600), tokensOf(this).size.control};
}

QSize FacetChips::minimumSizeHint() const
{
    return {tokensOf(this).scaled(120), tokensOf(this).size.control};
}

void FacetChips::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void FacetChips::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        layOut();
}

} // namespace janus::ui
