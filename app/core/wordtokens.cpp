#include "core/wordtokens.h"

#include <algorithm>

namespace janus::words {

namespace {

bool isLineBreak(QChar c)
{
    return c == u'\n' || c == u'\r' || c == QChar::LineSeparator || c == QChar::ParagraphSeparator;
}

/// Behind `__name__` when one stands at `start`, otherwise -1.
int endOfName(QStringView text, int start)
{
    const auto length = static_cast<int>(text.size());
    const int last = std::min(length - 1, start + 2 + longestListName + 1);
    for (int at = start + 2; at < last; ++at) {
        if (isLineBreak(text[at]))
            return -1;
        if (text[at] == u'_' && text[at + 1] == u'_')
            return isListName(text.mid(start + 2, at - start - 2)) ? at + 2 : -1;
    }
    return -1;
}

class Reader
{
public:
    explicit Reader(QStringView text)
        : m_text(text)
        , m_length(static_cast<int>(text.size()))
    {
    }

    QList<Token> read()
    {
        bool atLineStart = true;
        for (int at = 0; at < m_length;) {
            if (atLineStart) {
                atLineStart = false;
                if (const int end = endOfComment(at); end > at) {
                    add(Token::Kind::Comment, at, end);
                    at = end;
                    atLineStart = true;
                    continue;
                }
            }
            const int from = at;
            at = readOne(at);
            atLineStart = at > from && lineBreakAt(m_text, from) > 0;
        }
        leaveOpen();
        trimLastBreak();
        number();
        return std::move(m_tokens);
    }

private:
    struct OpenBrace
    {
        int token; ///< of the brace
        int last;  ///< of its last bar, or of the brace itself
    };

    void add(Token::Kind kind, int start, int end)
    {
        m_tokens << Token{.kind = kind, .start = start, .end = end};
    }

    void addText(int start, int end)
    {
        if (!m_tokens.isEmpty() && m_tokens.last().kind == Token::Kind::Text && m_tokens.last().end == start)
            m_tokens.last().end = end;
        else
            add(Token::Kind::Text, start, end);
    }

    /// `at`, when no comment begins at this start of a line.
    int endOfComment(int at) const
    {
        int mark = at;
        while (mark < m_length && m_text[mark].isSpace() && !isLineBreak(m_text[mark]))
            ++mark;
        if (mark == m_length || m_text[mark] != u'#')
            return at;
        while (mark < m_length && !isLineBreak(m_text[mark]))
            ++mark;
        return mark + lineBreakAt(m_text, mark);
    }

    int readOne(int at)
    {
        const QChar c = m_text[at];
        if (c == u'\\' && at + 1 < m_length && isMark(m_text[at + 1])) {
            add(Token::Kind::Literal, at, at + 2);
            return at + 2;
        }
        if (c == u'_' && at + 1 < m_length && m_text[at + 1] == u'_') {
            if (const int end = endOfName(m_text, at); end > 0) {
                add(Token::Kind::Name, at, end);
                return end;
            }
        } else if (c == u'{') {
            m_braces << OpenBrace{static_cast<int>(m_tokens.size()), static_cast<int>(m_tokens.size())};
            add(Token::Kind::Open, at, at + 1);
            return at + 1;
        } else if (c == u'|' && !m_braces.isEmpty()) {
            OpenBrace &brace = m_braces.last();
            m_tokens[brace.last].next = static_cast<int>(m_tokens.size());
            brace.last = static_cast<int>(m_tokens.size());
            add(Token::Kind::Bar, at, at + 1);
            return at + 1;
        } else if (c == u'}' && !m_braces.isEmpty()) {
            close(at);
            return at + 1;
        }
        const int end = at + std::max(1, lineBreakAt(m_text, at));
        addText(at, end);
        return end;
    }

    void close(int at)
    {
        const OpenBrace brace = m_braces.takeLast();
        if (brace.last == brace.token) { // nothing to choose from
            m_tokens[brace.token].kind = Token::Kind::Text;
            addText(at, at + 1);
            return;
        }
        const auto index = static_cast<int>(m_tokens.size());
        m_tokens[brace.last].next = index;
        int count = 0;
        for (int k = brace.token; k != index; k = m_tokens[k].next) {
            m_tokens[k].close = index;
            ++count;
        }
        m_tokens[brace.token].alternatives = count;
        add(Token::Kind::Close, at, at + 1);
    }

    /// Braces that nothing closes are text, and so are their bars. They hold no closed brace's bars: a
    /// closing brace always ends the innermost open one.
    void leaveOpen()
    {
        for (const OpenBrace &brace : std::as_const(m_braces)) {
            m_tokens[brace.token].isUnclosed = true;
            for (int k = brace.token; k >= 0;) {
                const int next = m_tokens[k].next;
                m_tokens[k].kind = Token::Kind::Text;
                m_tokens[k].next = -1;
                k = next;
            }
        }
    }

    /// A comment in the last line has no line break of its own: the one before it goes.
    void trimLastBreak()
    {
        if (m_tokens.isEmpty() || m_tokens.last().kind != Token::Kind::Comment ||
            isLineBreak(m_text[m_length - 1]))
            return;
        auto before = m_tokens.size() - 1;
        while (before > 0 && m_tokens[before - 1].kind == Token::Kind::Comment)
            --before;
        if (before == 0)
            return;
        Token &text = m_tokens[before - 1];
        const int at = text.end - 1;
        text.end = at > text.start && lineBreakAt(m_text, at - 1) == 2 ? at - 1 : at;
        m_tokens[before].start = text.end;
    }

    void number()
    {
        int ordinal = 0;
        for (Token &token : m_tokens)
            if (token.kind == Token::Kind::Open || token.kind == Token::Kind::Name)
                token.ordinal = ordinal++;
    }

    QStringView m_text;
    int m_length;
    QList<Token> m_tokens;
    QList<OpenBrace> m_braces;
};

} // namespace

bool isMark(QChar c)
{
    return c == u'{' || c == u'}' || c == u'|' || c == u'#' || c == u'_' || c == u'\\';
}

int lineBreakAt(QStringView text, qsizetype place)
{
    if (place >= text.size() || !isLineBreak(text[place]))
        return 0;
    return text[place] == u'\r' && place + 1 < text.size() && text[place + 1] == u'\n' ? 2 : 1;
}

bool isListName(QStringView name)
{
    if (name.isEmpty() || name.size() > longestListName)
        return false;
    if (!name.front().isLetterOrNumber() && !name.front().isHighSurrogate())
        return false;
    if (name.back().isSpace() || name.back() == u'_')
        return false;
    for (qsizetype k = 0; k < name.size(); ++k) {
        const QChar c = name[k];
        const bool doubled = c == u'_' && name[k - 1] == u'_'; // the first one is a letter
        if (doubled || (c != u'_' && isMark(c)) || isLineBreak(c) || c.category() == QChar::Other_Control)
            return false;
    }
    return true;
}

QString nameIn(const QString &text, const Token &token)
{
    return text.mid(token.start + 2, token.end - token.start - 4);
}

QList<Token> tokensOf(const QString &text)
{
    return Reader(text).read();
}

} // namespace janus::words
