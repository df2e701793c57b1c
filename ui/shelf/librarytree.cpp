#include "ui/shelf/librarytree.h"

#include "library/deeds.h"
#include "models/collectionsmodel.h"
#include "ui/shelf/libraryactions.h"
#include "ui/shelf/treedelegate.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

using models::CollectionsModel;
using Place = CollectionsModel::Place;

namespace {

Place placeOf(const QModelIndex &index)
{
    return Place(index.data(CollectionsModel::PlaceRole).toInt());
}

bool isCollectionRow(const QModelIndex &index)
{
    return index.data(CollectionsModel::CollectionRole).toLongLong() != 0;
}

bool holdsAll(const QList<Condition> &all, const QList<Condition> &some)
{
    return std::ranges::all_of(some, [&](const Condition &condition) { return all.contains(condition); });
}

} // namespace

LibraryTree::LibraryTree(models::CollectionsModel &model, library::Deeds &deeds, QWidget *parent)
    : QTreeView(parent)
    , m_model(model)
    , m_deeds(deeds)
{
    setObjectName(u"libraryTree"_s);
    setAccessibleName(tr("Library"));
    setItemDelegate(new TreeDelegate(this));
    setModel(&model);
    setHeaderHidden(true);
    setFrameShape(QFrame::NoFrame);
    setRootIsDecorated(false);
    setIndentation(0); // the rows' grounds are whole; the delegate indents what stands on them
    setItemsExpandable(true);
    setExpandsOnDoubleClick(false);
    setUniformRowHeights(false);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(SingleSelection);
    setDragEnabled(true);
    setAcceptDrops(true);
    setDropIndicatorShown(true);
    setDragDropMode(DragDrop);
    setDefaultDropAction(Qt::MoveAction);
    setAutoExpandDelay(600);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    header()->setStretchLastSection(true);
    header()->setMinimumSectionSize(40);
    connect(&model, &QAbstractItemModel::modelReset, this, &LibraryTree::onReset);
    connect(&model, &CollectionsModel::loaded, this, &LibraryTree::onLoaded);
    connect(this, &QTreeView::collapsed, this, [this](const QModelIndex &index) {
        m_collapsed << index.data(CollectionsModel::CollectionRole).toLongLong();
    });
    connect(this, &QTreeView::expanded, this, [this](const QModelIndex &index) {
        m_collapsed.remove(index.data(CollectionsModel::CollectionRole).toLongLong());
    });
    onReset();
}

void LibraryTree::setActions(const LibraryActions &actions)
{
    m_actions = &actions;
}

void LibraryTree::onReset()
{
    m_hoveredPlus = {};
    const QSet<qint64> collapsed = m_collapsed;
    expandAll();
    for (const qint64 id : collapsed) {
        if (const QModelIndex index = m_model.indexOf(id); index.isValid())
            collapse(index);
    }
    showPlaceOf(m_shown);
}

void LibraryTree::onLoaded()
{
    // Where one was looking is gone: everything is shown then.
    if (m_shown.collection != 0 && !m_model.indexOf(m_shown.collection).isValid())
        choose(m_model.indexOf(Place::All));
    const QModelIndex made = m_toName == 0 ? QModelIndex() : m_model.indexOf(m_toName);
    if (!made.isValid())
        return;
    m_toName = 0;
    setCurrentIndex(made);
    scrollTo(made);
    edit(made);
}

/// Fixed places stay chosen while more is asked for than they say.
void LibraryTree::showPlaceOf(const Query &query)
{
    m_shown = query;
    QModelIndex place = m_model.indexOf(query.place == Query::Place::Trash ? Place::Trash : Place::All);
    if (query.collection != 0) {
        place = m_model.indexOf(query.collection);
    } else if (query.place == Query::Place::Library) {
        const auto isOf = [&](const QModelIndex &index) {
            const Query its = m_model.queryOf(index);
            return its.collection == 0 && its.place == query.place && !its.conditions.isEmpty() &&
                   holdsAll(query.conditions, its.conditions);
        };
        if (isOf(currentIndex())) {
            place = currentIndex();
        } else if (query.words.isEmpty() && query.conditions.size() == 1) {
            for (int row = 0; row < m_model.rowCount(); ++row) {
                if (isOf(m_model.index(row, 0)))
                    place = m_model.index(row, 0);
            }
        }
    }
    if (place == currentIndex())
        return;
    m_isQuiet = true;
    setCurrentIndex(place);
    m_isQuiet = false;
}

void LibraryTree::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    if (!m_isQuiet && current.isValid() && current.flags().testFlag(Qt::ItemIsSelectable))
        choose(current);
}

void LibraryTree::choose(const QModelIndex &index)
{
    m_shown = m_model.queryOf(index);
    Q_EMIT placeChosen(m_shown);
}

qint64 LibraryTree::currentCollection() const
{
    return currentIndex().data(CollectionsModel::CollectionRole).toLongLong();
}

