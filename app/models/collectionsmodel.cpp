#include "models/collectionsmodel.h"

#include "library/deeds.h"
#include "library/library.h"
#include "models/pictureids.h"

#include <QDate>
#include <QLocale>
#include <QMap>
#include <QMimeData>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace janus::models {

struct CollectionsModel::Node
{
    Place place = Place::All;
    library::Collection collection;
    int count = -1;
    Node *parent = nullptr;
    std::vector<std::unique_ptr<Node>> children = {};

    bool isCollection() const { return place == Place::Collection || place == Place::Smart; }
    bool isHeading() const { return place == Place::CollectionsHeading || place == Place::SmartHeading; }
    int row() const
    {
        const auto is = [this](const auto &other) { return other.get() == this; };
        return int(std::ranges::find_if(parent->children, is) - parent->children.begin());
    }
    Node *add(std::unique_ptr<Node> child)
    {
        child->parent = this;
        children.push_back(std::move(child));
        return children.back().get();
    }
};

namespace {

using Place = CollectionsModel::Place;

constexpr std::array fixedPlaces{Place::All,     Place::Today,    Place::Picked, Place::Unrated,
                                 Place::Flagged, Place::Practice, Place::Trash};

struct PlaceLook
{
    QString name;
    QString iconName;
};

PlaceLook placeLook(Place place)
{
    switch (place) {
    case Place::All:
        return {u"All pictures"_s, u"photo"_s};
    case Place::Today:
        return {u"Today"_s, u"sun"_s};
    case Place::Picked:
        return {u"Picked"_s, u"flag"_s};
    case Place::Unrated:
        return {u"Unrated"_s, u"star"_s};
    case Place::Flagged:
        return {u"Flagged by safety checker"_s, u"shield"_s};
    case Place::Practice:
        return {u"Practice pictures"_s, u"flask"_s};
    case Place::Trash:
        return {u"Trash"_s, u"trash"_s};
    case Place::CollectionsHeading:
        return {u"Collections"_s, {}};
    case Place::SmartHeading:
        return {u"Smart collections"_s, {}};
    case Place::Collection:
        return {{}, u"folder"_s};
    case Place::Smart:
        return {{}, u"search"_s};
    }
    Q_UNREACHABLE();
}

} // namespace

CollectionsModel::CollectionsModel(library::Library &library, QObject *parent)
    : QAbstractItemModel(parent)
    , m_library(library)
    , m_root(std::make_unique<Node>())
{
    rebuild({});
    m_changes.setSingleShot(true);
    m_changes.setInterval(200ms);
    connect(&m_changes, &QTimer::timeout, this, [this] { m_readsAgain ? load() : countAll(); });
    connect(&library.deeds(), &library::Deeds::changed, this, &CollectionsModel::onChanged);
    connect(&library.deeds(), &library::Deeds::failed, this, &CollectionsModel::load);
    connect(&library, &library::Library::added, this, [this] {
        if (!m_changes.isActive())
            m_changes.start();
    });
    connect(&library, &library::Library::changedOutside, this, &CollectionsModel::load);
    m_midnight.setSingleShot(true);
    connect(&m_midnight, &QTimer::timeout, this, [this] {
        countAll();
        waitForMidnight();
    });
    waitForMidnight();
}

CollectionsModel::~CollectionsModel() = default;

void CollectionsModel::waitForMidnight()
{
    const QDateTime now = QDateTime::currentDateTime();
    m_midnight.start(std::chrono::milliseconds(now.msecsTo(now.date().addDays(1).startOfDay()) + 1000));
}

void CollectionsModel::load()
{
    m_readsAgain = false;
    m_library.catalogue().collections(this, [this](const Result<QList<library::Collection>> &collections) {
        if (collections)
            adopt(*collections);
    });
}

/// Collections are read at once, so that a new name stands there; numbers can wait for the next ones.
void CollectionsModel::onChanged(const library::LibraryChange &change)
{
    if (change.collections) {
        load();
        return;
    }
    m_readsAgain = m_readsAgain || change.trash;
    if (!m_changes.isActive())
        m_changes.start();
}

