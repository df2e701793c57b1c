#include "ui/stage/comparecanvas.h"

#include <cstdlib>

#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QWheelEvent>

// The comparison in the hands of mouse and Tab.

namespace janus::ui {

namespace {

constexpr int compareWheelNotch = 120; ///< angle of one step; touch pads send less at once
constexpr double dividerReach = 12;    ///< logical pixels beside the line that still take hold of it

} // namespace

Side CompareCanvas::sideAt(const QPointF &point) const
{
    if (!isOver())
        return pane(Side::Challenger).contains(point.toPoint()) ? Side::Challenger : Side::Keeper;
    if (m_mode == CompareMode::Slider)
        return point.x() > dividerX() ? Side::Challenger : Side::Keeper;
    return m_mode == CompareMode::Blink ? m_seen : m_side;
}

void CompareCanvas::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeRooms();
    Q_EMIT zoomChanged();
}

void CompareCanvas::wheelEvent(QWheelEvent *event)
{
    const Side side = sideAt(event->position());
    m_wheel += event->angleDelta().y();
    for (; std::abs(m_wheel) >= compareWheelNotch;
         m_wheel += m_wheel > 0 ? -compareWheelNotch : compareWheelNotch) {
        half(side).zoom.step(m_wheel > 0 ? 1 : -1, event->position());
        zoomed(side);
    }
    event->accept();
}

/// In the slider everything that cannot be moved by hand moves the line.
void CompareCanvas::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QPointF point = event->position();
    setSide(sideAt(point));
    m_grabbed = point;
    const bool isPannable = zoom(m_side).isPannable();
    const bool isOnLine = std::abs(point.x() - dividerX()) <= dividerReach;
    if (m_mode == CompareMode::Slider && (isOnLine || !isPannable)) {
        m_hold = Hold::Divider;
        setDivider((point.x() - zoom(m_side).room().left()) / zoom(m_side).room().width());
    } else if (isPannable) {
        m_hold = Hold::Picture;
    } else if (m_mode == CompareMode::Blink) {
        flip();
    }
    updateCursor(point);
}

void CompareCanvas::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF point = event->position();
    if (m_hold == Hold::Divider) {
        setDivider((point.x() - zoom(m_side).room().left()) / zoom(m_side).room().width());
    } else if (m_hold == Hold::Picture) {
        pan(point - m_grabbed);
        m_grabbed = point;
    }
    updateCursor(point);
}

void CompareCanvas::mouseReleaseEvent(QMouseEvent *event)
{
    m_hold = Hold::Nothing;
    updateCursor(event->position());
}

void CompareCanvas::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const Side side = sideAt(event->position());
    Zoom &zoom = half(side).zoom;
    if (zoom.isFit())
        zoom.setScale(1, event->position());
    else
        zoom.fit();
    zoomed(side);
}

void CompareCanvas::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isMouse = event->reason() == QContextMenuEvent::Mouse;
    if (isMouse)
        setSide(sideAt(event->pos()));
    Q_EMIT contextMenuRequested(isMouse ? event->globalPos() : mapToGlobal(pane(m_side).center()));
    event->accept();
}

void CompareCanvas::updateCursor(const QPointF &point)
{
    const bool isOnLine = m_mode == CompareMode::Slider && std::abs(point.x() - dividerX()) <= dividerReach;
    const bool isPannable = zoom(sideAt(point)).isPannable();
    setCursor(m_hold == Hold::Divider || (isOnLine && m_hold == Hold::Nothing) ? Qt::SplitHCursor
              : m_hold == Hold::Picture                                        ? Qt::ClosedHandCursor
              : isPannable                                                     ? Qt::OpenHandCursor
                                                                               : Qt::ArrowCursor);
}

/// Forwards it never leaves, so that one key goes back and forth between the two; backwards it does.
bool CompareCanvas::focusNextPrevChild(bool next)
{
    if (!next || picture(otherSide(m_side)).isNone())
        return QWidget::focusNextPrevChild(next);
    setSide(otherSide(m_side));
    return true;
}

void CompareCanvas::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void CompareCanvas::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void CompareCanvas::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    startBlinking();
}

void CompareCanvas::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_blinkTimer.stop();
}

} // namespace janus::ui
