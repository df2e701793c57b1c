#include "sandbox/drift.h"

#include "sandbox/encoder.h"

#include <algorithm>

namespace janus::sandbox {

namespace {

constexpr int driftStrength = 3; ///< of 255

} // namespace

Scene otherScene(Scene scene)
{
    // Far away from the neighbours that an artist looks at, and the way back leads home.
    scene.seed ^= 0x5a5a5a;
    return scene;
}

QByteArray drifted(const QByteArray &picture, bool png)
{
    QImage image = QImage::fromData(picture).convertToFormat(QImage::Format_RGB32);
    quint32 state = 1;
    for (int y = 0; y < image.height(); ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            state = state * 1'664'525U + 1'013'904'223U; // Numerical Recipes' generator
            const int by = int(state >> 24) % (2 * driftStrength + 1) - driftStrength;
            const auto moved = [by](int channel) { return std::clamp(channel + by, 0, 255); };
            line[x] = qRgb(moved(qRed(line[x])), moved(qGreen(line[x])), moved(qBlue(line[x])));
        }
    }
    if (image.isNull())
        return {};
    return png ? encodePng(image) : encodeJpeg(image);
}

} // namespace janus::sandbox
