// What a sweep sheet shows. How it follows queue and library: sheetmodel_follow.cpp; what can be done to it:
// sheetmodel_deeds.cpp.
#include "models/sheetmodel.h"

#include "core/paramroles.h"
#include "jobs/jobqueue.h"
#include "jobs/modelcatalog.h"
#include "models/jobtext.h"
#include "models/roledata.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::models {

using library::CellState;
using library::SheetProgress;

SheetModel::SheetModel(library::Library &library, jobs::JobQueue &queue, jobs::ModelCatalog &models,
                       Send send, QObject *parent)
    : QAbstractTableModel(parent)
    , m_library(library)
    , m_queue(queue)
    , m_models(models)
    , m_send(std::move(send))
    , m_cache(library)
{
    follow();
}

SheetModel::~SheetModel() = default;

std::shared_ptr<const ModelSchema> SheetModel::schema() const
{
    return m_models.schema(m_sheet.sweep.base.endpoint);
}

void SheetModel::setPage(int page)
{
    const int wanted = std::clamp(page, 0, std::max(0, pageCount() - 1));
    if (wanted == m_page)
        return;
    m_page = wanted;
    if (rowCount() > 0 && columnCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT pageChanged(m_page);
}

int SheetModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !isOpen() ? 0 : m_sheet.sweep.valueCount(1);
}

int SheetModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || !isOpen() ? 0 : m_sheet.sweep.valueCount(0);
}

QString SheetModel::keyAt(int row, int column) const
{
    return m_keys.value((qsizetype(m_page) * rowCount() + row) * columnCount() + column);
}

const SheetModel::Cell *SheetModel::cellAt(const QString &key) const
{
    const auto cell = m_cells.constFind(key);
    return cell == m_cells.cend() ? nullptr : &*cell;
}

CellState SheetModel::stateAt(const QString &key) const
{
    if (m_sending.contains(key))
        return CellState::Waiting;
    const Cell *cell = cellAt(key);
    return cell ? cellState(*cell) : CellState::Empty;
}

/// As the queue knows it; requests of earlier runs and of other processes as the library does.
jobs::JobInfo SheetModel::jobOf(const Cell &cell) const
{
    if (const jobs::JobInfo *job = m_queue.find(cell.job))
        return *job;
    jobs::JobInfo job;
    job.id = cell.job;
    job.uuid = cell.jobUuid;
    job.service = m_sheet.service;
    job.request = cell.request;
    job.provenance = cell.provenance;
    job.state = cell.state;
    job.error = cell.error;
    job.ticket.requestId = cell.requestId;
    return job;
}

QPixmap SheetModel::inHand(JobId job) const
{
    const QPixmap *thumbnail = m_inHand.object(job);
    return thumbnail ? *thumbnail : QPixmap();
}

QList<int> SheetModel::placeOf(const QModelIndex &index) const
{
    QList<int> at{index.column(), index.row(), m_page};
    at.resize(m_sheet.sweep.axes.size());
    return at;
}

GenerationRequest SheetModel::requestAt(const QModelIndex &index) const
{
    const Cell *cell = cellAt(keyAt(index.row(), index.column()));
    const bool wasSent = cell && cellState(*cell) != CellState::Empty;
    return wasSent ? cell->request : requestOf(m_sheet.sweep, placeOf(index));
}

QVariant SheetModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QString key = keyAt(index.row(), index.column());
    const CellState state = stateAt(key);
    const Cell *cell = state == CellState::Empty ? nullptr : cellAt(key);
    const bool hasPicture = cell && cell->picture != 0;
    switch (role) {
    case CellStateRole:
        return static_cast<int>(state);
    case CellKeyRole:
        return key;
    case IsCentreRole:
        return key == m_sheet.sweep.centre;
    case ErrorTextRole:
        return state == CellState::Failed && cell->error ? cell->error->message : QString();
    case CellRequestRole:
        return QVariant::fromValue(requestAt(index));
    case KindRole:
        if (!cell && state == CellState::Empty)
            return {};
        return static_cast<int>(hasPicture ? CellKind::Picture : CellKind::Live);
    case PictureIdRole:
        return hasPicture ? cell->picture : PictureId(0);
    case PixelSizeRole: {
        jobs::JobInfo asked;
        asked.request = requestAt(index);
        return asked.pixelSize();
    }
    case Qt::AccessibleTextRole:
        return accessibleText(index);
    default:
        break;
    }
    if (!cell)
        return role == StateRole && state == CellState::Waiting ? int(JobState::Waiting) : QVariant();
    return hasPicture ? pictureData(*cell, role) : liveData(*cell, role);
}

