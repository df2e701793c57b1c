#include "sandbox/platformquery.h"

#include "sandbox/answers.h"

using namespace Qt::StringLiterals;

namespace janus::sandbox {

HttpResponse platformError(int status, const QString &type, const QString &message)
{
    return jsonAnswer(status, {{u"error"_s, QJsonObject{{u"type"_s, type}, {u"message"_s, message}}}});
}

PlatformQuery::PlatformQuery(const HttpRequest &request)
    : m_query(QString::fromLatin1(request.query().replace('+', "%20")))
{
}

QString PlatformQuery::value(const QString &name) const
{
    return m_query.queryItemValue(name, QUrl::FullyDecoded);
}

QStringList PlatformQuery::list(const QString &name) const
{
    QStringList all;
    for (const QString &values : m_query.allQueryItemValues(name, QUrl::FullyDecoded))
        all += values.split(u',', Qt::SkipEmptyParts);
    return all;
}

qsizetype PlatformQuery::limit() const
{
    constexpr qsizetype usual = 50;
    constexpr qsizetype most = 100;
    const QString given = value(u"limit"_s);
    const qsizetype limit = given.isEmpty() ? usual : given.toLongLong();
    return limit >= 1 && limit <= most ? limit : -1;
}

qsizetype PlatformQuery::number() const
{
    constexpr qsizetype most = 1'000'000;
    const QString cursor = value(u"cursor"_s);
    if (cursor.isEmpty())
        return 0;
    bool isNumber = false;
    const qsizetype number = QByteArray::fromBase64(cursor.toLatin1()).toLongLong(&isNumber) - 1;
    return isNumber && number <= most ? number : -1;
}

std::optional<HttpResponse> PlatformQuery::refusePage() const
{
    if (limit() < 0)
        return platformError(400, u"validation_error"_s, u"limit must be a number from 1 to 100."_s);
    if (number() < 0)
        return platformError(400, u"validation_error"_s, u"This cursor is not one of this list."_s);
    return std::nullopt;
}

HttpResponse PlatformQuery::page(const QString &name, const QJsonArray &entries) const
{
    const qsizetype first = limit() * number();
    QJsonArray page;
    for (qsizetype i = first; i < std::min(first + limit(), entries.size()); ++i)
        page.append(entries.at(i));
    const bool more = first + limit() < entries.size();
    // The cursor encodes the number of the next page, counted from 1.
    const QByteArray next = QByteArray::number(number() + 2).toBase64();
    return jsonAnswer(200, {{name, page},
                            {u"next_cursor"_s, more ? QJsonValue(QString::fromLatin1(next)) : QJsonValue()},
                            {u"has_more"_s, more}});
}

} // namespace janus::sandbox
