#include "ui/stage/gridaccessible.h"

#include "ui/stage/gridview.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

/// One cell. Lives until the model's rows change; then the grid makes new ones.
class CellAccessible : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    CellAccessible(GridView *grid, int row)
        : m_grid(grid)
        , m_row(row)
    {
    }

    bool isValid() const override { return m_grid && m_grid->model() && m_row < m_grid->model()->rowCount(); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_grid); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString &) override {}

    int row() const { return m_row; }

    QString text(QAccessible::Text kind) const override
    {
        if (kind != QAccessible::Name && kind != QAccessible::Description)
            return {};
        const StageCell cell = readCell(index());
        if (kind == QAccessible::Description)
            return cell.isLive() ? liveText(cell, QDateTime::currentDateTimeUtc()).spoken() : stateOf(cell);
        return index().data(Qt::AccessibleTextRole).toString();
    }

    QRect rect() const override
    {
        const QRect cell = m_grid->visualRect(index());
        return cell.isNull() ? cell : QRect(m_grid->viewport()->mapToGlobal(cell.topLeft()), cell.size());
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.selectable = true;
        state.focusable = true;
        state.multiSelectable = true;
        state.selected = m_grid->selectionModel()->isSelected(index());
        state.focused = m_grid->hasFocus() && m_grid->currentIndex() == index();
        const bool isSeen = m_grid->visualRect(index()).intersects(m_grid->viewport()->rect());
        state.offscreen = !isSeen;
        state.invisible = !m_grid->isVisible();
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this)
                                                    : nullptr;
    }

    QStringList actionNames() const override { return {pressAction(), toggleAction()}; }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }
    void doAction(const QString &name) override
    {
        if (name == pressAction())
            Q_EMIT m_grid->opened(index());
        else if (name == toggleAction())
            m_grid->selectionModel()->select(index(), QItemSelectionModel::Toggle);
    }

private:
    static QString stateOf(const StageCell &cell)
    {
        QStringList words;
        const std::pair<bool, QString> states[] = {{cell.isFlagged, u"flagged"_s},
                                                   {cell.isMissing, u"missing"_s},
                                                   {cell.isTrashed, u"in the trash"_s},
                                                   {cell.isChanged, u"changed"_s}};
        for (const auto &[holds, word] : states) {
            if (holds)
                words << word;
        }
        if (const QString marks = marksText(cell.marks); !marks.isEmpty())
            words << marks;
        QString text = words.join(u", "_s);
        if (!text.isEmpty())
            text[0] = text.at(0).toUpper();
        return text;
    }

    QModelIndex index() const { return isValid() ? m_grid->model()->index(m_row, 0) : QModelIndex(); }

    GridView *m_grid;
    int m_row;
};

class GridAccessible : public QAccessibleWidget
{
public:
    explicit GridAccessible(GridView *grid)
        : QAccessibleWidget(grid, QAccessible::List)
    {
    }
    ~GridAccessible() override { forget(); }

    int childCount() const override
    {
        watchModel();
        return m_model ? m_model->rowCount() : 0;
    }

    QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        if (const QAccessible::Id known = m_cells.value(index))
            return QAccessible::accessibleInterface(known);
        auto *cell = new CellAccessible(grid(), index); // owned by QAccessible's registry
        m_cells.insert(index, QAccessible::registerAccessibleInterface(cell));
        return cell;
    }

    int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto *cell = dynamic_cast<const CellAccessible *>(child);
        return cell ? cell->row() : -1;
    }

    QAccessibleInterface *childAt(int x, int y) const override
    {
        const QModelIndex index = grid()->indexAt(grid()->viewport()->mapFromGlobal(QPoint(x, y)));
        return index.isValid() ? child(index.row()) : nullptr;
    }

    QAccessibleInterface *focusChild() const override
    {
        return grid()->hasFocus() ? child(grid()->currentIndex().row()) : nullptr;
    }

private:
    GridView *grid() const { return static_cast<GridView *>(widget()); }

    /// Items are numbered by row, so they go whenever rows move.
    void watchModel() const
    {
        const QAbstractItemModel *model = grid()->model();
        if (model == m_model)
            return;
        m_model = model;
        m_watcher = std::make_unique<QObject>();
        forget();
        if (!model)
            return;
        const auto forgetCells = [this] { forget(); };
        QObject *watcher = m_watcher.get();
        QObject::connect(model, &QAbstractItemModel::rowsInserted, watcher, forgetCells);
        QObject::connect(model, &QAbstractItemModel::rowsRemoved, watcher, forgetCells);
        QObject::connect(model, &QAbstractItemModel::modelReset, watcher, forgetCells);
        QObject::connect(model, &QAbstractItemModel::layoutChanged, watcher, forgetCells);
        QObject::connect(model, &QAbstractItemModel::rowsMoved, watcher, forgetCells);
        QObject::connect(model, &QObject::destroyed, watcher, [this] { m_model = nullptr; });
    }

    void forget() const
    {
        for (const QAccessible::Id id : std::as_const(m_cells))
            QAccessible::deleteAccessibleInterface(id);
        m_cells.clear();
    }

    mutable QHash<int, QAccessible::Id> m_cells;
    mutable const QAbstractItemModel *m_model = nullptr;
    mutable std::unique_ptr<QObject> m_watcher; ///< context of the connections to the model
};

QAccessibleInterface *makeGridAccessible(const QString &, QObject *object)
{
    auto *grid = qobject_cast<GridView *>(object);
    return grid ? new GridAccessible(grid) : nullptr;
}

} // namespace

void installGridAccessibility()
{
    QAccessible::installFactory(makeGridAccessible); // keeps each function once
}

} // namespace janus::ui
