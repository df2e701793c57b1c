#include "library/thumbnails.h"

#include "library/connection.h"
#include "support/pool.h"

#include <QDir>
#include <QFileInfo>
#include <QMutex>
#include <QPointer>
#include <QSet>
#include <QSqlDatabase>
#include <QtDebug>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

/// Numbers per statement.
constexpr std::size_t pageSize = 64;
/// Enough to keep every core busy while the next page is looked up.
constexpr int mostUnderWay = 32;
/// A stored one takes a tenth of a millisecond, one that must be made two or more: pieces that are soon seen.
constexpr std::size_t storedPiece = 12;
constexpr std::size_t madePiece = 4;

} // namespace

/// What was asked for under this number.
struct Thumbnails::Ask
{
    PictureId id = 0;
    int number = 0;
};

/// What an asker still waits for, of what was begun. Any thread: work that nobody waits for is left out at
/// the last moment. A picture that is asked for again gets another number, so that it is not done twice.
class Thumbnails::UnderWay
{
public:
    void add(const Ask &ask)
    {
        const QMutexLocker locker(&m_mutex);
        m_numbers.insert(ask.id, ask.number);
    }
    bool has(const Ask &ask) const
    {
        const QMutexLocker locker(&m_mutex);
        return m_numbers.value(ask.id, 0) == ask.number;
    }
    bool has(PictureId id) const
    {
        const QMutexLocker locker(&m_mutex);
        return m_numbers.contains(id);
    }
    bool take(const Ask &ask)
    {
        const QMutexLocker locker(&m_mutex);
        return m_numbers.value(ask.id, 0) == ask.number && m_numbers.remove(ask.id);
    }
    void keepOnly(const QSet<PictureId> &ids)
    {
        const QMutexLocker locker(&m_mutex);
        m_numbers.removeIf([&ids](const auto &entry) { return !ids.contains(entry.key()); });
    }
    int size() const
    {
        const QMutexLocker locker(&m_mutex);
        return int(m_numbers.size());
    }

private:
    mutable QMutex m_mutex;
    QHash<PictureId, int> m_numbers;
};

struct Thumbnails::Asker
{
    QPointer<QObject> context;
    QSize box;
    std::function<void(const QList<Thumb> &)> done;
    std::vector<PictureId> waiting; ///< the next at the end
    std::shared_ptr<UnderWay> underWay = std::make_shared<UnderWay>();
};

/// Some of what one asker waits for, on its way together.
struct Thumbnails::Page
{
    Thumbnails *self;
    QPointer<QObject> alive; ///< `self`
    std::shared_ptr<UnderWay> underWay;
    QSize box;
    int urgency = 0;
    std::vector<Ask> asks = {};

    /// Those of `asks` that are still waited for.
    std::vector<Ask> wanted(const std::vector<Ask> &of) const
    {
        std::vector<Ask> left;
        std::ranges::copy_if(of, std::back_inserter(left),
                             [this](const Ask &ask) { return underWay->has(ask); });
        return left;
    }

    static std::vector<PictureId> ids(const std::vector<Ask> &asks)
    {
        std::vector<PictureId> all;
        std::ranges::transform(asks, std::back_inserter(all), &Ask::id);
        return all;
    }
};

struct Thumbnails::Answers
{
    std::vector<std::pair<Ask, Thumb>> thumbs;
    std::vector<Ask> notEnough; ///< what the store says of these does not do
    StoredThumbs stored;        ///< of those
    std::vector<thumbstore::StoredThumb> fresh;
};

Thumbnails::Thumbnails(const QString &file, Database &library, PictureFiles files, ThumbnailWorkers &workers,
                       QObject *parent)
    : QObject(parent)
    , m_workers(workers)
    , m_library(library)
    , m_files(std::move(files))
    , m_cache(file, DatabaseKind::Cache)
{
}

Thumbnails::~Thumbnails() = default;

void Thumbnails::open()
{
    m_cache.open(this, {}, [folder = QFileInfo(m_cache.file()).path()]() -> Result<void> {
        QDir().mkpath(folder);
        return {};
    });
}

void Thumbnails::belongTo(const QString &identity)
{
    m_identity = identity;
    m_cache.run<void>(
        this, [identity](QSqlDatabase &connection) { return thumbstore::takeOver(connection, identity); },
        {});
}

