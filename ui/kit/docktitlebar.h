#pragma once

#include <QWidget>

class QDockWidget;
class QHBoxLayout;
class QMenu;

namespace janus::ui {

class IconButton;
class PlainLabel;

/// The title of a dock, 28 high: its name and, if it has a menu, a button for it. It follows the dock's
/// window title and leaves dragging to the dock.
class DockTitleBar : public QWidget
{
    Q_OBJECT
public:
    explicit DockTitleBar(QDockWidget *dock);

    /// Shows the menu button; nullptr hides it. The menu stays the caller's.
    void setMenu(QMenu *menu);
    IconButton *menuButton() const { return m_menuButton; }
    /// Adds a small widget before the menu button. Takes ownership.
    void addWidget(QWidget *widget);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    PlainLabel *m_title;
    QHBoxLayout *m_row;
    IconButton *m_menuButton;
};

} // namespace janus::ui
