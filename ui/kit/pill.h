#pragma once

#include <QAbstractButton>

namespace janus::ui {

/// A small floating button with round ends: "↑ 4 new". It casts the popup shadow inside its own rectangle.
class Pill : public QAbstractButton
{
    Q_OBJECT
public:
    Pill(const QString &iconName, const QString &text, QWidget *parent = nullptr);

    void setIconName(const QString &name);
    QSize sizeHint() const override;
    /// The visible pill without its shadow.
    QRect boxRect() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool hitButton(const QPoint &position) const override;

private:
    QString m_iconName;
};

} // namespace janus::ui
