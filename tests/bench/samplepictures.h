#pragma once

#include "core/result.h"
#include "library/listedfile.h"

#include <QByteArray>
#include <QList>
#include <QSize>
#include <QString>

namespace janus::bench {

/// A picture file that many rows of a library can share.
struct SamplePicture
{
    QString file;
    QSize size;
    qint64 bytes = 0;
    QByteArray sha256;        ///< 64 hexadecimal digits
    library::FileStamp stamp; ///< which hard links share
    QByteArray thumbnail;     ///< as the program's cache stores it; empty where none was asked for
};

/// Makes `count` pictures in `folder`, the same at every call: soft shapes, texture and grain, so that they
/// are as hard to decode as a model's (a JPEG of 1024 × 1024 has about 150 KB). Without `size` they have the
/// shapes that artists choose. Files that are there already are taken as they are.
Result<QList<SamplePicture>> makeSamplePictures(const QString &folder, int count, QSize size = {});
/// The JPEG files of a folder, at most `most` of them.
Result<QList<SamplePicture>> samplePicturesFrom(const QString &folder, int most);
/// Fills in the thumbnails, with the program's own code.
Result<void> makeThumbnails(QList<SamplePicture> &samples);

} // namespace janus::bench
