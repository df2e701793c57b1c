#pragma once

#include "library/sheetcells.h"
#include "models/picturecache.h"
#include "models/stageroles.h"

#include <QAbstractTableModel>
#include <QCache>
#include <QHash>
#include <QSet>
#include <QStringList>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace janus::jobs {
class JobQueue;
class ModelCatalog;
struct JobInfo;
} // namespace janus::jobs
namespace janus::library {
class Library;
}

namespace janus::models {

/// Roles of a cell beyond those of StageRole. KindRole is CellKind::Picture for a cell with a picture,
/// CellKind::Live for one that was asked for and has none (failed ones as well, as on the stage), and invalid
/// for one that was not asked for. Qt::DecorationRole is the thumbnail; before the picture is saved the one
/// in hand.
enum SheetRole {
    CellStateRole = Qt::UserRole + 100, ///< library::CellState as int
    CellKeyRole,                        ///< QString: cellKey()
    IsCentreRole,                       ///< bool
    ErrorTextRole,                      ///< QString: why it failed; empty otherwise
    CellRequestRole, ///< GenerationRequest (QVariant::fromValue): what was sent, or would be
};

/// One page of a sweep sheet: columns are the values of its first axis, rows those of the second (one row
/// when there is none), pages those of the third. Follows the queue and the library, also when another
/// process works on the sheet; changes are collected, so that thousands of cells are light. GUI thread.
///
/// Everything that changes the sheet is written first and shown when it is on disk; what cannot be done
/// changes nothing and is told by failed().
class SheetModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    /// Puts wishes into the queue for a service (Session::send(), JobQueue::enqueue()), before it returns.
    using Send = std::function<void(const QList<Wish> &wishes, const QString &service)>;

    SheetModel(library::Library &library, jobs::JobQueue &queue, jobs::ModelCatalog &models, Send send,
               QObject *parent = nullptr);
    ~SheetModel() override;

    /// Shows another sheet; opened() follows, or failed(), and then what is shown stays. 0: none.
    void open(qint64 sheet);
    bool isOpen() const { return m_sheet.id != 0; }
    qint64 sheetId() const { return m_sheet.id; }
    const library::Sheet &sheet() const { return m_sheet; }
    const Sweep &sweep() const { return m_sheet.sweep; }
    const QString &name() const { return m_sheet.sweep.name; }
    /// Of the sheet's model; null while that is not on the list of models. Then nothing can be sent.
    std::shared_ptr<const ModelSchema> schema() const;

    int pageCount() const { return m_sheet.sweep.valueCount(2); }
    int page() const { return m_page; }
    void setPage(int page);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    /// valueText() of a row or column, as DisplayRole; ToolTipRole says "Guidance 6.5". A sheet with one axis
    /// has one row without a word.
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    /// Device pixels that thumbnails are fitted into.
    void setThumbnailBox(const QSize &devicePixels);

    const library::SheetProgress &progress() const { return m_progress; }
    /// Of one row or column of this page.
    library::SheetProgress progressOf(int section, Qt::Orientation orientation) const;
    /// Requests that start() would send, in the order of the places. For what is said before it.
    QList<Wish> toStart() const;

    QModelIndex indexOfCell(const QString &key) const; ///< on this page; invalid: not here
    QList<int> placeOf(const QModelIndex &index) const;
    /// 0 for a cell without one.
    PictureId pictureAt(const QModelIndex &index) const;
    /// All pictures of the sheet, over all pages, in the order of the places.
    std::vector<PictureId> pictures() const;
    /// What is known about every cell, for exports (sheetCsv()).
    const library::SheetCells &cells() const { return m_cells; }

    /// Sends every cell that has no request yet, or whose request was called off. The library is asked first:
    /// no cell is sent twice after a restart, nor one that another process has sent by then.
    void start();
    /// Sends the failed cells again, exactly as they were.
    void retryFailed();
    /// One cell again, whatever became of it: what was sent, or what the plan says. Not while it is under
    /// way.
    void retry(const QModelIndex &index);
    /// The same for a cell of any page. False when the plan has no such cell (any more).
    bool retryCell(const QString &key);
    /// The same cell with another seed; the picture that was there stays in the library. Not on a sheet with
    /// a seed axis.
    void reroll(const QModelIndex &index, Seed seed);
    bool canReroll() const;
    /// Calls off what has not been sent.
    void cancelWaiting();