void Thumbnails::forgetAll()
{
    m_cache.run<void>(this, thumbstore::clear, {});
}

void Thumbnails::request(const std::vector<PictureId> &ids, QSize box, QObject *context,
                         std::function<void(const QList<Thumb> &)> done)
{
    Asker asker;
    const auto known =
        std::ranges::find_if(m_askers, [context](const Asker &one) { return one.context == context; });
    if (known != m_askers.end()) {
        asker = std::move(*known);
        m_askers.erase(known);
    }
    asker.underWay->keepOnly(asker.box == box ? QSet<PictureId>(ids.begin(), ids.end()) : QSet<PictureId>());
    asker.context = context;
    asker.box = box;
    asker.done = std::move(done);
    asker.waiting.clear();
    std::copy_if(ids.rbegin(), ids.rend(), std::back_inserter(asker.waiting),
                 [&asker](PictureId id) { return !asker.underWay->has(id); });
    if (!ids.empty())
        m_askers.push_back(std::move(asker));
    serveNext();
}

int Thumbnails::underWay() const
{
    int count = 0;
    for (const Asker &asker : m_askers)
        count += asker.underWay->size();
    return count;
}

void Thumbnails::serveNext()
{
    std::erase_if(m_askers, [](const Asker &asker) {
        if (!asker.context)
            asker.underWay->keepOnly({});
        return !asker.context;
    });
    while (underWay() < mostUnderWay) {
        const auto asker = std::find_if(m_askers.rbegin(), m_askers.rend(),
                                        [](const Asker &one) { return !one.waiting.empty(); });
        if (asker == m_askers.rend())
            return;
        Page page{this, this, asker->underWay, asker->box, ++m_lastNumber};
        while (!asker->waiting.empty() && page.asks.size() < pageSize) {
            page.asks.push_back({asker->waiting.back(), page.urgency});
            asker->waiting.pop_back();
            page.underWay->add(page.asks.back());
        }
        lookUp(std::make_shared<const Page>(std::move(page)));
    }
}

void Thumbnails::lookUp(const PagePtr &page)
{
    m_cache.run<void>(
        this,
        [this, page](QSqlDatabase &connection) -> Result<void> {
            const std::vector<Ask> wanted = page->wanted(page->asks);
            if (wanted.empty())
                return {};
            ++m_workers.lookups;
            const auto stored = thumbstore::find(connection, Page::ids(wanted));
            if (!stored)
                return stored.error();
            serve(page, *stored);
            return {};
        },
        [this, page](const Result<void> &served) {
            if (served)
                return;
            remakeIfDamaged(served.error());
            findFiles(page, page->asks, {});
        });
}

/// On the cache's thread.
void Thumbnails::serve(const PagePtr &page, const StoredThumbs &stored)
{
    std::vector<Ask> known;
    std::vector<Ask> unknown;
    for (const Ask &ask : page->asks)
        (stored.contains(ask.id) ? known : unknown).push_back(ask);
    const auto work = [page, stored, folder = m_files.folder().path(),
                       &workers = m_workers](const std::vector<Ask> &asks) {
        Answers answers;
        for (const Ask &ask : asks) {
            if (!page->underWay->has(ask))
                continue;
            const thumbstore::StoredThumb &thumb = *stored.constFind(ask.id);
            if (const std::optional<Thumb> ready = fromStore(thumb, folder, page->box, workers)) {
                answers.thumbs.emplace_back(ask, *ready);
            } else {
                answers.notEnough.push_back(ask);
                answers.stored.insert(ask.id, thumb);
            }
        }
        support::callInApplication(page->alive, [page, answers = std::move(answers)]() mutable {
            page->self->answer(page, std::move(answers));
        });
    };
    const std::size_t size =
        std::clamp(known.size() / std::size_t(2 * m_workers.threads()), madePiece, storedPiece);
    for (std::size_t from = 0; from < known.size(); from += size) {
        const auto begin = known.begin() + std::ptrdiff_t(from);
        const auto end = known.begin() + std::ptrdiff_t(std::min(from + size, known.size()));
        m_workers.startVisible([work, asks = std::vector<Ask>(begin, end)] { work(asks); }, page->urgency);
    }
    if (!unknown.empty())
        findFiles(page, unknown, {});
}

