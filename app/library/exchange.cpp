#include "library/exchange.h"

#include "library/database.h"
#include "library/deeds.h"
#include "library/picturetable.h"
#include "support/pool.h"

#include <QPointer>
#include <QSqlDatabase>

#include <algorithm>

namespace janus::library {

namespace {

/// Files read, and rows written, at a time: a stop is heard, and others come to the database, in between.
constexpr std::size_t filesAtOnce = 16;
constexpr std::size_t trashedAtOnce = 64;

} // namespace

struct Exchange::Import
{
    QStringList files;
    qsizetype next = 0;
    BatchId set = 0;
    ImportReport report;
    Cancelling cancelling;
    QPointer<QObject> context;
    Done<ImportReport> done;
    std::function<void(int, int)> progress;
};

struct Exchange::Emptying
{
    std::vector<TrashedFile> files;
    std::size_t next = 0;
    EmptyReport report;
    QPointer<QObject> context;
    Done<EmptyReport> done;
    std::function<void(int, int)> progress;
};

Exchange::Exchange(Database &database, Deeds &deeds, PictureFiles files, QString ownerLocks,
                   OnEntered onEntered, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_deeds(deeds)
    , m_files(std::move(files))
    , m_ownerLocks(std::move(ownerLocks))
    , m_onEntered(std::move(onEntered))
{
    m_pool.setMaxThreadCount(1);
    m_pool.setThreadPriority(QThread::LowPriority);
}

Exchange::~Exchange()
{
    m_closes = true;
    m_pool.waitForDone();
}

void Exchange::importFiles(const QStringList &paths, Cancelling cancelling, QObject *context,
                           Done<ImportReport> done, std::function<void(int, int)> progress)
{
    const auto import = std::make_shared<Import>();
    import->cancelling = std::move(cancelling);
    import->context = context;
    import->done = std::move(done);
    import->progress = std::move(progress);
    struct Found
    {
        QStringList files;
        QList<FileTrouble> refused;
    };
    // Behind opening the library: only then is known which pictures folder is the right one.
    m_database.run<void>(
        this, [files = m_files](QSqlDatabase &) { return files.folder().check(); },
        [this, import, paths](const Result<void> &opened) {
            if (!opened)
                return endImport(import, opened.error());
            support::runInPool(
                m_pool, this,
                [paths] {
                    Found found;
                    found.files = filesToImport(paths, {}, found.refused);
                    return found;
                },
                [this, import](const Found &found) {
                    import->files = found.files;
                    import->report.refused = found.refused;
                    importNext(import);
                });
        });
}

void Exchange::importNext(const std::shared_ptr<Import> &import)
{
    const auto total = int(import->files.size());
    if (import->progress && import->context)
        import->progress(int(import->next), total);
    import->report.isCancelled = import->cancelling.isCancelled() && import->next < total;
    if (import->next >= total || import->report.isCancelled)
        return endImport(import, {});
    const QStringList some = import->files.mid(import->next, filesAtOnce);
    import->next += some.size();
    support::runInPool(
        m_pool, this,
        [this, some, files = m_files] {
            std::vector<Candidate> candidates(std::size_t(some.size()));
            support::forEachInParallel(int(some.size()), [&](int at) {
                if (!m_closes)
                    candidates[std::size_t(at)] = examineFile(some[at], files);
            });
            return candidates;
        },
        [this, import](std::vector<Candidate> candidates) { enter(import, std::move(candidates)); });
}

void Exchange::enter(const std::shared_ptr<Import> &import, std::vector<Candidate> candidates)
{
    struct Entered
    {
        ImportReport report;
        BatchId set = 0;
        QList<Picture> added;
    };
    const std::size_t before = import->report.added.size();
    const std::size_t foundBefore = import->report.foundAgain.size();
    m_database.run<Entered>(
        this,
        [files = m_files, ownerLocks = m_ownerLocks, onEntered = m_onEntered,
         candidates = std::move(candidates), before, report = import->report,
         set = import->set](QSqlDatabase &connection) -> Result<Entered> {
            Entered entered{report, set, {}};
            if (Result<void> done =
                    Importing(connection, files, ownerLocks).enter(candidates, entered.set, entered.report);
                !done)
                return done.error();
            const auto &all = entered.report.added;
            const std::vector<PictureId> fresh(all.begin() + std::ptrdiff_t(before), all.end());
            onEntered(fresh);
            const Result<QList<Picture>> pictures = table::pictures(connection, files, fresh);
            entered.added = pictures ? *pictures : QList<Picture>();
            return entered;
        },
        [this, import, foundBefore](const Result<Entered> &entered) {
            if (!entered)
                return endImport(import, entered.error());
            import->report = entered->report;
            import->set = entered->set;
            for (const Picture &picture : entered->added)
                Q_EMIT added(picture);
            const auto &found = import->report.foundAgain;
            if (found.size() > foundBefore)
                Q_EMIT foundAgain({found.begin() + std::ptrdiff_t(foundBefore), found.end()});
            importNext(import);
        });
}

void Exchange::endImport(const std::shared_ptr<Import> &import, const std::optional<Error> &error)
{
    m_deeds.noteImport(import->report.added);
    if (!import->context || !import->done)
        return;
    import->done(error ? Result<ImportReport>(*error) : import->report);
}

void Exchange::exportPictures(std::vector<PictureId> ids, const ExportOptions &options, Cancelling cancelling,
                              QObject *context, Done<ExportReport> done,
                              std::function<void(ExportProgress)> progress)
{
    const QPointer<QObject> asker(context);
    const auto tell = [this, asker, cancelling, progress = std::move(progress)](const ExportProgress &now) {
        if (progress)
            support::callInApplication(asker, [progress, now] { progress(now); });
        return !m_closes && !cancelling.isCancelled();
    };
    m_database.run<void>(
        context, [](QSqlDatabase &) { return Result<void>(); },
        [this, asker, ids = std::move(ids), options, tell,
         done = std::move(done)](const Result<void> &opened) {
            if (!opened)
                return done(opened.error());
            support::runInPool(
                m_pool, asker,
                [database = m_database.file(), files = m_files, ids, options, tell] {
                    return library::exportPictures(database, files, ids, options, tell);
                },
                done);
        });
}

void Exchange::previewExport(PictureId id, ExportProfile profile, QObject *context, Done<QList<Carried>> done)
{
    m_database.run<QList<Picture>>(
        context,
        [files = m_files, id](QSqlDatabase &connection) { return table::pictures(connection, files, {id}); },
        [this, context = QPointer<QObject>(context), profile,
         done = std::move(done)](const Result<QList<Picture>> &pictures) {
            if (!pictures || pictures->isEmpty())
                return done(pictures ? Error{ErrorKind::Storage,
                                             QStringLiteral("This picture is no longer in the library.")}
                                     : pictures.error());
            support::runInPool(
                *QThreadPool::globalInstance(), context,
                [profile, picture = pictures->first()] { return previewOf(profile, picture); }, done);
        });
}

void Exchange::emptyTrash(std::vector<PictureId> ids, QObject *context, Done<EmptyReport> done,
                          std::function<void(int, int)> progress)
{
    const auto emptying = std::make_shared<Emptying>();
    emptying->context = context;
    emptying->done = std::move(done);
    emptying->progress = std::move(progress);
    m_database.run<std::vector<TrashedFile>>(
        this,
        [files = m_files, ids = std::move(ids)](QSqlDatabase &connection) {
            return trashedFiles(connection, files, ids);
        },
        [this, emptying](const Result<std::vector<TrashedFile>> &found) {
            if (!found) {
                if (emptying->context)
                    emptying->done(found.error());
                return;
            }
            emptying->files = *found;
            emptyNext(emptying);
        });
}

void Exchange::emptyNext(const std::shared_ptr<Emptying> &emptying)
{
    if (emptying->progress && emptying->context)
        emptying->progress(int(emptying->next), int(emptying->files.size()));
    if (emptying->next >= emptying->files.size()) {
        if (emptying->context)
            emptying->done(emptying->report);
        return;
    }
    const auto first = emptying->files.begin() + std::ptrdiff_t(emptying->next);
    const std::size_t count = std::min(trashedAtOnce, emptying->files.size() - emptying->next);
    emptying->next += count;
    struct Thrown
    {
        std::vector<PictureId> gone;
        QList<EmptyTrouble> kept;
    };
    support::runInPool(
        m_pool, this,
        [some = std::vector<TrashedFile>(first, first + std::ptrdiff_t(count)), toTrash = m_toTrash] {
            Thrown thrown;
            thrown.gone = throwAway(some, toTrash, thrown.kept);
            return thrown;
        },
        [this, emptying](const Thrown &thrown) {
            emptying->report.kept << thrown.kept;
            m_database.run<std::vector<PictureId>>(
                this,
                [gone = thrown.gone](QSqlDatabase &connection) { return forgetTrashed(connection, gone); },
                [this, emptying](const Result<std::vector<PictureId>> &gone) {
                    if (!gone) {
                        if (emptying->context)
                            emptying->done(gone.error());
                        return;
                    }
                    auto &removed = emptying->report.removed;
                    removed.insert(removed.end(), gone->begin(), gone->end());
                    if (!gone->empty()) {
                        Q_EMIT forgotten(*gone);
                        m_deeds.noteForgotten(*gone);
                    }
                    emptyNext(emptying);
                });
        });
}

} // namespace janus::library
