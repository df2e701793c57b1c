#include "library/deeds.h"

#include "library/database.h"

#include <QDateTime>
#include <QSqlDatabase>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::library {

using deedlog::Scope;
using deedlog::Table;

namespace {

const QString pictureChosen = u"picture IN (SELECT id FROM chosen)"_s;
/// Members: the collection and the pictures.
const QString memberChosen = u"collection = ? AND picture IN (SELECT id FROM chosen)"_s;
/// A collection and all below it; `%1` is the column that names it.
const QString treeOf = u"%1 IN (WITH RECURSIVE c(id) AS (SELECT ? UNION SELECT k.id FROM collections k"
                       " JOIN c ON k.parent = c.id) SELECT id FROM c)"_s;

QString now()
{
    return QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
}

QString pictureCount(std::size_t count)
{
    return count == 1 ? u"Picture"_s : u"%1 Pictures"_s.arg(count);
}

Result<void> run(QSqlDatabase &connection, const QString &sql, const QVariantList &values = {})
{
    auto done = execute(connection, sql, values);
    return done ? Result<void>() : done.error();
}

Result<QVariant> oneValue(QSqlDatabase &connection, const QString &sql, const QVariantList &values)
{
    auto query = execute(connection, sql, values);
    if (!query)
        return query.error();
    return query->next() ? query->value(0) : QVariant();
}

QStringList tidy(const QStringList &tags)
{
    QStringList tidied;
    for (const QString &tag : tags) {
        if (const QString name = tag.simplified().left(100); !name.isEmpty())
            tidied << name;
    }
    return tidied;
}

/// A column of the marks, for all that are chosen. A row that says nothing any more goes.
Result<void> setColumn(QSqlDatabase &connection, const QString &column, int value)
{
    if (Result<void> done = run(connection,
                                u"INSERT INTO marks(picture, %1) SELECT id, ? FROM chosen"
                                " WHERE id IN (SELECT id FROM pictures)"
                                " ON CONFLICT(picture) DO UPDATE SET %1 = excluded.%1"_s.arg(column),
                                {value});
        !done)
        return done;
    return value != 0
               ? Result<void>()
               : run(connection,
                     u"DELETE FROM marks WHERE rating = 0 AND label = 0 AND pick = 0 AND "_s + pictureChosen);
}

Result<void> addTag(QSqlDatabase &connection, const QString &name)
{
    if (Result<void> made = run(connection, u"INSERT OR IGNORE INTO tags(name) VALUES (?)"_s, {name}); !made)
        return made;
    return run(connection,
               u"INSERT OR IGNORE INTO tagged(tag, picture) SELECT (SELECT id FROM tags WHERE name = ?), id"
               " FROM chosen WHERE id IN (SELECT id FROM pictures)"_s,
               {name});
}

Result<void> removeTag(QSqlDatabase &connection, const QString &name)
{
    return run(connection,
               u"DELETE FROM tagged WHERE tag = (SELECT id FROM tags WHERE name = ?) AND "_s + pictureChosen,
               {name});
}

Result<void> setNotes(QSqlDatabase &connection, const QString &notes)
{
    if (notes.trimmed().isEmpty())
        return run(connection, u"DELETE FROM notes WHERE "_s + pictureChosen);
    return run(
        connection,
        u"INSERT INTO notes(picture, text) SELECT id, ? FROM chosen WHERE id IN (SELECT id FROM pictures)"
        " ON CONFLICT(picture) DO UPDATE SET text = excluded.text"_s,
        {notes});
}

Result<void> apply(QSqlDatabase &connection, const MarksPatch &patch)
{
    QList<std::function<Result<void>()>> steps;
    if (patch.rating)
        steps << [&] { return setColumn(connection, u"rating"_s, std::clamp(*patch.rating, 0, mostStars)); };
    if (patch.label)
        steps << [&] { return setColumn(connection, u"label"_s, int(*patch.label)); };
    if (patch.pick)
        steps << [&] { return setColumn(connection, u"pick"_s, int(*patch.pick)); };
    if (patch.notes)
        steps << [&] { return setNotes(connection, *patch.notes); };
    for (const QString &tag : tidy(patch.addTags))
        steps << [&connection, tag] { return addTag(connection, tag); };
    for (const QString &tag : tidy(patch.removeTags))
        steps << [&connection, tag] { return removeTag(connection, tag); };
    for (const auto &step : std::as_const(steps)) {
        if (Result<void> done = step(); !done)
            return done;
    }
    return {};
}

Result<void> intoTrash(QSqlDatabase &connection)
{
    return run(connection,
               u"INSERT OR IGNORE INTO trash(picture, since) SELECT id, ? FROM chosen"
               " WHERE id IN (SELECT id FROM pictures)"_s,
               {now()});
}

QString nameOf(const MarksPatch &patch, std::size_t count)
{
    const QString pictures = pictureCount(count);
    if (patch.rating)
        return u"Rate %1"_s.arg(pictures);
    if (patch.label)
        return u"Label %1"_s.arg(pictures);
    if (patch.pick)
        return (*patch.pick == Pick::Picked     ? u"Pick %1"_s
                : *patch.pick == Pick::Rejected ? u"Reject %1"_s
                                                : u"Clear Flag of %1"_s)
            .arg(pictures);
    if (patch.notes)
        return u"Note on %1"_s.arg(pictures);
    return (patch.addTags.isEmpty() ? u"Untag %1"_s : u"Tag %1"_s).arg(pictures);
}

QList<Scope> scopesOf(const MarksPatch &patch)
{
    QList<Scope> scopes;
    if (patch.rating || patch.label || patch.pick)
        scopes << Scope{Table::Marks, pictureChosen, {}};
    if (patch.notes)
        scopes << Scope{Table::Notes, pictureChosen, {}};
    if (!patch.addTags.isEmpty() || !patch.removeTags.isEmpty())
        scopes << Scope{Table::Tagged, pictureChosen, {}};
    return scopes;
}

Error noCollection()
{
    return {ErrorKind::BadInput, u"This collection is no longer there."_s};
}

/// A place before another row of the same list, or behind all: half way between its neighbours.
Result<double> placeBefore(QSqlDatabase &connection, const QString &list, const QVariantList &listValues,
                           const QString &key, qint64 before)
{
    if (before != 0) {
        const Result<QVariant> its = oneValue(connection, u"SELECT place FROM %1 AND %2 = ?"_s.arg(list, key),
                                              listValues + QVariantList{before});
        if (!its)
            return its.error();
        if (!its->isNull()) {
            const Result<QVariant> previous =
                oneValue(connection, u"SELECT max(place) FROM %1 AND place < ?"_s.arg(list),
                         listValues + QVariantList{*its});
            if (!previous)
                return previous.error();
            const double low = previous->isNull() ? its->toDouble() - 2 : previous->toDouble();
            return (low + its->toDouble()) / 2;
        }
    }
    const Result<QVariant> last = oneValue(connection, u"SELECT max(place) FROM "_s + list, listValues);
    return last ? Result<double>(last->toDouble() + 1) : last.error();
}

} // namespace

