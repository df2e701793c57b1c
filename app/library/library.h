#pragma once

#include "core/generation.h"
#include "core/picture.h"
#include "core/result.h"
#include "library/rebuilding.h"
#include "library/recipe.h"
#include "library/thumb.h"
#include "library/verifying.h"
#include "support/paths.h"

#include <QImage>
#include <QObject>
#include <QSize>

#include <functional>
#include <memory>
#include <vector>

namespace janus::library {

class Catalogue;
class Database;
class Deeds;
class Exchange;
class FormHistory;
class OutsideFiles;
class Sheets;
struct Mended;

/// One row of the gallery's skeleton: enough to lay out the whole grid. 40 bytes a picture.
struct PictureRow
{
    PictureId id = 0;
    JobId job = 0;
    BatchId batch = 0;
    int index = 0;
    int width = 0;
    int height = 0;
};

/// A downloaded picture on its way into the library. `picture.id`, `file`, `size`, `bytes` and `created` are
/// filled in by the library.
struct NewPicture
{
    Picture picture;
    QByteArray bytes; ///< exactly what the server sent
    JobOrigin job = {};
};

/// The pictures: files, rows, thumbnails. Everything slow happens on the library's own threads; every answer
/// comes back in the application's thread to `context`, and not at all when `context` has died.
class Library : public QObject
{
    Q_OBJECT
public:
    explicit Library(support::Paths paths, QObject *parent = nullptr);
    /// Finishes what is under way (a picture that is being added is kept), then closes; nobody hears of it
    /// any more.
    ~Library() override;

    /// Makes the folders, opens, mends and migrates the database. Everything asked meanwhile waits behind it.
    /// Only the pictures folder may be missing then: the library opens all the same, and add() and room()
    /// answer why. From then on a backup is made once a day (backups.h).
    void open(QObject *context, std::function<void(Result<void>)> done);
    /// The journal and others who keep rows of their own share this connection.
    Database &database();
    /// For those who look: lists, searches, counts.
    Catalogue &catalogue();
    /// The sweep sheets.
    Sheets &sheets();
    /// For those who change something: marks, trash, collections, undo.
    Deeds &deeds();
    /// Import, export, and emptying the trash.
    Exchange &exchange();
    /// What stood in the form, and what came of it.
    FormHistory &formHistory();
    /// What other programs do to the files.
    OutsideFiles &outsideFiles();

    template <typename T>
    using Done = std::function<void(Result<T>)>;

    /// Verifies the bytes (JPEG, PNG or WebP by magic bytes, whole decode with limits), puts the recipe
    /// between their parts (recipefile.h; into a ".json" beside the file where that is not possible), writes
    /// them durably under a name of our own, then the row, and only then answers. The same (job, index) twice
    /// answers the first picture. A Storage error leaves nothing half-written. Bytes that are no picture are
    /// kept in the data folder's "quarantine" and answer a Protocol error that names what is wrong.
    /// `picture.job` must be in the journal.
    ///
    /// `inHand` hears earlier, with the thumbnail, when the bytes are verified and may be shown; nothing is
    /// saved then yet. For a JPEG the decode that verifies them makes the thumbnail: libjpeg reads all of the
    /// data for it, and leaves out only arithmetic. It is not called for bytes that are no picture.
    void add(NewPicture picture, QObject *context, Done<Picture> done,
             std::function<void(QImage)> inHand = {});

    /// All rows, newest batch first, within a batch by job and index.
    void rows(QObject *context, Done<std::vector<PictureRow>> done);
    /// Everything about some pictures, in the order asked; unknown ids are left out.
    void pictures(std::vector<PictureId> ids, QObject *context, Done<QList<Picture>> done);
    /// Which of our pictures a file is, by where it lies; 0 for a file that is none of them.
    void idOf(const QString &file, QObject *context, Done<PictureId> done);
    /// Small pictures for `context`, no larger than `box` (pixels of the screen), ready to be painted. `ids`
    /// is all that `context` wants now, the most urgent first: what it asked for before and is not among them
    /// is dropped, and nobody hears of it; what is among them and on its way is not begun again. An empty
    /// list drops everything. Whoever has asked last is served first.
    ///
    /// `done` is called some times, with a few each; every picture is answered exactly once, in any order,
    /// also one the library does not know (Gone, without an image). Up to 256 pixels they come from the
    /// store, or are made and stored; larger ones are made from the file each time. One whose file is gone or
    /// changed is answered with what is stored and says so; that is asked of the disk each time, but the file
    /// is read only when it is not of the size and time it had.
    void thumbnails(const std::vector<PictureId> &ids, QSize box, QObject *context,
                    std::function<void(const QList<Thumb> &)> done);
    /// Makes what is missing in the store while nobody waits for it, the newest first, and then says how many
    /// that were. Stops when the library closes.
    void fillThumbnails(QObject *context, std::function<void(int made)> done);
    /// While something else needs the computer.
    void setFillingPaused(bool isPaused);
    /// The whole picture, decoded off the UI thread.
    void image(PictureId id, QObject *context, std::function<void(QImage)> done);

    /// Whether `bytes` more can be kept: room on the disks, and the right pictures folder. Otherwise a
    /// Storage error that says what is missing, before something is paid that could not be kept.
    void room(qint64 bytes, QObject *context, Done<void> done);
    /// From now on the pictures lie in `folder` (which is made), under the same names as before; paths() says
    /// so, and pictures that are asked for again. Nothing is moved. Unless `isSure`, a folder with none of
    /// the library's pictures in it is refused (BadInput) with a sentence to ask the user by.
    void setPicturesFolder(const QString &folder, bool isSure, QObject *context, Done<void> done);
    /// Makes a backup now, if it is time; answers its file, or an empty name.
    void backUp(QObject *context, Done<QString> done);
    /// rebuildFromFiles() on the library's thread, where everything else waits meanwhile; added() tells of
    /// what was restored, then `done` is called. Stops when the library closes; what is restored stays.
    void rebuild(QObject *context, Done<RebuildReport> done,
                 std::function<void(RebuildProgress)> progress = {});
    /// verifyFiles() beside everything else. `found` hears of one file after the other. Stops when the
    /// library closes.
    void verify(QObject *context, Done<VerifyReport> done, std::function<void(FileFinding)> found,
                std::function<void(int done, int total)> progress = {});

    const support::Paths &paths() const;

Q_SIGNALS:
    /// A picture has come in, from this process or another one on the same library.
    void added(const janus::Picture &picture);
    /// Another process has changed the library's file; added() tells of pictures by itself.
    void changedOutside();
    /// The database was damaged or lost; the sentence says what took its place and where the old one is.
    /// Comes before open() answers.
    void mended(const QString &sentence);
    /// The pictures folder is not there, or not the right one; comes before open() answers, and whenever it
    /// is found so later. Pictures wait until it is back, which needs nobody's help.
    void picturesFolderMissing(const janus::Error &error);
    void picturesFolderBack();
    /// No backup could be made; it is tried again in an hour.
    void backupFailed(const janus::Error &error);

private:
    struct NewThumbnail;

    struct Opened;

    void onOpened(const Opened &opened);
    void onChangedOutside(const std::function<void()> &then = {});
    void encodeLater(const QImage &image, const std::shared_ptr<NewThumbnail> &thumbnail);
    void storeWhenComplete(const NewThumbnail &thumbnail);

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace janus::library
