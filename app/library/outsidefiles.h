#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/looking.h"
#include "library/picturefiles.h"

#include <QElapsedTimer>
#include <QObject>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace janus::library {

class Database;

/// Notices what other programs do to the picture files: moved, changed, deleted, put back. Looks some seconds
/// after begin(), when look() is called, and from then on when something happens in a folder with pictures;
/// on an idle thread of its own. A command has no use for that and does not begin it. Nothing ticks while
/// nothing happens, and nothing is ever deleted or forgotten: rows follow their files, or say that these are
/// missing or changed.
class OutsideFiles : public QObject
{
    Q_OBJECT
public:
    template <typename T>
    using Done = std::function<void(Result<T>)>;

    OutsideFiles(Database &database, PictureFiles files, QObject *parent = nullptr);
    /// Stops after the file at hand.
    ~OutsideFiles() override;

    /// When there is a window; waits for the library.
    void begin();
    /// When the window is activated: looks, unless that was done within the last minute.
    void look();
    /// Looks at everything, and for everything that is missing, now.
    void lookNow(QObject *context, Done<LookReport> done);

    enum class Locate { Same, Changed };
    /// The user shows where a picture's file is. One of other content is refused (BadInput, with field
    /// "content") unless it is to be taken as the changed picture from now on. A file outside the pictures
    /// folder is copied into it.
    void locate(PictureId picture, const QString &file, Locate how, QObject *context, Done<void> done);

    bool isFolderMissing() const { return m_isFolderMissing; }

Q_SIGNALS:
    /// The state of their files, or where these lie.
    void changed(const std::shared_ptr<const std::vector<janus::PictureId>> &pictures);
    /// The pictures folder, or folders in it with so many pictures that they are not noted one by one: their
    /// disk was taken away. Told once, until folderBack().
    void folderMissing(const janus::Error &error);
    void folderBack();

private:
    class Worker;

    void start(const LookScope &scope, QThread::Priority priority,
               const std::function<void(const Result<LookReport> &)> &then);
    void note(std::vector<OutsideFinding> findings);
    void onLooked(const Result<LookReport> &report);
    void setFolderMissing(const std::optional<Error> &error);

    Database &m_database;
    const PictureFiles m_files;
    std::atomic<bool> m_closes = false;
    QThread m_thread;
    std::unique_ptr<Worker> m_worker;
    QTimer m_first;
    QElapsedTimer m_sinceLook;
    bool m_isFolderMissing = false;
};

} // namespace janus::library
