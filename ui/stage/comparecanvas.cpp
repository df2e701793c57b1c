#include "ui/stage/comparecanvas.h"

#include "support/pool.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"
#include "ui/stage/imagestore.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int blinkMilliseconds = 700;

} // namespace

CompareCanvas::CompareCanvas(ImageStore *store, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(240, 120);
    m_pool.setMaxThreadCount(1);
    m_blinkTimer.setInterval(blinkMilliseconds);
    connect(&m_blinkTimer, &QTimer::timeout, this, [this] {
        m_seen = otherSide(m_seen);
        update();
    });
    connect(store, &ImageStore::arrived, this, [this](PictureId id) {
        if (picture(Side::Keeper).picture.id != id && picture(Side::Challenger).picture.id != id)
            return;
        wantDifference();
        update();
    });
}

CompareCanvas::~CompareCanvas() = default;

void CompareCanvas::setPicture(Side side, const CulledPicture &picture)
{
    Half &mine = half(side);
    const QSize before = mine.picture.picture.size;
    const bool isOther = mine.picture.picture.id != picture.picture.id || before != picture.picture.size;
    mine.picture = picture;
    m_store->want(picture.picture.id);
    mine.zoom.setPicture(picture.picture.size);
    if (isOther && (m_isLinked || isOver()))
        mine.zoom.follow(half(otherSide(side)).zoom);
    else if (picture.picture.size != before)
        mine.zoom.fit();
    wantDifference();
    update();
    Q_EMIT zoomChanged();
}

void CompareCanvas::setEmptyText(const QString &text)
{
    m_emptyText = text;
    update();
}

void CompareCanvas::setMode(CompareMode mode)
{
    m_mode = mode;
    m_seen = m_side;
    m_hold = Hold::Nothing;
    placeRooms();
    if (isOver())
        half(otherSide(m_side)).zoom.follow(half(m_side).zoom);
    startBlinking();
    wantDifference();
    update();
    Q_EMIT zoomChanged();
}

/// Without motion the pictures change only by hand.
void CompareCanvas::startBlinking()
{
    if (m_mode == CompareMode::Blink && isVisible() && tokensOf(this).motion.normal > 0)
        m_blinkTimer.start();
    else
        m_blinkTimer.stop();
}

void CompareCanvas::setLinked(bool linked)
{
    m_isLinked = linked;
    zoomed(m_side);
}

void CompareCanvas::setSide(Side side)
{
    const bool isOther = side != m_side;
    m_side = side;
    if (m_mode == CompareMode::Blink && !m_blinkTimer.isActive())
        m_seen = side;
    update();
    if (isOther)
        Q_EMIT sideChanged(side);
}

void CompareCanvas::zoomed(Side side)
{
    if (m_isLinked || isOver())
        half(otherSide(side)).zoom.follow(half(side).zoom);
    updateCursor(mapFromGlobal(QCursor::pos()));
    update();
    Q_EMIT zoomChanged();
}

void CompareCanvas::fit()
{
    half(m_side).zoom.fit();
    zoomed(m_side);
}

void CompareCanvas::setScale(double scale)
{
    Zoom &zoom = half(m_side).zoom;
    zoom.setScale(scale, zoom.room().center());
    zoomed(m_side);
}

void CompareCanvas::toggleFit()
{
    if (zoom(m_side).isFit())
        setScale(1);
    else
        fit();
}

void CompareCanvas::stepZoom(int direction)
{
    Zoom &zoom = half(m_side).zoom;
    zoom.step(direction, zoom.room().center());
    zoomed(m_side);
}

void CompareCanvas::pan(const QPointF &delta)
{
    half(m_side).zoom.pan(delta);
    zoomed(m_side);
}

void CompareCanvas::setDivider(double part)
{
    m_divider = std::clamp(part, 0.0, 1.0);
    update();
}

void CompareCanvas::flip()
{
    m_blinkTimer.stop();
    m_seen = otherSide(m_seen);
    update();
}

/// Both whole pictures must be here; one that is missing is on the way, and this is called again.
void CompareCanvas::wantDifference()
{
    if (m_mode != CompareMode::Difference)
        return;
    const std::pair wanted{picture(Side::Keeper).picture.id, picture(Side::Challenger).picture.id};
    if (m_differenceOf == wanted)
        return;
    const QPixmap keeper = m_store->image(wanted.first);
    const QPixmap challenger = m_store->image(wanted.second);
    m_difference = {};
    m_differencePixmap = {};
    if (keeper.isNull() || challenger.isNull()) {
        m_differenceOf = {0, 0};
        return;
    }
    m_differenceOf = wanted;
    m_pool.clear(); // what nobody looks at any more
    support::runInPool(
        m_pool, this, [a = keeper.toImage(), b = challenger.toImage()] { return imageDifference(a, b); },
        [this, wanted](const ImageDifference &made) {
            if (wanted != m_differenceOf)
                return;
            m_difference = made;
            m_differencePixmap = QPixmap::fromImage(made.image);
            update();
            Q_EMIT differenceMade(made.words());
        });
}

QString CompareCanvas::plateText() const
{
    if (m_mode == CompareMode::Blink) {
        const CulledPicture &seen = picture(m_seen);
        const QString name = m_seen == Side::Keeper ? tr("Keeper %1") : tr("Challenger %1");
        return seen.isNone() ? QString() : name.arg(seen.seedText());
    }
    if (m_mode != CompareMode::Difference || picture(Side::Challenger).isNone())
        return {};
    return m_difference.image.isNull() ? tr("Comparing…") : m_difference.words();
}

} // namespace janus::ui
