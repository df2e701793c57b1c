#include "core/words.h"

#include "core/wordtokens.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::words {

namespace {

using Kind = Token::Kind;

constexpr quint64 golden = 0x9e3779b97f4a7c15;

quint64 mix(quint64 z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

qsizetype pick(quint64 number, qsizetype count)
{
    return static_cast<qsizetype>(((number >> 32) * static_cast<quint64>(count)) >> 32);
}

QStringView source(const QString &text, const Token &token)
{
    return QStringView(text).mid(token.start, token.end - token.start);
}

class Drawing
{
public:
    explicit Drawing(const Lists &lists)
        : m_lists(lists)
    {
    }

    void write(const QString &text, quint64 key, int depth, QString &out)
    {
        const QList<Token> tokens = tokensOf(text);
        for (qsizetype k = 0; k < tokens.size(); ++k) {
            const Token &token = tokens[k];
            const quint64 number = mix(key + (static_cast<quint64>(token.ordinal) + 1) * golden);
            switch (token.kind) {
            case Kind::Text:
                out += source(text, token);
                break;
            case Kind::Literal:
                out += text[token.start + 1];
                break;
            case Kind::Open:
                for (auto left = pick(number, token.alternatives); left > 0; --left)
                    k = tokens[k].next;
                break;
            case Kind::Bar: // the drawn alternative ends
                k = token.close;
                break;
            case Kind::Name:
                if (const Lists::Entries *entries =
                        mayDraw(depth, out) ? m_lists.find(nameIn(text, token)) : nullptr)
                    write(entries->all[pick(number, entries->all.size())], mix(number + golden), depth + 1,
                          out);
                else
                    out += source(text, token);
                break;
            case Kind::Comment:
            case Kind::Close:
                break;
            }
        }
    }

private:
    bool mayDraw(int depth, const QString &out)
    {
        return depth < deepestLists && out.size() < mostDrawnLength && m_draws++ < mostListDraws;
    }

    const Lists &m_lists;
    int m_draws = 0;
};

} // namespace

bool standsForItself(const QString &text)
{
    // A "#" may begin a comment behind a line break of any kind.
    const bool isPlain =
        !text.contains(u'{') && !text.contains(u'\\') && !text.contains(u'#') && !text.contains("__"_L1);
    if (isPlain)
        return true;
    const QList<Token> tokens = tokensOf(text);
    return std::all_of(tokens.begin(), tokens.end(),
                       [](const Token &token) { return token.kind == Kind::Text; });
}

QStringList entriesOf(const QString &text, qsizetype most)
{
    QStringList entries;
    for (const QStringView line : QStringView(text).split(u'\n')) {
        if (entries.size() >= most)
            break;
        const QStringView entry = line.trimmed();
        if (!entry.isEmpty() && !entry.startsWith(u'#'))
            entries << entry.toString();
    }
    return entries;
}

Lists::Lists(const QList<List> &lists)
{
    for (const List &list : lists) {
        Entries entries{.all = entriesOf(list.text, mostEntries), .distinct = {}};
        if (entries.all.isEmpty())
            continue;
        entries.distinct = entries.all;
        entries.distinct.removeDuplicates();
        entries.plain = std::all_of(entries.distinct.begin(), entries.distinct.end(), standsForItself);
        m_entries.insert(list.name.toCaseFolded(), entries);
        m_names << list.name;
    }
    m_names.sort(Qt::CaseInsensitive);
    count();
}

const Lists::Entries *Lists::find(const QString &name) const
{
    const auto found = m_entries.constFind(name.toCaseFolded());
    return found == m_entries.constEnd() ? nullptr : &*found;
}

QString drawn(const QString &text, const Lists &lists, Seed seed)
{
    QString out;
    Drawing(lists).write(text, mix(static_cast<quint64>(seed) + golden), 0, out);
    return out;
}

QString escaped(const QString &prompt)
{
    if (standsForItself(prompt))
        return prompt;
    QString text;
    text.reserve(prompt.size() + 16);
    bool onlyBlanks = true; // so far in this line
    for (qsizetype k = 0; k < prompt.size(); ++k) {
        const QChar c = prompt[k];
        const QChar next = k + 1 < prompt.size() ? prompt[k + 1] : QChar();
        // Without an opening brace, bars and closing ones are text; without two underscores together, so is a
        // name.
        const bool marks = c == u'{' || (c == u'#' && onlyBlanks) || (c == u'\\' && isMark(next)) ||
                           (c == u'_' && k > 0 && prompt[k - 1] == u'_');
        if (marks)
            text += u'\\';
        text += c;
        onlyBlanks = lineBreakAt(prompt, k) > 0 || (onlyBlanks && c.isSpace());
    }
    return text;
}

QString styled(const QString &prompt, const QString &styleText)
{
    static const QString place = u"{prompt}"_s;
    if (styleText.contains(place)) {
        QString text = styleText;
        return text.replace(place, prompt);
    }
    if (styleText.trimmed().isEmpty())
        return prompt;
    return prompt.trimmed().isEmpty() ? styleText : prompt + u", "_s + styleText;
}

QList<Span> spans(const QString &text, const Lists &lists)
{
    QList<Span> spans;
    const QList<Token> tokens = tokensOf(text);
    int choiceEnds = -1; // the Close of the outermost choice around
    for (qsizetype k = 0; k < tokens.size(); ++k) {
        const Token &token = tokens[k];
        const auto add = [&](Span::Kind kind, int length) { spans << Span{kind, token.start, length}; };
        switch (token.kind) {
        case Kind::Comment:
            add(Span::Kind::Comment, token.end - token.start);
            break;
        case Kind::Open:
            if (k > choiceEnds) {
                choiceEnds = token.close;
                add(Span::Kind::Choice, tokens[token.close].end - token.start);
            }
            add(Span::Kind::Mark, 1);
            break;
        case Kind::Bar:
        case Kind::Close:
        case Kind::Literal:
            add(Span::Kind::Mark, 1);
            break;
        case Kind::Name:
            add(lists.find(nameIn(text, token)) ? Span::Kind::List : Span::Kind::UnknownList,
                token.end - token.start);
            break;
        case Kind::Text:
            if (token.isUnclosed)
                add(Span::Kind::Unclosed, 1);
            break;
        }
    }
    return spans;
}

} // namespace janus::words
