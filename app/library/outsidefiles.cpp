#include "library/outsidefiles.h"

#include "library/database.h"
#include "library/importing.h"
#include "library/picturetable.h"
#include "support/pool.h"

#include <QDir>
#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QPointer>
#include <QSqlDatabase>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace janus::library {

namespace {

/// Behind everything that a start has to do.
constexpr auto firstLook = 8s;
/// A program that writes is let finish.
constexpr auto afterTouch = 2s;
constexpr qint64 looksApart = 60'000; // milliseconds
/// Those of the newest pictures, where things happen; the system's watches are few.
constexpr int mostFoldersWatched = 64;

Error otherContent(const QString &file)
{
    return {ErrorKind::BadInput,
            u"%1 is not the picture that the library knows: its content is another one."_s.arg(
                QDir::toNativeSeparators(file)),
            {},
            u"content"_s};
}

struct LocatedRow
{
    QString file;
    QByteArray sha256;
    QByteArray sentSha256;
};

Result<LocatedRow> rowOf(QSqlDatabase &connection, PictureId id)
{
    auto row = execute(connection, u"SELECT file, sha256, sent_sha256 FROM pictures WHERE id = ?"_s, {id});
    if (!row)
        return row.error();
    if (!row->next())
        return Error{ErrorKind::Gone, u"This picture is no longer in the library."_s};
    return LocatedRow{row->value(0).toString(), row->value(1).toByteArray(), row->value(2).toByteArray()};
}

Result<QString> placeOf(QSqlDatabase &connection, const PictureFiles &files, PictureId id,
                        const Candidate &candidate)
{
    if (candidate.inPlace.isEmpty())
        return files.saveForeign(QFileInfo(candidate.file).completeBaseName(), candidate.suffix,
                                 *candidate.part, candidate.picture.created.toLocalTime());
    const Result<PictureId> owner = table::idOf(connection, candidate.inPlace);
    if (!owner)
        return owner.error();
    if (*owner != 0 && *owner != id)
        return Error{ErrorKind::BadInput, u"%1 is the file of another picture of the library."_s.arg(
                                              QDir::toNativeSeparators(candidate.file))};
    return candidate.inPlace;
}

Result<void> takeFile(QSqlDatabase &connection, const PictureFiles &files, PictureId id,
                      const Candidate &candidate, const QString &file)
{
    Transaction transaction(connection);
    auto updated =
        execute(connection,
                u"UPDATE pictures SET file = ?, sha256 = ?, bytes = ?, width = ?, height = ? WHERE id = ?"_s,
                {file, QString::fromLatin1(candidate.sums.file), candidate.picture.bytes,
                 candidate.picture.size.width(), candidate.picture.size.height(), id});
    if (!updated)
        return updated.error();
    if (auto fine = execute(connection, u"DELETE FROM outside WHERE picture = ?"_s, {id}); !fine)
        return fine.error();
    if (Result<void> stamped = setStamp(connection, id, stampOf(files.absolute(file))); !stamped)
        return stamped;
    return transaction.commit();
}

/// On the database's thread: the file is examined, and may be taken.
Result<void> located(QSqlDatabase &connection, const PictureFiles &files, PictureId id,
                     const Candidate &candidate, OutsideFiles::Locate how)
{
    if (candidate.refused)
        return *candidate.refused;
    const Result<LocatedRow> row = rowOf(connection, id);
    if (!row)
        return row.error();
    const bool isSame = candidate.sums.file == row->sha256 || candidate.sums.sent == row->sentSha256;
    if (!isSame && how == OutsideFiles::Locate::Same)
        return otherContent(candidate.file);
    const Result<QString> file = placeOf(connection, files, id, candidate);
    if (!file)
        return file.error();
    Result<void> taken = takeFile(connection, files, id, candidate, *file);
    if (!taken && candidate.inPlace.isEmpty())
        files.remove(*file);
    return taken;
}

} // namespace

/// What lives on the idle thread.
class OutsideFiles::Worker : public QObject
{
public:
    using OnTouched = std::function<void(const QString &folder)>;

    Worker(QString folder, OnTouched onTouched)
        : m_folder(std::move(folder))
        , m_onTouched(std::move(onTouched))
    {
    }

    /// Relative folders with pictures.
    void watch(const QString &folder, const QSet<QString> &below)
    {
        if (!m_watcher) {
            m_watcher = std::make_unique<QFileSystemWatcher>();
            m_soon = std::make_unique<QTimer>();
            m_soon->setSingleShot(true);
            connect(m_watcher.get(), &QFileSystemWatcher::directoryChanged, this, &Worker::touch);
            connect(m_soon.get(), &QTimer::timeout, this, &Worker::tell);
        }
        m_folder = folder;
        QStringList names(below.begin(), below.end());
        std::ranges::sort(names, std::greater<>());
        for (const QString &name : names.mid(0, mostFoldersWatched)) {
            const QString path = QDir::cleanPath(folder + u'/' + name);
            if (!m_watcher->directories().contains(path))
                m_watcher->addPath(path);
        }
    }

private:
    void touch(const QString &path)
    {
        m_touched << path;
        if (!m_soon->isActive())
            m_soon->start(afterTouch);
    }

    void tell()
    {
        for (const QString &path : std::exchange(m_touched, {}))
            m_onTouched(QDir(m_folder).relativeFilePath(path));
    }

