#include "ui/stage/imagedifference.h"

#include "library/comparing.h"

#include <QCoreApplication>
#include <QLocale>

namespace janus::ui {

namespace {

QString differenceWords(const char *text)
{
    return QCoreApplication::translate("janus::ui::ImageDifference", text);
}

QString sizeWords(const QSize &size)
{
    return differenceWords("%1 × %2").arg(size.width()).arg(size.height());
}

} // namespace

ImageDifference imageDifference(const QImage &first, const QImage &second)
{
    ImageDifference found;
    if (first.isNull() || second.isNull())
        return found;
    const library::DifferencePicture picture = library::differencePicture(first, second);
    found.image = picture.image;
    found.gain = picture.gain;
    found.largest = picture.largest;
    found.changed = picture.changed;
    found.firstSize = first.size();
    found.secondSize = second.size();
    found.isScaled = first.size() != second.size();
    return found;
}

QString ImageDifference::words() const
{
    if (image.isNull())
        return {};
    QString said;
    if (isScaled) {
        said = differenceWords("Sizes differ (%1 and %2): the challenger is scaled to the keeper’s size. ")
                   .arg(sizeWords(firstSize), sizeWords(secondSize));
    }
    if (largest == 0)
        return said +
               (isScaled ? differenceWords("Then no pixel differs.") : differenceWords("Identical pixels."));
    const double percent = changed * 100;
    const QString part =
        percent < 0.1 ? differenceWords("Less than 0.1") : QLocale().toString(percent, 'f', 1);
    said += differenceWords("%1 % of the pixels differ, by at most %2 of 255").arg(part).arg(largest);
    return said + (gain > 1 ? differenceWords("; shown %1 × brighter.").arg(gain) : differenceWords("."));
}

} // namespace janus::ui
