#include "sandbox/art/canvas.h"

#include "sandbox/art/dice.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace janus::sandbox {

namespace {

int blendChannel(int under, int over, int alpha)
{
    return under + ((over - under) * alpha + 127) / 255;
}

QRgb blendOver(QRgb under, QRgb over, int alpha)
{
    return qRgb(blendChannel(qRed(under), qRed(over), alpha),
                blendChannel(qGreen(under), qGreen(over), alpha),
                blendChannel(qBlue(under), qBlue(over), alpha));
}

/// Where a pixel lies along the axis of an ink, as an index into its colours.
struct Axis
{
    Axis(const Ink &ink)
    {
        const QPointF line = ink.to - ink.from;
        const double length = std::max(1e-9, QPointF::dotProduct(line, line));
        perX = 255 * line.x() / length;
        perY = 255 * line.y() / length;
        start = -(ink.from.x() * perX + ink.from.y() * perY);
    }
    double at(double x, double y) const { return start + x * perX + y * perY; }

    double perX;
    double perY;
    double start;
};

} // namespace

std::uint64_t hashOf(const QString &text)
{
    std::uint64_t hash = 0xcbf29ce484222325u;
    const QByteArray bytes = text.toUtf8();
    for (const char byte : bytes)
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3u;
    return hash;
}

QColor mix(const QColor &a, const QColor &b, double t)
{
    const auto part = [t](int from, int to) {
        return std::clamp(int(std::lround(from + (to - from) * t)), 0, 255);
    };
    return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()),
                  part(a.alpha(), b.alpha()));
}

QColor withAlpha(QColor color, double alpha)
{
    color.setAlpha(std::clamp(int(alpha * 255), 0, 255));
    return color;
}

Ink Ink::flat(const QColor &color)
{
    Ink ink;
    ink.colors.fill(color.rgba());
    return ink;
}

Ink Ink::shaded(const QColor &a, const QColor &b, QPointF from, QPointF to, double grain)
{
    return stops({{0, a}, {1, b}}, from, to, grain);
}

Ink Ink::stops(const Stops &stops, QPointF from, QPointF to, double grain)
{
    Ink ink;
    ink.from = from;
    ink.to = to;
    ink.grain = int(grain * 200);
    qsizetype stop = 0;
    for (int i = 0; i < 256; ++i) {
        const double at = i / 255.0;
        while (stop + 2 < stops.size() && at > stops.at(stop + 1).first)
            ++stop;
        const auto &[begin, first] = stops.at(stop);
        const auto &[end, second] = stops.at(std::min(stop + 1, stops.size() - 1));
        const double t = end > begin ? std::clamp((at - begin) / (end - begin), 0.0, 1.0) : 1;
        ink.colors[std::size_t(i)] = mix(first, second, t).rgba();
    }
    return ink;
}

Canvas::Canvas(QSize size, std::uint64_t seed, double roughness)
    : m_image(size, QImage::Format_RGB32)
    , m_mask(size, QImage::Format_ARGB32_Premultiplied)
    , m_roughness(roughness)
    , m_noise(256 * 256)
{
    m_image.fill(Qt::white);
    m_mask.fill(Qt::transparent);
    Dice dice(seed);
    for (std::int8_t &value : m_noise) {
        // Two throws: most grains are faint, few are strong.
        value = std::int8_t((dice.whole(128) + dice.whole(128)) - 127);
    }
    for (double &value : m_mottle)
        value = dice.around(1);
}

void Canvas::wash(const Ink &ink)
{
    QPainterPath sheet;
    sheet.addRect(m_image.rect());
    fill(sheet, ink);
}

