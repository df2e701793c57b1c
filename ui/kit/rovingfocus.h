#pragma once

#include <QObject>

class QAbstractButton;
class QButtonGroup;

namespace janus::ui {

/// Makes an exclusive button group one tab stop: Tab reaches the chosen button, arrows, Home and End choose
/// another (mirrored from right to left), Tab leaves. Owned by the widget that holds the buttons.
class RovingFocus : public QObject
{
    Q_OBJECT
public:
    explicit RovingFocus(QButtonGroup *group, QObject *parent = nullptr);

    /// Call after adding a button to the group.
    void adopt(QAbstractButton *button);
    /// Call after the chosen button was changed by code.
    void refresh();

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    int stepFor(const QAbstractButton *button, int key) const;
    void move(QAbstractButton *from, int step);
    void choose(QAbstractButton *button);

    QButtonGroup *m_group;
};

} // namespace janus::ui
