#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/library.h"
#include "library/listedfile.h"
#include "library/picturecheck.h"
#include "library/picturefiles.h"
#include "library/picturetable.h"

#include <QByteArray>

#include <memory>
#include <optional>

class QSqlDatabase;

namespace janus::library {

/// What the pool finds out about bytes before they may touch the disk.
struct ExaminedPicture
{
    Result<CheckedPicture> picture; ///< its image is the thumbnail
    Sums sums = {};
    QByteArray sidecar = {};                      ///< the recipe, of a picture whose file cannot carry it
    std::shared_ptr<support::PartFile> part = {}; ///< where the bytes of a picture lie meanwhile
    std::optional<Error> notLaidDown = {};        ///< why they do not
};

struct AddedPicture
{
    Picture picture;
    bool isNew = false; ///< false: the place in its request was taken, and this is the picture there
    QString file = {};  ///< of a new one, below the pictures folder
    FileStamp stamp = {};
};

/// Whether these bytes are a picture, and its thumbnail: all that is needed to show it. Any thread.
ExaminedPicture examinePicture(const QByteArray &bytes);
/// Writes the recipe into the bytes of a picture and lays them down, so that they need no memory any more.
/// Fills in `size`, `bytes` and `created` of `incoming.picture`. Any thread.
void readyForKeeping(ExaminedPicture &examined, const PictureFiles &files, NewPicture &incoming);

/// The part of Library::add() that happens on the database's thread: file, row, or quarantine.
Result<AddedPicture> keepPicture(QSqlDatabase &connection, const PictureFiles &files,
                                 const NewPicture &incoming, const ExaminedPicture &examined);

} // namespace janus::library
