#include "core/worddifference.h"

#include <algorithm>
#include <vector>

#include <QHash>
#include <QTextBoundaryFinder>

namespace janus {

namespace {

constexpr qint64 mostCells = 1'000'000; ///< of the table that finds the longest common sequence

struct Word
{
    qsizetype start = 0;
    qsizetype end = 0;
    int id = 0; ///< equal words have equal ids
};

using Words = std::vector<Word>;
using Ids = std::vector<int>;

/// Between words, but never inside what is one sign to the reader.
Words wordsOf(const QString &text, QHash<QString, int> &ids)
{
    Words words;
    QTextBoundaryFinder boundary(QTextBoundaryFinder::Word, text);
    QTextBoundaryFinder sign(QTextBoundaryFinder::Grapheme, text);
    qsizetype start = 0;
    while (start < text.size()) {
        qsizetype end = boundary.toNextBoundary();
        if (end < 0)
            end = text.size();
        sign.setPosition(end);
        if (end <= start || (end < text.size() && !sign.isAtBoundary()))
            continue;
        const QString word = text.mid(start, end - start);
        if (!word.trimmed().isEmpty())
            words.push_back({start, end, ids.emplace(word, ids.value(word, int(ids.size()))).value()});
        start = end;
    }
    return words;
}

Ids idsOf(const Words &words)
{
    Ids ids;
    ids.reserve(words.size());
    for (const Word &word : words)
        ids.push_back(word.id);
    return ids;
}

/// Which of `b` belong to the longest sequence that `a` has as well. Both are given without what they share
/// at their beginnings and ends.
std::vector<bool> matchedMiddle(const int *a, size_t aSize, const int *b, size_t bSize)
{
    std::vector<bool> matched(bSize, false);
    if (aSize == 0 || bSize == 0 || qint64(aSize) * qint64(bSize) > mostCells)
        return matched;
    const size_t wide = bSize + 1;
    std::vector<int> longest((aSize + 1) * wide, 0); // of a from i and b from j
    for (size_t i = aSize; i-- > 0;) {
        for (size_t j = bSize; j-- > 0;) {
            longest[i * wide + j] = a[i] == b[j]
                                        ? longest[(i + 1) * wide + j + 1] + 1
                                        : std::max(longest[(i + 1) * wide + j], longest[i * wide + j + 1]);
        }
    }
    for (size_t i = 0, j = 0; i < aSize && j < bSize;) {
        if (a[i] == b[j]) {
            matched[j] = true;
            ++i;
            ++j;
        } else if (longest[(i + 1) * wide + j] >= longest[i * wide + j + 1]) {
            ++i;
        } else {
            ++j;
        }
    }
    return matched;
}

std::vector<bool> matchedIn(const Ids &a, const Ids &b)
{
    const size_t shorter = std::min(a.size(), b.size());
    size_t head = 0;
    while (head < shorter && a[head] == b[head])
        ++head;
    size_t tail = 0;
    while (tail < shorter - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
        ++tail;
    std::vector<bool> matched(b.size(), true);
    const std::vector<bool> middle =
        matchedMiddle(a.data() + head, a.size() - head - tail, b.data() + head, b.size() - head - tail);
    std::copy(middle.begin(), middle.end(), matched.begin() + qsizetype(head));
    return matched;
}

/// Adds `text`, to the last run when that is of the same kind.
void append(QList<WordRun> &runs, const QString &text, bool isCommon)
{
    if (text.isEmpty())
        return;
    if (!runs.isEmpty() && runs.last().isCommon == isCommon)
        runs.last().text += text;
    else
        runs.append({text, isCommon});
}

QList<WordRun> runsOf(const QString &text, const Words &words, const std::vector<bool> &isCommon)
{
    QList<WordRun> runs;
    qsizetype at = 0;
    bool wasOwn = false;
    for (size_t k = 0; k < words.size(); ++k) {
        const bool isOwn = !isCommon[k];
        append(runs, text.mid(at, words[k].start - at), !(wasOwn && isOwn));
        append(runs, text.mid(words[k].start, words[k].end - words[k].start), !isOwn);
        at = words[k].end;
        wasOwn = isOwn;
    }
    append(runs, text.mid(at), true);
    return runs;
}

} // namespace

QList<QList<WordRun>> compareWords(const QStringList &texts)
{
    QHash<QString, int> ids;
    std::vector<Words> words;
    for (const QString &text : texts)
        words.push_back(wordsOf(text, ids));
    Ids shared = words.empty() ? Ids() : idsOf(words.front());
    for (size_t k = 1; k < words.size(); ++k) {
        const Ids other = idsOf(words[k]);
        const std::vector<bool> matched = matchedIn(shared, other);
        shared.clear();
        for (size_t w = 0; w < other.size(); ++w) {
            if (matched[w])
                shared.push_back(other[w]);
        }
    }
    QList<QList<WordRun>> compared;
    for (size_t k = 0; k < words.size(); ++k)
        compared += runsOf(texts.at(qsizetype(k)), words[k], matchedIn(shared, idsOf(words[k])));
    return compared;
}

} // namespace janus
