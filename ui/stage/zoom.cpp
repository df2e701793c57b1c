#include "ui/stage/zoom.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace janus::ui {

namespace {

constexpr std::array zoomSteps{0.1,  0.125, 0.167, 0.25, 0.333, 0.5, 0.667, 0.75, 1.0,
                               1.25, 1.5,   2.0,   3.0,  4.0,   5.0, 6.0,   8.0};
constexpr double sameStep = 0.001;

} // namespace

void Zoom::setPicture(const QSize &pixels)
{
    m_pixels = pixels.expandedTo(QSize(1, 1));
    clamp();
}

void Zoom::setRoom(const QRectF &room, double deviceRatio)
{
    const QPointF moved = room.center() - m_room.center();
    m_room = room;
    m_ratio = std::max(0.5, deviceRatio);
    m_centre += moved;
    clamp();
}

double Zoom::fitScale() const
{
    const double across = m_room.width() * m_ratio / m_pixels.width();
    const double down = m_room.height() * m_ratio / m_pixels.height();
    return std::clamp(std::min(across, down), 0.001, largest);
}

double Zoom::scale() const
{
    return m_isFit ? fitScale() : m_scale;
}

QSizeF Zoom::sizeAt(double scale) const
{
    return QSizeF(m_pixels) * (scale / m_ratio);
}

QRectF Zoom::picture() const
{
    QRectF rect({}, sizeAt(scale()));
    rect.moveCenter(m_isFit ? m_room.center() : m_centre);
    return rect;
}

bool Zoom::isPannable() const
{
    const QSizeF size = sizeAt(scale());
    return size.width() > m_room.width() + 0.5 || size.height() > m_room.height() + 0.5;
}

void Zoom::fit()
{
    m_isFit = true;
}

void Zoom::setScale(double scale, const QPointF &point)
{
    const QRectF before = picture();
    const double wanted = std::clamp(scale, smallest, largest);
    const double factor = sizeAt(wanted).width() / before.width();
    m_isFit = false;
    m_scale = wanted;
    m_centre = point + (before.center() - point) * factor;
    clamp();
}

void Zoom::step(int direction, const QPointF &point)
{
    const double now = scale();
    if (direction > 0) {
        const auto next = std::ranges::find_if(zoomSteps, [now](double s) { return s > now + sameStep; });
        setScale(next == zoomSteps.end() ? largest : *next, point);
        return;
    }
    double next = smallest;
    for (const double candidate : zoomSteps) {
        if (candidate < now - sameStep)
            next = candidate;
    }
    setScale(next, point);
}

void Zoom::pan(const QPointF &delta)
{
    if (m_isFit)
        return;
    m_centre += delta;
    clamp();
}

void Zoom::follow(const Zoom &other)
{
    m_isFit = other.m_isFit;
    if (m_isFit)
        return;
    const double areas = double(other.m_pixels.width()) * other.m_pixels.height() /
                         (double(m_pixels.width()) * m_pixels.height());
    m_scale = std::clamp(other.m_scale * std::sqrt(areas), smallest, largest);
    const QRectF shown = other.picture();
    const QPointF middle = other.m_room.center() - shown.topLeft();
    const QSizeF size = sizeAt(m_scale);
    const QPointF part(middle.x() / shown.width() - 0.5, middle.y() / shown.height() - 0.5);
    m_centre = m_room.center() - QPointF(part.x() * size.width(), part.y() * size.height());
    clamp();
}

void Zoom::clamp()
{
    const QSizeF size = sizeAt(m_scale);
    const auto held = [](double centre, double length, double low, double high) {
        const double middle = (low + high) / 2;
        const double slack = (length - (high - low)) / 2;
        return slack <= 0 ? middle : std::clamp(centre, middle - slack, middle + slack);
    };
    m_centre.setX(held(m_centre.x(), size.width(), m_room.left(), m_room.right()));
    m_centre.setY(held(m_centre.y(), size.height(), m_room.top(), m_room.bottom()));
}

} // namespace janus::ui
