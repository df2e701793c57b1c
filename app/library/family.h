#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/picturefiles.h"

#include <optional>

class QSqlDatabase;

namespace janus::library {

/// Where a picture comes from, and what came of it.
struct Family
{
    PictureName of;
    /// The picture whose settings were taken. Its id is 0 when only its request is left, its picture removed.
    std::optional<Picture> parent;
    int children = 0; ///< pictures in the library (not in its trash) that were made from it

    bool operator==(const Family &) const = default;
};

/// On the database's thread.
Result<Family> familyOf(QSqlDatabase &connection, const PictureFiles &files, const PictureName &name);
/// The picture of this name; nothing when the library does not have it.
Result<std::optional<Picture>> pictureNamed(QSqlDatabase &connection, const PictureFiles &files,
                                            const PictureName &name);

} // namespace janus::library