/// On the cache's thread or the application's.
void Thumbnails::findFiles(const PagePtr &page, const std::vector<Ask> &asks, const StoredThumbs &stored)
{
    m_library.run<void>(
        this,
        [page, asks, stored, files = m_files,
         &workers = m_workers](QSqlDatabase &connection) -> Result<void> {
            const std::vector<Ask> wanted = page->wanted(asks);
            if (wanted.empty())
                return {};
            const auto listed = listedFiles(connection, files, Page::ids(wanted));
            if (!listed)
                return listed.error();
            QHash<PictureId, ListedFile> byId;
            for (const ListedFile &file : *listed)
                byId.insert(file.id, file);
            const auto work = [page, stored, byId, &workers](const std::vector<Ask> &piece) {
                Answers answers;
                for (const Ask &ask : piece) {
                    if (workers.closes || !page->underWay->has(ask))
                        continue;
                    ListedFile file = byId.value(ask.id);
                    file.id = ask.id; // also of one the library does not know
                    const auto thumb = stored.constFind(ask.id);
                    MadeThumb made =
                        fromFile(file, thumb == stored.constEnd() ? std::nullopt : std::optional(*thumb),
                                 page->box, workers);
                    answers.thumbs.emplace_back(ask, std::move(made.thumb));
                    if (made.fresh)
                        answers.fresh.push_back(std::move(*made.fresh));
                }
                support::callInApplication(page->alive, [page, answers = std::move(answers)]() mutable {
                    page->self->answer(page, std::move(answers));
                });
            };
            for (std::size_t from = 0; from < wanted.size(); from += madePiece) {
                const auto begin = wanted.begin() + std::ptrdiff_t(from);
                const auto end = wanted.begin() + std::ptrdiff_t(std::min(from + madePiece, wanted.size()));
                workers.startVisible([work, piece = std::vector<Ask>(begin, end)] { work(piece); },
                                     page->urgency);
            }
            return {};
        },
        [this, page, asks](const Result<void> &found) {
            if (found)
                return;
            Answers answers;
            for (const Ask &ask : asks)
                answers.thumbs.emplace_back(ask, Thumb{ask.id, FilePresence::Unreadable, {}});
            answer(page, std::move(answers));
        });
}

void Thumbnails::answer(const PagePtr &page, Answers answers)
{
    store(std::move(answers.fresh));
    if (!answers.notEnough.empty())
        findFiles(page, answers.notEnough, answers.stored);
    QList<Thumb> told;
    for (auto &[ask, thumb] : answers.thumbs) {
        if (page->underWay->take(ask))
            told << std::move(thumb);
    }
    const auto asker = std::ranges::find(m_askers, page->underWay, &Asker::underWay);
    const bool isKnown = asker != m_askers.end();
    const QPointer<QObject> context = isKnown ? asker->context : nullptr;
    const auto done = isKnown ? asker->done : nullptr;
    if (isKnown && asker->waiting.empty() && asker->underWay->size() == 0)
        m_askers.erase(asker);
    serveNext();
    if (context && !told.isEmpty())
        done(told);
}

void Thumbnails::store(std::vector<thumbstore::StoredThumb> thumbs)
{
    std::ranges::move(thumbs, std::back_inserter(m_toStore));
    storeNext();
}

void Thumbnails::whenStored(std::function<void()> call)
{
    m_whenStored.push_back(std::move(call));
    storeNext();
}

void Thumbnails::storeNext()
{
    if (m_isStoring)
        return;
    if (m_toStore.empty()) {
        for (const auto &call : std::exchange(m_whenStored, {}))
            call();
        return;
    }
    m_isStoring = true;
    m_cache.run<void>(
        this,
        [thumbs = std::exchange(m_toStore, {})](QSqlDatabase &connection) {
            return thumbstore::keep(connection, thumbs);
        },
        [this](const Result<void> &kept) {
            m_isStoring = false;
            if (!kept)
                remakeIfDamaged(kept.error());
            storeNext();
        });
}

void Thumbnails::remakeIfDamaged(const Error &error)
{
    if (!isDamage(error) || m_isRemade)
        return;
    m_isRemade = true;
    qWarning("The thumbnails' file is damaged; a new one takes its place. (%s)",
             qUtf8Printable(error.detail));
    m_cache.open(this, {}, [file = m_cache.file()]() -> Result<void> {
        removeDatabaseFiles(file);
        return {};
    });
    belongTo(m_identity);
}

} // namespace janus::library
