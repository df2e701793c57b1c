#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/library.h"
#include "library/picturecheck.h"
#include "library/picturefiles.h"

#include <QByteArray>

class QSqlDatabase;

namespace janus::library {

/// What the pool finds out about bytes before they may touch the disk.
struct ExaminedPicture
{
    Result<CheckedPicture> picture; ///< its image is the thumbnail
    QByteArray sha256 = {};         ///< 64 hexadecimal digits
    QByteArray jpeg = {};           ///< the thumbnail
};

struct AddedPicture
{
    Picture picture;
    bool isNew = false;   ///< false: the place in its request was taken, and this is the picture there
    QByteArray jpeg = {}; ///< the thumbnail of a new one
};

/// Whether these bytes are a picture, and its thumbnail: all that is needed to show it. Any thread.
ExaminedPicture examinePicture(const QByteArray &bytes);
/// Fills in what is needed to keep it; the image is let go. Any thread.
ExaminedPicture readiedForKeeping(ExaminedPicture examined, const QByteArray &bytes);

/// The part of Library::add() that happens on the database's thread: file, row, or quarantine.
Result<AddedPicture> keepPicture(QSqlDatabase &connection, const PictureFiles &files,
                                 const NewPicture &incoming, const ExaminedPicture &examined);

} // namespace janus::library
