#pragma once

#include "library/catalogue.h"

#include <QAbstractItemModel>
#include <QTimer>

#include <deque>
#include <memory>
#include <vector>

namespace janus::library {
class Library;
struct LibraryChange;
} // namespace janus::library

namespace janus::models {

/// The places one can look at: what is always there, then the collections under a heading, then the smart
/// ones under theirs. Headings and collections of the top stand beside each other at the root; what is
/// nested lies below its parent.
///
/// Follows the library by itself; counts arrive one after the other behind it. Pictures may be dropped on
/// collections, on Picked and on Trash; collections on each other and between. One column. Application's
/// thread.
class CollectionsModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum class Place {
        All,
        Today,
        Picked,
        Unrated,
        Flagged,
        Practice,
        Trash,
        CollectionsHeading,
        SmartHeading,
        Collection,
        Smart,
    };
    Q_ENUM(Place)
    enum Role {
        PlaceRole = Qt::UserRole + 1, ///< Place as int
        CollectionRole,               ///< qint64; 0 for what is no collection
        CountRole,                    ///< int; -1: not known yet
        IsTargetRole,                 ///< bool: B adds to it
        IconNameRole,                 ///< QString
    };

    explicit CollectionsModel(library::Library &library, QObject *parent = nullptr);
    ~CollectionsModel() override;

    /// Reads everything anew; loaded() follows.
    void load();

    /// What a row shows; in the usual order. Headings show everything.
    Query queryOf(const QModelIndex &index) const;
    QModelIndex indexOf(Place place) const;
    QModelIndex indexOf(qint64 collection) const;
    QString nameOf(qint64 collection) const;
    /// A name nobody has yet: "New Collection 2".
    QString freeName(const QString &wanted) const;
    /// Names of all collections.
    QStringList names() const;

    /// The collection that B adds to; 0: none. One that is gone is none.
    qint64 target() const { return m_target; }
    void setTarget(qint64 collection);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::CopyAction | Qt::MoveAction; }
    bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                         const QModelIndex &parent) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override;

Q_SIGNALS:
    /// The collections are those of the library, after load() or a change.
    void loaded();
    void targetChanged(qint64 collection);

private:
    struct Node;

    Node *nodeOf(const QModelIndex &index) const;
    QModelIndex indexOf(const Node *node) const;
    Node *find(qint64 collection) const;
    void onChanged(const library::LibraryChange &change);
    void adopt(const QList<library::Collection> &collections);
    bool hasSameShape(const QList<library::Collection> &collections) const;
    void rebuild(const QList<library::Collection> &collections);
    void countAll();
    void countNext();
    void setCount(const Node *node, int count);
    void waitForMidnight();
    bool isBelow(qint64 collection, const Node *node) const;
    bool dropPictures(const QMimeData &data, const Node &onto);

    library::Library &m_library;
    std::unique_ptr<Node> m_root;
    QList<library::Collection> m_collections;
    std::deque<std::pair<Place, qint64>> m_uncounted; ///< with the collection
    bool m_isCounting = false;
    bool m_countsAgain = false;
    bool m_readsAgain = false;
    qint64 m_target = 0;
    QTimer m_changes; ///< many at once are answered once
    QTimer m_midnight;
};

} // namespace janus::models
