#include "ui/kit/rovingfocus.h"

#include <limits>

#include <QAbstractButton>
#include <QButtonGroup>
#include <QKeyEvent>

namespace janus::ui {

namespace {

constexpr int toFirst = std::numeric_limits<int>::min();
constexpr int toLast = std::numeric_limits<int>::max();

/// A widget made late would stand last in its window's tab order. setTabOrder() overlooks widgets that take
/// no focus, so the holder of the buttons takes it for a moment.
void standBehind(QWidget *before, QWidget *button)
{
    if (!before)
        return;
    const Qt::FocusPolicy policy = before->focusPolicy();
    before->setFocusPolicy(Qt::TabFocus);
    QWidget::setTabOrder(before, button);
    before->setFocusPolicy(policy);
}

} // namespace

RovingFocus::RovingFocus(QButtonGroup *group, QObject *parent)
    : QObject(parent)
    , m_group(group)
{
    connect(group, &QButtonGroup::idToggled, this, &RovingFocus::refresh);
}

void RovingFocus::adopt(QAbstractButton *button)
{
    button->installEventFilter(this);
    refresh();
    const QList<QAbstractButton *> buttons = m_group->buttons();
    const qsizetype index = buttons.indexOf(button);
    standBehind(index > 0 ? buttons.at(index - 1) : button->parentWidget(), button);
}

void RovingFocus::refresh()
{
    const QList<QAbstractButton *> buttons = m_group->buttons();
    QAbstractButton *stop = m_group->checkedButton();
    if (!stop && !buttons.isEmpty())
        stop = buttons.first();
    for (QAbstractButton *button : buttons)
        button->setFocusPolicy(button == stop ? Qt::StrongFocus : Qt::ClickFocus);
}

bool RovingFocus::eventFilter(QObject *watched, QEvent *event)
{
    auto *button = qobject_cast<QAbstractButton *>(watched);
    if (!button || event->type() != QEvent::KeyPress)
        return false;
    const auto *key = static_cast<QKeyEvent *>(event);
    const int step = key->modifiers() & ~Qt::KeypadModifier ? 0 : stepFor(button, key->key());
    if (step == 0)
        return false;
    move(button, step);
    return true;
}

int RovingFocus::stepFor(const QAbstractButton *button, int key) const
{
    const int forward = button->layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (key) {
    case Qt::Key_Right:
        return forward;
    case Qt::Key_Left:
        return -forward;
    case Qt::Key_Down:
        return 1;
    case Qt::Key_Up:
        return -1;
    case Qt::Key_Home:
        return toFirst;
    case Qt::Key_End:
        return toLast;
    default:
        return 0;
    }
}

void RovingFocus::move(QAbstractButton *from, int step)
{
    const QList<QAbstractButton *> buttons = m_group->buttons();
    const int count = int(buttons.size());
    const int stride = step == toFirst ? 1 : step == toLast ? -1 : step;
    int index = step == toFirst ? -1 : step == toLast ? count : int(buttons.indexOf(from));
    // Past disabled ones, and round the ends; at most once round.
    for (int tries = 0; tries < count; ++tries) {
        index = (index + stride + count) % count;
        if (buttons.at(index)->isEnabled() && !buttons.at(index)->isHidden()) {
            choose(buttons.at(index));
            return;
        }
    }
}

void RovingFocus::choose(QAbstractButton *button)
{
    button->setFocusPolicy(Qt::StrongFocus);
    button->setFocus(Qt::OtherFocusReason);
    if (!button->isChecked())
        button->click();
}

} // namespace janus::ui
