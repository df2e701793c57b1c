#pragma once

#include "core/jobstate.h"
#include "core/picture.h"
#include "models/stageroles.h"
#include "models/stagerows.h"

#include <QAbstractListModel>
#include <QDateTime>
#include <QPixmap>
#include <QSize>
#include <QStandardItem>
#include <QStandardItemModel>

/// Cells for tests and pictures of the stage: a standard item model with the roles of the real one.
namespace janus::ui::stagetest {

/// A little landscape, another one for each `variety`.
QPixmap paintedPicture(const QSize &size, int variety);

/// What the header of a batch says.
struct BatchWords
{
    QString title = {};
    QString meta = {};
    QString shortMeta = {};
    bool isOpen = false;
};

/// What a live cell tells.
struct LiveState
{
    JobState state = JobState::Waiting;
    int ahead = -1;
    int seconds = 0; ///< since the state began
    qint64 received = 0;
    qint64 total = -1;
    QString trouble = {};
    bool cancelWished = false;
};

QStandardItem *pictureItem(PictureId id, BatchId batch, const QSize &size, const BatchWords &words);
QStandardItem *liveItem(JobId job, BatchId batch, const QSize &size, const LiveState &live,
                        const BatchWords &words);

/// Appends `count` pictures of one batch. Ids go on from the number of rows, one job each.
void appendBatch(QStandardItemModel &model, BatchId batch, int count, const QSize &size);

/// A model of any length that makes its data when asked and counts how often.
class CountingModel : public QAbstractListModel
{
public:
    explicit CountingModel(int rows);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    mutable qint64 calls = 0;
    mutable QSet<int> rowsRead;

private:
    int m_rows;
    QPixmap m_picture;
};

/// A library of any size as the real model shows it: shapes without detour, groups of one kind, thumbnails of
/// the size that was asked for, marks. Notes what the view tells it.
class LibraryModel : public QAbstractListModel, public models::StageRows
{
public:
    LibraryModel(int rows, models::Grouping grouping);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    models::RowShape rowShape(int row) const override;
    models::Grouping grouping() const override { return m_grouping; }
    void setThumbnailBox(const QSize &devicePixels) override;
    void setInSight(int first, int last) override;

    /// Other rows go on behind what is there, or come before it.
    void append(int rows);
    void prepend(int rows);
    /// Thumbnails are made for the first asking; without, one serves all.
    void setPainted(bool painted) { m_isPainted = painted; }

    int rowsOfGroup = 34;
    mutable qint64 calls = 0;
    mutable qint64 shapeCalls = 0;
    mutable QSet<int> rowsRead;
    QList<QSize> boxes;
    QList<std::pair<int, int>> sights;

private:
    int numberOf(int row) const { return row - m_before; } ///< stays the same when rows come before

    int m_rows;
    int m_before = 0;
    models::Grouping m_grouping;
    bool m_isPainted = false;
    mutable QHash<int, QPixmap> m_pictures;
};

} // namespace janus::ui::stagetest
