#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/filemetadata.h"
#include "library/picturefiles.h"

#include <QList>
#include <QString>

#include <functional>
#include <vector>

namespace janus::library {

/// What exported files say besides their picture, whose compressed data stays as it is in every case.
enum class ExportProfile {
    FullRecipe, ///< all that the library's file says, and rating, label and tags in its XMP
    MarkOnly,   ///< IPTC's word for how it was made, and nothing else
    Clean,      ///< nothing
};

struct ExportOptions
{
    enum class As { Folder, Zip };

    QString
        target; ///< absolute: a folder, which is made when its parent is there, or a file that is not there
    As as = As::Folder;
    QString nameTemplate; ///< exportnames.h
    ExportProfile profile = ExportProfile::FullRecipe;
};

/// A picture that was left out, and why.
struct ExportTrouble
{
    PictureId picture = 0;
    QString file; ///< in the library; empty for a picture that is not there
    QString message;
};

struct ExportReport
{
    int exported = 0;
    qint64 bytes = 0;          ///< of what was written
    QList<ExportTrouble> left; ///< missing, changed by other programs, or not to be rewritten
    bool isCancelled = false;  ///< a folder keeps what was whole by then; of a zip file nothing is left
};

struct ExportProgress
{
    int done = 0;
    int total = 0;
    PictureId picture = 0; ///< that was exported just now; 0: it was left out
    QString name;          ///< of its file in the target
};

/// BadInput with a sentence for options that cannot be. Looks at the disk: not on the UI thread.
Result<void> checkExport(const ExportOptions &options);

/// The bytes a picture's file is exported as. `file` are those in the library. A Protocol error for a file
/// that cannot be rewritten safely.
Result<QByteArray> exportedBytes(const QByteArray &file, const Picture &picture, ExportProfile profile);

/// What exactly will be inside: looked up in the very bytes that would be written.
Result<QList<Carried>> previewOf(ExportProfile profile, const Picture &picture);

/// Writes pictures to a folder or a zip file, in the order of `ids`. Nothing is ever replaced: a name that is
/// taken, in whatever spelling, gets a number. Each file is whole and on the disk itself, or not there. A
/// picture whose file is missing or is not what the library knows is left out and told.
///
/// A Storage error when the target cannot be written (any more); a folder keeps what was whole by then. On
/// any thread that may wait; reads the library with a connection of its own. `progress` may answer false to
/// stop.
Result<ExportReport> exportPictures(const QString &database, const PictureFiles &files,
                                    const std::vector<PictureId> &ids, const ExportOptions &options,
                                    const std::function<bool(const ExportProgress &)> &progress = {});

} // namespace janus::library