QVariant SheetModel::pictureData(const Cell &cell, int role) const
{
    switch (role) {
    case Qt::DecorationRole:
        if (const QPixmap thumbnail = m_cache.thumbnail(cell.picture); !thumbnail.isNull())
            return thumbnail;
        return inHand(cell.job);
    case IsMissingRole:
        return m_cache.outside(cell.picture) == OutsideState::Missing;
    case IsChangedRole:
        return m_cache.outside(cell.picture) == OutsideState::Changed;
    case IsTrashedRole:
        return cell.isTrashed;
    case JobIdRole:
        return cell.job;
    case SeedRole:
    case PromptRole:
    case IsSandboxRole:
        return liveRole(jobOf(cell), 0, role);
    default:
        break;
    }
    const Picture *picture = m_cache.details(cell.picture);
    return picture ? pictureRole(*picture, role) : QVariant();
}

QVariant SheetModel::liveData(const Cell &cell, int role) const
{
    if (role == Qt::DecorationRole)
        return inHand(cell.job);
    return liveRole(jobOf(cell), 0, role);
}

/// "Guidance 6.5, Words “dawn” noon. Picture, seed 88124017".
QString SheetModel::accessibleText(const QModelIndex &index) const
{
    QStringList parts{headerData(index.column(), Qt::Horizontal, Qt::ToolTipRole).toString()};
    if (m_sheet.sweep.axes.size() > 1)
        parts << headerData(index.row(), Qt::Vertical, Qt::ToolTipRole).toString();
    const QString key = keyAt(index.row(), index.column());
    const CellState state = stateAt(key);
    const Cell *cell = cellAt(key);
    const std::optional<Seed> cellSeed = seed(requestAt(index));
    const QString seedWords = cellSeed ? u", seed %1"_s.arg(*cellSeed) : QString();
    QString word;
    switch (state) {
    case CellState::Empty:
        word = u"Not asked for yet"_s;
        break;
    case CellState::Removed:
        word = u"Its picture was removed for good"_s + seedWords;
        break;
    case CellState::Done:
        word = (cell->isTrashed ? u"Picture in the trash"_s : u"Picture"_s) + seedWords;
        break;
    default:
        word = cell ? u"%1. %2"_s.arg(stateText(jobOf(*cell)), detailText(jobOf(*cell))) : u"Waiting"_s;
    }
    const QString centre = key == m_sheet.sweep.centre ? u". Centre"_s : QString();
    return u"%1. %2%3"_s.arg(oneLine(parts.join(u", "_s)), word, centre);
}

QVariant SheetModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const int axis = orientation == Qt::Horizontal ? 0 : 1;
    const bool isKnown = (role == Qt::DisplayRole || role == Qt::ToolTipRole) && isOpen();
    if (!isKnown || axis >= m_sheet.sweep.axes.size() || section < 0 ||
        section >= m_sheet.sweep.valueCount(axis))
        return {};
    const SweepAxis &shown = m_sheet.sweep.axes[axis];
    const std::shared_ptr<const ModelSchema> known = schema();
    const QString value =
        known ? valueText(shown, shown.values[section], *known) : plainValueText(shown.values[section]);
    if (role == Qt::DisplayRole)
        return oneLine(value);
    const QString title = known ? axisTitle(shown, *known) : shown.name;
    return oneLine(title + u' ' + value);
}

void SheetModel::setThumbnailBox(const QSize &devicePixels)
{
    m_cache.setBox(devicePixels);
}

SheetProgress SheetModel::progressOf(int section, Qt::Orientation orientation) const
{
    SheetProgress progress;
    const bool isColumn = orientation == Qt::Horizontal;
    for (int other = 0; other < (isColumn ? rowCount() : columnCount()); ++other)
        progress.count(stateAt(isColumn ? keyAt(other, section) : keyAt(section, other)));
    return progress;
}

QList<Wish> SheetModel::toStart() const
{
    QList<Wish> wishes = isOpen() ? wishesToStart(m_sheet, m_cells) : QList<Wish>();
    wishes.removeIf([this](const Wish &wish) { return m_sending.contains(wish.provenance.cell); });
    return wishes;
}

QModelIndex SheetModel::indexOfCell(const QString &key) const
{
    const qsizetype onPage = qsizetype(rowCount()) * columnCount();
    const qsizetype place = m_keys.indexOf(key, m_page * onPage);
    if (onPage == 0 || place < 0 || place >= (m_page + 1) * onPage)
        return {};
    const int inPage = int(place - m_page * onPage);
    return index(inPage / columnCount(), inPage % columnCount());
}

PictureId SheetModel::pictureAt(const QModelIndex &index) const
{
    return index.isValid() ? index.data(PictureIdRole).toLongLong() : 0;
}

std::vector<PictureId> SheetModel::pictures() const
{
    std::vector<PictureId> ids;
    for (const QString &key : m_keys) {
        if (const Cell *cell = cellAt(key); cell && cell->picture != 0)
            ids.push_back(cell->picture);
    }
    return ids;
}

void SheetModel::indexPlaces()
{
    m_keys.clear();
    for (const QList<int> &at : cellPlaces(m_sheet.sweep))
        m_keys << cellKey(m_sheet.sweep, at);
    m_planned = QSet<QString>(m_keys.cbegin(), m_keys.cend());
}

} // namespace janus::models