bool CollectionsModel::hasSameShape(const QList<library::Collection> &collections) const
{
    return std::ranges::equal(m_collections, collections, [](const auto &a, const auto &b) {
        return a.id == b.id && a.parent == b.parent && a.isSmart() == b.isSmart();
    });
}

void CollectionsModel::adopt(const QList<library::Collection> &collections)
{
    if (!hasSameShape(collections)) {
        beginResetModel();
        rebuild(collections);
        endResetModel();
    } else {
        for (const library::Collection &collection : collections) {
            Node *node = find(collection.id);
            const bool isSame = node->collection == collection;
            node->collection = collection;
            if (!collection.isSmart())
                node->count = collection.count;
            if (!isSame)
                Q_EMIT dataChanged(indexOf(node), indexOf(node));
        }
        m_collections = collections;
    }
    if (m_target != 0 && !find(m_target))
        setTarget(0);
    countAll();
    Q_EMIT loaded();
}

void CollectionsModel::rebuild(const QList<library::Collection> &collections)
{
    QMap<std::pair<Place, qint64>, int> counts;
    const auto remember = [&](const auto &self, const Node &node) -> void {
        counts.insert({node.place, node.collection.id}, node.count);
        for (const auto &child : node.children)
            self(self, *child);
    };
    remember(remember, *m_root);
    m_collections = collections;
    m_root = std::make_unique<Node>();
    const auto add = [&](Node *parent, Place place, const library::Collection &collection = {}) {
        auto node = std::make_unique<Node>(Node{place, collection});
        node->count = counts.value({place, collection.id}, -1);
        if (place == Place::Collection)
            node->count = collection.count;
        return parent->add(std::move(node));
    };
    for (const Place place : fixedPlaces)
        add(m_root.get(), place);
    const auto addBelow = [&](const auto &self, Node *parent, qint64 id) -> void {
        for (const library::Collection &child : collections) {
            if (child.parent == id)
                self(self, add(parent, child.isSmart() ? Place::Smart : Place::Collection, child), child.id);
        }
    };
    for (const bool smart : {false, true}) {
        add(m_root.get(), smart ? Place::SmartHeading : Place::CollectionsHeading);
        for (const library::Collection &top : collections) {
            if (top.parent == 0 && top.isSmart() == smart)
                addBelow(addBelow, add(m_root.get(), smart ? Place::Smart : Place::Collection, top), top.id);
        }
    }
}

void CollectionsModel::countAll()
{
    if (m_isCounting) { // to its end first: while pictures keep coming, the last rows want their turn, too
        m_countsAgain = true;
        return;
    }
    m_uncounted.clear();
    for (const Place place : fixedPlaces)
        m_uncounted.emplace_back(place, 0);
    for (const library::Collection &collection : std::as_const(m_collections)) {
        if (collection.isSmart())
            m_uncounted.emplace_back(Place::Smart, collection.id);
    }
    countNext();
}

/// One at a time, so that a search that is typed meanwhile does not wait for all of them.
void CollectionsModel::countNext()
{
    if (m_uncounted.empty()) {
        m_isCounting = false;
        if (std::exchange(m_countsAgain, false) && !m_changes.isActive())
            m_changes.start();
        return;
    }
    m_isCounting = true;
    const auto [place, collection] = m_uncounted.front();
    m_uncounted.pop_front();
    const QModelIndex index = place == Place::Smart ? indexOf(collection) : indexOf(place);
    m_library.catalogue().count(
        queryOf(index), {}, this, [this, place, collection](const Result<int> &count) {
            const QModelIndex counted = place == Place::Smart ? indexOf(collection) : indexOf(place);
            if (count && counted.isValid())
                setCount(nodeOf(counted), *count);
            countNext();
        });
}

void CollectionsModel::setCount(const Node *node, int count)
{
    if (node->count == count)
        return;
    const QModelIndex index = indexOf(node);
    nodeOf(index)->count = count;
    Q_EMIT dataChanged(index, index, {CountRole, Qt::AccessibleTextRole});
}

