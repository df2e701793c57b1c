#include "ui/compose/namecompletion.h"

#include "core/wordtokens.h"
#include "ui/compose/promptedit.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QScrollBar>
#include <QStringListModel>
#include <QTextBlock>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

NameCompletion::NameCompletion(PromptEdit *editor)
    : QObject(editor)
    , m_editor(editor)
    , m_names(new QStringListModel(this))
    , m_completer(new QCompleter(m_names, this))
{
    m_completer->setWidget(editor);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setCompletionMode(QCompleter::PopupCompletion);
    m_completer->popup()->setAccessibleName(tr("Word lists"));
    editor->setCompleter(m_completer);
    editor->installEventFilter(this);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &NameCompletion::insert);
    connect(editor, &PromptEdit::textChanged, this, [this] {
        if (m_completer->popup()->isVisible())
            update();
    });
}

void NameCompletion::setNames(const QStringList &names)
{
    if (names != m_names->stringList())
        m_names->setStringList(names);
}

QString NameCompletion::beginning(int *place) const
{
    const QTextCursor caret = m_editor->textCursor();
    *place = caret.position();
    const QString before = caret.block().text().left(caret.positionInBlock());
    const auto mark = before.lastIndexOf("__"_L1);
    if (mark < 0)
        return {};
    const QString typed = before.mid(mark + 2);
    if (!typed.isEmpty() && !words::isListName(typed))
        return {};
    *place = caret.block().position() + static_cast<int>(mark);
    return typed;
}

void NameCompletion::open()
{
    if (m_names->stringList().isEmpty())
        return;
    update();
}

void NameCompletion::update()
{
    int place = 0;
    m_completer->setCompletionPrefix(beginning(&place));
    QAbstractItemView *popup = m_completer->popup();
    if (m_completer->completionCount() == 0)
        return popup->hide();
    popup->setCurrentIndex(m_completer->completionModel()->index(0, 0));
    QRect below = m_editor->cursorRect();
    below.translate(m_editor->viewport()->pos());
    below.setWidth(
        std::max(160, popup->sizeHintForColumn(0) + popup->verticalScrollBar()->sizeHint().width()));
    m_completer->complete(below);
}

void NameCompletion::insert(const QString &name)
{
    int place = 0;
    beginning(&place);
    QTextCursor caret = m_editor->textCursor();
    const int end = caret.position();
    caret.setPosition(place);
    caret.setPosition(end, QTextCursor::KeepAnchor);
    caret.insertText(u"__%1__"_s.arg(name));
    m_editor->setTextCursor(caret);
}

bool NameCompletion::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QObject::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Space && key->modifiers() == Qt::ControlModifier) {
        open();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace janus::ui
