// words: how many prompts a text stands for, and which.
#include "core/words.h"

#include "core/wordtokens.h"

#include <QSet>

#include <algorithm>

namespace janus::words {

namespace {

using Kind = Token::Kind;

QStringView sourceOf(const QString &text, const Token &token)
{
    return QStringView(text).mid(token.start, token.end - token.start);
}

quint64 plus(quint64 a, quint64 b)
{
    return std::min(countless, a + b); // both are at most half of what fits
}

quint64 times(quint64 a, quint64 b)
{
    return b != 0 && a > countless / b ? countless : a * b;
}

/// A text with the numbers of its combinations.
struct Counted
{
    QString text;
    QList<Token> tokens;
    QList<quint64> behind; ///< of Open and Name: how many combinations what follows in the same sequence has
    QList<quint64>
        alternative; ///< of Open and Bar: how many the alternative behind it has; 0: it is there twice
    quint64 total = 1;
};

class Counting
{
public:
    explicit Counting(const Lists &lists)
        : m_lists(lists)
    {
    }

    Counted count(const QString &text, int depth)
    {
        Counted counted{.text = text, .tokens = tokensOf(text), .behind = {}, .alternative = {}};
        const QList<Token> &tokens = counted.tokens;
        counted.behind.resize(tokens.size());
        counted.alternative.resize(tokens.size());
        const QSet<qsizetype> repeats = repeated(counted);
        struct Frame
        {
            quint64 sum = 0;     // of the alternatives seen so far
            quint64 product = 1; // of the sequence seen so far
        };
        QList<Frame> frames{{}};
        for (auto k = tokens.size() - 1; k >= 0; --k) {
            const Token &token = tokens[k];
            if (token.kind == Kind::Close) {
                frames << Frame{};
            } else if (token.kind == Kind::Bar || token.kind == Kind::Open) {
                Frame &frame = frames.last();
                counted.alternative[k] = repeats.contains(k) ? 0 : frame.product;
                frame.sum = plus(frame.sum, counted.alternative[k]);
                frame.product = 1;
            }
            if (token.kind == Kind::Open || token.kind == Kind::Name) {
                const quint64 own =
                    token.kind == Kind::Open ? frames.takeLast().sum : ofList(nameIn(text, token), depth);
                counted.behind[k] = frames.last().product;
                frames.last().product = times(frames.last().product, own);
            }
        }
        counted.total = frames.last().product;
        return counted;
    }

    /// Of the entries of a list that is named at this depth. `namesLists` says whether the depth matters.
    Lists::Counts entryCounts(const QStringList &entries, int depth, bool &namesLists)
    {
        Lists::Counts counts;
        counts.each.reserve(entries.size());
        for (const QString &entry : entries) {
            quint64 own = 1;
            if (!standsForItself(entry)) {
                const Counted counted = count(entry, depth + 1);
                own = counted.total;
                namesLists =
                    namesLists || std::any_of(counted.tokens.begin(), counted.tokens.end(),
                                              [](const Token &token) { return token.kind == Kind::Name; });
            }
            counts.each << own;
            counts.total = plus(counts.total, own);
        }
        return counts;
    }

    /// The combination number `rank`, from 0.
    QString combination(const Counted &counted, quint64 rank)
    {
        m_draws = 0;
        QString prompt;
        write(counted, rank, 0, prompt);
        return prompt;
    }

private:
    void write(const Counted &counted, quint64 rank, int depth, QString &out)
    {
        QList<quint64> outer; // what is left of the rank behind each choice that is being written
        for (qsizetype k = 0; k < counted.tokens.size(); ++k) {
            const Token &token = counted.tokens[k];
            switch (token.kind) {
            case Kind::Text:
                out += sourceOf(counted.text, token);
                break;
            case Kind::Literal:
                out += counted.text[token.start + 1];
                break;
            case Kind::Open: {
                quint64 own = rank / counted.behind[k];
                outer << rank % counted.behind[k];
                while (own >= counted.alternative[k]) {
                    own -= counted.alternative[k];
                    k = counted.tokens[k].next;
                }
                rank = own;
                break;
            }
            case Kind::Bar:
                k = token.close;
                [[fallthrough]];
            case Kind::Close:
                rank = outer.takeLast();
                break;
            case Kind::Name:
                writeEntry(sourceOf(counted.text, token), nameIn(counted.text, token),
                           rank / counted.behind[k], depth, out);
                rank %= counted.behind[k];
                break;
            case Kind::Comment:
                break;
            }
        }
    }