Query CollectionsModel::queryOf(const QModelIndex &index) const
{
    Query query;
    const auto only = [&](Facet facet, const QString &value) { query.conditions = {{facet, value, false}}; };
    const Node *node = nodeOf(index);
    switch (node->place) {
    case Place::Today:
        only(Facet::Date, QDate::currentDate().toString(Qt::ISODate));
        break;
    case Place::Picked:
        only(Facet::Pick, u"picked"_s);
        break;
    case Place::Unrated:
        only(Facet::Rating, u"0"_s);
        break;
    case Place::Flagged:
        only(Facet::Flagged, u"yes"_s);
        break;
    case Place::Practice:
        only(Facet::Practice, u"yes"_s);
        break;
    case Place::Trash:
        query.place = Query::Place::Trash;
        break;
    case Place::Collection:
        query.sort = Sort::ByHand;
        query.collection = node->collection.id;
        break;
    case Place::Smart:
        query.collection = node->collection.id;
        break;
    case Place::All:
    case Place::CollectionsHeading:
    case Place::SmartHeading:
        break;
    }
    return query;
}

QModelIndex CollectionsModel::indexOf(Place place) const
{
    const auto found =
        std::ranges::find_if(m_root->children, [place](const auto &node) { return node->place == place; });
    return found == m_root->children.end() ? QModelIndex() : indexOf(found->get());
}

CollectionsModel::Node *CollectionsModel::find(qint64 collection) const
{
    const auto search = [collection](const auto &self, const Node &within) -> Node * {
        for (const auto &child : within.children) {
            if (child->isCollection() && child->collection.id == collection)
                return child.get();
            if (Node *below = self(self, *child))
                return below;
        }
        return nullptr;
    };
    return search(search, *m_root);
}

QModelIndex CollectionsModel::indexOf(qint64 collection) const
{
    const Node *node = find(collection);
    return node ? indexOf(node) : QModelIndex();
}

QString CollectionsModel::nameOf(qint64 collection) const
{
    const Node *node = find(collection);
    return node ? node->collection.name : QString();
}

QStringList CollectionsModel::names() const
{
    QStringList names;
    for (const library::Collection &collection : m_collections)
        names << collection.name;
    return names;
}

QString CollectionsModel::freeName(const QString &wanted) const
{
    const QStringList taken = names();
    QString name = wanted;
    for (int number = 2; taken.contains(name, Qt::CaseInsensitive); ++number)
        name = u"%1 %2"_s.arg(wanted).arg(number);
    return name;
}

void CollectionsModel::setTarget(qint64 collection)
{
    const qint64 before = std::exchange(m_target, collection);
    if (before == collection)
        return;
    for (const qint64 id : {before, collection}) {
        if (const QModelIndex index = id == 0 ? QModelIndex() : indexOf(id); index.isValid())
            Q_EMIT dataChanged(index, index, {IsTargetRole, Qt::AccessibleTextRole});
    }
    Q_EMIT targetChanged(collection);
}

CollectionsModel::Node *CollectionsModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex CollectionsModel::indexOf(const Node *node) const
{
    return node == m_root.get() ? QModelIndex() : createIndex(node->row(), 0, node);
}

QModelIndex CollectionsModel::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent)
               ? createIndex(row, column, nodeOf(parent)->children[size_t(row)].get())
               : QModelIndex();
}

QModelIndex CollectionsModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(nodeOf(index)->parent) : QModelIndex();
}

int CollectionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(nodeOf(parent)->children.size());
}

int CollectionsModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant CollectionsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node &node = *nodeOf(index);
    const QString name = node.isCollection() ? node.collection.name : placeLook(node.place).name;
    const bool isTarget = node.isCollection() && node.collection.id == m_target;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return name;
    case Qt::AccessibleTextRole: {
        if (node.isHeading())
            return name;
        const QString counted = node.count < 0    ? QString()
                                : node.count == 1 ? u", 1 picture"_s
                                                  : u", %1 pictures"_s.arg(QLocale().toString(node.count));
        return name + counted + (isTarget ? u", target of B"_s : QString());
    }
    case PlaceRole:
        return int(node.place);
    case CollectionRole:
        return node.isCollection() ? node.collection.id : 0;
    case CountRole:
        return node.isHeading() ? -1 : node.count;
    case IsTargetRole:
        return isTarget;
    case IconNameRole:
        return placeLook(node.place).iconName;
    default:
        return {};
    }
}

