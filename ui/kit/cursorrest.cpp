#include "ui/kit/cursorrest.h"

#include <QApplication>
#include <QEvent>

#include <chrono>

using namespace std::chrono_literals;

namespace janus::ui {

namespace {

constexpr auto blinksFor = 10s; ///< as other desktops do

} // namespace

CursorRest::CursorRest(QObject *parent)
    : QObject(parent)
    , m_usualTime(QApplication::cursorFlashTime())
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    m_timer.setInterval(blinksFor);
    connect(&m_timer, &QTimer::timeout, this, [] { QApplication::setCursorFlashTime(0); });
    qApp->installEventFilter(this);
    m_timer.start();
}

bool CursorRest::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::WindowActivate:
        if (QApplication::cursorFlashTime() != m_usualTime)
            QApplication::setCursorFlashTime(m_usualTime);
        m_timer.start();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace janus::ui
