#include "ui/stage/compareview.h"

#include <QCheckBox>
#include <QKeyEvent>

// The comparison in the hands of the keyboard.

namespace janus::ui {

namespace {

constexpr double comparePan = 64;    ///< logical pixels per arrow key
constexpr double dividerStep = 0.05; ///< of the room

} // namespace

void CompareView::keyPressEvent(QKeyEvent *event)
{
    if (const std::optional<MarkWish> wish = markOfKey(event)) {
        mark(*wish);
        return;
    }
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const int key = event->key();
    bool isDone = false;
    if (modifiers == Qt::NoModifier)
        isDone = actByKey(key);
    else if (modifiers == Qt::ShiftModifier)
        isDone = actByShiftKey(key);
    else if (modifiers == Qt::ControlModifier)
        isDone = actByControlKey(key);
    event->setAccepted(isDone);
}

bool CompareView::actByKey(int key)
{
    switch (key) {
    case Qt::Key_M:
        setMode(CompareMode((int(mode()) + 1) % compareModes));
        return true;
    case Qt::Key_K:
        setLinked(!m_canvas->isLinked());
        return true;
    case Qt::Key_Z:
        m_canvas->toggleFit();
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        m_canvas->stepZoom(1);
        return true;
    case Qt::Key_Minus:
        m_canvas->stepZoom(-1);
        return true;
    case Qt::Key_Right:
    case Qt::Key_PageDown:
        Q_EMIT stepRequested(1);
        return true;
    case Qt::Key_Left:
    case Qt::Key_PageUp:
        Q_EMIT stepRequested(-1);
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
        return panByKey(key);
    case Qt::Key_Space:
        if (mode() == CompareMode::Blink)
            m_canvas->flip();
        else
            Q_EMIT fullScreenRequested();
        return true;
    case Qt::Key_F11:
        Q_EMIT fullScreenRequested();
        return true;
    case Qt::Key_Escape:
    case Qt::Key_G:
        Q_EMIT leaveRequested();
        return true;
    default:
        return false;
    }
}

bool CompareView::actByShiftKey(int key)
{
    switch (key) {
    case Qt::Key_P:
        keep();
        return true;
    case Qt::Key_Plus:
        m_canvas->stepZoom(1);
        return true;
    default:
        return panByKey(key);
    }
}

bool CompareView::actByControlKey(int key)
{
    switch (key) {
    case Qt::Key_0:
        m_canvas->fit();
        return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (mode() != CompareMode::Slider)
            return false;
        m_canvas->setDivider(m_canvas->divider() + (key == Qt::Key_Left ? -dividerStep : dividerStep));
        return true;
    default:
        return false;
    }
}

bool CompareView::panByKey(int key)
{
    switch (key) {
    case Qt::Key_Left:
        m_canvas->pan({comparePan, 0});
        return true;
    case Qt::Key_Right:
        m_canvas->pan({-comparePan, 0});
        return true;
    case Qt::Key_Up:
        m_canvas->pan({0, comparePan});
        return true;
    case Qt::Key_Down:
        m_canvas->pan({0, -comparePan});
        return true;
    default:
        return false;
    }
}

} // namespace janus::ui
