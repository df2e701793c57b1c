#pragma once

#include <QStyledItemDelegate>

namespace janus::ui {

/// Paints one line of a log: time, level as a word and in its colour, message. In the fixed font.
class LogDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

    /// The line as it would be pasted.
    static QString lineText(const QModelIndex &index);
};

} // namespace janus::ui
