// ComposePanel: its states as steps, and the keys that go back and forth between them.
#include "ui/compose/composepanel.h"

#include "ui/compose/paramform.h"
#include "ui/compose/paramwidget.h"
#include "ui/compose/promptedit.h"
#include "ui/compose/promptfield.h"
#include "ui/kit/announce.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

bool isUndo(const QKeyEvent *event)
{
    return event->matches(QKeySequence::Undo);
}

bool isRedo(const QKeyEvent *event)
{
    return event->matches(QKeySequence::Redo) ||
           (event->key() == Qt::Key_Y && event->modifiers() == Qt::ControlModifier);
}

int recallSteps(const QKeyEvent *event)
{
    if ((event->modifiers() & ~Qt::KeypadModifier) != Qt::AltModifier)
        return 0;
    return event->key() == Qt::Key_Up ? 1 : event->key() == Qt::Key_Down ? -1 : 0;
}

/// Where the text that came in ends; what is taken away leaves its place.
int endOfChange(const QString &before, const QString &after)
{
    qsizetype tail = 0;
    const qsizetype shorter = std::min(before.size(), after.size());
    while (tail < shorter && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    return int(after.size() - tail);
}

} // namespace

void ComposePanel::asOneStep(const QString &name, const std::function<void()> &change, bool isSeries)
{
    ++m_stepDepth;
    change();
    --m_stepDepth;
    noteStep(name, isSeries);
}

void ComposePanel::forgetSteps()
{
    m_undo.begin(state());
    Q_EMIT stepsChanged(false);
}

void ComposePanel::noteStep(const QString &name, bool isSeries)
{
    if (m_stepDepth > 0)
        return;
    const QJsonObject now = state();
    const QStringList parts = changedParts(m_undo.current(), now);
    if (parts.isEmpty())
        return;
    m_undo.note(now, name.isEmpty() ? nameOf(parts) : name, isSeries);
    Q_EMIT stepsChanged(true);
}

QString ComposePanel::nameOf(const QStringList &parts) const
{
    if (parts.size() != 1)
        return tr("Settings");
    const QString part = parts.first();
    if (const ParamWidget *field = m_form->field(part.section(u'/', 1)))
        return field->spec().title;
    return part == "split"_L1      ? tr("Split or Together")
           : part == "seedMode"_L1 ? tr("Seed Mode")
           : part == "delivery"_L1 ? tr("Delivery")
           : part == "style"_L1    ? tr("Style")
           : part == "allWords"_L1 ? tr("Words")
           : part == "model"_L1    ? tr("Model")
                                   : tr("Settings");
}

void ComposePanel::setState(const QJsonObject &state, const QString &name)
{
    asOneStep(name, [&] {
        const QString model = state["model"_L1].toString();
        if (!model.isEmpty() && model != m_form->schema().endpoint())
            Q_EMIT modelWanted(model);
        m_form->setRequest({m_form->schema().endpoint(), state["input"_L1].toObject()});
        restoreModes(state);
    });
    Q_EMIT changed();
}

void ComposePanel::undo()
{
    const QString name = undoName();
    turnTo(m_undo.undo(), tr("Undone: %1").arg(name));
}

void ComposePanel::redo()
{
    const QString name = redoName();
    turnTo(m_undo.redo(), tr("Done again: %1").arg(name));
}

void ComposePanel::turnTo(const std::optional<QJsonObject> &state, const QString &sentence)
{
    if (!state)
        return;
    const QStringList parts = changedParts(this->state(), *state);
    const PromptField *prompt = m_form->promptField();
    const QString before = prompt ? prompt->editor()->text() : QString();
    const QString model = m_form->schema().endpoint();
    const QWidget *focused = window()->focusWidget();
    const bool hadFocus = focused && isAncestorOf(focused);
    ++m_stepDepth;
    setState(*state, {});
    --m_stepDepth;
    if (hadFocus && m_form->schema().endpoint() != model)
        focusPrompt();           // another model has other fields
    m_undo.amend(this->state()); // a model that is gone cannot be shown as it was
    prompt = m_form->promptField();
    if (prompt && prompt->editor()->text() != before) {
        QTextCursor cursor = prompt->editor()->textCursor();
        cursor.setPosition(endOfChange(before, prompt->editor()->text()));
        prompt->editor()->setTextCursor(cursor);
    }
    if (ParamWidget *field = parts.size() == 1 ? m_form->field(parts.first().section(u'/', 1)) : nullptr)
        m_scroll->ensureWidgetVisible(field, 0, 8);
    announce(this, sentence);
    Q_EMIT stepsChanged(false);
}

/// Installed on whatever has the focus in here.
bool ComposePanel::eventFilter(QObject *watched, QEvent *event)
{
    auto *field = qobject_cast<QWidget *>(watched);
    if (!field || !isAncestorOf(field))
        return false;
    switch (event->type()) {
    case QEvent::ShortcutOverride: // says that the key is ours and no menu's
    case QEvent::KeyPress:
        return handleKey(field, static_cast<QKeyEvent *>(event));
    case QEvent::ContextMenu:
        return showFieldMenu(field, static_cast<QContextMenuEvent *>(event));
    default:
        return false;
    }
}

bool ComposePanel::handleKey(QWidget *field, QKeyEvent *event)
{
    const bool isPress = event->type() == QEvent::KeyPress;
    const bool isInPrompt = m_form->promptField() && field == m_form->promptField()->editor();
    const int steps = isInPrompt ? recallSteps(event) : 0;
    if (!isUndo(event) && !isRedo(event) && steps == 0)
        return false;
    event->accept();
    if (!isPress)
        return true;
    if (steps != 0)
        Q_EMIT recallRequested(steps);
    else if (isUndo(event))
        undo();
    else
        redo();
    return true;
}

/// The field's own menu, with the form's undo in the place of the field's.
bool ComposePanel::showFieldMenu(QWidget *field, QContextMenuEvent *event)
{
    QMenu *menu = nullptr;
    if (auto *line = qobject_cast<QLineEdit *>(field))
        menu = line->createStandardContextMenu();
    else if (auto *text = qobject_cast<QPlainTextEdit *>(field))
        menu = text->createStandardContextMenu();
    else if (auto *around = qobject_cast<QPlainTextEdit *>(field->parentWidget()))
        menu = around->createStandardContextMenu(event->pos());
    if (!menu)
        return false;
    menu->setAttribute(Qt::WA_DeleteOnClose);
    // Both kinds of editor begin their menus with these two.
    const QList<QAction *> actions = menu->actions();
    const auto take = [&](qsizetype at, bool isPossible, void (ComposePanel::*work)()) {
        QAction *action = actions.value(at);
        if (!action)
            return;
        action->disconnect();
        action->setEnabled(isPossible);
        // Later: the step may take the field away, and with it this menu.
        connect(action, &QAction::triggered, this, work, Qt::QueuedConnection);
    };
    take(0, !undoName().isEmpty(), &ComposePanel::undo);
    take(1, !redoName().isEmpty(), &ComposePanel::redo);
    menu->popup(event->globalPos());
    return true;
}

} // namespace janus::ui