void MarksPatch::applyTo(Marks &marks) const
{
    if (rating)
        marks.rating = std::clamp(*rating, 0, mostStars);
    marks.label = label.value_or(marks.label);
    marks.pick = pick.value_or(marks.pick);
    if (notes)
        marks.notes = notes->trimmed().isEmpty() ? QString() : *notes;
    const auto find = [&marks](const QString &tag) {
        const auto same = [&tag](const QString &other) {
            return other.compare(tag, Qt::CaseInsensitive) == 0;
        };
        const auto found = std::ranges::find_if(marks.tags, same);
        return found == marks.tags.end() ? qsizetype(-1) : found - marks.tags.begin();
    };
    for (const QString &tag : tidy(addTags)) {
        if (find(tag) < 0)
            marks.tags << tag;
    }
    for (const QString &tag : tidy(removeTags)) {
        if (const qsizetype at = find(tag); at >= 0)
            marks.tags.removeAt(at);
    }
    marks.tags.sort(Qt::CaseInsensitive);
}

Deeds::Deeds(Database &database, QObject *parent)
    : QObject(parent)
    , m_database(database)
{
}

void Deeds::load()
{
    m_database.run<deedlog::Tops>(this, deedlog::tops, [this](const Result<deedlog::Tops> &tops) {
        if (tops)
            setTops(*tops);
    });
}

void Deeds::setTops(const deedlog::Tops &tops)
{
    if (std::exchange(m_tops, tops) != tops)
        Q_EMIT topsChanged();
}

