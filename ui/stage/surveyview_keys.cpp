#include "ui/stage/surveytile.h"
#include "ui/stage/surveyview.h"

#include <algorithm>
#include <cstdlib>

#include <QKeyEvent>

// The survey in the hands of the keyboard.

namespace janus::ui {

namespace {

constexpr double surveyPan = 64; ///< logical pixels per arrow key

} // namespace

void SurveyView::keyPressEvent(QKeyEvent *event)
{
    if (const std::optional<MarkWish> wish = markOfKey(event)) {
        mark(*wish);
        return;
    }
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const int key = event->key();
    bool isDone = false;
    if (modifiers == Qt::NoModifier)
        isDone = moveByKey(key) || actByKey(key);
    else if (modifiers == Qt::ShiftModifier)
        isDone = panByKey(key);
    else if (modifiers == Qt::ControlModifier && key == Qt::Key_0)
        isDone = (fit(), true);
    event->setAccepted(isDone);
}

/// The nearest tile of the row above or below; the same one at the ends.
int SurveyView::inNextRow(int direction) const
{
    const QPoint from = m_tiles.at(m_current)->geometry().center();
    int best = m_current;
    int nearest = -1;
    for (int at = 0; at < m_pictures.size(); ++at) {
        const QPoint to = m_tiles.at(at)->geometry().center();
        const int down = (to.y() - from.y()) * direction;
        if (down <= 0)
            continue;
        const int far = down * 8 + std::abs(to.x() - from.x());
        if (nearest < 0 || far < nearest) {
            nearest = far;
            best = at;
        }
    }
    return best;
}

bool SurveyView::moveByKey(int key)
{
    const int on = layoutDirection() == Qt::LeftToRight ? 1 : -1;
    const auto last = int(m_pictures.size()) - 1;
    switch (key) {
    case Qt::Key_Left:
        setCurrentIndex(std::clamp(m_current - on, 0, std::max(0, last)));
        return true;
    case Qt::Key_Right:
        setCurrentIndex(std::clamp(m_current + on, 0, std::max(0, last)));
        return true;
    case Qt::Key_Up:
        setCurrentIndex(inNextRow(-1));
        return true;
    case Qt::Key_Down:
        setCurrentIndex(inNextRow(1));
        return true;
    case Qt::Key_Home:
        setCurrentIndex(0);
        return true;
    case Qt::Key_End:
        setCurrentIndex(last);
        return true;
    default:
        return false;
    }
}

bool SurveyView::actByKey(int key)
{
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_pictures.isEmpty())
            Q_EMIT openRequested(m_pictures.at(m_current).picture.id);
        return true;
    case Qt::Key_Backspace:
        removeCurrent();
        return true;
    case Qt::Key_Z:
        if (m_tiles.at(m_current)->zoom().isFit())
            setScale(1);
        else
            fit();
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        stepZoom(1);
        return true;
    case Qt::Key_Minus:
        stepZoom(-1);
        return true;
    case Qt::Key_Space:
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

bool SurveyView::panByKey(int key)
{
    switch (key) {
    case Qt::Key_Left:
        pan({surveyPan, 0});
        return true;
    case Qt::Key_Right:
        pan({-surveyPan, 0});
        return true;
    case Qt::Key_Up:
        pan({0, surveyPan});
        return true;
    case Qt::Key_Down:
        pan({0, -surveyPan});
        return true;
    case Qt::Key_Plus:
        stepZoom(1);
        return true;
    default:
        return false;
    }
}

} // namespace janus::ui
