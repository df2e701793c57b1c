#include "ui/stage/surveytile.h"

#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"
#include "ui/stage/imagestore.h"
#include "ui/stage/marksbar.h"
#include "ui/stage/zoomedpicture.h"

#include <algorithm>
#include <cstdlib>

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int tileMat = 4;  ///< round the picture
constexpr int tileEdge = 3; ///< outside the mat, for the ring
constexpr int tileFoot = 26;
constexpr int tileWheelNotch = 120;
constexpr int narrowestFoot = 150; ///< at 100 %
constexpr double rejectedOpacity = 0.32;

} // namespace

SurveyTile::SurveyTile(ImageStore *store, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_foot(new QWidget(this))
    , m_seed(new PlainLabel({}, &Fonts::mono, &Colors::textMuted, m_foot))
    , m_marks(new MarksBar(MarksBar::Kind::Quiet, m_foot))
    , m_remove(new IconButton(u"minus"_s, tr("Take out of the survey"), m_foot))
{
    setFocusPolicy(Qt::ClickFocus);
    m_seed->setElideMode(Qt::ElideLeft); // neighbours differ in their last digits
    m_remove->setCompact(true);
    m_remove->setGlyph(&Measures::iconSmall);
    m_remove->setFocusPolicy(Qt::NoFocus); // Backspace does the same
    auto *foot = new QHBoxLayout(m_foot);
    foot->setContentsMargins(4, 0, 0, 0);
    foot->setSpacing(6);
    foot->addWidget(m_seed, 1);
    foot->addWidget(m_marks);
    foot->addWidget(m_remove);
    connect(m_remove, &QAbstractButton::clicked, this, &SurveyTile::removeRequested);
    connect(store, &ImageStore::arrived, this, [this](PictureId id) {
        if (id == m_picture.picture.id)
            update();
    });
    restyle();
}

int SurveyTile::footHeight(const QWidget *widget)
{
    return tokensOf(widget).scaled(tileFoot) + 2 * tileMat + tileEdge;
}

void SurveyTile::show(const CulledPicture &picture, int place, int count)
{
    m_picture = picture;
    m_store->want(picture.picture.id);
    m_zoom.setPicture(picture.picture.size);
    placeFoot();
    m_seed->setText(picture.seedText());
    m_marks->setMarks(picture.picture.marks);
    m_marks->setName(tr("Marks of picture %1").arg(place));
    m_remove->setName(tr("Take picture %1 out of the survey (Backspace)").arg(place));
    setAccessibleName(tr("Picture %1 of %2: %3").arg(place).arg(count).arg(picture.words()));
    update();
}

void SurveyTile::setCurrent(bool current)
{
    m_isCurrent = current;
    setFocusPolicy(current ? Qt::StrongFocus : Qt::ClickFocus); // all tiles are one stop for Tab
    m_seed->setInk(current ? &Colors::text : &Colors::textMuted);
    update();
}

QRect SurveyTile::shown() const
{
    return m_zoom.picture().intersected(m_zoom.room()).toAlignedRect();
}

void SurveyTile::setZoom(const Zoom &zoom)
{
    m_zoom = zoom;
    placeFoot();
    update();
}

void SurveyTile::follow(const SurveyTile *other)
{
    m_zoom.follow(other->m_zoom);
    placeFoot();
    update();
}

/// Right below the picture and as wide, as far as its words allow.
void SurveyTile::placeFoot()
{
    const Tokens &tokens = tokensOf(this);
    const QRect seen = shown();
    const int wide = std::min(std::max(seen.width(), tokens.scaled(narrowestFoot)), width() - 2 * tileEdge);
    const int left =
        std::clamp(seen.center().x() - wide / 2, tileEdge, std::max(tileEdge, width() - tileEdge - wide));
    m_foot->setGeometry(left, seen.bottom() + 1 + tileMat, wide, tokens.scaled(tileFoot));
}

void SurveyTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = tokensOf(this);
    if (m_isCurrent) {
        const QRect mat = shown().adjusted(-tileMat, -tileMat, tileMat, tileMat);
        paint::box(&painter, mat, {tokens.color.selection, tokens.color.selectionFrame, 0, 2});
        if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
            paint::box(&painter, mat.adjusted(-3, -3, 3, 3), {{}, tokens.color.focusRing, 0, 2});
    }
    painter.setClipRect(m_zoom.room());
    if (m_picture.picture.marks.pick == Pick::Rejected)
        painter.setOpacity(rejectedOpacity);
    const QPixmap whole = m_store->image(m_picture.picture.id);
    paintZoomed(&painter, m_zoom, {whole, m_picture.thumbnail}, m_scaled, tokens.color.panel);
}

void SurveyTile::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int around = tileEdge + tileMat;
    const QRectF room = rect().adjusted(around, around, -around, tileEdge - footHeight(this));
    m_zoom.setRoom(room.isValid() ? room : QRectF(rect()), devicePixelRatioF());
    placeFoot();
}

void SurveyTile::wheelEvent(QWheelEvent *event)
{
    m_wheel += event->angleDelta().y();
    for (; std::abs(m_wheel) >= tileWheelNotch; m_wheel += m_wheel > 0 ? -tileWheelNotch : tileWheelNotch) {
        m_zoom.step(m_wheel > 0 ? 1 : -1, event->position());
        placeFoot();
        Q_EMIT zoomed();
    }
    update();
    event->accept();
}

void SurveyTile::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    Q_EMIT pressed();
    m_grabbed = event->position();
    m_isPanning = m_zoom.isPannable();
}

void SurveyTile::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_isPanning)
        return;
    m_zoom.pan(event->position() - m_grabbed);
    m_grabbed = event->position();
    update();
    Q_EMIT zoomed();
}

void SurveyTile::mouseReleaseEvent(QMouseEvent *)
{
    m_isPanning = false;
}

void SurveyTile::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT opened();
}

void SurveyTile::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isMouse = event->reason() == QContextMenuEvent::Mouse;
    Q_EMIT pressed();
    Q_EMIT contextMenuRequested(isMouse ? event->globalPos() : mapToGlobal(shown().center()));
    event->accept();
}

void SurveyTile::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void SurveyTile::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void SurveyTile::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void SurveyTile::restyle()
{
    placeFoot();
}

} // namespace janus::ui
