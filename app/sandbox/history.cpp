#include "sandbox/history.h"

#include "core/result.h"
#include "sandbox/answers.h"
#include "sandbox/platformquery.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

struct HistoryFilter
{
    QStringList endpoints;
    QByteArray id;
    QString status;
    QDateTime start;
    QDateTime end; ///< Not included.
    bool byDuration = false;
};

/// A moment as ISO 8601, with or without a time of day; UTC unless it says otherwise.
std::optional<QDateTime> momentOf(const QString &text, const QDateTime &otherwise)
{
    if (text.isEmpty())
        return otherwise;
    QDateTime moment = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!moment.isValid())
        return std::nullopt;
    if (moment.timeSpec() == Qt::LocalTime)
        moment.setTimeSpec(Qt::UTC);
    return moment;
}

/// The filter, or what is wrong with it.
Result<HistoryFilter> filterOf(const PlatformQuery &query)
{
    constexpr qint64 daysWithId = 90;
    constexpr qsizetype mostEndpoints = 50;
    const auto wrong = [](const QString &text) { return Error{ErrorKind::BadInput, text}; };
    HistoryFilter filter;
    filter.endpoints = query.endpointIds();
    if (filter.endpoints.isEmpty() || filter.endpoints.size() > mostEndpoints)
        return wrong(u"endpoint_id must name 1 to 50 endpoints."_s);
    filter.id = query.value(u"request_id"_s).toLatin1();
    filter.status = query.value(u"status"_s);
    if (!QStringList{QString(), u"success"_s, u"error"_s, u"user_error"_s}.contains(filter.status))
        return wrong(u"status must be success, error or user_error."_s);
    const QString sort = query.value(u"sort_by"_s);
    if (!QStringList{QString(), u"ended_at"_s, u"duration"_s}.contains(sort))
        return wrong(u"sort_by must be ended_at or duration."_s);
    filter.byDuration = sort == "duration"_L1;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto start = momentOf(query.value(u"start"_s), now.addDays(filter.id.isEmpty() ? -1 : -daysWithId));
    const auto end = momentOf(query.value(u"end"_s), now.addSecs(1));
    if (!start || !end)
        return wrong(u"start and end must be ISO 8601 dates."_s);
    filter.start = *start;
    filter.end = *end;
    return filter;
}

QString outcomeOf(int status)
{
    if (status < 300)
        return u"success"_s;
    return status < 500 ? u"user_error"_s : u"error"_s;
}

double durationOf(const QueuedRequest &request)
{
    return request.started.isValid() ? double(request.started.msecsTo(request.ended)) / 1000 : 0;
}

bool matches(const QueuedRequest &request, const HistoryFilter &filter)
{
    const bool rightTime =
        request.sent.isValid() && request.sent >= filter.start && request.sent < filter.end;
    if (!rightTime || !filter.endpoints.contains(QLatin1String(request.endpoint->id)) ||
        (!filter.id.isEmpty() && request.id != filter.id))
        return false;
    if (filter.status.isEmpty())
        return true;
    return request.phase == Phase::Done && outcomeOf(resultAnswer(request, {}).status) == filter.status;
}

QJsonObject entryOf(const QueuedRequest &request, const QByteArray &origin, bool withPayloads)
{
    const auto text = [](const QDateTime &moment) { return moment.toString(Qt::ISODateWithMs); };
    QJsonObject entry{{u"request_id"_s, QString::fromLatin1(request.id)},
                      {u"endpoint_id"_s, QString::fromLatin1(request.endpoint->id)},
                      {u"sent_at"_s, text(request.sent)},
                      // Asked for always: a request that has not started yet has been sent at least.
                      {u"started_at"_s, text(request.started.isValid() ? request.started : request.sent)}};
    const bool tell = withPayloads && request.options.keepPayloads;
    if (tell)
        entry.insert(u"json_input"_s, QJsonDocument::fromJson(request.body).object());
    if (request.phase != Phase::Done)
        return entry;
    const HttpResponse result = resultAnswer(request, origin);
    entry.insert(u"ended_at"_s, text(request.ended));
    entry.insert(u"status_code"_s, result.status);
    entry.insert(u"duration"_s, durationOf(request));
    // Pictures that travelled inside the answer are not kept.
    if (tell && !(request.hasPictures() && request.order.inlinePictures))
        entry.insert(u"json_output"_s, QJsonDocument::fromJson(result.body).object());
    return entry;
}

} // namespace

HttpResponse historyAnswer(const HttpRequest &request, const RequestQueue &queue)
{
    const PlatformQuery query(request);
    const Result<HistoryFilter> filter = filterOf(query);
    if (!filter)
        return platformError(400, u"validation_error"_s, filter.error().message);
    QList<const QueuedRequest *> found;
    for (const QByteArray &id : queue.ids()) {
        if (const QueuedRequest *known = queue.find(id); matches(*known, filter.value()))
            found.append(known);
    }
    const bool byDuration = filter.value().byDuration;
    std::ranges::sort(found, [byDuration](const QueuedRequest *a, const QueuedRequest *b) {
        if (byDuration && durationOf(*a) != durationOf(*b))
            return durationOf(*a) > durationOf(*b);
        // What has not ended goes first, the newest first; ids decide where moments are the same.
        const auto key = [](const QueuedRequest *r) {
            return std::tuple(!r->ended.isValid(), r->ended.isValid() ? r->ended : r->sent, r->id);
        };
        return key(a) > key(b);
    });
    const QByteArray origin = "http://" + request.header("host");
    QJsonArray entries;
    for (const QueuedRequest *known : found)
        entries.append(entryOf(*known, origin, query.expands(u"payloads"_s)));
    return query.page(u"items"_s, entries);
}

} // namespace janus::sandbox
