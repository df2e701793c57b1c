#pragma once

#include "core/picture.h"
#include "library/listedfile.h"

#include <QImage>

namespace janus::library {

/// A small picture, as large as it is shown.
struct Thumb
{
    PictureId id = 0;
    /// Of a picture whose file is not what it was the thumbnail is still shown, but as something of the past.
    FilePresence presence = FilePresence::Whole;
    QImage image = {}; ///< RGB32 in sRGB; null when there is nothing to show
};

} // namespace janus::library
