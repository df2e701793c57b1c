#include "ui/stage/compareview.h"

#include "ui/kit/announce.h"
#include "ui/kit/keycap.h"
#include "ui/kit/segmentedcontrol.h"
#include "ui/kit/studiostyle.h"
#include "ui/stage/comparename.h"
#include "ui/stage/marksbar.h"
#include "ui/stage/zoombar.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int compareHead = 40;
constexpr int compareSides = 16;
constexpr int compareGap = 8;
constexpr double stripShare = 0.3; ///< of the view's height, at most

} // namespace

CompareView::CompareView(ImageStore *store, QWidget *parent)
    : QWidget(parent)
    , m_head(new QWidget(this))
    , m_modes(new SegmentedControl(tr("How the two are compared"), m_head))
    , m_modeKey(new KeyCap(u"M"_s, m_head))
    , m_link(new QCheckBox(tr("Zoom and pan together"), m_head))
    , m_zooms(new ZoomBar(m_head))
    , m_keep(new QPushButton(tr("Keep this one"), m_head))
    , m_keepKey(new KeyCap(u"Shift P"_s, m_head))
    , m_next(new QPushButton(tr("Next"), m_head))
    , m_keeperName(new CompareName(Side::Keeper, this))
    , m_challengerName(new CompareName(Side::Challenger, this))
    , m_canvas(new CompareCanvas(store, this))
    , m_differences(new DifferenceStrip(this))
{
    build();
    connectAll();
    restyle();
    showNames();
}

