#pragma once

#include <QImage>
#include <QString>

namespace janus::ui {

/// How two pictures differ pixel by pixel.
struct ImageDifference
{
    QImage image;          ///< absolute difference of each channel, times `gain`; of the first one's size
    int gain = 1;          ///< 1 to 16, so that small differences can be seen at all
    int largest = 0;       ///< of a channel, 0 to 255, before `gain`
    double changed = 0;    ///< part of the pixels that differ, 0 to 1
    bool isScaled = false; ///< the second one had another size and was scaled to the first one's
    QSize firstSize;
    QSize secondSize;

    bool isIdentical() const { return largest == 0 && !isScaled; }
    /// "Identical pixels.", "3.1 % of the pixels differ, by at most 24 of 255; shown 8 × brighter." and what
    /// was scaled.
    QString words() const;
};

/// Any thread; takes a tenth of a second for large pictures, so not the GUI thread. Transparency is taken as
/// black. Null images give a null one.
ImageDifference imageDifference(const QImage &first, const QImage &second);

} // namespace janus::ui