void Canvas::fill(const QPainterPath &path, const Ink &ink)
{
    const QRect area = path.boundingRect().toAlignedRect().adjusted(-1, -1, 1, 1) & m_image.rect();
    if (area.isEmpty())
        return;
    {
        QPainter painter(&m_mask);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setClipRect(area);
        painter.fillPath(path, Qt::white);
    }
    const Axis axis(ink);
    const int grain = int(ink.grain * m_roughness);
    for (int y = area.top(); y <= area.bottom(); ++y) {
        auto *out = reinterpret_cast<QRgb *>(m_image.scanLine(y));
        auto *mask = reinterpret_cast<QRgb *>(m_mask.scanLine(y));
        for (int x = area.left(); x <= area.right(); ++x) {
            const int cover = qAlpha(mask[x]);
            if (cover == 0)
                continue;
            mask[x] = 0;
            const int index = int(std::clamp(axis.at(x, y), -255.0, 511.0)) + noiseAt(x, y) * grain / 128;
            const QRgb color = ink.colors[std::size_t(std::clamp(index, 0, 255))];
            out[x] = blendOver(out[x], color, cover * qAlpha(color) / 255);
        }
    }
}

void Canvas::stroke(const QPainterPath &path, double width, const QColor &color)
{
    QPainterPathStroker stroker;
    stroker.setWidth(std::max(width, 0.6));
    stroker.setCapStyle(Qt::RoundCap);
    stroker.setJoinStyle(Qt::RoundJoin);
    QPainterPath outline = stroker.createStroke(path);
    outline.setFillRule(Qt::WindingFill);
    fill(outline, color);
}

void Canvas::glow(QPointF center, double radius, const QColor &color, double strength)
{
    const QRect area =
        QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius).toAlignedRect() &
        m_image.rect();
    for (int y = area.top(); y <= area.bottom(); ++y) {
        auto *out = reinterpret_cast<QRgb *>(m_image.scanLine(y));
        const double dy = (y - center.y()) / radius;
        for (int x = area.left(); x <= area.right(); ++x) {
            const double dx = (x - center.x()) / radius;
            const double distance = dx * dx + dy * dy;
            if (distance >= 1)
                continue;
            const double fade = (1 - distance) * (1 - distance);
            const double alpha = fade * strength * (255 + noiseAt(x, y) * 0.5 * m_roughness);
            out[x] = blendOver(out[x], color.rgb(), std::clamp(int(alpha), 0, 255));
        }
    }
}

double Canvas::mottleAt(double x, double y) const
{
    const int column = int(x);
    const int row = int(y);
    const auto value = [this](int i, int j) { return m_mottle[std::size_t(((j & 31) << 5) | (i & 31))]; };
    const double fx = x - column;
    const double fy = y - row;
    const double top = value(column, row) * (1 - fx) + value(column + 1, row) * fx;
    const double bottom = value(column, row + 1) * (1 - fx) + value(column + 1, row + 1) * fx;
    return top * (1 - fy) + bottom * fy;
}

void Canvas::finish(double saturation, double contrast, double haze, double grain)
{
    const double cell = 28.0 / std::max(64.0, std::min(width(), height()));
    const int sat = int(saturation * 256);
    const int con = int(contrast * 256);
    const int fog = int(haze * 256);
    for (int y = 0; y < m_image.height(); ++y) {
        auto *out = reinterpret_cast<QRgb *>(m_image.scanLine(y));
        for (int x = 0; x < m_image.width(); ++x) {
            const int luma = (qRed(out[x]) * 77 + qGreen(out[x]) * 150 + qBlue(out[x]) * 29) >> 8;
            // Grain shows in the colours, hardly on bare light.
            const int speck =
                int(noiseAt(x, y) * grain * 0.17 + noiseAt(x >> 1, (y >> 1) + 91) * grain * 0.08 +
                    mottleAt(x * cell, y * cell) * 4.0);
            const auto tone = [&](int value, int paper) {
                value = luma + (((value - luma) * sat) >> 8);
                value = 128 + (((value - 128) * con) >> 8);
                value += ((paper - value) * fog) >> 8;
                return std::clamp(value + speck, 0, 255);
            };
            out[x] = qRgb(tone(qRed(out[x]), 226), tone(qGreen(out[x]), 219), tone(qBlue(out[x]), 205));
        }
    }
}

} // namespace janus::sandbox
