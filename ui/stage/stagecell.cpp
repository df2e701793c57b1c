#include "ui/stage/stagecell.h"

#include <QModelIndex>

namespace janus::ui {

using namespace models;

StageCell readCell(const QModelIndex &index)
{
    StageCell cell;
    if (!index.isValid())
        return cell;
    cell.kind = CellKind(index.data(KindRole).toInt());
    cell.job = index.data(JobIdRole).toLongLong();
    cell.size = index.data(PixelSizeRole).toSize();
    cell.seed = index.data(SeedRole).toString();
    cell.isSandbox = index.data(IsSandboxRole).toBool();
    if (!cell.isLive()) {
        cell.picture = index.data(PictureIdRole).toLongLong();
        cell.isFlagged = index.data(IsFlaggedRole).toBool();
        cell.marks = index.data(MarksRole).value<Marks>();
        cell.isTrashed = index.data(IsTrashedRole).toBool();
        cell.isMissing = index.data(IsMissingRole).toBool();
        cell.isChanged = index.data(IsChangedRole).toBool();
        cell.thumbnail = index.data(Qt::DecorationRole).value<QPixmap>();
        return cell;
    }
    cell.state = JobState(index.data(StateRole).toInt());
    cell.ahead = index.data(QueuePositionRole).toInt();
    cell.since = index.data(SinceRole).toDateTime();
    cell.received = index.data(ReceivedRole).toLongLong();
    cell.total = index.data(TotalRole).toLongLong();
    cell.trouble = index.data(TroubleRole).toString();
    cell.cancelWished = index.data(CancelWishedRole).toBool();
    return cell;
}

} // namespace janus::ui