void LibraryTree::createCollection(const QString &name, const QString &query)
{
    const QModelIndex beside = currentIndex();
    const bool isNested =
        query.isEmpty() && placeOf(beside) == Place::Collection && beside.parent().isValid();
    const qint64 parent = isNested ? beside.parent().data(CollectionsModel::CollectionRole).toLongLong() : 0;
    m_deeds.createCollection(m_model.freeName(name), parent, query, this, [this](const Result<qint64> &made) {
        if (!made)
            return; // told by Deeds::failed
        m_toName = *made;
        if (m_model.indexOf(*made).isValid())
            onLoaded();
    });
}

void LibraryTree::renameCurrent()
{
    if (isCollectionRow(currentIndex()))
        edit(currentIndex());
}

void LibraryTree::removeCurrent()
{
    const qint64 collection = currentCollection();
    if (collection == 0)
        return;
    const QString name = m_model.nameOf(collection);
    m_deeds.removeCollection(collection);
    Q_EMIT removed(name);
}

void LibraryTree::toggleTarget()
{
    if (placeOf(currentIndex()) == Place::Collection && isCollectionRow(currentIndex()))
        m_model.setTarget(m_model.target() == currentCollection() ? 0 : currentCollection());
}

void LibraryTree::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = event->modifiers() == Qt::NoModifier;
    if (isPlain && event->key() == Qt::Key_F2)
        return renameCurrent();
    if (isPlain && event->key() == Qt::Key_Delete && !event->isAutoRepeat())
        return removeCurrent();
    QTreeView::keyPressEvent(event);
}

QRect LibraryTree::plusRect(const QModelIndex &index) const
{
    const bool isHeading =
        placeOf(index) == Place::CollectionsHeading || placeOf(index) == Place::SmartHeading;
    return isHeading && index.isValid() ? TreeDelegate::plusRect(this, visualRect(index)) : QRect();
}

void LibraryTree::mousePressEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    const QModelIndex index = indexAt(point);
    if (event->button() == Qt::LeftButton && plusRect(index).contains(point)) {
        if (placeOf(index) == Place::SmartHeading)
            Q_EMIT smartCollectionRequested();
        else
            createCollection(tr("New Collection"));
        return;
    }
    int depth = 0;
    for (QModelIndex above = index.parent(); above.isValid(); above = above.parent())
        ++depth;
    if (event->button() == Qt::LeftButton && index.isValid() && m_model.hasChildren(index) &&
        TreeDelegate::chevronRect(this, visualRect(index), depth).contains(point)) {
        setExpanded(index, !isExpanded(index));
        return;
    }
    QTreeView::mousePressEvent(event);
}

void LibraryTree::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    const QModelIndex index = indexAt(point);
    m_hoveredPlus = plusRect(index).contains(point) ? index : QModelIndex();
    viewport()->update();
    QTreeView::mouseMoveEvent(event);
}

void LibraryTree::leaveEvent(QEvent *event)
{
    m_hoveredPlus = {};
    QTreeView::leaveEvent(event);
}

void LibraryTree::drawRow(QPainter *painter, const QStyleOptionViewItem &given,
                          const QModelIndex &index) const
{
    // The delegate paints grounds; the view's own would be square and beneath them.
    QStyleOptionViewItem option = given;
    option.rect = visualRect(index);
    option.widget = this;
    option.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(index));
    option.state.setFlag(QStyle::State_HasFocus, hasFocus() && currentIndex() == index);
    const QPoint pointer = viewport()->mapFromGlobal(QCursor::pos());
    option.state.setFlag(QStyle::State_MouseOver, viewport()->underMouse() && option.rect.contains(pointer));
    option.state.setFlag(QStyle::State_Raised, m_hoveredPlus == index);
    itemDelegate()->paint(painter, option, index);
}

bool LibraryTree::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QModelIndex index = indexAt(help->pos());
        QString text;
        if (plusRect(index).contains(help->pos()))
            text = placeOf(index) == Place::SmartHeading ? tr("New smart collection from this search")
                                                         : tr("New collection");
        else if (index.data(CollectionsModel::IsTargetRole).toBool())
            text = tr("B adds the selected pictures to this collection");
        QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QTreeView::viewportEvent(event);
}

void LibraryTree::contextMenuEvent(QContextMenuEvent *event)
{
    if (!m_actions)
        return;
    const QModelIndex index =
        event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    if (index.isValid() && index.flags().testFlag(Qt::ItemIsSelectable))
        setCurrentIndex(index);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const LibraryActions &a = *m_actions;
    menu->addActions({a.newCollection, a.newSmartCollection});
    if (isCollectionRow(index)) {
        menu->addSeparator();
        menu->addActions({a.renameCollection, a.target, a.removeCollection});
        menu->addSeparator();
        menu->addAction(a.exportShown);
    }
    if (placeOf(index) == Place::Trash && index.isValid()) {
        menu->addSeparator();
        menu->addAction(a.emptyTrash);
    }
    menu->popup(event->reason() == QContextMenuEvent::Keyboard
                    ? viewport()->mapToGlobal(visualRect(index).bottomLeft())
                    : event->globalPos());
}

QSize LibraryTree::sizeHint() const
{
    return {240, 400};
}

} // namespace janus::ui
