#pragma once

#include <QStyledItemDelegate>

namespace janus::ui {

/// Paints the rows of the queue: number, prompt, state with icon and word, detail, seed, and on the hovered
/// or current row a cross that cancels.
class QueueDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit QueueDelegate(QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

    /// Where the cross stands in the last column's cell.
    static QRect cancelRect(const QStyleOptionViewItem &option);

Q_SIGNALS:
    void cancelClicked(const QModelIndex &index);
};

} // namespace janus::ui