bool CollectionsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const QString name = value.toString().simplified();
    Node *node = nodeOf(index);
    if (role != Qt::EditRole || !node->isCollection() || name.isEmpty())
        return false;
    if (name == node->collection.name)
        return true;
    node->collection.name = name; // as it will be; should it fail, everything is read again
    Q_EMIT dataChanged(index, index);
    m_library.deeds().renameCollection(node->collection.id, name);
    return true;
}

Qt::ItemFlags CollectionsModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    const Node &node = *nodeOf(index);
    if (node.isHeading())
        return Qt::ItemIsEnabled | Qt::ItemIsDropEnabled;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (node.isCollection())
        flags |= Qt::ItemIsEditable | Qt::ItemIsDragEnabled;
    if (node.place == Place::Collection || node.place == Place::Trash || node.place == Place::Picked)
        flags |= Qt::ItemIsDropEnabled;
    return flags;
}

QStringList CollectionsModel::mimeTypes() const
{
    return {QString::fromLatin1(pictureIdsMime), QString::fromLatin1(collectionMime)};
}

QMimeData *CollectionsModel::mimeData(const QModelIndexList &indexes) const
{
    for (const QModelIndex &index : indexes) {
        const Node &node = *nodeOf(index);
        if (!node.isCollection())
            continue;
        auto *data = new QMimeData;
        data->setData(QString::fromLatin1(collectionMime), QByteArray::number(node.collection.id));
        return data;
    }
    return nullptr;
}

bool CollectionsModel::isBelow(qint64 collection, const Node *node) const
{
    for (; node; node = node->parent) {
        if (node->isCollection() && node->collection.id == collection)
            return true;
    }
    return false;
}

bool CollectionsModel::canDropMimeData(const QMimeData *data, Qt::DropAction, int, int,
                                       const QModelIndex &parent) const
{
    const Node &onto = *nodeOf(parent);
    if (data->hasFormat(QString::fromLatin1(pictureIdsMime)))
        return parent.isValid() && flags(parent).testFlag(Qt::ItemIsDropEnabled) && !onto.isHeading();
    if (!data->hasFormat(QString::fromLatin1(collectionMime)))
        return false;
    const qint64 moved = data->data(QString::fromLatin1(collectionMime)).toLongLong();
    if (!parent.isValid() || onto.isHeading())
        return find(moved) != nullptr;
    return onto.place == Place::Collection && find(moved) && !isBelow(moved, &onto);
}

bool CollectionsModel::dropPictures(const QMimeData &data, const Node &onto)
{
    library::PictureIds ids = pictureIdsOf(data);
    if (ids.empty())
        return false;
    library::Deeds &deeds = m_library.deeds();
    if (onto.place == Place::Collection)
        deeds.addTo(onto.collection.id, std::move(ids));
    else if (onto.place == Place::Trash)
        deeds.trash(std::move(ids));
    else
        deeds.mark(std::move(ids), {.pick = Pick::Picked});
    return true;
}

bool CollectionsModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                                    const QModelIndex &parent)
{
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    const Node &onto = *nodeOf(parent);
    if (data->hasFormat(QString::fromLatin1(pictureIdsMime)))
        return dropPictures(*data, onto);
    const qint64 moved = data->data(QString::fromLatin1(collectionMime)).toLongLong();
    const Node *next =
        row >= 0 && row < int(onto.children.size()) ? onto.children[size_t(row)].get() : nullptr;
    // At the root, what is no collection ends a section: behind all others then.
    const qint64 before =
        next && next->isCollection() && next->place == find(moved)->place ? next->collection.id : 0;
    if (before == moved)
        return false;
    m_library.deeds().moveCollection(moved, onto.isCollection() ? onto.collection.id : 0, before);
    return true;
}

} // namespace janus::models
