#include "fal/httpclient.h"

#include "fal/errors.h"
#include "fal/httpcall.h"
#include "fal/oneshotbody.h"

#include <QNetworkAccessManager>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkReply>
#include <QNetworkRequest>

#include <array>

using namespace Qt::StringLiterals;

namespace janus::fal {

namespace {

constexpr qint64 mebibyte = 1024 * 1024;
constexpr qint64 mostApiBytes = 8 * mebibyte;
constexpr qint64 mostUploadAnswer = mebibyte;
constexpr qint64 mostMediaBytes = 64 * mebibyte;
/// What Qt may read ahead of us; keeps a flood in the socket instead of in memory.
constexpr qint64 readAhead = mebibyte;
constexpr int protocolTroubleBeforeHttp1 = 2;

/// Keeps nothing and gives nothing.
class NoCookies final : public QNetworkCookieJar
{
public:
    using QNetworkCookieJar::QNetworkCookieJar;
    QList<QNetworkCookie> cookiesForUrl(const QUrl &) const override { return {}; }
    bool setCookiesFromUrl(const QList<QNetworkCookie> &, const QUrl &) override { return false; }
};

bool http2Wished()
{
    return qEnvironmentVariable("JANUS_HTTP2") != "0"_L1;
}

/// A JSON body that must not be sent a second time by Qt.
bool isPostedOnce(CallKind kind)
{
    return kind == CallKind::Submit || kind == CallKind::UploadInitiate || kind == CallKind::UploadComplete ||
           kind == CallKind::FileToken;
}

void setRules(QNetworkRequest &request, bool http2)
{
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, http2);
    request.setTransferTimeout(0);
}

} // namespace

const CallRules &rulesOf(CallKind kind)
{
    using enum CallRules::Lane;
    static constexpr std::array<CallRules, 13> table{{
        {Calls, true, mostApiBytes, &Timing::submitTotal, 0, "application/json"},
        {Status, true, mostApiBytes, &Timing::readTotal, 0, "application/json"},
        {Streams, true, mostApiBytes, &Timing::streamTotal, 0, "application/json, text/event-stream"},
        {Calls, true, mostApiBytes, &Timing::resultTotal, 0, "application/json"},
        {Calls, true, mostApiBytes, &Timing::readTotal, 0, "application/json"},
        {Media, false, mostMediaBytes, &Timing::mediaTotal, 3, "image/*, */*;q=0.5"},
        {Calls, true, mostApiBytes, &Timing::readTotal, 0, "application/json"},
        {Calls, true, mostApiBytes, &Timing::readTotal, 0, "application/json"},
        {Calls, true, mostUploadAnswer, &Timing::readTotal, 0, "application/json"},
        {Uploads, false, mostUploadAnswer, &Timing::uploadTotal, 0, "*/*"},
        {Uploads, false, mostUploadAnswer, &Timing::resultTotal, 0, "application/json"},
        {Calls, true, mostUploadAnswer, &Timing::readTotal, 0, "application/json"},
        {Media, false, mostMediaBytes, &Timing::mediaTotal, 3, "image/*, */*;q=0.5"},
    }};
    return table[size_t(kind)];
}

struct HttpClient::LaneState
{
    LaneState() { manager.setCookieJar(new NoCookies(&manager)); }

    QNetworkAccessManager manager;
    int running = 0;
    QList<HttpCall *> waiting;
};

HttpClient::HttpClient(Service service, ApiKey key, Timing timing, QObject *parent)
    : HttpClient(std::move(service), std::move(key), timing, Transport(), parent)
{
}

HttpClient::HttpClient(Service service, ApiKey key, Timing timing, Transport transport, QObject *parent)
    : QObject(parent)
    , m_service(std::move(service))
    , m_key(std::move(key))
    , m_timing(timing)
    , m_transport(std::move(transport))
    , m_lanes(std::make_unique<LaneState[]>(5))
    , m_http2(m_transport.http2 && http2Wished())
{
    if (!m_transport.moreAuthorities.isEmpty()) {
        m_tls = QSslConfiguration::defaultConfiguration();
        m_tls.addCaCertificates(m_transport.moreAuthorities);
    }
}

HttpClient::~HttpClient()
{
    qDeleteAll(findChildren<HttpCall *>(QString(), Qt::FindDirectChildrenOnly)); // before the managers go
}

