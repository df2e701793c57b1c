#pragma once

#include "core/marks.h"
#include "core/picture.h"
#include "core/result.h"
#include "library/deedlog.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace janus::library {

class Database;

using PictureIds = std::vector<PictureId>;

/// New values for some of the marks of some pictures; the rest stays.
struct MarksPatch
{
    std::optional<int> rating = {};
    std::optional<Label> label = {};
    std::optional<Pick> pick = {};
    QStringList addTags = {};
    QStringList removeTags = {};
    std::optional<QString> notes = {};

    void applyTo(Marks &marks) const;
};

/// What has changed in the library, for those who show it.
struct LibraryChange
{
    std::shared_ptr<const PictureIds> pictures; ///< whose marks, place or trash changed; never null
    bool collections = false;                   ///< names, members or order of collections
    bool trash = false;                         ///< what is in the library and what in the trash
    bool sheets = false;                        ///< which sweep sheets there are
};

/// Everything the artist does to the library, each deed with its way back. Deeds and what they changed are
/// kept in the database, so undo goes on after a restart. In the application's thread; the work is done on
/// the database's, in the order of the calls. A deed that cannot be done changes nothing and is told by
/// failed().
class Deeds : public QObject
{
    Q_OBJECT
public:
    template <typename T>
    using Done = std::function<void(Result<T>)>;

    explicit Deeds(Database &database, QObject *parent = nullptr);

    /// Learns what can be undone from last time. When the library is open.
    void load();

    /// Ratings beyond mostStars are taken for mostStars. Empty tags and tags that are there are left out.
    void mark(PictureIds pictures, const MarksPatch &patch);
    /// Into the studio's trash: nothing happens to the files.
    void trash(PictureIds pictures);
    void restore(PictureIds pictures);
    /// They have just come in: undoing that puts them into the trash.
    void noteImport(PictureIds pictures);
    /// Somebody has removed them for good: tells it on.
    void noteForgotten(PictureIds pictures);

    /// `query` makes it a smart one. Behind the others of the same parent (0: the top). Answers its number.
    void createCollection(const QString &name, qint64 parent, const QString &query, QObject *context,
                          Done<qint64> done);
    void renameCollection(qint64 collection, const QString &name);
    void setCollectionQuery(qint64 collection, const QString &query);
    /// Below another parent, before `before` (0: at the end). Not into itself or what is below it.
    void moveCollection(qint64 collection, qint64 parent, qint64 before);
    /// With all that is below it; the pictures stay in the library.
    void removeCollection(qint64 collection);
    /// At the end, in this order; those that are in it stay where they are.
    void addTo(qint64 collection, PictureIds pictures);
    void removeFrom(qint64 collection, PictureIds pictures);
    /// Moves members, in this order, before another member (0: to the end).
    void arrange(qint64 collection, PictureIds pictures, PictureId before);

    /// Takes a sweep sheet out of the list. Its pictures stay in the library.
    void removeSheet(qint64 sheet);

    void undo();
    void redo();
    /// As in "Undo Rate 3 Pictures"; empty: nothing to undo.
    const QString &undoName() const { return m_tops.undo; }
    const QString &redoName() const { return m_tops.redo; }

Q_SIGNALS:
    /// A deed, or the undoing of one, was asked for: from here on undo() is about this one, unless it fails.
    void begun();
    /// At once, before it is on disk, so that it can be shown; changed() follows, or failed().
    void marking(const std::shared_ptr<const janus::library::PictureIds> &pictures,
                 const janus::library::MarksPatch &patch);
    /// It is done and on disk.
    void changed(const janus::library::LibraryChange &change);
    /// `name` was undone, or done again.
    void turned(const QString &name, bool isUndone);
    void topsChanged();
    /// Nothing was changed; what marking() has told of is void.
    void failed(const janus::Error &error);

private:
    using Work = std::function<Result<void>(QSqlDatabase &)>;

    void perform(const QString &name, LibraryChange change, QList<deedlog::Scope> scopes, Work work,
                 bool usesChosen = true);
    void turn(bool isUndo);
    void setTops(const deedlog::Tops &tops);

    Database &m_database;
    deedlog::Tops m_tops;
};

} // namespace janus::library
