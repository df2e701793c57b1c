#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/catalogue.h"
#include "library/exporting.h"
#include "library/importing.h"
#include "library/picturefiles.h"
#include "library/trashing.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <functional>

namespace janus::library {

class Database;
class Deeds;

/// What goes into the library from files and out of it to files, and what leaves it for good. One such work
/// after the other, on a thread of its own of low priority; answers come in the application's thread to
/// `context`, and not at all when it has died. All of it may be called in the application's thread only, as
/// soon as the library is being opened.
class Exchange : public QObject
{
    Q_OBJECT
public:
    template <typename T>
    using Done = std::function<void(Result<T>)>;
    /// Hears of pictures of ours on the database's thread, before anybody else can.
    using OnEntered = std::function<void(const std::vector<PictureId> &)>;

    Exchange(Database &database, Deeds &deeds, PictureFiles files, QString ownerLocks, OnEntered onEntered,
             QObject *parent = nullptr);
    /// Stops after the file at hand; what is done stays.
    ~Exchange() override;

    /// Takes files and folders in (importing.h), some at a time; added() tells of each picture. In the end
    /// all of it is one deed that can be undone. A Storage error stops it: what had been added stays.
    void importFiles(const QStringList &paths, Cancelling cancelling, QObject *context,
                     Done<ImportReport> done, std::function<void(int done, int total)> progress = {});

    /// exportPictures(), in the order of `ids`.
    void exportPictures(std::vector<PictureId> ids, const ExportOptions &options, Cancelling cancelling,
                        QObject *context, Done<ExportReport> done,
                        std::function<void(ExportProgress)> progress = {});
    /// previewOf(): what would be inside the file of this picture. A Storage error when it cannot be read.
    void previewExport(PictureId id, ExportProfile profile, QObject *context, Done<QList<Carried>> done);

    /// Moves the files of pictures in the studio's trash to the system's and forgets them; `ids` empty: all.
    /// What cannot be moved stays where it is and is told. This cannot be undone here, but the files can be
    /// taken out of the system's trash and imported again.
    void emptyTrash(std::vector<PictureId> ids, QObject *context, Done<EmptyReport> done,
                    std::function<void(int done, int total)> progress = {});
    /// For tests.
    void setSystemTrash(ToSystemTrash toTrash) { m_toTrash = std::move(toTrash); }

Q_SIGNALS:
    void added(const janus::Picture &picture);
    /// They had lost their files, or these were others, and have them again.
    void foundAgain(const std::vector<janus::PictureId> &pictures);
    /// They are gone from the library.
    void forgotten(const std::vector<janus::PictureId> &pictures);

private:
    struct Import;
    struct Emptying;

    void importNext(const std::shared_ptr<Import> &import);
    void enter(const std::shared_ptr<Import> &import, std::vector<Candidate> candidates);
    void endImport(const std::shared_ptr<Import> &import, const std::optional<Error> &error);
    void emptyNext(const std::shared_ptr<Emptying> &emptying);

    Database &m_database;
    Deeds &m_deeds;
    const PictureFiles m_files;
    const QString m_ownerLocks;
    const OnEntered m_onEntered;
    ToSystemTrash m_toTrash = moveToSystemTrash;
    std::atomic<bool> m_closes = false;
    QThreadPool m_pool;
};

} // namespace janus::library
