#pragma once

#include <QImage>
#include <QSize>

namespace janus::library {

/// The size a picture has when it is shown inside `box`: smaller or the same, never without a pixel. An empty
/// box is any size.
QSize fitted(QSize picture, QSize box);

/// A picture made smaller: every new pixel is the mean of the area it covers. `image` is RGB32 and no side of
/// it is smaller than that of `size`; the answer is RGB32, opaque, and without colour space or resolution.
/// Any thread.
QImage areaScaled(const QImage &image, QSize size);

} // namespace janus::library
