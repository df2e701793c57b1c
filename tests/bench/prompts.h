#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace janus::bench {

/// Prompts as artists write them, as far as an index is concerned: 6 to 40 words by Zipf's law out of 20,000,
/// of which the most frequent ones are real; about 100 letters on average.
class Prompts
{
public:
    Prompts();
    /// The same for the same number.
    QString make(quint64 number) const;
    /// The most frequent word first.
    const QStringList &words() const { return m_words; }

private:
    QStringList m_words;
    std::vector<double> m_reach; ///< how often one of the words up to this one is used, of 1
};

} // namespace janus::bench
