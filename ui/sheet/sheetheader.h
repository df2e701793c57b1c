#pragma once

#include <QHeaderView>

namespace janus::ui {

/// The values along one side of a sheet; it stays in sight when the cells scroll. Rows say below their value
/// how many of their cells have a picture: "3 of 5".
class SheetHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit SheetHeader(Qt::Orientation orientation, QWidget *parent = nullptr);

    /// Names or counts have changed.
    void refresh();
    QSize sizeHint() const override;
    /// "3 of 5".
    QString countText(int row) const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void paintOne(QPainter *painter, int section, const QRect &rect) const;
    QString text(int section) const;

    mutable int m_wide = 0; ///< of the rows' names; 0: to be measured
};

} // namespace janus::ui
