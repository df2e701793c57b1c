#include "sandbox/renderer.h"

#include "sandbox/art/badge.h"
#include "sandbox/art/scenes.h"

#include <QRect>

#include <algorithm>
#include <cmath>

namespace janus::sandbox {

namespace {

/// How a picture of any size comes out of art of a size that suits its shapes.
struct Sheet
{
    QSize art;  ///< What is drawn: at most 4 megapixels, no side very short, never longer than 6 to 1.
    QRect part; ///< What is kept of it, in the proportions that were asked for.
};

Sheet sheetFor(QSize size)
{
    constexpr double mostPixels = 4'000'000;
    constexpr double shortestSide = 96;
    constexpr double longest = 6;
    const double width = std::max(double(size.width()), size.height() / longest);
    const double height = std::max(double(size.height()), size.width() / longest);
    double scale = std::min(1.0, std::sqrt(mostPixels / (width * height)));
    scale = std::max(scale, shortestSide / std::min(width, height));
    const auto scaled = [scale](double length) { return std::max(1, int(std::lround(length * scale))); };
    const QSize art(scaled(width), scaled(height));
    const QSize kept = QSize(scaled(size.width()), scaled(size.height())).boundedTo(art);
    return {art, QRect(QPoint((art.width() - kept.width()) / 2, (art.height() - kept.height()) / 2), kept)};
}

std::uint64_t sceneSeed(const Scene &scene, const Reading &reading)
{
    Dice dice(reading.words ^ std::uint64_t(scene.seed) * 0x9e3779b97f4a7c15u);
    for (int i = 0; i < scene.index % 64; ++i)
        dice.next();
    return dice.next() ^ std::uint64_t(scene.index) * 0xd1b54a32d192ed03u;
}

/// 0 at the least guidance, 1 at the greatest; even steps for even ratios.
double guidanceLevel(double guidance)
{
    return std::clamp(std::log(std::max(guidance, 1.0)) / std::log(20.0), 0.0, 1.0);
}

QImage draw(const Scene &scene, QSize size)
{
    const Reading reading = readPrompt(scene.prompt);
    Dice dice(sceneSeed(scene, reading));
    const double wildness = std::clamp(scene.temperature, 0.1, 2.0);
    const double level = guidanceLevel(scene.guidance);
    Canvas canvas(size, dice.next(), 0.5 + 0.5 * wildness);
    const Palette palette = choosePalette(reading, wildness, dice.fork());
    const bool mirrored = dice.chance(0.5);
    const double unit = std::min(canvas.width(), canvas.height());
    Stage stage{canvas,         reading,         palette, dice.fork(), wildness, 0.88 + 0.24 * level,
                canvas.width(), canvas.height(), unit};
    drawScene(stage);
    canvas.finish(0.4 + 1.25 * level, 0.7 + 0.56 * level, 0.3 * (1 - level) * (1 - level),
                  0.25 + 0.5 * wildness);
    const QImage image = canvas.image();
    return mirrored ? image.mirrored(true, false) : image;
}

} // namespace

QImage render(const Scene &scene)
{
    const QSize size = scene.size.expandedTo({1, 1});
    QImage image(size, QImage::Format_RGB32);
    if (scene.blank) {
        image.fill(Qt::black);
    } else {
        const Sheet sheet = sheetFor(size);
        image = draw(scene, sheet.art);
        if (sheet.part != image.rect())
            image = image.copy(sheet.part);
        if (image.size() != size)
            image = image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                        .convertToFormat(QImage::Format_RGB32);
    }
    drawBadge(image);
    return image;
}

} // namespace janus::sandbox
