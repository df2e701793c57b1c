#include "sandbox/art/badge.h"

#include <QColor>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace janus::sandbox {

namespace {

constexpr QRgb badgeGround = 0xff352b4d;
constexpr QRgb badgeInk = 0xffcdb4ff;

/// Letters as lines in a box: x-height 5, capital height 7, base line at y = 0, y upwards negative.
/// Each returns how far the next letter stands.
double addLetter(QPainterPath &path, char letter, double x)
{
    const auto line = [&](double x1, double y1, double x2, double y2) {
        path.moveTo(x + x1, -y1);
        path.lineTo(x + x2, -y2);
    };
    const auto bowl = [&](double start, double sweep) {
        const QRectF box(x, -5, 4, 5);
        path.arcMoveTo(box, start);
        path.arcTo(box, start, sweep);
    };
    switch (letter) {
    case 'P':
        line(0, 0, 0, 7);
        path.lineTo(x + 2, -7);
        path.arcTo(QRectF(x + 0.2, -7, 3.8, 3.8), 90, -180);
        path.lineTo(x, -3.2);
        return 5.6;
    case 'r':
        line(0, 0, 0, 5);
        path.moveTo(x, -3);
        path.quadTo(x + 0.4, -5, x + 2.3, -4.9);
        return 3.9;
    case 'a':
        bowl(0, 360);
        line(4, 0, 4, 5);
        return 6;
    case 'c':
        bowl(48, 264);
        return 5.5;
    case 't':
        line(1.2, 6.6, 1.2, 1.2);
        path.quadTo(x + 1.2, 0, x + 2.8, -0.1);
        line(0, 5, 2.9, 5);
        return 4.4;
    case 'i':
        line(0, 0, 0, 5);
        line(0, 6.95, 0, 7);
        return 2.1;
    case 'e':
        bowl(-48, -312);
        path.moveTo(x, -2.5);
        path.lineTo(x + 4, -2.5);
        return 5.5;
    default:
        return 0;
    }
}

QPainterPath wordPath(double &width)
{
    QPainterPath path;
    width = 0;
    for (const char letter : {'P', 'r', 'a', 'c', 't', 'i', 'c', 'e'})
        width += addLetter(path, letter, width);
    width -= 1.5;
    return path;
}

/// A flask in a box of 8 by 9 with its lower left corner at (0, 0).
void drawFlask(QPainter &painter, const QPen &pen)
{
    QPainterPath glass;
    glass.moveTo(2.2, -9);
    glass.lineTo(5.8, -9);
    glass.moveTo(3, -9);
    glass.lineTo(3, -5.6);
    glass.lineTo(0.5, -1);
    glass.quadTo(0.2, 0, 1.2, 0);
    glass.lineTo(6.8, 0);
    glass.quadTo(7.8, 0, 7.5, -1);
    glass.lineTo(5, -5.6);
    glass.lineTo(5, -9);
    painter.strokePath(glass, pen);
    QPainterPath filling;
    filling.addPolygon(QPolygonF({{2.1, -2.9}, {5.9, -2.9}, {6.9, -0.8}, {1.1, -0.8}}));
    painter.fillPath(filling, pen.color());
}

} // namespace

void drawBadge(QImage &image)
{
    constexpr int smallestSide = 24;
    constexpr int smallestForWord = 112;
    const int side = std::min(image.width(), image.height());
    if (side < smallestSide)
        return;
    const bool withWord = side >= smallestForWord;
    // 16 pixels high on a picture of 512, in step with larger ones, never too small to read.
    const double scale = withWord ? std::max(side / 512.0, 0.75) : std::max(side / 180.0, 0.25);
    double wordWidth = 0;
    const QPainterPath word = wordPath(wordWidth);
    const double width = withWord ? 6 + 8 + 5 + wordWidth + 8 : 16;
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(6 * scale, image.height() - 6 * scale);
    painter.scale(scale, scale);
    QPainterPath pill;
    pill.addRoundedRect(QRectF(0, -16, width, 16), 8, 8);
    painter.fillPath(pill, QColor(badgeGround));
    QPen pen(QColor(badgeInk), 1.15, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.translate(withWord ? 6 : 4, -3.6);
    drawFlask(painter, pen);
    if (!withWord)
        return;
    painter.translate(13, -1);
    painter.strokePath(word, pen);
}

} // namespace janus::sandbox
