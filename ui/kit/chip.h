#pragma once

#include <QAbstractButton>

namespace janus::ui {

/// A word with round ends: a tag, a part of a search, a thing that is on. Checked chips are tinted. A
/// removable chip has a cross; Delete and Backspace press it.
class Chip : public QAbstractButton
{
    Q_OBJECT
public:
    explicit Chip(const QString &text, QWidget *parent = nullptr);

    void setRemovable(bool removable);
    /// Shows a chevron: pressing the chip opens a menu.
    void setOpensMenu(bool opens);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void removeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    QString trailing() const;
    QRect trailingRect() const;

    bool m_removable = false;
    bool m_opensMenu = false;
};

} // namespace janus::ui