    /// The alternatives that are there twice, by the Open or Bar before them. One that holds choices itself
    /// is taken for another one: to compare those would take time in proportion to the square of the depth.
    static QSet<qsizetype> repeated(const Counted &counted)
    {
        QSet<qsizetype> repeats;
        QList<QSet<QString>> seen;
        for (qsizetype k = 0; k < counted.tokens.size(); ++k) {
            const Token &token = counted.tokens[k];
            if (token.kind == Kind::Open)
                seen << QSet<QString>{};
            else if (token.kind == Kind::Close)
                seen.removeLast();
            if (token.kind != Kind::Open && token.kind != Kind::Bar)
                continue;
            qsizetype next = k + 1;
            while (next < counted.tokens.size() && counted.tokens[next].kind != Kind::Open &&
                   next != token.next)
                ++next;
            if (next != token.next)
                continue;
            const int from = token.end;
            const QString words = counted.text.mid(from, counted.tokens[next].start - from);
            if (seen.last().contains(words))
                repeats.insert(k);
            else
                seen.last().insert(words);
        }
        return repeats;
    }

    quint64 ofList(const QString &name, int depth)
    {
        const Lists::Entries *entries = depth < deepestLists ? m_lists.find(name) : nullptr;
        if (!entries)
            return 1;
        return entries->plain ? static_cast<quint64>(entries->distinct.size()) : entries->counts[depth].total;
    }

    void writeEntry(QStringView asWritten, const QString &name, quint64 rank, int depth, QString &out)
    {
        const bool may = depth < deepestLists && out.size() < mostDrawnLength && m_draws++ < mostListDraws;
        const Lists::Entries *entries = may ? m_lists.find(name) : nullptr;
        if (!entries) {
            out += asWritten;
        } else if (entries->plain) {
            out += entries->distinct[static_cast<qsizetype>(rank)];
        } else {
            const Lists::Counts &own = entries->counts[depth];
            qsizetype k = 0;
            for (; rank >= own.each[k]; ++k)
                rank -= own.each[k];
            write(count(entries->distinct[k], depth + 1), rank, depth + 1, out);
        }
    }

    const Lists &m_lists;
    int m_draws = 0;
};

} // namespace

/// From the deepest place on, where names of lists are text: what an entry names is counted before it.
void Lists::count()
{
    Counting counting(*this);
    QSet<QString> namingLists;
    for (Entries &entries : m_entries) {
        if (!entries.plain)
            entries.counts.resize(deepestLists);
    }
    for (int depth = deepestLists - 1; depth >= 0; --depth) {
        for (auto list = m_entries.begin(); list != m_entries.end(); ++list) {
            if (list->plain)
                continue;
            const bool isDeepest = depth == deepestLists - 1;
            bool namesLists = false;
            if (isDeepest || namingLists.contains(list.key()))
                list->counts[depth] = counting.entryCounts(list->distinct, depth, namesLists);
            else
                list->counts[depth] = list->counts[depth + 1];
            if (isDeepest && namesLists)
                namingLists.insert(list.key());
        }
    }
}

quint64 combinations(const QString &text, const Lists &lists)
{
    return Counting(lists).count(text, 0).total;
}

QStringList all(const QString &text, const Lists &lists, int cap)
{
    Counting counting(lists);
    const Counted counted = counting.count(text, 0);
    QStringList prompts;
    const auto count = std::min<quint64>(counted.total, static_cast<quint64>(std::max(0, cap)));
    for (quint64 rank = 0; rank < count; ++rank)
        prompts << counting.combination(counted, rank);
    return prompts;
}

} // namespace janus::words
