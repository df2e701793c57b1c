#include "library/catalogue.h"

#include "library/listing.h"
#include "library/picturetable.h"
#include "support/pool.h"

#include <QPointer>

#include <algorithm>

namespace janus::library {

namespace {

/// Half a million bytes a piece: little enough to be taken over between two frames.
constexpr std::size_t pieceRows = 32'768;

/// Passes an answer on unless it was given up meanwhile.
template <typename T>
auto unlessCancelled(Cancelling cancelling, Catalogue::Done<T> done)
{
    return [cancelling, done = std::move(done)](Result<T> result) {
        if (!cancelling.isCancelled())
            done(std::move(result));
    };
}

/// Sends a list off piece by piece. On the database's thread.
class Pieces
{
public:
    Pieces(QPointer<QObject> context, Cancelling cancelling, Catalogue::Done<ListPart> part)
        : m_context(std::move(context))
        , m_cancelling(std::move(cancelling))
        , m_part(std::move(part))
    {
    }
    void send(Result<ListPart> part) const
    {
        support::callInApplication(m_context,
                                   [part = std::move(part), cancelling = m_cancelling, done = m_part] {
                                       if (!cancelling.isCancelled())
                                           done(part);
                                   });
    }

private:
    QPointer<QObject> m_context;
    Cancelling m_cancelling;
    Catalogue::Done<ListPart> m_part;
};

/// What comes behind `page`, or everything anew when the page was not the beginning.
Result<void> sendRest(QSqlDatabase &connection, const Listing &listing, const std::vector<ListedRow> &page,
                      const Cancelling &cancelling, const Pieces &pieces)
{
    bool isFirst = true;
    std::vector<ListedRow> held;
    const auto take = [&](std::vector<ListedRow> rows) {
        if (!held.empty())
            pieces.send(ListPart{std::exchange(held, {}), std::exchange(isFirst, false), false});
        if (isFirst && rows.size() >= page.size() && std::equal(page.begin(), page.end(), rows.begin())) {
            rows.erase(rows.begin(), rows.begin() + std::ptrdiff_t(page.size()));
            isFirst = false;
        }
        held = std::move(rows);
        return !cancelling.isCancelled();
    };
    if (Result<void> read = listing::all(connection, listing, pieceRows, take); !read)
        return read;
    pieces.send(ListPart{std::move(held), isFirst, true});
    return {};
}

} // namespace

Cancelling Cancelling::make()
{
    Cancelling cancelling;
    cancelling.m_flag = std::make_shared<std::atomic<bool>>(false);
    return cancelling;
}

Catalogue::Catalogue(const QString &database, PictureFiles files, QObject *parent)
    : QObject(parent)
    , m_files(std::move(files))
    , m_front(database, DatabaseKind::Reader)
    , m_back(database, DatabaseKind::Reader)
{
}

void Catalogue::open()
{
    m_front.open(this, {});
    m_back.open(this, {});
}

void Catalogue::list(const Listing &listing, Cancelling cancelling, QObject *context, Done<ListPart> part)
{
    const QPointer<QObject> asker(context);
    m_front.run<std::vector<ListedRow>>(
        context,
        [listing, cancelling](QSqlDatabase &connection) -> Result<std::vector<ListedRow>> {
            if (cancelling.isCancelled())
                return std::vector<ListedRow>();
            return listing::page(connection, listing, pageRows);
        },
        unlessCancelled<std::vector<ListedRow>>(
            cancelling, [this, asker, listing, cancelling, part](const Result<std::vector<ListedRow>> &page) {
                if (!page)
                    return part(page.error());
                const bool isAll = page->size() < pageRows && listing.query.words.isEmpty();
                part(ListPart{*page, true, isAll});
                if (isAll || !asker || cancelling.isCancelled())
                    return;
                const Pieces pieces(asker, cancelling, part);
                m_back.run<void>(
                    this,
                    [listing, page = *page, cancelling, pieces](QSqlDatabase &connection) -> Result<void> {
                        if (cancelling.isCancelled())
                            return {};
                        const Result<void> sent = sendRest(connection, listing, page, cancelling, pieces);
                        if (!sent)
                            pieces.send(sent.error());
                        return {};
                    },
                    {});
            }));
}

void Catalogue::listWhole(const Listing &listing, Cancelling cancelling, QObject *context,
                          Done<ListPart> done)
{
    m_back.run<ListPart>(
        context,
        [listing, cancelling](QSqlDatabase &connection) -> Result<ListPart> {
            ListPart whole{{}, true, true};
            const auto take = [&](const std::vector<ListedRow> &rows) {
                whole.rows.insert(whole.rows.end(), rows.begin(), rows.end());
                return !cancelling.isCancelled();
            };
            const Result<void> read = listing::all(connection, listing, pieceRows, take);
            return read ? Result<ListPart>(std::move(whole)) : read.error();
        },
        unlessCancelled<ListPart>(cancelling, std::move(done)));
}

void Catalogue::matching(const Query &query, std::vector<PictureId> ids, QObject *context,
                         Done<std::vector<PictureId>> done)
{
    m_front.run<std::vector<PictureId>>(
        context,
        [query, ids = std::move(ids)](QSqlDatabase &connection) {
            return listing::matching(connection, query, ids);
        },
        std::move(done));
}

void Catalogue::pictures(std::vector<PictureId> ids, QObject *context, Done<QList<Picture>> done)
{
    m_front.run<QList<Picture>>(
        context,
        [files = m_files, ids = std::move(ids)](QSqlDatabase &connection) {
            return table::pictures(connection, files, ids);
        },
        std::move(done));
}

void Catalogue::family(const PictureName &name, QObject *context, Done<Family> done)
{
    m_front.run<Family>(
        context,
        [files = m_files, name](QSqlDatabase &connection) { return familyOf(connection, files, name); },
        std::move(done));
}

void Catalogue::pastTimes(const PastQuestion &question, QObject *context, Done<PastTimes> done)
{
    m_back.run<PastTimes>(
        context, [question](QSqlDatabase &connection) { return library::pastTimes(connection, question); },
        std::move(done));
}

void Catalogue::count(const Query &query, Cancelling cancelling, QObject *context, Done<int> done)
{
    m_back.run<int>(
        context,
        [query, cancelling](QSqlDatabase &connection) -> Result<int> {
            return cancelling.isCancelled() ? Result<int>(0) : listing::count(connection, query);
        },
        unlessCancelled<int>(cancelling, std::move(done)));
}

void Catalogue::facets(const Query &query, Cancelling cancelling, QObject *context, Done<FacetCounts> done)
{
    m_back.run<FacetCounts>(
        context,
        [query, cancelling](QSqlDatabase &connection) -> Result<FacetCounts> {
            const auto isCancelled = [&] { return cancelling.isCancelled(); };
            return isCancelled() ? Result<FacetCounts>(FacetCounts())
                                 : listing::facets(connection, query, isCancelled);
        },
        unlessCancelled<FacetCounts>(cancelling, std::move(done)));
}

void Catalogue::relaxations(const Query &query, Cancelling cancelling, QObject *context,
                            Done<QList<Relaxation>> done)
{
    m_back.run<QList<Relaxation>>(
        context,
        [query, cancelling](QSqlDatabase &connection) {
            return listing::relaxations(connection, query, [&] { return cancelling.isCancelled(); });
        },
        unlessCancelled<QList<Relaxation>>(cancelling, std::move(done)));
}

void Catalogue::collections(QObject *context, Done<QList<Collection>> done)
{
    m_front.run<QList<Collection>>(context, listing::collections, std::move(done));
}

void Catalogue::checks(const PictureName &picture, QObject *context, Done<QList<Check>> done)
{
    m_front.run<QList<Check>>(
        context, [picture](QSqlDatabase &connection) { return table::checksOfPicture(connection, picture); },
        std::move(done));
}

void Catalogue::tags(QObject *context, Done<QList<FacetValue>> done)
{
    m_front.run<QList<FacetValue>>(context, listing::tags, std::move(done));
}

} // namespace janus::library
