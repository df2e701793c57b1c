#pragma once

#include <QColor>
#include <QImage>
#include <QList>
#include <QPainterPath>
#include <QPointF>

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace janus::sandbox {

QColor mix(const QColor &a, const QColor &b, double t); ///< t from 0 (a) to 1 (b).
QColor withAlpha(QColor color, double alpha);

/// How a shape is filled: a run of colours along an axis, broken up by paper grain the way a dry brush or a
/// screen print breaks it.
struct Ink
{
    using Stops = QList<std::pair<double, QColor>>;

    static Ink flat(const QColor &color);
    /// From `a` at `from` to `b` at `to`; `grain` from 0 (smooth) to 1 (all speckles).
    static Ink shaded(const QColor &a, const QColor &b, QPointF from, QPointF to, double grain = 0.35);
    static Ink stops(const Stops &stops, QPointF from, QPointF to, double grain = 0.2);

    std::array<QRgb, 256> colors{};
    QPointF from;
    QPointF to{0, 1};
    int grain = 0; ///< Largest shift along `colors`.
};

/// The sheet the art is drawn on. Everything is one kind of stroke: a path filled with an ink.
class Canvas
{
public:
    /// `roughness` multiplies the grain of every ink; 1 is as the inks say.
    Canvas(QSize size, std::uint64_t seed, double roughness);

    double width() const { return m_image.width(); }
    double height() const { return m_image.height(); }

    void wash(const Ink &ink); ///< The whole sheet.
    void fill(const QPainterPath &path, const Ink &ink);
    void fill(const QPainterPath &path, const QColor &color) { fill(path, Ink::flat(color)); }
    /// A line of round ends.
    void stroke(const QPainterPath &path, double width, const QColor &color);
    /// Light that fades outwards, in grains.
    void glow(QPointF center, double radius, const QColor &color, double strength);

    /// Paper and colour strength over everything: `saturation` and `contrast` 1 leave the colours, `haze`
    /// 0 to 1 draws them towards the paper, `grain` 0 to 1 roughens them.
    void finish(double saturation, double contrast, double haze, double grain);

    QImage image() const { return m_image; }

private:
    int noiseAt(int x, int y) const { return m_noise[std::size_t(((y & 255) << 8) | (x & 255))]; }
    double mottleAt(double x, double y) const;

    QImage m_image;
    QImage m_mask;
    double m_roughness;
    std::vector<std::int8_t> m_noise; ///< 256 × 256 values from -127 to 127.
    std::array<double, 1024> m_mottle{};
};

} // namespace janus::sandbox
