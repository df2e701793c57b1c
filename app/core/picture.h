#pragma once

#include "core/generationrequest.h"
#include "core/marks.h"
#include "core/provenance.h"
#include "core/seed.h"

#include <QDateTime>
#include <QSize>
#include <QString>

#include <optional>

namespace janus {

using PictureId = qint64;
using JobId = qint64;   ///< one request
using BatchId = qint64; ///< the requests of one press of Generate

/// What other programs have done to a picture's file, as far as was noticed.
enum class OutsideState { Fine, Missing, Changed };

/// One picture of the library with everything that is known about it.
struct Picture
{
    PictureId id = 0;
    JobId job = 0;
    BatchId batch = 0;
    int index = 0;             ///< 0-based place within its request
    int count = 1;             ///< how many pictures that request asked for
    GenerationRequest request; ///< what was sent
    Seed seed = 0;             ///< the request's seed; with count > 1 the picture is (seed, count, index)
    QString file;              ///< absolute path of the picture file
    QSize size;                ///< of the file itself
    qint64 bytes = 0;
    QString requestId;
    QString program; ///< of an imported one: what made it, as its file says; empty when that is not known
    QString service; ///< "fal", "sandbox", "import", or the origin of a server of the user's
    std::optional<bool> flagged;
    QDateTime created;        ///< UTC
    double queueSeconds = -1; ///< from accepted to running; negative when unknown
    double runSeconds = -1;   ///< the model's own time; negative when unknown
    QString jobUuid;          ///< of its request
    Provenance provenance;    ///< where the request came from; lasting()
    Marks marks;
    bool isTrashed = false; ///< in the studio's trash: its file is still there
    OutsideState outside = OutsideState::Fine;

    bool isSandbox() const { return service == QLatin1String("sandbox"); }
    PictureName name() const { return {jobUuid, index}; }
    /// A file of another program's, or one that another program changed: no service made it for us.
    bool isImported() const { return service == QLatin1String("import"); }
    bool operator==(const Picture &) const = default;
};

/// The picture's own request once more, as its child. `words` are kept: they say what the prompt was drawn
/// from.
inline Wish againFrom(const Picture &picture)
{
    Wish wish{picture.request, picture.provenance};
    wish.provenance.parent = picture.name();
    return wish;
}

} // namespace janus