/// All or nothing, in one transaction: the deed, and what is kept to undo it.
void Deeds::perform(const QString &name, LibraryChange change, QList<Scope> scopes, Work work,
                    bool usesChosen)
{
    if (usesChosen && change.pictures->empty())
        return;
    Q_EMIT begun();
    m_database.run<deedlog::Tops>(
        this,
        [name, pictures = change.pictures, scopes = std::move(scopes), work = std::move(work),
         usesChosen](QSqlDatabase &connection) -> Result<deedlog::Tops> {
            Transaction transaction(connection);
            if (usesChosen) {
                if (Result<void> chosen = deedlog::choose(connection, *pictures); !chosen)
                    return chosen.error();
            }
            const Result<bool> done =
                deedlog::perform(connection, name, scopes, [&] { return work(connection); });
            if (!done)
                return done.error();
            if (Result<void> committed = transaction.commit(); !committed)
                return committed.error();
            return deedlog::tops(connection);
        },
        [this, change](const Result<deedlog::Tops> &tops) {
            if (!tops) {
                Q_EMIT failed(tops.error());
                return;
            }
            setTops(*tops);
            Q_EMIT changed(change);
        });
}

void Deeds::mark(PictureIds pictures, const MarksPatch &patch)
{
    const QString name = nameOf(patch, pictures.size());
    const auto ids = std::make_shared<const PictureIds>(std::move(pictures));
    Q_EMIT marking(ids, patch);
    perform(name, {ids}, scopesOf(patch),
            [patch](QSqlDatabase &connection) { return apply(connection, patch); });
}

void Deeds::trash(PictureIds pictures)
{
    const QString name = u"Move %1 to Trash"_s.arg(pictureCount(pictures.size()));
    perform(name, {std::make_shared<const PictureIds>(std::move(pictures)), false, true},
            {{Table::Trash, pictureChosen, {}}},
            [](QSqlDatabase &connection) { return intoTrash(connection); });
}

void Deeds::restore(PictureIds pictures)
{
    const QString name = u"Restore %1"_s.arg(pictureCount(pictures.size()));
    perform(name, {std::make_shared<const PictureIds>(std::move(pictures)), false, true},
            {{Table::Trash, pictureChosen, {}}}, [](QSqlDatabase &connection) {
                return run(connection, u"DELETE FROM trash WHERE "_s + pictureChosen);
            });
}

/// The deed is kept as one that took them out of the trash, where they have never been: its inverse is all
/// that is wanted.
void Deeds::noteImport(PictureIds pictures)
{
    if (pictures.empty())
        return;
    Q_EMIT begun();
    const QString name = u"Import %1"_s.arg(pictureCount(pictures.size()));
    m_database.run<deedlog::Tops>(
        this,
        [name, ids = std::move(pictures)](QSqlDatabase &connection) -> Result<deedlog::Tops> {
            Transaction transaction(connection);
            if (Result<void> chosen = deedlog::choose(connection, ids); !chosen)
                return chosen.error();
            if (Result<void> there = intoTrash(connection); !there)
                return there.error();
            const Result<bool> noted =
                deedlog::perform(connection, name, {{Table::Trash, pictureChosen, {}}}, [&] {
                    return run(connection, u"DELETE FROM trash WHERE "_s + pictureChosen);
                });
            if (!noted)
                return noted.error();
            if (Result<void> committed = transaction.commit(); !committed)
                return committed.error();
            return deedlog::tops(connection);
        },
        [this](const Result<deedlog::Tops> &tops) {
            if (tops)
                setTops(*tops);
            else
                Q_EMIT failed(tops.error());
        });
}

void Deeds::noteForgotten(PictureIds pictures)
{
    Q_EMIT changed({std::make_shared<const PictureIds>(std::move(pictures)), true, true});
}

