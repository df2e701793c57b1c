#include "library/thumbnailfill.h"

#include "library/picturecheck.h"
#include "support/pool.h"

#include <QSqlDatabase>

#include <algorithm>
#include <limits>
#include <utility>

namespace janus::library {

namespace {

constexpr int rowsAtATime = 256;
constexpr std::size_t fewWaiting = 64;
constexpr std::size_t pieceSize = 8;
/// Ten kilobytes each: a slow disk is waited for.
constexpr std::size_t mostUnstored = 512;

} // namespace

ThumbnailFill::ThumbnailFill(Database &library, PictureFiles files, Thumbnails &thumbnails,
                             ThumbnailWorkers &workers, QObject *parent)
    : QObject(parent)
    , m_library(library)
    , m_files(std::move(files))
    , m_thumbnails(thumbnails)
    , m_workers(workers)
{
}

void ThumbnailFill::start(QObject *context, std::function<void(int)> done)
{
    m_askers.push_back({context, std::move(done)});
    if (m_isRunning)
        m_again = true;
    else
        begin();
}

void ThumbnailFill::setPaused(bool isPaused)
{
    m_isPaused = isPaused;
    next();
}

void ThumbnailFill::begin()
{
    m_isRunning = true;
    m_again = false;
    m_end = std::numeric_limits<PictureId>::max();
    next();
}

void ThumbnailFill::next()
{
    if (!m_isRunning || m_isPaused || m_workers.closes)
        return;
    if (m_thumbnails.waitingToBeStored() > mostUnstored) {
        m_thumbnails.whenStored([self = QPointer<ThumbnailFill>(this)] {
            if (self)
                self->next();
        });
        return;
    }
    while (!m_waiting.empty() && m_pieces < 2 * m_workers.threads())
        startPiece();
    if (m_waiting.size() < fewWaiting && m_end > 0 && !m_isListing)
        listMore();
    if (m_waiting.empty() && m_end == 0 && m_pieces == 0 && !m_isListing)
        m_again ? begin() : finish();
}

void ThumbnailFill::listMore()
{
    m_isListing = true;
    m_library.run<std::vector<ListedFile>>(
        this,
        [files = m_files, end = m_end](QSqlDatabase &connection) {
            return listedFilesBelow(connection, files, end, rowsAtATime);
        },
        [this](const Result<std::vector<ListedFile>> &listed) {
            m_end = listed && !listed->empty() ? listed->back().id : 0;
            leaveOutStored(listed ? *listed : std::vector<ListedFile>());
        });
}

void ThumbnailFill::leaveOutStored(const std::vector<ListedFile> &listed)
{
    std::vector<PictureId> ids;
    std::ranges::transform(listed, std::back_inserter(ids), &ListedFile::id);
    m_thumbnails.cache().run<QSet<PictureId>>(
        this, [ids](QSqlDatabase &connection) { return thumbstore::known(connection, ids); },
        [this, listed](const Result<QSet<PictureId>> &stored) {
            m_isListing = false;
            if (!stored)
                m_end = 0; // nothing could be stored
            std::vector<ListedFile> missing;
            for (auto file = listed.rbegin(); stored && file != listed.rend(); ++file) {
                if (!stored->contains(file->id))
                    missing.push_back(*file);
            }
            m_waiting.insert(m_waiting.begin(), missing.begin(), missing.end());
            next();
        });
}

void ThumbnailFill::startPiece()
{
    const auto size = std::ptrdiff_t(std::min(pieceSize, m_waiting.size()));
    std::vector<ListedFile> piece(m_waiting.end() - size, m_waiting.end());
    m_waiting.erase(m_waiting.end() - size, m_waiting.end());
    ++m_pieces;
    m_workers.startIdle(
        [this, alive = QPointer<QObject>(this), piece = std::move(piece), &workers = m_workers] {
            std::vector<thumbstore::StoredThumb> fresh;
            for (auto file = piece.rbegin(); file != piece.rend() && !workers.closes; ++file) {
                MadeThumb made = fromFile(*file, {}, thumbnailBox, workers);
                if (made.fresh)
                    fresh.push_back(std::move(*made.fresh));
            }
            support::callInApplication(alive, [this, fresh = std::move(fresh)]() mutable {
                --m_pieces;
                m_made += int(fresh.size());
                m_thumbnails.store(std::move(fresh));
                next();
            });
        });
}

void ThumbnailFill::finish()
{
    m_isRunning = false;
    m_thumbnails.whenStored([self = QPointer<ThumbnailFill>(this)] {
        if (!self || self->m_isRunning)
            return;
        const int made = std::exchange(self->m_made, 0);
        for (const Asker &asker : std::exchange(self->m_askers, {})) {
            if (asker.context)
                asker.done(made);
        }
    });
}

} // namespace janus::library