    /// Behind the values of an axis; those it has are left out. Nothing is sent before start().
    void addValues(int axis, const QJsonArray &values);
    /// Takes a row, column or page away. Its pictures stay in the library and come back with the value; what
    /// has not been sent is called off. Not the last one of an axis.
    void removeValue(int axis, int value);
    /// Another plan altogether. Once a cell was asked for, its axes must stay what they are: the names of the
    /// cells are made of their values.
    void replan(const Sweep &sweep);
    void rename(const QString &name);
    /// The cell's settings are what the sheet starts from now (centredOn()). An invalid index: none is.
    void setCentre(const QModelIndex &index);

Q_SIGNALS:
    void opened();
    /// Its plan is another one: name, values, centre, base. Rows and columns have told by themselves.
    void sheetChanged();
    void pageChanged(int page);
    void progressChanged();
    void failed(const janus::Error &error);

private:
    using Cell = library::SheetCell;
    using Choose = std::function<QList<Wish>()>;
    using Change = std::function<Result<void>(Sweep &)>;

    // Following: sheetmodel_follow.cpp
    void follow();
    void load();
    void onLoaded(const Result<library::Sheet> &sheet, const Result<library::SheetCells> &cells);
    void reloadSoon();
    void show(const library::Sheet &sheet);
    void takeCells(const library::SheetCells &cells);
    void onJob(const jobs::JobInfo &job);
    void onPicture(const Picture &picture);
    void onInHand(JobId job, const QImage &thumbnail);
    void onPictures(const std::vector<PictureId> &ids, bool mayHaveGone);
    void put(const Cell &cell);
    void mark(const QString &key);
    void announce();

    // Doing: sheetmodel_deeds.cpp
    void sendAfterLook(const Choose &choose);
    void onLooked(const Result<library::SheetCells> &cells);
    void sendNow(const QList<Wish> &wishes);
    void change(const Change &change);
    void takePlan(const Sweep &now);
    void takeValues(int axis, const QJsonArray &values);
    void callOff(const QStringList &keys);
    void callOffSome();

    QString keyAt(int row, int column) const;
    const Cell *cellAt(const QString &key) const;
    library::CellState stateAt(const QString &key) const;
    jobs::JobInfo jobOf(const Cell &cell) const;
    QPixmap inHand(JobId job) const;
    GenerationRequest requestAt(const QModelIndex &index) const;
    QVariant pictureData(const Cell &cell, int role) const;
    QVariant liveData(const Cell &cell, int role) const;
    QString accessibleText(const QModelIndex &index) const;
    void indexPlaces();

    library::Library &m_library;
    jobs::JobQueue &m_queue;
    jobs::ModelCatalog &m_models;
    const Send m_send;

    library::Sheet m_sheet;
    qint64 m_wanted = 0;  ///< is being opened, or open
    qint64 m_loading = 0; ///< is being read
    bool m_loadsAgain = false;
    bool m_isOpening = false;
    int m_page = 0;
    library::SheetCells m_cells;
    library::SheetProgress m_progress;
    QStringList m_keys; ///< of the plan's cells: columns, then rows, then pages
    QSet<QString> m_planned;
    QHash<PictureId, QString> m_byPicture;
    QHash<JobId, QString> m_byJob;
    QCache<JobId, QPixmap> m_inHand{64}; ///< until the library's thumbnail is here; the latest ones
    QSet<QString> m_sending;             ///< handed out, and not in the journal yet
    QList<Choose> m_choices;             ///< wait until the library has been looked at
    QList<JobId> m_toCallOff;
    QSet<QString> m_marked; ///< changed since the last announcement
    QTimer m_announceTimer;
    QTimer m_reloadTimer;
    mutable PictureCache m_cache;
};

} // namespace janus::models