void Deeds::createCollection(const QString &name, qint64 parent, const QString &query, QObject *context,
                             Done<qint64> done)
{
    const QString tidied = name.simplified();
    const auto number = std::make_shared<qint64>(0);
    const LibraryChange change{std::make_shared<const PictureIds>(), true, false};
    const auto work = [tidied, parent, query, number](QSqlDatabase &connection) -> Result<void> {
        if (tidied.isEmpty())
            return Error{ErrorKind::BadInput, u"A collection needs a name."_s};
        const Result<double> place =
            placeBefore(connection, u"collections WHERE coalesce(parent, 0) = ?"_s, {parent}, u"id"_s, 0);
        if (!place)
            return place.error();
        auto made = execute(
            connection,
            u"INSERT INTO collections(parent, name, place, query, created) VALUES (nullif(?, 0), ?, ?, ?, ?)"_s,
            {parent, tidied, *place, query.isEmpty() ? QVariant() : QVariant(query), now()});
        if (!made)
            return made.error();
        *number = made->lastInsertId().toLongLong();
        return {};
    };
    perform(u"New Collection"_s, change, {{Table::Collections, u"1"_s, {}}}, work, false);
    // Behind it on the same thread: the number is known then.
    m_database.run<qint64>(
        context,
        [number](QSqlDatabase &) -> Result<qint64> {
            return *number != 0 ? Result<qint64>(*number)
                                : Error{ErrorKind::Storage, u"The collection could not be made."_s};
        },
        std::move(done));
}

void Deeds::renameCollection(qint64 collection, const QString &name)
{
    const QString tidied = name.simplified();
    if (tidied.isEmpty())
        return;
    perform(
        u"Rename Collection"_s, {std::make_shared<const PictureIds>(), true, false},
        {{Table::Collections, u"id = ?"_s, {collection}}},
        [=](QSqlDatabase &connection) {
            return run(connection, u"UPDATE collections SET name = ? WHERE id = ?"_s, {tidied, collection});
        },
        false);
}

void Deeds::setCollectionQuery(qint64 collection, const QString &query)
{
    perform(
        u"Change Smart Collection"_s, {std::make_shared<const PictureIds>(), true, false},
        {{Table::Collections, u"id = ?"_s, {collection}}},
        [=](QSqlDatabase &connection) {
            return run(connection, u"UPDATE collections SET query = ? WHERE id = ? AND query IS NOT NULL"_s,
                       {query, collection});
        },
        false);
}

void Deeds::moveCollection(qint64 collection, qint64 parent, qint64 before)
{
    perform(
        u"Move Collection"_s, {std::make_shared<const PictureIds>(), true, false},
        {{Table::Collections, u"id = ?"_s, {collection}}},
        [=](QSqlDatabase &connection) -> Result<void> {
            const Result<QVariant> isInside =
                oneValue(connection, u"SELECT 1 FROM collections WHERE id = ? AND "_s + treeOf.arg(u"id"_s),
                         {parent, collection});
            if (!isInside)
                return isInside.error();
            if (!isInside->isNull())
                return Error{ErrorKind::BadInput, u"A collection cannot be moved into itself."_s};
            const Result<double> place = placeBefore(
                connection, u"collections WHERE coalesce(parent, 0) = ?"_s, {parent}, u"id"_s, before);
            if (!place)
                return place.error();
            return run(connection, u"UPDATE collections SET parent = nullif(?, 0), place = ? WHERE id = ?"_s,
                       {parent, *place, collection});
        },
        false);
}

void Deeds::removeCollection(qint64 collection)
{
    const auto noted = std::make_shared<const PictureIds>();
    // The scopes must find the same rows when the collections are gone: their numbers are looked up first.
    m_database.run<QString>(
        this,
        [collection](QSqlDatabase &connection) -> Result<QString> {
            auto tree = execute(connection, u"SELECT id FROM collections WHERE "_s + treeOf.arg(u"id"_s),
                                {collection});
            if (!tree)
                return tree.error();
            QStringList numbers;
            while (tree->next())
                numbers << tree->value(0).toString();
            return numbers.join(u',');
        },
        [this, collection, noted](const Result<QString> &tree) {
            if (!tree) {
                Q_EMIT failed(tree.error());
                return;
            }
            if (tree->isEmpty()) {
                Q_EMIT failed(noCollection());
                return;
            }
            perform(
                u"Remove Collection"_s, {noted, true, false},
                {{Table::Collections, u"id IN (%1)"_s.arg(*tree), {}},
                 {Table::Members, u"collection IN (%1)"_s.arg(*tree), {}}},
                [collection](QSqlDatabase &connection) {
                    return run(connection, u"DELETE FROM collections WHERE id = ?"_s, {collection});
                },
                false);
        });
}

