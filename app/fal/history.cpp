#include "fal/history.h"

#include "fal/addresses.h"
#include "fal/answers.h"
#include "fal/service.h"

#include <QJsonArray>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::fal {

namespace {

QDateTime momentAt(const QJsonObject &entry, QLatin1StringView name)
{
    QDateTime moment = QDateTime::fromString(entry[name].toString(), Qt::ISODateWithMs);
    if (moment.isValid() && moment.timeSpec() == Qt::LocalTime)
        moment.setTimeSpec(Qt::UTC); // the service's own, which is UTC
    return moment.toUTC();
}

} // namespace

QUrl historyAddress(const Service &service, const HistoryQuestion &question, const QString &cursor)
{
    QUrl url = service.platform;
    url.setPath(url.path() + "/models/requests/by-endpoint"_L1);
    QUrlQuery query;
    const auto add = [&query](const QString &name, const QString &value) {
        // A plus is a space to many servers.
        query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    };
    add(u"endpoint_id"_s, question.endpoint);
    add(u"expand"_s, u"payloads"_s);
    add(u"limit"_s, u"100"_s);
    if (!question.requestId.isEmpty())
        add(u"request_id"_s, question.requestId);
    if (question.since.isValid())
        add(u"start"_s, question.since.toUTC().toString(Qt::ISODateWithMs));
    if (!cursor.isEmpty())
        add(u"cursor"_s, cursor);
    url.setQuery(query);
    return url;
}

Result<HistoryPage> readHistoryPage(const QByteArray &body, const QString &service)
{
    const std::optional<QJsonObject> answer = readObject(body);
    if (!answer || !answer->value("items"_L1).isArray())
        return Error{ErrorKind::Protocol, u"The answer of %1 cannot be understood."_s.arg(service),
                     QString::fromUtf8(body.left(300))};
    HistoryPage page;
    const QJsonArray items = answer->value("items"_L1).toArray();
    for (const QJsonValue item : items) {
        const QJsonObject entry = item.toObject();
        const QString id = entry["request_id"_L1].toString();
        if (!isRequestId(id))
            continue;
        page.requests << PastRequest{id, momentAt(entry, "sent_at"_L1),
                                     momentAt(entry, "ended_at"_L1).isValid(),
                                     entry["json_input"_L1].toObject(), entry["json_output"_L1].toObject()};
    }
    if (answer->value("has_more"_L1).toBool())
        page.next = answer->value("next_cursor"_L1).toString();
    return page;
}

bool isSameInput(const QJsonObject &sent, const QJsonObject &told)
{
    return !sent.isEmpty() && std::ranges::all_of(sent.keys(), [&](const QString &name) {
        return told.value(name) == sent.value(name);
    });
}

} // namespace janus::fal
