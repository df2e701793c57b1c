#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/picturefiles.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <vector>

class QSqlDatabase;

namespace janus::library {

/// What is wrong with a file of the library, or why it is none.
enum class FileState {
    Missing,
    Damaged,  ///< no whole picture any more, or not readable
    Replaced, ///< a whole picture, but not the one the library knows
    Changed,  ///< by another program: the recipe still names this picture, the bytes are others
    Unlisted, ///< a picture with a recipe of ours and no row; a rebuild takes it in
    Foreign,  ///< anything else
};

constexpr bool isLost(FileState state)
{
    return state == FileState::Missing || state == FileState::Damaged || state == FileState::Replaced;
}

struct FileFinding
{
    FileState state = FileState::Foreign;
    QString file;          ///< absolute path
    PictureId picture = 0; ///< 0 when it has no row
    QString requestId;
    QString service;
    QString message; ///< what is wrong, where more than the state can be said
};

struct VerifyReport
{
    int pictures = 0; ///< rows
    int good = 0;
    int missing = 0;
    int damaged = 0;
    int replaced = 0;
    int changed = 0;
    int unlisted = 0;
    int foreign = 0;

    int lost() const { return missing + damaged + replaced; }
};

/// One row of pictures, as far as it is compared with its file.
struct ListedPicture
{
    PictureId id = 0;
    QString file; ///< relative to the pictures folder
    QByteArray sha256;
    QString job; ///< uuid
    int index = 0;
    QString requestId;
    QString service;
};

/// On the database's thread.
Result<std::vector<ListedPicture>> listedPictures(QSqlDatabase &connection);

/// Compares every listed picture with its file, whole, and names what else lies in the folder. Several files
/// at a time are read; the answers come in order, on the calling thread, which may be any that may wait.
/// `progress` hears how many of how many files are done, and may answer false to stop. A Storage error when
/// there is no folder.
Result<VerifyReport> verifyFiles(const std::vector<ListedPicture> &listed, const support::Paths &paths,
                                 const std::function<void(const FileFinding &)> &found,
                                 const std::function<bool(int done, int total)> &progress = {});

} // namespace janus::library
