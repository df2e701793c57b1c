// SheetModel: what it hears from the queue, the library and other processes.
#include "models/sheetmodel.h"

#include "jobs/jobqueue.h"
#include "jobs/modelcatalog.h"
#include "library/deeds.h"
#include "library/exchange.h"
#include "library/library.h"
#include "library/outsidefiles.h"
#include "library/sheets.h"

#include <algorithm>

namespace janus::models {

using library::CellState;
using library::SheetProgress;

namespace {

/// Many requests tell many things a second; a picture of them now and then is enough for the eye.
constexpr int announceEvery = 40;
constexpr int reloadAfter = 50;
/// More changed cells than this, and the whole page is painted.
constexpr qsizetype mostSingleCells = 64;

} // namespace

void SheetModel::follow()
{
    m_announceTimer.setSingleShot(true);
    m_announceTimer.setInterval(announceEvery);
    connect(&m_announceTimer, &QTimer::timeout, this, &SheetModel::announce);
    m_reloadTimer.setSingleShot(true);
    m_reloadTimer.setInterval(reloadAfter);
    connect(&m_reloadTimer, &QTimer::timeout, this, &SheetModel::load);

    const auto changed = [this](const std::vector<PictureId> &ids) { onPictures(ids, false); };
    const auto gone = [this](const std::vector<PictureId> &ids) { onPictures(ids, true); };
    connect(&m_cache, &PictureCache::detailsChanged, this, changed);
    connect(&m_cache, &PictureCache::thumbnailsChanged, this, changed);
    connect(&m_library, &library::Library::added, this, &SheetModel::onPicture);
    connect(&m_library, &library::Library::changedOutside, this, &SheetModel::reloadSoon);
    connect(&m_library.sheets(), &library::Sheets::changed, this, [this](qint64 sheet) {
        if (sheet == m_wanted)
            reloadSoon();
    });
    connect(&m_library.deeds(), &library::Deeds::changed, this, [this](const library::LibraryChange &change) {
        m_cache.refresh(*change.pictures);
        onPictures(*change.pictures, change.trash);
        if (change.sheets)
            reloadSoon();
    });
    connect(&m_library.exchange(), &library::Exchange::forgotten, this, gone);
    connect(&m_library.exchange(), &library::Exchange::foundAgain, this,
            [this](const std::vector<PictureId> &ids) { m_cache.refreshFiles(ids); });
    connect(&m_library.outsideFiles(), &library::OutsideFiles::changed, this,
            [this](const auto &ids) { m_cache.refreshFiles(*ids); });

    connect(&m_queue, &jobs::JobQueue::jobAdded, this, &SheetModel::onJob);
    connect(&m_queue, &jobs::JobQueue::jobChanged, this, &SheetModel::onJob);
    connect(&m_queue, &jobs::JobQueue::jobFinished, this, &SheetModel::onJob);
    connect(&m_queue, &jobs::JobQueue::pictureInHand, this,
            [this](JobId job, int index, const QImage &thumbnail) {
                if (index == 0)
                    onInHand(job, thumbnail);
            });
    const auto headings = [this] {
        if (!isOpen())
            return;
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
        Q_EMIT headerDataChanged(Qt::Vertical, 0, rowCount() - 1);
    };
    connect(&m_models, &jobs::ModelCatalog::changed, this, headings);
    connect(&m_models, &jobs::ModelCatalog::listChanged, this, headings);
}

void SheetModel::open(qint64 sheet)
{
    m_wanted = sheet;
    m_loading = 0;
    m_isOpening = sheet != 0;
    if (sheet != 0)
        return load();
    show({});
}

void SheetModel::reloadSoon()
{
    if (!m_reloadTimer.isActive())
        m_reloadTimer.start();
}

/// The plan first, then its cells; what the queue tells meanwhile comes behind them.
void SheetModel::load()
{
    if (m_wanted == 0)
        return;
    if (m_loading == m_wanted) {
        m_loadsAgain = true;
        return;
    }
    const qint64 asked = m_loading = m_wanted;
    m_loadsAgain = false;
    const auto sheet = std::make_shared<Result<library::Sheet>>(library::Sheet());
    m_library.sheets().load(asked, this, [sheet](const Result<library::Sheet> &read) { *sheet = read; });
    m_library.sheets().cells(asked, this, [this, asked, sheet](const Result<library::SheetCells> &cells) {
        if (asked == m_wanted)
            onLoaded(*sheet, cells);
    });
}

void SheetModel::onLoaded(const Result<library::Sheet> &sheet, const Result<library::SheetCells> &cells)
{
    m_loading = 0;
    if (m_loadsAgain)
        reloadSoon();
    const bool isOpening = std::exchange(m_isOpening, false);
    if (!sheet || !cells) {
        m_wanted = m_sheet.id;
        Q_EMIT failed(sheet ? cells.error() : sheet.error());
        return;
    }
    if (m_sheet.id != sheet->id) {
        show(*sheet);
    } else {
        m_sheet.isRemoved = sheet->isRemoved;
        takePlan(sheet->sweep);
    }
    takeCells(*cells);
    if (isOpening) {
        announce();
        Q_EMIT opened();
    }
}

void SheetModel::show(const library::Sheet &sheet)
{
    beginResetModel();
    m_sheet = sheet;
    m_page = 0;
    m_cells.clear();
    m_byPicture.clear();
    m_byJob.clear();
    m_inHand.clear();
    m_marked.clear();
    m_sending.clear();
    m_choices.clear(); // were meant for the one before
    indexPlaces();
    endResetModel();
    if (!isOpen()) {
        m_progress = {};
        Q_EMIT sheetChanged();
        Q_EMIT progressChanged();
    }
}

/// As the library has them; of our own requests the queue knows more.
void SheetModel::takeCells(const library::SheetCells &cells)
{
    QSet<QString> known(m_cells.keyBegin(), m_cells.keyEnd());
    for (Cell cell : cells) {
        known.remove(cell.key);
        if (const jobs::JobInfo *job = m_queue.find(cell.job)) {
            cell.state = job->state;
            cell.error = job->error;
            cell.requestId = job->ticket.requestId;
        }
        put(cell);
    }
    for (const QString &gone : std::as_const(known)) {
        m_cells.remove(gone);
        mark(gone);
    }
}

void SheetModel::put(const Cell &cell)
{
    if (cell.picture != 0)
        m_byPicture.insert(cell.picture, cell.key);
    m_byJob.insert(cell.job, cell.key);
    m_cells.insert(cell.key, cell);
    mark(cell.key);
}

void SheetModel::onJob(const jobs::JobInfo &job)
{
    if (!isOpen() || job.provenance.sheet != m_sheet.id)
        return;
    const QString &key = job.provenance.cell;
    m_sending.remove(key);
    Cell cell = m_cells.value(key);
    if (job.state == JobState::Cancelled) {
        if (cell.job != job.id)
            return;
        m_inHand.remove(job.id);
        reloadSoon(); // an older request of this cell may count now
    } else if (cell.job > job.id && cell.state != JobState::Cancelled) {
        return;
    }
    if (cell.job != job.id) {
        cell = Cell();
        cell.key = key;
        cell.job = job.id;
        cell.jobUuid = job.uuid;
        cell.request = job.request;
        cell.provenance = job.provenance;
    }
    cell.state = job.state;
    cell.error = job.error;
    cell.requestId = job.ticket.requestId;
    put(cell);
}

void SheetModel::onPicture(const Picture &picture)
{
    const auto cell = m_cells.find(m_byJob.value(picture.job));
    if (cell == m_cells.end() || cell->job != picture.job || cell->picture != 0)
        return;
    cell->picture = picture.id;
    cell->file = picture.file;
    m_cache.insert(picture);
    m_byPicture.insert(picture.id, cell->key);
    mark(cell->key);
}

void SheetModel::onInHand(JobId job, const QImage &thumbnail)
{
    const jobs::JobInfo *known = m_queue.find(job);
    if (!isOpen() || !known || known->provenance.sheet != m_sheet.id)
        return;
    m_inHand.insert(job, new QPixmap(QPixmap::fromImage(thumbnail)));
    mark(known->provenance.cell);
}

void SheetModel::onPictures(const std::vector<PictureId> &ids, bool mayHaveGone)
{
    bool isOurs = false;
    for (const PictureId id : ids) {
        const auto key = m_byPicture.constFind(id);
        if (key == m_byPicture.cend())
            continue;
        isOurs = true;
        if (m_cache.hasThumbnail(id))
            m_inHand.remove(m_cells.value(*key).job);
        mark(*key);
    }
    if (isOurs && mayHaveGone)
        reloadSoon();
}

void SheetModel::mark(const QString &key)
{
    m_marked.insert(key);
    if (!m_announceTimer.isActive())
        m_announceTimer.start();
}

void SheetModel::announce()
{
    m_announceTimer.stop();
    SheetProgress progress;
    for (const QString &key : std::as_const(m_keys))
        progress.count(stateAt(key));
    const QSet<QString> marked = std::exchange(m_marked, {});
    if (isOpen() && marked.size() > mostSingleCells) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    } else {
        for (const QString &key : marked) {
            if (const QModelIndex cell = indexOfCell(key); cell.isValid())
                Q_EMIT dataChanged(cell, cell);
        }
    }
    if (std::exchange(m_progress, progress) != progress)
        Q_EMIT progressChanged();
}

} // namespace janus::models
