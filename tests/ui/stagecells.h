#pragma once

#include "core/jobstate.h"
#include "core/picture.h"
#include "models/stageroles.h"

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

} // namespace janus::ui::stagetest
