#include "ui/kit/focusring.h"

#include "ui/kit/studiostyle.h"

#include <QAbstractButton>
#include <QApplication>
#include <QFocusFrame>
#include <QKeyEvent>
#include <QTabBar>

namespace janus::ui {

namespace {

bool isNavigationKey(int key)
{
    switch (key) {
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Alt:
    case Qt::Key_F6:
        return true;
    default:
        return false;
    }
}

} // namespace

FocusRing::FocusRing(QObject *parent)
    : QObject(parent)
{
}

FocusRing::~FocusRing()
{
    delete m_frame;
}

void FocusRing::refresh()
{
    if (QWidget *focused = QApplication::focusWidget())
        show(focused);
}

QWidget *FocusRing::target(QWidget *focused)
{
    if (!focused || !focused->parentWidget())
        return nullptr;
    if (focused->property(look::ringOnParent).toBool())
        return focused->parentWidget();
    if (focused->property(look::ring).toBool())
        return focused;
    const bool button =
        qobject_cast<QAbstractButton *>(focused) && !qobject_cast<QTabBar *>(focused->parentWidget());
    return button ? focused : nullptr;
}

bool FocusRing::eventFilter(QObject *watched, QEvent *event)
{
    if (!watched->isWidgetType())
        return false;
    auto *widget = static_cast<QWidget *>(watched);
    switch (event->type()) {
    case QEvent::KeyPress:
        onKey(widget, static_cast<QKeyEvent *>(event)->key());
        break;
    case QEvent::MouseButtonPress:
        onMouse(widget);
        break;
    case QEvent::FocusIn:
        show(widget);
        break;
    case QEvent::FocusOut:
        hide();
        break;
    default:
        break;
    }
    return false;
}

void FocusRing::onKey(QWidget *widget, int key)
{
    QWidget *window = widget->window();
    if (!isNavigationKey(key) || window->testAttribute(Qt::WA_KeyboardFocusChange))
        return;
    window->setAttribute(Qt::WA_KeyboardFocusChange);
    if (QWidget *focused = QApplication::focusWidget()) {
        focused->update();
        show(focused);
    }
}

void FocusRing::onMouse(QWidget *widget)
{
    QWidget *window = widget->window();
    if (!window->testAttribute(Qt::WA_KeyboardFocusChange))
        return;
    window->setAttribute(Qt::WA_KeyboardFocusChange, false);
    hide();
    if (QWidget *focused = QApplication::focusWidget())
        focused->update();
}

void FocusRing::show(QWidget *focused)
{
    QWidget *shown = target(focused);
    if (!shown || !shown->window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        hide();
        return;
    }
    if (!m_frame)
        m_frame = new QFocusFrame(shown->window());
    m_frame->setWidget(shown);
}

void FocusRing::hide()
{
    if (m_frame)
        m_frame->setWidget(nullptr);
}

} // namespace janus::ui
