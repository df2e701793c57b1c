#include "sandbox/reception.h"

#include "sandbox/answers.h"
#include "sandbox/connection.h"
#include "sandbox/faultanswers.h"
#include "sandbox/proxyform.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

/// Hears a body out and keeps nothing of it.
class NoKeeping : public BodySink
{
public:
    bool write(QByteArrayView) override { return true; }
};

} // namespace

Reception::Reception(const Options &options, QueueDesk &queue, std::shared_ptr<Account> account,
                     std::shared_ptr<FaultLedger> ledger)
    : m_queue(queue)
    , m_ledger(std::move(ledger))
    , m_storage(options.pace, options.storageLimit, account, m_ledger)
    , m_platform(queue, options.schemaFolder, account)
    , m_webhooks(queue.queue(), queue.results(), options.pace)
{
}

void Reception::open(const Gate &gate, const QByteArray &origin)
{
    m_gate = gate;
    m_queue.setGate(gate);
    m_storage.setGate(gate);
    m_platform.setGate(gate);
    m_webhooks.setOrigin(origin);
}

HttpParser::BodyPlan Reception::planBody(const HttpRequest &head)
{
    // A web page can post to any port without being asked; its refusal goes out behind the body.
    if (m_gate.refuseStranger(head))
        return {HttpParser::bodyLimit, std::make_shared<NoKeeping>()};
    const QStringList path = pathOf(head);
    return StorageDesk::isFor(path) ? m_storage.planBody(head, path) : HttpParser::BodyPlan();
}

void Reception::handle(Connection &connection, const HttpRequest &request)
{
    if (!isProxyForm(request))
        return route(connection, request);
    if (const auto refusal = m_gate.refuseStranger(request))
        return connection.send(*refusal);
    if (const auto unwrapped = unwrapProxyForm(request))
        return route(connection, *unwrapped);
    connection.send(detailAnswer(400, u"The header x-fal-target-url must name an address of fal."_s));
}

void Reception::route(Connection &connection, const HttpRequest &request)
{
    const QStringList path = pathOf(request);
    const QString call = path.join(u'/');
    const bool isTokens = call == "tokens"_L1;
    const bool isKeys = call == ".well-known/jwks.json"_L1;
    const bool isStorage = StorageDesk::isFor(path);
    if (!isTokens && !isKeys && !isStorage && !PlatformDesk::isFor(path))
        return m_queue.handle(connection, request);
    m_ledger->record(request);
    if (const auto refusal = m_gate.refuseStranger(request))
        connection.send(*refusal);
    else if (isStorage)
        m_storage.handle(connection, request, path);
    else if (isTokens)
        connection.send(issueToken(request));
    else if (isKeys)
        connection.send(request.method == "GET" ? jsonAnswer(200, m_webhooks.keys())
                                                : detailAnswer(405, u"Method Not Allowed"_s));
    else
        tellPlatform(connection, request, path);
}

void Reception::tellPlatform(Connection &connection, const HttpRequest &request, const QStringList &path)
{
    if (m_gate.refuseKey(request)) // without the key it counts for no fault
        return connection.send(m_platform.answer(request, path));
    const FaultChoice choice = chooseFault(request, Fault::On::Platform, {}, *m_ledger);
    if (choice.refusal)
        return connection.send(*choice.refusal);
    if (choice.now && isInstead(*choice.now))
        return answerInstead(*choice.now, connection);
    if (choice.now)
        setUpWire(*choice.now, connection);
    sendMisshapen(choice.now, Fault::On::Platform, m_platform.answer(request, path), connection);
}

HttpResponse Reception::issueToken(const HttpRequest &request) const
{
    constexpr qint64 longest = 24 * 60 * 60;
    if (const auto refusal = m_gate.refuseKey(request))
        return *refusal;
    if (request.method != "POST")
        return detailAnswer(405, u"Method Not Allowed"_s);
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QJsonArray apps = body.value("allowed_apps"_L1).toArray();
    if (apps.isEmpty())
        return detailAnswer(422, u"allowed_apps must name at least one app."_s);
    const qint64 seconds = std::clamp<qint64>(body.value("token_expiration"_L1).toInteger(120), 1, longest);
    const QByteArray token = m_gate.mint().mint({{u"apps"_s, apps}}, std::chrono::seconds(seconds));
    HttpResponse response;
    response.body = '"' + token + '"'; // A JSON string, not an object.
    return response;
}

} // namespace janus::sandbox
