#include "core/apikey.h"

#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

bool isQuote(QChar c)
{
    return c == u'"' || c == u'\'' || c == u'`';
}

QString withoutQuotes(const QString &text)
{
    const bool quoted = text.size() >= 2 && isQuote(text.front()) && text.back() == text.front();
    return quoted ? text.mid(1, text.size() - 2).trimmed() : text;
}

QString withoutPrefixes(QString text)
{
    for (const auto &prefix : {"export "_L1, "FAL_KEY="_L1, "Key "_L1}) {
        if (text.startsWith(prefix, Qt::CaseInsensitive))
            text = text.mid(prefix.size()).trimmed();
    }
    return text;
}

QString unwrapped(QString text)
{
    text = withoutPrefixes(withoutQuotes(text.trimmed()));
    return withoutQuotes(text);
}

bool canStandInKey(QChar c)
{
    return c > u' ' && c < QChar(0x7f) && !isQuote(c);
}

/// The beginning of the id, in the form of a random UUID. fal's own begin like this once in 2^48 times.
const QByteArray practiceMark = "5a5db0c5-5a5d-4";

} // namespace

ApiKey ApiKey::newForPractice()
{
    const QByteArray id = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    const QByteArray secret = QUuid::createUuid().toByteArray(QUuid::Id128);
    return ApiKey(practiceMark + id.sliced(practiceMark.size()) + ':' + secret);
}

bool ApiKey::isForPractice() const
{
    return m_key.startsWith(practiceMark);
}

Result<ApiKey> ApiKey::fromText(const QString &text)
{
    constexpr int longest = 1000;
    if (text.size() > 4 * longest)
        return Error{ErrorKind::BadInput, u"This is too long to be a fal key."_s, {}, u"key"_s};
    const QString key = unwrapped(text);
    if (key.isEmpty())
        return Error{ErrorKind::BadInput, u"The key is empty."_s, {}, u"key"_s};
    if (key.size() > longest)
        return Error{ErrorKind::BadInput, u"This is too long to be a fal key."_s, {}, u"key"_s};
    if (!std::all_of(key.begin(), key.end(), canStandInKey) || key.contains("://"_L1))
        return Error{ErrorKind::BadInput,
                     u"This does not look like a fal key: it must be one word of plain characters."_s,
                     {},
                     u"key"_s};
    const qsizetype colon = key.indexOf(u':');
    if (colon <= 0 || colon == key.size() - 1)
        return Error{ErrorKind::BadInput,
                     u"This does not look like a fal key: it must have the form ID:SECRET."_s,
                     {},
                     u"key"_s};
    return ApiKey(key.toLatin1());
}

} // namespace janus