    QString m_folder;
    const OnTouched m_onTouched;
    std::unique_ptr<QFileSystemWatcher> m_watcher;
    std::unique_ptr<QTimer> m_soon;
    QSet<QString> m_touched;
};

OutsideFiles::OutsideFiles(Database &database, PictureFiles files, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_files(std::move(files))
{
    const auto onTouched = [this](const QString &folder) {
        QMetaObject::invokeMethod(
            this,
            [this, folder] {
                start({folder, true}, QThread::IdlePriority,
                      [this](const Result<LookReport> &report) { onLooked(report); });
            },
            Qt::QueuedConnection);
    };
    m_worker = std::make_unique<Worker>(m_files.folder().path(), onTouched);
    m_worker->moveToThread(&m_thread);
    m_thread.setObjectName(u"outside"_s);
    m_first.setSingleShot(true);
    m_first.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_first, &QTimer::timeout, this, &OutsideFiles::look);
}

OutsideFiles::~OutsideFiles()
{
    m_closes = true;
    if (!m_thread.isRunning())
        return;
    m_worker.release()->deleteLater(); // timers and watches go where they live, when the thread ends
    m_thread.quit();
    m_thread.wait();
}

void OutsideFiles::begin()
{
    m_first.start(firstLook);
}

void OutsideFiles::look()
{
    if (m_first.isActive() || (m_sinceLook.isValid() && !m_sinceLook.hasExpired(looksApart)))
        return;
    const bool isFirst = !m_sinceLook.isValid();
    m_sinceLook.start();
    start({{}, isFirst || m_isFolderMissing}, QThread::IdlePriority,
          [this](const Result<LookReport> &report) { onLooked(report); });
}

void OutsideFiles::lookNow(QObject *context, Done<LookReport> done)
{
    m_first.stop();
    m_sinceLook.start();
    start({{}, true}, QThread::NormalPriority,
          [this, context = QPointer<QObject>(context),
           done = std::move(done)](const Result<LookReport> &report) {
              onLooked(report);
              // Behind what was noted last.
              m_database.run<void>(
                  this, [](QSqlDatabase &) { return Result<void>(); },
                  [context, done, report](const Result<void> &) {
                      if (context && done)
                          done(report);
                  });
          });
}

/// Behind what is posted to the database: a file that is named, but has no row yet, is not taken for a
/// stranger's.
void OutsideFiles::start(const LookScope &scope, QThread::Priority priority,
                         const std::function<void(const Result<LookReport> &)> &then)
{
    m_database.run<void>(
        this, [](QSqlDatabase &) { return Result<void>(); },
        [this, scope, priority, then](const Result<void> &opened) {
            if (!opened)
                return then(opened.error());
            if (!m_thread.isRunning())
                m_thread.start();
            m_thread.setPriority(priority);
            QMetaObject::invokeMethod(
                m_worker.get(),
                [this, scope, then, worker = m_worker.get()] {
                    const Result<LookReport> report = lookAtFiles(
                        m_database.file(), m_files, scope,
                        [this](std::vector<OutsideFinding> findings) { note(std::move(findings)); },
                        [this] { return !m_closes; });
                    if (report && !m_closes)
                        worker->watch(m_files.folder().path(), report->folders);
                    support::callInApplication(this, [then, report] { then(report); });
                },
                Qt::QueuedConnection);
        });
}

/// On the idle thread.
void OutsideFiles::note(std::vector<OutsideFinding> findings)
{
    m_database.run<std::vector<PictureId>>(
        this,
        [findings = std::move(findings)](QSqlDatabase &connection) {
            return noteFindings(connection, findings);
        },
        [this](const Result<std::vector<PictureId>> &noted) {
            if (noted && !noted->empty())
                Q_EMIT changed(std::make_shared<const std::vector<PictureId>>(*noted));
        });
}

void OutsideFiles::onLooked(const Result<LookReport> &report)
{
    if (!report)
        return setFolderMissing(m_closes ? std::nullopt : std::optional(report.error()));
    if (report->foldersMissing.isEmpty())
        return setFolderMissing({});
    setFolderMissing(Error{
        ErrorKind::Storage,
        u"The folder %1 with many of the pictures is not there. Connect its disk or put it back; nothing is lost."_s
            .arg(QDir::toNativeSeparators(m_files.folder().path() + u'/' + report->foldersMissing.first()))});
}

void OutsideFiles::setFolderMissing(const std::optional<Error> &error)
{
    const bool was = std::exchange(m_isFolderMissing, error.has_value());
    if (error && !was)
        Q_EMIT folderMissing(*error);
    if (!error && was)
        Q_EMIT folderBack();
}

void OutsideFiles::locate(PictureId picture, const QString &file, Locate how, QObject *context,
                          Done<void> done)
{
    const auto take = [this, picture, how, context = QPointer<QObject>(context),
                       done = std::move(done)](const Candidate &candidate) {
        m_database.run<void>(
            this,
            [files = m_files, picture, how, candidate](QSqlDatabase &connection) {
                return located(connection, files, picture, candidate, how);
            },
            [this, picture, context, done](const Result<void> &taken) {
                if (taken)
                    Q_EMIT changed(std::make_shared<const std::vector<PictureId>>(1, picture));
                if (context && done)
                    done(taken);
            });
    };
    support::runInPool(
        *QThreadPool::globalInstance(), this, [file, files = m_files] { return examineFile(file, files); },
        take);
}

} // namespace janus::library
