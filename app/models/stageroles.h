#pragma once

#include <Qt>

namespace janus::models {

/// What one cell of the stage shows.
enum class CellKind {
    Picture, ///< a picture of the library
    Live,    ///< the place where a picture of an unfinished (or failed) request will stand
};

/// Roles of StageModel: a flat list of cells. Rows of one group (StageRows::grouping()) are adjacent and have
/// the same RowShape::group; views draw a header where it changes. By job that group is BatchIdRole.
enum StageRole {
    KindRole = Qt::UserRole + 1, ///< CellKind as int
    PictureIdRole,               ///< qint64, 0 for a live cell
    JobIdRole,                   ///< qint64
    BatchIdRole,                 ///< qint64
    PixelSizeRole,               ///< QSize: the file's, or the one asked for; never empty
    SeedRole,                    ///< QString, exact digits; empty when unknown
    PromptRole,                  ///< QString, plain text, may be long and of any script
    PictureRole,   ///< janus::Picture (QVariant::fromValue); invalid until loaded or for a live cell
    IsSandboxRole, ///< bool
    IsFlaggedRole, ///< bool: the safety checker flagged it
    MarksRole,     ///< janus::Marks (QVariant::fromValue); invalid until loaded or for a live cell
    IsTrashedRole, ///< bool: in the studio's trash
    IsMissingRole, ///< bool: its file is not where it was
    IsChangedRole, ///< bool: another program changed its file
    // Qt::DecorationRole        QPixmap thumbnail, fitted into StageRows::setThumbnailBox(); null until it is
    //                           loaded (asked for by reading it; dataChanged follows)
    // Qt::AccessibleTextRole    "Picture: <prompt>, seed 88124017"

    // What the header of the row's group says, answered by every row of it.
    BatchTitleRole,     ///< QString: the prompt on one line; by day "Tuesday, 3 March 2026"
    BatchMetaRole,      ///< QString: "4 pictures · guidance 5 · 14:02"; by day "34 pictures"
    BatchShortMetaRole, ///< QString: "4 · 14:02"; by day "34"
    BatchIsOpenRole,    ///< bool: something of it can still be cancelled; by day false

    StateRole,         ///< JobState as int (live cells)
    QueuePositionRole, ///< int: requests ahead, -1 unknown
    SinceRole,         ///< QDateTime UTC: when the present state began; for seconds that count up
    ReceivedRole,      ///< qint64 bytes of the picture being fetched
    TotalRole,         ///< qint64, -1 unknown
    TroubleRole, ///< QString: a sentence when something is being retried, held or failed; empty otherwise
    CancelWishedRole, ///< bool
};

} // namespace janus::models