void CompareView::build()
{
    setFocusProxy(m_canvas);
    setAccessibleName(tr("Compare"));
    buildHead();
    auto *names = new QHBoxLayout;
    names->setContentsMargins(compareSides, 0, compareSides, 0);
    names->setSpacing(compareGap);
    names->addWidget(m_keeperName, 1);
    names->addWidget(m_challengerName, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addLayout(names);
    column->addWidget(m_canvas, 1);
    column->addWidget(m_differences);
    // The canvas is the last stop, because Tab inside it goes back and forth between the two pictures.
    setTabOrder(m_next, m_keeperName->marks());
    setTabOrder(m_keeperName->marks(), m_challengerName->marks());
    setTabOrder(m_challengerName->marks(), m_differences);
    setTabOrder(m_differences, m_canvas);
}

void CompareView::buildHead()
{
    m_modes->addSegment(tr("Side by side"), u"columns-2"_s);
    m_modes->addSegment(tr("Slider"), u"arrows-exchange"_s);
    m_modes->addSegment(tr("Blink"), u"eye"_s);
    m_modes->addSegment(tr("Difference"), u"layers-difference"_s);
    for (int at = 0; at < compareModes; ++at)
        m_modes->segment(at)->setToolTip(m_modes->segment(at)->text());
    m_modes->setCompact(true);
    look::set(m_link, look::toggle);
    m_link->setChecked(true);
    m_link->setToolTip(tr("Zoom and pan together (K)"));
    m_link->setAccessibleName(m_link->text());
    m_keep->setToolTip(tr("The one with the focus stays, the next challenger comes (Shift+P)"));
    m_next->setToolTip(tr("Next challenger (Right)"));
    m_next->setAccessibleName(tr("Next challenger"));
    for (QPushButton *button : {m_keep, m_next}) {
        look::set(button, look::compact);
        button->setAutoDefault(false);
    }
    auto *head = new QHBoxLayout(m_head);
    head->setContentsMargins(compareSides, 0, compareSides, 0);
    head->setSpacing(8);
    head->addWidget(m_modes);
    head->addWidget(m_modeKey);
    head->addStretch(1);
    head->addWidget(m_link);
    head->addWidget(m_zooms);
    head->addStretch(1);
    head->addWidget(m_keep);
    head->addWidget(m_keepKey);
    head->addWidget(m_next);
}

void CompareView::connectAll()
{
    connect(m_modes, &SegmentedControl::activated, this, [this](int at) { setMode(CompareMode(at)); });
    connect(m_link, &QCheckBox::toggled, m_canvas, &CompareCanvas::setLinked);
    connect(m_zooms, &ZoomBar::fitChosen, m_canvas, &CompareCanvas::fit);
    connect(m_zooms, &ZoomBar::scaleChosen, m_canvas, &CompareCanvas::setScale);
    connect(m_keep, &QPushButton::clicked, this, &CompareView::keep);
    connect(m_next, &QPushButton::clicked, this, [this] { Q_EMIT stepRequested(1); });
    connect(m_canvas, &CompareCanvas::zoomChanged, this,
            [this] { m_zooms->show(m_canvas->zoom(m_canvas->side()), !current().isNone()); });
    connect(m_canvas, &CompareCanvas::sideChanged, this, [this] {
        showNames();
        m_zooms->show(m_canvas->zoom(m_canvas->side()), !current().isNone());
        announce(m_canvas, name(m_canvas->side())->accessibleName());
        Q_EMIT currentChanged(current().picture.id);
    });
    connect(m_canvas, &CompareCanvas::differenceMade, this,
            [this](const QString &words) { announce(m_canvas, words); });
    connect(m_canvas, &CompareCanvas::contextMenuRequested, this, &CompareView::contextMenuRequested);
    for (const Side side : {Side::Keeper, Side::Challenger}) {
        connect(name(side), &CompareName::clicked, this, [this, side] { setSide(side); });
        connect(name(side)->marks(), &MarksBar::wished, this,
                [this, side](const MarkWish &wish) { markSide(side, wish); });
    }
}

void CompareView::setPictures(const CulledPicture &keeper, const CulledPicture &challenger)
{
    const PictureId before = current().picture.id;
    const bool isOther = challenger.picture.id != m_canvas->picture(Side::Challenger).picture.id;
    if (challenger.isNone())
        m_canvas->setSide(Side::Keeper);
    m_canvas->setPicture(Side::Keeper, keeper);
    m_canvas->setPicture(Side::Challenger, challenger);
    if (challenger.isNone())
        m_differences->setPictures({});
    else if (keeper.isLoaded && challenger.isLoaded)
        m_differences->setPictures({keeper.picture, challenger.picture});
    m_next->setEnabled(!challenger.isNone());
    showNames();
    if (isOther)
        announce(m_canvas, m_challengerName->accessibleName());
    if (current().picture.id != before)
        Q_EMIT currentChanged(current().picture.id);
}

void CompareView::setChallengerPlace(int at, int count)
{
    m_place = at;
    m_count = count;
    showNames();
}

void CompareView::setEmptyText(const QString &text)
{
    m_canvas->setEmptyText(text);
}

void CompareView::setSpecs(SpecsOf specs)
{
    m_differences->setSpecs(std::move(specs));
}

void CompareView::showNames()
{
    const bool isPlaced = m_count > 0 && !m_canvas->picture(Side::Challenger).isNone();
    m_keeperName->show(m_canvas->picture(Side::Keeper), tr("Keeper"));
    m_challengerName->show(m_canvas->picture(Side::Challenger),
                           isPlaced ? tr("Challenger %1 of %2").arg(m_place).arg(m_count) : tr("Challenger"));
    for (const Side side : {Side::Keeper, Side::Challenger})
        name(side)->setCurrent(side == m_canvas->side());
    m_canvas->setAccessibleName(tr("%1. %2. The focus is on the %3. Tab changes the side, Shift+Tab leaves.")
                                    .arg(m_keeperName->accessibleName(), m_challengerName->accessibleName(),
                                         m_canvas->side() == Side::Keeper ? tr("keeper") : tr("challenger")));
}

void CompareView::setMode(CompareMode mode)
{
    m_canvas->setMode(mode);
    m_modes->setCurrentIndex(int(mode));
    m_link->setVisible(mode == CompareMode::SideBySide); // over each other they always go together
}

void CompareView::setLinked(bool linked)
{
    m_link->setChecked(linked);
}

void CompareView::setSide(Side side)
{
    if (!m_canvas->picture(side).isNone())
        m_canvas->setSide(side);
}

/// The focus goes back to the keeper's side, so that the same key twice keeps the same picture.
void CompareView::keep()
{
    const PictureId kept = current().picture.id;
    if (kept == 0 || m_canvas->picture(Side::Challenger).isNone())
        return;
    Q_EMIT keepRequested(kept);
    m_canvas->setSide(Side::Keeper);
}

void CompareView::mark(const MarkWish &wish)
{
    markSide(m_canvas->side(), toggled(wish, current().picture.marks));
}

void CompareView::markSide(Side side, const MarkWish &wish)
{
    const CulledPicture &marked = m_canvas->picture(side);
    if (marked.isNone())
        return;
    requestMark(this, {marked.picture.id}, wish);
    announce(name(side), wordsOf(wish));
}

void CompareView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    shedHead();
    m_differences->setMostHeight(int(height() * stripShare));
}

/// Hints go first, then words that a tool tip says too; every key still works.
void CompareView::shedHead()
{
    const double wide = width() / tokensOf(this).textScale;
    const Qt::ToolButtonStyle style = wide >= 520 ? Qt::ToolButtonTextOnly : Qt::ToolButtonIconOnly;
    for (int at = 0; at < compareModes; ++at)
        m_modes->segment(at)->setToolButtonStyle(style);
    m_modeKey->setVisible(wide >= 980);
    m_keepKey->setVisible(wide >= 980);
    m_link->setText(wide >= 860 ? tr("Zoom and pan together") : wide >= 640 ? tr("Together") : QString());
    m_zooms->setVisible(wide >= 720);
    m_next->setVisible(wide >= 400);
}

void CompareView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void CompareView::restyle()
{
    m_head->setFixedHeight(tokensOf(this).scaled(compareHead));
    shedHead();
}

void CompareView::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), tokensOf(this).color.stage);
}

} // namespace janus::ui
