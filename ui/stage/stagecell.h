#pragma once

#include "core/jobstate.h"
#include "core/marks.h"
#include "core/picture.h"
#include "models/stageroles.h"

#include <functional>

#include <QDateTime>
#include <QImage>
#include <QPixmap>
#include <QSize>
#include <QString>

class QModelIndex;
class QObject;

namespace janus::ui {

/// What a button inside a live cell asks for.
enum class CellAction {
    LookAgain, ///< the answer was lost: look for it once more
    SendAgain, ///< the answer was lost: send it once more, it may cost twice
    Drop,      ///< the answer was lost: forget it; should a picture come, it stays at the service
    TryNow,    ///< do not wait for the next retry
    RunAgain,  ///< a new request with the same recipe
    TryAgain,  ///< a failed cell of a sheet: the same request once more, in its place
};

/// Fetches a whole picture. `deliver` is called later, in the GUI thread, with a null image when it cannot be
/// read; it is not called when `context` is gone.
using ImageProvider =
    std::function<void(PictureId id, QObject *context, std::function<void(QImage)> deliver)>;

/// One cell of the stage, read from the model's roles (models/stageroles.h) once per painting.
struct StageCell
{
    models::CellKind kind = models::CellKind::Picture;
    PictureId picture = 0;
    JobId job = 0;
    QSize size; ///< pixels
    QString seed;
    bool isSandbox = false;
    bool isFlagged = false;
    Marks marks;
    bool isTrashed = false;
    bool isMissing = false; ///< its file is gone, or the drive it is on
    bool isChanged = false; ///< another program wrote its file
    QPixmap thumbnail;      ///< null until loaded

    JobState state = JobState::Waiting; ///< this and all below: live cells only
    int ahead = -1;                     ///< requests ahead in the queue, -1 unknown
    QDateTime since;                    ///< UTC
    qint64 received = 0;
    qint64 total = -1;
    QString trouble;
    bool cancelWished = false;

    bool isLive() const { return kind == models::CellKind::Live; }
};

/// Reads what painting needs. An invalid index gives an empty picture cell.
StageCell readCell(const QModelIndex &index);

} // namespace janus::ui
