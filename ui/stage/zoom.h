#pragma once

#include <QPointF>
#include <QRectF>
#include <QSize>

namespace janus::ui {

/// Where a picture lies in a viewer: fitted, or at a scale with a place that stays put. Pure arithmetic in
/// the viewer's logical pixels. A scale of 1 means one picture pixel per device pixel (100 %).
class Zoom
{
public:
    static constexpr double smallest = 0.1;
    static constexpr double largest = 8.0;

    /// The picture's pixels, the room it may take, and device pixels per logical pixel. Fit stays fit;
    /// otherwise the scale stays and the place is clamped.
    void setPicture(const QSize &pixels);
    void setRoom(const QRectF &room, double deviceRatio);

    bool isFit() const { return m_isFit; }
    double scale() const;
    /// The picture is larger than the room in at least one direction.
    bool isPannable() const;

    void fit();
    /// Changes the scale so that what lies under `point` stays there, as far as the edges allow.
    void setScale(double scale, const QPointF &point);
    /// The next wider (+1) or narrower (-1) of the usual steps.
    void step(int direction, const QPointF &point);
    /// Moves the picture; it is stopped at its edges and stays centred where it is smaller than the room.
    void pan(const QPointF &delta);

    /// Shows the same part of its picture as `other` does of its own, equally large; fitted like that. The
    /// sizes of pictures and rooms may differ.
    void follow(const Zoom &other);

    /// The whole picture.
    QRectF picture() const;
    QRectF room() const { return m_room; }

private:
    double fitScale() const;
    QSizeF sizeAt(double scale) const;
    void clamp();

    QSize m_pixels{1, 1};
    QRectF m_room{0, 0, 1, 1};
    double m_ratio = 1;
    bool m_isFit = true;
    double m_scale = 1;
    QPointF m_centre; ///< of the picture, while it is not fitted
};

} // namespace janus::ui
