#pragma once

#include <QImage>
#include <QSize>
#include <QString>

namespace janus::sandbox {

/// Everything that decides one practice picture. The same scene always gives the same bytes.
struct Scene
{
    QString prompt;
    qint64 seed = 0;
    QSize size{512, 512};   ///< Pixels, 1 to 14,142 each way.
    double temperature = 1; ///< 0.1 (calm, regular) to 2 (wild).
    double guidance = 5;    ///< 1 (hazy, muted) to 20 (crisp, saturated).
    int index = 0;          ///< Number of the picture within its set, from 0.
    bool blank = false;     ///< Withheld by the safety check: black.
};

/// Draws the scene in exactly the asked size, with the practice badge. May be called from any thread;
/// about 0.1 µs a pixel and core.
QImage render(const Scene &scene);

} // namespace janus::sandbox
