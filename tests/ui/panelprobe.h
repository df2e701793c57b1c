#pragma once

#include "ui/kit/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

/// What the tests of panels share: the program's own look, and eyes for whole windows of widgets.
namespace janus::probe {

/// Widgets one can reach by Tab, in the order Tab reaches them from the window's first.
inline QList<QWidget *> tabWalk(QWidget *window, int most = 200)
{
    QList<QWidget *> walk;
    for (int k = 0; k < most; ++k) {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : window, Qt::Key_Tab);
        QWidget *focused = QApplication::focusWidget();
        if (!focused || walk.contains(focused))
            break;
        walk << focused;
    }
    return walk;
}

/// Visible widgets that take the focus and have no accessible name of any kind.
inline QStringList namelessFocusables(const QWidget *window)
{
    QStringList nameless;
    for (const QWidget *widget : window->findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisibleTo(window))
            continue;
        const QAccessibleInterface *seen =
            QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
        if (!seen || seen->text(QAccessible::Name).isEmpty())
            nameless << QString::fromLatin1(widget->metaObject()->className());
    }
    return nameless;
}

inline void wheel(QWidget *widget)
{
    const QPointF middle = QRectF(widget->rect()).center();
    QWheelEvent event(middle, widget->mapToGlobal(middle), {0, -120}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &event);
}

inline void show(QWidget &window)
{
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
}

} // namespace janus::probe
