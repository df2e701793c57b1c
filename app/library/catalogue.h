#pragma once

#include "core/picture.h"
#include "core/query.h"
#include "core/result.h"
#include "library/checkrows.h"
#include "library/database.h"
#include "library/family.h"
#include "library/pasttimes.h"
#include "library/picturefiles.h"

#include <QList>
#include <QMap>
#include <QObject>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace janus::library {

/// One row of a list: 16 bytes, because there may be a million.
struct ListedRow
{
    PictureId id = 0;
    quint32 group = 0; ///< batch, or Julian day, by the Grouping; 0 when flat
    quint16 width = 0;
    quint16 height = 0;
    bool operator==(const ListedRow &) const = default;
};

/// A query and how its answer is laid out.
struct Listing
{
    Query query;
    Grouping grouping = Grouping::Job;

    Grouping effectiveGrouping() const
    {
        const bool byTime = query.sort == Sort::Newest || query.sort == Sort::Oldest;
        return byTime ? grouping : Grouping::Flat;
    }
    bool operator==(const Listing &) const = default;
};

/// A piece of a list, in order.
struct ListPart
{
    std::vector<ListedRow> rows;
    bool isFirst = false; ///< what came before of this listing is void: begin anew with these rows
    bool isLast = false;
};

/// Gives up what was asked for; the answers do not come then. A default-made one cancels nothing.
class Cancelling
{
public:
    Cancelling() = default;
    static Cancelling make();
    void cancel() const
    {
        if (m_flag)
            *m_flag = true;
    }
    bool isCancelled() const { return m_flag && *m_flag; }

private:
    std::shared_ptr<std::atomic<bool>> m_flag;
};

/// How many pictures have a value of a facet.
struct FacetValue
{
    QString value; ///< as in Condition
    int count = 0;
    bool operator==(const FacetValue &) const = default;
};

/// For each facet its values, most pictures first (ratings, dates and sizes in their own order). A facet's
/// own conditions do not count for its values, so that the alternatives to what is chosen have their numbers,
/// too.
struct FacetCounts
{
    int total = 0;
    QMap<Facet, QList<FacetValue>> values;
};

/// A query with one part taken away, which finds something.
struct Relaxation
{
    QString without; ///< that part, in text form
    Query query;
    int count = 0;
};

/// A collection with what it holds.
struct Collection
{
    qint64 id = 0;
    qint64 parent = 0;
    QString name;
    QString query; ///< smart: the text form of its query; empty: by hand
    double place = 0;
    int count = 0; ///< of its own members; -1: not counted (a smart one)
    bool isSmart() const { return !query.isEmpty(); }
    bool operator==(const Collection &) const = default;
};

/// Reads the library for those who look: lists, searches, counts. On two connections and threads of its own,
/// so that a page never waits for a sync, nor for a long count; what is committed is seen. Answers come in
/// the application's thread to `context`, not at all when it has died.
class Catalogue : public QObject
{
    Q_OBJECT
public:
    template <typename T>
    using Done = std::function<void(Result<T>)>;
    /// So many rows come first, which fill any screen.
    static constexpr int pageRows = 400;

    Catalogue(const QString &database, PictureFiles files, QObject *parent = nullptr);

    /// When the library is open. What was asked before waits.
    void open();

    /// The rows of a list: a first page as soon as can be, the rest behind it in pieces. When the first page
    /// turns out not to be the beginning of the whole (words are answered newest first before they are
    /// ordered), a part with isFirst begins anew.
    void list(const Listing &listing, Cancelling cancelling, QObject *context, Done<ListPart> part);
    /// The whole list in one piece, for who has shown it before and looks what has changed.
    void listWhole(const Listing &listing, Cancelling cancelling, QObject *context, Done<ListPart> done);
    /// Which of `ids` the query finds, in no order.
    void matching(const Query &query, std::vector<PictureId> ids, QObject *context,
                  Done<std::vector<PictureId>> done);
    void pictures(std::vector<PictureId> ids, QObject *context, Done<QList<Picture>> done);

    /// Where a picture comes from and what came of it.
    void family(const PictureName &name, QObject *context, Done<Family> done);

    /// How long requests like these have taken.
    void pastTimes(const PastQuestion &question, QObject *context, Done<PastTimes> done);

    void count(const Query &query, Cancelling cancelling, QObject *context, Done<int> done);
    void facets(const Query &query, Cancelling cancelling, QObject *context, Done<FacetCounts> done);
    /// Each word and each condition left out in turn; what finds something, most first.
    void relaxations(const Query &query, Cancelling cancelling, QObject *context,
                     Done<QList<Relaxation>> done);
    /// All, parents before children, by place.
    void collections(QObject *context, Done<QList<Collection>> done);
    /// Whether a picture was made again: its dated record, newest first.
    void checks(const PictureName &picture, QObject *context, Done<QList<Check>> done);
    /// Names of all tags in use, most used first.
    void tags(QObject *context, Done<QList<FacetValue>> done);

private:
    const PictureFiles m_files;
    Database m_front; ///< what somebody waits for
    Database m_back;  ///< what takes its time
};

} // namespace janus::library