void Deeds::addTo(qint64 collection, PictureIds pictures)
{
    const QString name = u"Add %1 to Collection"_s.arg(pictureCount(pictures.size()));
    const auto ids = std::make_shared<const PictureIds>(std::move(pictures));
    perform(name, {ids, true, false}, {{Table::Members, memberChosen, {collection}}},
            [collection, ids](QSqlDatabase &connection) -> Result<void> {
                const Result<double> last =
                    placeBefore(connection, u"members WHERE collection = ?"_s, {collection}, u"picture"_s, 0);
                const Result<QVariant> byHand = oneValue(
                    connection, u"SELECT 1 FROM collections WHERE id = ? AND query IS NULL"_s, {collection});
                if (!last || !byHand)
                    return last ? byHand.error() : last.error();
                if (byHand->isNull())
                    return noCollection();
                double place = *last;
                for (const PictureId id : *ids) {
                    if (Result<void> added = run(connection,
                                                 u"INSERT OR IGNORE INTO members(collection, picture, place)"
                                                 " SELECT ?, id, ? FROM pictures WHERE id = ?"_s,
                                                 {collection, place++, id});
                        !added)
                        return added;
                }
                return {};
            });
}

void Deeds::removeFrom(qint64 collection, PictureIds pictures)
{
    const QString name = u"Take %1 out of Collection"_s.arg(pictureCount(pictures.size()));
    perform(name, {std::make_shared<const PictureIds>(std::move(pictures)), true, false},
            {{Table::Members, memberChosen, {collection}}}, [collection](QSqlDatabase &connection) {
                return run(connection, u"DELETE FROM members WHERE "_s + memberChosen, {collection});
            });
}

void Deeds::arrange(qint64 collection, PictureIds pictures, PictureId before)
{
    const QString name = u"Arrange %1"_s.arg(pictureCount(pictures.size()));
    const auto ids = std::make_shared<const PictureIds>(std::move(pictures));
    perform(name, {ids, true, false}, {{Table::Members, memberChosen, {collection}}},
            [collection, ids, before](QSqlDatabase &connection) -> Result<void> {
                for (const PictureId id : *ids) {
                    const Result<double> place = placeBefore(connection, u"members WHERE collection = ?"_s,
                                                             {collection}, u"picture"_s, before);
                    if (!place)
                        return place.error();
                    if (Result<void> moved =
                            run(connection,
                                u"UPDATE members SET place = ? WHERE collection = ? AND picture = ?"_s,
                                {*place, collection, id});
                        !moved)
                        return moved;
                }
                return {};
            });
}

void Deeds::removeSheet(qint64 sheet)
{
    perform(
        u"Remove Sweep Sheet"_s, {std::make_shared<const PictureIds>(), false, false, true},
        {{Table::SheetTrash, u"sheet = ?"_s, {sheet}}},
        [sheet](QSqlDatabase &connection) {
            return run(connection,
                       u"INSERT OR IGNORE INTO sheet_trash(sheet, since) SELECT id, ? FROM sheets"
                       " WHERE id = ?"_s,
                       {now(), sheet});
        },
        false);
}

void Deeds::undo()
{
    Q_EMIT begun();
    turn(true);
}

void Deeds::redo()
{
    Q_EMIT begun();
    turn(false);
}

void Deeds::turn(bool isUndo)
{
    struct Outcome
    {
        deedlog::Turned turned;
        deedlog::Tops tops;
    };
    m_database.run<Outcome>(
        this,
        [isUndo](QSqlDatabase &connection) -> Result<Outcome> {
            Transaction transaction(connection);
            const Result<deedlog::Turned> turned =
                isUndo ? deedlog::undo(connection) : deedlog::redo(connection);
            if (!turned)
                return turned.error();
            const Result<void> committed = transaction.commit();
            const Result<deedlog::Tops> tops = deedlog::tops(connection);
            if (!committed || !tops)
                return committed ? tops.error() : committed.error();
            return Outcome{*turned, *tops};
        },
        [this, isUndo](const Result<Outcome> &outcome) {
            if (!outcome) {
                Q_EMIT failed(outcome.error());
                return;
            }
            setTops(outcome->tops);
            if (outcome->turned.name.isEmpty())
                return;
            Q_EMIT changed({std::make_shared<const PictureIds>(outcome->turned.pictures),
                            outcome->turned.collections, outcome->turned.trash, outcome->turned.sheets});
            Q_EMIT turned(outcome->turned.name, isUndo);
        });
}

} // namespace janus::library
