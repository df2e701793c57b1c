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
            beginning() ? update() : m_completer->popup()->hide();
    });
}

void NameCompletion::setNames(const QStringList &names)
{
    if (names != m_names->stringList())
        m_names->setStringList(names);
}

std::optional<NameCompletion::Beginning> NameCompletion::beginning() const
{
    const QTextCursor caret = m_editor->textCursor();
    const QString before = caret.block().text().left(caret.positionInBlock());
    const auto mark = static_cast<int>(before.lastIndexOf("__"_L1));
    if (mark < 0)
        return {};
    const QString typed = before.mid(mark + 2);
    if (!typed.isEmpty() && !words::isListName(typed))
        return {};
    // Not one that closes a name, and none in a comment or behind a backslash.
    const bool isTaken = std::ranges::any_of(words::tokensOf(before), [mark](const words::Token &token) {
        using Kind = words::Token::Kind;
        const bool isNoText =
            token.kind == Kind::Name || token.kind == Kind::Comment || token.kind == Kind::Literal;
        return isNoText && token.end > mark;
    });
    if (isTaken)
        return {};
    return Beginning{typed, caret.block().position() + mark};
}

void NameCompletion::open()
{
    if (m_names->stringList().isEmpty())
        return;
    update();
}

void NameCompletion::update()
{
    const std::optional<Beginning> begun = beginning();
    m_completer->setCompletionPrefix(begun ? begun->typed : QString());
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
    const std::optional<Beginning> begun = beginning();
    QTextCursor caret = m_editor->textCursor();
    const int end = caret.position();
    caret.setPosition(begun ? begun->place : end);
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
