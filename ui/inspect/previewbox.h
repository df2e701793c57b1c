#pragma once

#include <QPixmap>
#include <QWidget>

namespace janus::ui {

/// The whole picture, uncropped, on the stage's neutral ground.
class PreviewBox : public QWidget
{
    Q_OBJECT
public:
    explicit PreviewBox(QWidget *parent = nullptr);

    /// A null pixmap shows a quiet icon in its place. Practice pictures carry their badge themselves.
    void setPicture(const QPixmap &pixmap);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QRectF pictureRect() const;

    QPixmap m_pixmap;
};

} // namespace janus::ui
