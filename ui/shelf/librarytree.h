#pragma once

#include "core/query.h"

#include <QTreeView>

class QMenu;

namespace janus::library {
class Deeds;
}
namespace janus::models {
class CollectionsModel;
}

namespace janus::ui {

struct LibraryActions;

/// The places of the library, one beneath the other: choosing one shows it. Collections are made, renamed
/// (F2), nested by dragging, removed (Delete) and made the target of B here; pictures are dropped on them.
/// Everything can be undone, so nothing is asked.
class LibraryTree : public QTreeView
{
    Q_OBJECT
public:
    /// Both outlive the tree.
    LibraryTree(models::CollectionsModel &model, library::Deeds &deeds, QWidget *parent = nullptr);

    /// What New, Rename, Remove and the target are called and reached by; they go into the menu of a row.
    void setActions(const LibraryActions &actions);

    /// Chooses the row that stands for this query, without placeChosen().
    void showPlaceOf(const Query &query);
    /// The collection of the current row; 0: it is none.
    qint64 currentCollection() const;

    /// Makes one below the current collection's parent and lets its name be typed. `query` makes it smart.
    void createCollection(const QString &name, const QString &query = {});
    void renameCurrent();
    void removeCurrent();
    /// Makes the current collection the target, or none when it is.
    void toggleTarget();

    /// The plus at a heading, in viewport coordinates; empty for other rows.
    QRect plusRect(const QModelIndex &index) const;

    QSize sizeHint() const override;

Q_SIGNALS:
    void placeChosen(const janus::Query &query);
    /// The plus beside "Smart collections": of what is searched for now.
    void smartCollectionRequested();
    /// To be told with a way back.
    void removed(const QString &name);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;
    bool viewportEvent(QEvent *event) override;

private:
    void onReset();
    void onLoaded();
    void choose(const QModelIndex &index);

    models::CollectionsModel &m_model;
    library::Deeds &m_deeds;
    const LibraryActions *m_actions = nullptr;
    Query m_shown;
    qint64 m_toName = 0;      ///< a new collection that waits for its row
    QSet<qint64> m_collapsed; ///< everything else is open
    QModelIndex m_hoveredPlus;
    bool m_isQuiet = false;
};

} // namespace janus::ui