HttpClient::LaneState &HttpClient::laneOf(CallKind kind)
{
    return m_lanes[size_t(rulesOf(kind).lane)];
}

void HttpClient::send(HttpRequest request, QObject *context, Done done)
{
    const Result<QNetworkRequest> allowed = prepared(request, request.url);
    LaneState &lane = laneOf(request.kind);
    auto *call = new HttpCall(*this, std::move(request), context, std::move(done));
    if (!allowed)
        return call->fail(allowed.error());
    lane.waiting.append(call);
    startWaiting(lane);
}

void HttpClient::leave(HttpCall *call)
{
    LaneState &lane = laneOf(call->kind());
    if (call->hasStarted())
        --lane.running;
    else
        lane.waiting.removeOne(call);
    startWaiting(lane);
}

void HttpClient::startWaiting(LaneState &lane)
{
    while (!lane.waiting.isEmpty() && lane.running < mostAtOnce) {
        ++lane.running;
        lane.waiting.takeFirst()->start();
    }
}

Result<QNetworkRequest> HttpClient::prepared(const HttpRequest &request, const QUrl &url) const
{
    const CallRules &rules = rulesOf(request.kind);
    if (rules.withKey && !m_service.trusts(url))
        return Error{ErrorKind::Internal,
                     u"A request was stopped: it would have sent the key to another address."_s,
                     url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)};
    if (rules.withKey && m_key.isEmpty() && m_service.isFal() && request.kind != CallKind::Models)
        return Error{ErrorKind::NoKey, u"There is no fal key yet."_s};
    if (!rules.withKey && !m_service.allowsMedia(url))
        return Error{ErrorKind::Refused,
                     rules.lane == CallRules::Lane::Uploads
                         ? u"The file should go to an address that is not safe, so it was not sent."_s
                         : u"The picture lies at an address that is not opened for safety's sake."_s,
                     url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery).left(500)};
    QNetworkRequest prepared(url);
    // Streams and the parts of a file have connections of their own: they would share one window in HTTP/2.
    const bool alone = rules.lane == CallRules::Lane::Streams || rules.lane == CallRules::Lane::Uploads;
    setRules(prepared, m_http2 && !alone);
    if (!m_tls.isNull())
        prepared.setSslConfiguration(m_tls);
    prepared.setRawHeader("Accept", rules.accept);
    prepared.setRawHeader("Accept-Encoding", "identity"); // so that a cut body cannot look whole
    prepared.setHeader(QNetworkRequest::UserAgentHeader, u"JanusStudio/" JANUS_FAL_VERSION ""_s);
    if (rules.withKey && !m_key.isEmpty())
        prepared.setRawHeader("Authorization", "Key " + m_key.reveal());
    // `url` may be where a redirect leads.
    if (!request.fileToken.isEmpty() && url.host() == request.url.host() && m_service.takesFileToken(url))
        prepared.setRawHeader("Authorization", request.fileToken);
    if (isPostedOnce(request.kind) || request.kind == CallKind::Cancel)
        prepared.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    for (const auto &[name, value] : request.headers)
        prepared.setRawHeader(name, value);
    return prepared;
}

QNetworkReply *HttpClient::launch(const HttpRequest &request, const QNetworkRequest &prepared)
{
    QNetworkAccessManager &manager = laneOf(request.kind).manager;
    QNetworkReply *reply = nullptr;
    if (isPostedOnce(request.kind)) {
        auto *body = new OneShotBody(request.body);
        QNetworkRequest once = prepared;
        once.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        once.setHeader(QNetworkRequest::ContentLengthHeader, body->length());
        reply = manager.post(once, body);
        body->setParent(reply); // must outlive it
    } else if (request.kind == CallKind::UploadBody) {
        QIODevice *body = request.makeBody();
        QNetworkRequest streamed = prepared;
        streamed.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        streamed.setHeader(QNetworkRequest::ContentLengthHeader, request.bodyLength);
        reply = manager.put(streamed, body);
        body->setParent(reply); // must outlive it
    } else if (request.kind == CallKind::Cancel) {
        reply = manager.put(prepared, QByteArray());
    } else {
        reply = manager.get(prepared);
    }
    reply->setReadBufferSize(readAhead);
    return reply;
}

void HttpClient::noteProtocolTrouble()
{
    if (++m_protocolTrouble >= protocolTroubleBeforeHttp1)
        m_http2 = false;
}

} // namespace janus::fal
