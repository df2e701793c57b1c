#pragma once

#include <QStyledItemDelegate>

namespace janus::ui {

/// A past form as a row: two lines of its prompt, a quiet line of what else it was, and at the right the
/// first pictures that came of it. On the row that is current or under the mouse a small button takes only
/// the words.
class HistoryDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// Side of a thumbnail, in logical pixels.
    static int thumbnailSide(const QWidget *widget);
    /// Where that button stands in a row.
    static QRect wordsRect(const QWidget *widget, const QRect &row);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};

} // namespace janus::ui
