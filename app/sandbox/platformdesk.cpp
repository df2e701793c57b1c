#include "sandbox/platformdesk.h"

#include "sandbox/answers.h"
#include "sandbox/history.h"
#include "sandbox/platformquery.h"

#include <QFile>
#include <QJsonDocument>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

HttpResponse invalid(const QString &message)
{
    return platformError(400, u"validation_error"_s, message);
}

QString displayName(const Endpoint &endpoint)
{
    // Only this one is published in a text this server was written from.
    return QLatin1String(endpoint.id) == "fal-ai/janus"_L1 ? u"DeepSeek Janus-Pro"_s
                                                           : QString::fromLatin1(endpoint.id);
}

/// The endpoints named, or every one where none is.
QList<const Endpoint *> namedEndpoints(const QStringList &ids)
{
    QList<const Endpoint *> found;
    for (const Endpoint &endpoint : endpoints()) {
        if (ids.isEmpty() || ids.contains(QLatin1String(endpoint.id)))
            found.append(&endpoint);
    }
    return found;
}

/// The first id that is no endpoint here, or nothing.
QString unknownOf(const QStringList &ids)
{
    const auto it = std::ranges::find_if(ids, [](const QString &id) { return !findEndpoint(id); });
    return it == ids.end() ? QString() : *it;
}

} // namespace

PlatformDesk::PlatformDesk(QueueDesk &queue, QString schemaFolder, std::shared_ptr<Account> account)
    : m_queue(queue)
    , m_schemaFolder(std::move(schemaFolder))
    , m_account(std::move(account))
{
}

bool PlatformDesk::isFor(const QStringList &path)
{
    return path.value(0) == "v1"_L1 || (path.value(0) == "api"_L1 && path.value(1) == "openapi"_L1);
}

HttpResponse PlatformDesk::answer(const HttpRequest &request, const QStringList &path)
{
    using Call = std::function<HttpResponse(PlatformDesk &, const HttpRequest &)>;
    struct Known
    {
        QByteArray method;
        QString path;
        bool open; ///< Answered without a key.
        Call call;
    };
    static const Known calls[] = {{"GET", u"api/openapi/queue/openapi.json"_s, true, &PlatformDesk::document},
                                  {"GET", u"v1/meta"_s, true, &PlatformDesk::meta},
                                  {"GET", u"v1/models"_s, true, &PlatformDesk::models},
                                  {"GET", u"v1/models/pricing"_s, false, &PlatformDesk::prices},
                                  {"POST", u"v1/models/pricing/estimate"_s, false, &PlatformDesk::estimate},
                                  {"GET", u"v1/models/requests/by-endpoint"_s, false, &PlatformDesk::history},
                                  {"GET", u"v1/account/billing"_s, false, &PlatformDesk::billing},
                                  {"GET", u"v1/storage/settings"_s, false, &PlatformDesk::settings},
                                  {"PUT", u"v1/storage/settings"_s, false, &PlatformDesk::changeSettings}};
    const QString asked = path.join(u'/');
    const auto isAsked = [&](const Known &known) { return known.path == asked; };
    const auto isRight = [&](const Known &known) { return isAsked(known) && known.method == request.method; };
    const auto known = std::ranges::find_if(calls, isRight);
    const bool open = known != std::end(calls) && known->open && request.headerCount("authorization") == 0;
    if (const auto refusal = open ? std::nullopt : m_gate.refuseKey(request)) {
        const QJsonObject body = QJsonDocument::fromJson(refusal->body).object();
        return platformError(401, u"authorization_error"_s, body.value("detail"_L1).toString());
    }
    if (known != std::end(calls))
        return known->call(*this, request);
    const bool isPayloads =
        path.size() == 5 && asked.startsWith("v1/models/requests/"_L1) && path.last() == "payloads"_L1;
    if (isPayloads && request.method == "DELETE")
        return dropPayloads(path.at(3).toLatin1());
    if (isPayloads || std::ranges::any_of(calls, isAsked))
        return platformError(405, u"validation_error"_s, u"This call wants another method."_s);
    return platformError(404, u"not_found"_s, u"There is no such call."_s);
}

