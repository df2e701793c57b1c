#pragma once

#include "ui/stage/scaledpixmaps.h"

#include <QList>
#include <QPersistentModelIndex>
#include <QRect>
#include <QWidget>

namespace janus::ui {

/// The row of thumbnails under the loupe: the current cell, framed, among its neighbours. Only the cells in
/// sight are read from the model.
class FilmStrip : public QWidget
{
    Q_OBJECT
public:
    explicit FilmStrip(QWidget *parent = nullptr);

    void setIndex(const QModelIndex &index);

    /// A thumbnail in sight.
    struct Item
    {
        int row = 0;
        QRect rect;
    };
    /// The thumbnails in sight, left to right.
    QList<Item> items() const;

    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const QModelIndex &index);
    void stepRequested(int direction);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    int widthOf(int row) const;
    void paintItem(QPainter *painter, const Item &item);

    QPersistentModelIndex m_index;
    ScaledPixmaps m_scaled{16 * 1024};
    int m_wheel = 0; ///< angle turned since the last step
};

} // namespace janus::ui
