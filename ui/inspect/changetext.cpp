#include "ui/inspect/changetext.h"

#include "core/differences.h"
#include "ui/inspect/valuetext.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

/// The words that one of the prompts has and the other has not.
QString changedWords(const QList<WordRun> &prompt)
{
    QStringList words;
    for (const WordRun &run : prompt) {
        if (const QString text = run.text.simplified(); !run.isCommon && !text.isEmpty())
            words << text;
    }
    return words.join(u" … "_s);
}

QString wordsText(const QList<QList<WordRun>> &prompts)
{
    constexpr qsizetype most = 60;
    const QString gone = changedWords(prompts.first());
    const QString come = changedWords(prompts.last());
    if (gone.size() + come.size() > most || (gone.isEmpty() && come.isEmpty()))
        return u"other words"_s;
    QStringList parts;
    if (!gone.isEmpty())
        parts << u'−' + gone;
    if (!come.isEmpty())
        parts << u'+' + come;
    return parts.join(u' ');
}

QString titleOf(const Difference &difference)
{
    return difference.spec.title.isEmpty() ? difference.spec.name : difference.spec.title;
}

/// Ten digits more or less say nothing; how far it is from one to the next may.
QString seedText(const Difference &difference)
{
    constexpr qint64 near = 1000;
    const qint64 from = difference.values.first().toInteger();
    const qint64 to = difference.values.last().toInteger();
    if (to > from && from > std::numeric_limits<qint64>::min() + near && to - near < from)
        return u"seed +%1"_s.arg(to - from);
    return u"another seed"_s;
}

QString rowText(const Difference &difference)
{
    if (difference.what == Difference::What::Seed)
        return seedText(difference);
    const auto text = [&](const QJsonValue &value) {
        return value.isUndefined() ? u"–"_s : valueText(&difference.spec, value);
    };
    return u"%1 %2 → %3"_s.arg(titleOf(difference).toLower(), text(difference.values.first()),
                               text(difference.values.last()));
}

} // namespace

QString changeText(const Picture &from, const Picture &to, const ModelSchema &schema)
{
    const Differences differences = differencesOf({from, to}, schema.params());
    QStringList parts;
    if (differences.isPromptDifferent)
        parts << wordsText(differences.prompts);
    for (const Difference &row : differences.rows) {
        // How many pictures a press made, and which of them it was, changes none of them.
        if (row.what != Difference::What::Place && row.what != Difference::What::Pixels)
            parts << rowText(row);
    }
    return parts.isEmpty() ? u"the same once more"_s : parts.join(u" · "_s);
}

} // namespace janus::ui