QByteArray PlatformDesk::documentOf(const QString &endpoint) const
{
    // Only ids of the table become names of files.
    if (!findEndpoint(endpoint))
        return {};
    QFile file(m_schemaFolder + u'/' + QString(endpoint).replace(u'/', u'_') + u".openapi.json"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

HttpResponse PlatformDesk::document(const HttpRequest &request) const
{
    const QByteArray document = documentOf(PlatformQuery(request).value(u"endpoint_id"_s));
    HttpResponse response;
    response.status = document.isEmpty() ? 404 : 200;
    response.body = document.isEmpty() ? QByteArray("null") : document;
    return response;
}

QJsonObject PlatformDesk::modelEntry(const Endpoint &endpoint, bool withDocument) const
{
    const QString id = QString::fromLatin1(endpoint.id);
    const QJsonObject document = QJsonDocument::fromJson(documentOf(id)).object();
    const QJsonObject published = document.value("info"_L1).toObject().value("x-fal-metadata"_L1).toObject();
    const bool isJanus = id == "fal-ai/janus"_L1;
    QJsonObject metadata{{u"display_name"_s, displayName(endpoint)},
                         {u"category"_s, u"text-to-image"_s},
                         {u"description"_s, u"Practice: pictures are drawn on this computer."_s},
                         {u"status"_s, u"active"_s},
                         {u"tags"_s, isJanus ? QJsonArray{u"stylized"_s} : QJsonArray()},
                         {u"updated_at"_s, u"2025-01-28T00:00:00Z"_s},
                         {u"date"_s, u"2025-01-28T00:00:00Z"_s},
                         {u"thumbnail_url"_s, published.value("thumbnailUrl"_L1)},
                         {u"model_url"_s, u"https://fal.run/"_s + id},
                         {u"is_favorited"_s, false},
                         {u"highlighted"_s, false},
                         {u"pinned"_s, false}};
    QJsonObject entry{{u"endpoint_id"_s, id}, {u"metadata"_s, metadata}};
    if (withDocument && !document.isEmpty())
        entry.insert(u"openapi"_s, document);
    else if (withDocument)
        entry.insert(u"openapi"_s,
                     QJsonObject{{u"error"_s, QJsonObject{{u"type"_s, u"not_found"_s},
                                                          {u"message"_s, u"There is no document."_s}}}});
    return entry;
}

HttpResponse PlatformDesk::models(const HttpRequest &request) const
{
    const PlatformQuery query(request);
    if (const auto refusal = query.refusePage())
        return *refusal;
    const QString words = query.value(u"q"_s);
    const QString category = query.value(u"category"_s);
    const QString status = query.value(u"status"_s);
    QJsonArray entries;
    for (const Endpoint *endpoint : namedEndpoints(query.endpointIds())) {
        const QString text = QString::fromLatin1(endpoint->id) + u' ' + displayName(*endpoint);
        const bool isWanted = text.contains(words, Qt::CaseInsensitive) &&
                              (category.isEmpty() || category == "text-to-image"_L1) &&
                              (status.isEmpty() || status == "active"_L1);
        if (isWanted)
            entries.append(modelEntry(*endpoint, query.expands(u"openapi-3.0"_s)));
    }
    return query.page(u"models"_s, entries);
}

HttpResponse PlatformDesk::prices(const HttpRequest &request) const
{
    const PlatformQuery query(request);
    if (query.endpointIds().isEmpty())
        return invalid(u"endpoint_id must name 1 to 50 endpoints."_s);
    if (const auto refusal = query.refusePage())
        return *refusal;
    if (const QString unknown = unknownOf(query.endpointIds()); !unknown.isEmpty())
        return platformError(404, u"not_found"_s, u"There is no endpoint \"%1\"."_s.arg(unknown));
    QJsonArray entries;
    for (const Endpoint *endpoint : namedEndpoints(query.endpointIds())) {
        entries.append(QJsonObject{{u"endpoint_id"_s, QString::fromLatin1(endpoint->id)},
                                   {u"unit_price"_s, 0},
                                   {u"unit"_s, u"images"_s},
                                   {u"currency"_s, u"USD"_s}});
    }
    return query.page(u"prices"_s, entries);
}

HttpResponse PlatformDesk::estimate(const HttpRequest &request) const
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QString type = body.value("estimate_type"_L1).toString();
    const QString quantity = type == "unit_price"_L1 ? u"unit_quantity"_s : u"call_quantity"_s;
    if (type != "unit_price"_L1 && type != "historical_api_price"_L1)
        return invalid(u"estimate_type must be historical_api_price or unit_price."_s);
    const QJsonObject wanted = body.value("endpoints"_L1).toObject();
    if (const QString unknown = unknownOf(wanted.keys()); !unknown.isEmpty())
        return platformError(404, u"not_found"_s, u"There is no endpoint \"%1\"."_s.arg(unknown));
    const auto isCounted = [&](const QJsonValue &value) {
        return value.toObject().value(quantity).toDouble() > 0;
    };
    if (wanted.isEmpty() || !std::all_of(wanted.begin(), wanted.end(), isCounted))
        return invalid(u"Every endpoint needs its %1."_s.arg(quantity));
    return jsonAnswer(200, {{u"estimate_type"_s, type}, {u"total_cost"_s, 0}, {u"currency"_s, u"USD"_s}});
}

HttpResponse PlatformDesk::history(const HttpRequest &request)
{
    if (const auto refusal = PlatformQuery(request).refusePage())
        return *refusal;
    m_queue.readState();
    return historyAnswer(request, m_queue.queue());
}

HttpResponse PlatformDesk::billing(const HttpRequest &request) const
{
    QJsonObject body{{u"username"_s, u"practice"_s}};
    if (PlatformQuery(request).expands(u"credits"_s))
        body.insert(u"credits"_s, QJsonObject{{u"current_balance"_s, 0}, {u"currency"_s, u"USD"_s}});
    return jsonAnswer(200, body);
}

HttpResponse PlatformDesk::meta(const HttpRequest &) const
{
    return jsonAnswer(200, {{u"webhook_ip_ranges"_s, QJsonArray{u"127.0.0.1/32"_s}}});
}

HttpResponse PlatformDesk::settings(const HttpRequest &) const
{
    return jsonAnswer(200, m_account->storage.toJson());
}

HttpResponse PlatformDesk::changeSettings(const HttpRequest &request)
{
    const QJsonDocument body = QJsonDocument::fromJson(request.body);
    const QJsonValue seconds = body.object().value("expiration_duration_seconds"_L1);
    if (!body.isObject() || (!seconds.isUndefined() && !seconds.isNull() && seconds.toDouble() < 1))
        return invalid(u"expiration_duration_seconds must be null or at least 1."_s);
    // The whole of it is replaced: what is left out goes back to the default.
    m_account->storage = Lifecycle::fromJson(body.object());
    return settings(request);
}

HttpResponse PlatformDesk::dropPayloads(const QByteArray &id)
{
    m_queue.readState();
    if (!m_queue.queue().dropPayloads(id))
        return platformError(404, u"not_found"_s, u"There is no such request."_s);
    return jsonAnswer(200, {{u"cdn_delete_results"_s, QJsonArray()}});
}

} // namespace janus::sandbox
