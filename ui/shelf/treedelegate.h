#pragma once

#include <QStyledItemDelegate>

namespace janus::ui {

/// Paints a row of the library tree: icon, name, target, count; or a heading with its plus. Names are edited
/// where they stand.
class TreeDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// Places in a row's rectangle.
    static QRect plusRect(const QWidget *widget, const QRect &row);
    static QRect chevronRect(const QWidget *widget, const QRect &row, int depth);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

private:
    static int textLeft(const QStyleOptionViewItem &option, const QModelIndex &index);
    static void paintHeading(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index);
};

} // namespace janus::ui
