#pragma once

#include <QObject>
#include <QPointer>

class QFocusFrame;
class QWidget;

namespace janus::ui {

/// Watches the whole application for keyboard and mouse, and keeps one focus frame round the focused button
/// or check box while the keyboard is in use. It also keeps Qt::WA_KeyboardFocusChange of each window honest:
/// set by Tab, arrows and the like, taken back by a mouse press (Qt only ever sets it). StudioStyle owns one.
class FocusRing : public QObject
{
    Q_OBJECT
public:
    explicit FocusRing(QObject *parent = nullptr);
    ~FocusRing() override;

    /// Shows the ring at once when a widget that wants it has the focus; after a change of style.
    void refresh();

    bool eventFilter(QObject *watched, QEvent *event) override;

    /// The widget the ring would go round when `focused` has the focus, or null when it shows focus by
    /// itself.
    static QWidget *target(QWidget *focused);

private:
    void show(QWidget *focused);
    void hide();
    void onKey(QWidget *widget, int key);
    void onMouse(QWidget *widget);

    QPointer<QFocusFrame> m_frame; // a child of the window it is shown in, and dies with that
};

} // namespace janus::ui
