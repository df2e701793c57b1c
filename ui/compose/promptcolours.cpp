#include "ui/compose/promptcolours.h"

#include "ui/compose/promptedit.h"
#include "ui/kit/tokens.h"

#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>
#include <utility>

namespace janus::ui {

PromptColours::PromptColours(PromptEdit *editor)
    : QSyntaxHighlighter(static_cast<QObject *>(editor))
    , m_editor(editor)
{
    // Before the base class hears of it and asks for the colours.
    connect(editor->document(), &QTextDocument::contentsChange, this, [this] { m_isRead = false; });
    setDocument(editor->document());
    connect(editor->document(), &QTextDocument::contentsChanged, this, &PromptColours::catchUp);
}

void PromptColours::setLists(const words::Lists &lists)
{
    m_lists = lists;
    m_isRead = false;
    catchUp();
}

QString PromptColours::slip() const
{
    read();
    return m_slip;
}

void PromptColours::restyle()
{
    // Events of the style come for much less than another theme.
    const QColor ink = tokensOf(m_editor).color.choice;
    if (std::exchange(m_ink, ink) != ink)
        rehighlight();
}

void PromptColours::read() const
{
    if (m_isRead)
        return;
    m_isRead = true;
    const QString text = m_editor->text();
    const QTextDocument *lines = document();
    m_lines.clear();
    m_lines.resize(lines->blockCount());
    m_slip.clear();
    QTextBlock block = lines->begin();
    for (const words::Span &span : words::spans(text, m_lists)) {
        while (block.isValid() && span.start >= block.position() + block.length())
            block = block.next();
        const int end = span.start + span.length;
        for (QTextBlock line = block; line.isValid() && line.position() < end; line = line.next()) {
            const int from = std::max(span.start, line.position());
            const int to = std::min(end, line.position() + line.length() - 1);
            if (to > from)
                m_lines[line.blockNumber()] << Mark{span.kind, from - line.position(), to - from};
        }
        if (!m_slip.isEmpty())
            continue;
        if (span.kind == words::Span::Kind::Unclosed)
            m_slip = tr("A { is not closed");
        else if (span.kind == words::Span::Kind::UnknownList)
            m_slip = tr("No list “%1”").arg(text.mid(span.start + 2, span.length - 4));
    }
}

void PromptColours::highlightBlock(const QString &text)
{
    read();
    const Line line = m_lines.value(currentBlock().blockNumber());
    size_t look = 0;
    for (const Mark &mark : line) {
        setFormat(mark.start, mark.length, formatOf(mark, text));
        look = qHashMulti(look, int(mark.kind), mark.start, mark.length);
    }
    setCurrentBlockState(static_cast<int>(look & 0x7fffffff));
}

QTextCharFormat PromptColours::formatOf(const Mark &mark, const QString &line) const
{
    const Colors &c = tokensOf(m_editor).color;
    QTextCharFormat format;
    switch (mark.kind) {
    case words::Span::Kind::Comment:
        format.setForeground(c.comment);
        break;
    case words::Span::Kind::Choice:
    case words::Span::Kind::List:
        format.setForeground(c.choice);
        break;
    case words::Span::Kind::Mark:
        format.setForeground(line.at(mark.start) == u'\\' ? c.comment : c.choice);
        break;
    case words::Span::Kind::UnknownList:
    case words::Span::Kind::Unclosed:
        format.setUnderlineStyle(QTextCharFormat::DotLine);
        format.setUnderlineColor(c.warning);
        break;
    }
    return format;
}

/// Lines that look different although nothing was typed in them: a brace further down closes a choice.
void PromptColours::catchUp()
{
    read();
    int number = 0;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next(), ++number) {
        size_t look = 0;
        for (const Mark &mark : std::as_const(m_lines[number]))
            look = qHashMulti(look, int(mark.kind), mark.start, mark.length);
        if (block.userState() != static_cast<int>(look & 0x7fffffff))
            rehighlightBlock(block);
    }
}

} // namespace janus::ui
