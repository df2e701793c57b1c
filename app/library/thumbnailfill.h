#pragma once

#include "library/database.h"
#include "library/listedfile.h"
#include "library/picturefiles.h"
#include "library/thumbnails.h"
#include "library/thumbnailwork.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <vector>

namespace janus::library {

/// Makes the thumbnails a library lacks while nobody waits for them: on all cores at the lowest priority, the
/// newest first, a few rows at a time. Everything is called in the application's thread.
class ThumbnailFill : public QObject
{
    Q_OBJECT
public:
    /// `thumbnails`' databases and `workers` must outlive this.
    ThumbnailFill(Database &library, PictureFiles files, Thumbnails &thumbnails, ThumbnailWorkers &workers,
                  QObject *parent = nullptr);

    /// `done` hears how many were made, once they are stored. Asked again while it is at work, it looks a
    /// second time for those that have come meanwhile.
    void start(QObject *context, std::function<void(int made)> done);
    /// Takes effect within some milliseconds.
    void setPaused(bool isPaused);

private:
    struct Asker
    {
        QPointer<QObject> context;
        std::function<void(int)> done;
    };

    void begin();
    void next();
    void listMore();
    void leaveOutStored(const std::vector<ListedFile> &listed);
    void startPiece();
    void finish();

    Database &m_library;
    const PictureFiles m_files;
    Thumbnails &m_thumbnails;
    ThumbnailWorkers &m_workers;
    std::vector<Asker> m_askers;
    std::vector<ListedFile> m_waiting; ///< the next at the end
    PictureId m_end = 0;               ///< what comes from there on was looked at; 0: everything was
    int m_pieces = 0;                  ///< under way
    int m_made = 0;
    bool m_isListing = false;
    bool m_isPaused = false;
    bool m_isRunning = false;
    bool m_again = false;
};

} // namespace janus::library
