#include "fal/httpclient.h"

#include "fal/errors.h"
#include "fal/httpcall.h"
#include "fal/oneshotbody.h"

#include <QNetworkAccessManager>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkReply>
#include <QNetworkRequest>

#include <algorithm>
#include <array>
#include <utility>

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
/// On HTTP/1.1 Qt has six connections to a host and manager, which lanes of one manager share; waiting here
/// instead of there keeps the clocks honest. On HTTP/2 requests do not wait for each other.
constexpr std::array mostOnHttp1{4, 2, 4, 3, 3};
constexpr int mostOnHttp2 = HttpClient::sureStreams;
constexpr int firstMoreStreams = 10;
constexpr int mostStreamsEver = 1000;
/// A plain service on this machine is asked often: it costs no network, and there are few streams.
constexpr std::chrono::milliseconds pollFirstNearby{100};
constexpr std::chrono::milliseconds pollMostNearby{250};

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
    int running = 0;
    QList<HttpCall *> waiting;
};

/// A service on this machine may be asked more often.
static Timing nearby(Timing timing)
{
    timing.pollFirst = std::min(timing.pollFirst, pollFirstNearby);
    timing.pollMost = std::min(timing.pollMost, pollMostNearby);
    return timing;
}

HttpClient::HttpClient(Service service, ApiKey key, Timing timing, QObject *parent)
    : HttpClient(std::move(service), std::move(key), timing, Transport(), parent)
{
}

HttpClient::HttpClient(Service service, ApiKey key, Timing timing, Transport transport, QObject *parent)
    : QObject(parent)
    , m_service(std::move(service))
    , m_key(std::move(key))
    , m_pacer(m_service.isPlain() ? nearby(timing) : timing)
    , m_transport(std::move(transport))
    , m_lanes(std::make_unique<LaneState[]>(5))
    , m_http2(m_transport.http2 && http2Wished())
    , m_mostStreams(mostOnHttp2)
{
    for (auto &manager : m_managers) {
        manager = std::make_unique<QNetworkAccessManager>();
        manager->setCookieJar(new NoCookies(manager.get()));
    }
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
    const CallKind kind = request.kind;
    auto *call = new HttpCall(*this, std::move(request), context, std::move(done));
    if (!allowed)
        return call->fail(allowed.error());
    laneOf(kind).waiting.append(call);
    startWaiting(rulesOf(kind).lane);
}

void HttpClient::leave(HttpCall *call)
{
    LaneState &lane = laneOf(call->kind());
    if (call->kind() == CallKind::Stream && call->hasHead())
        --m_heardStreams;
    if (call->hasStarted())
        --lane.running;
    else
        lane.waiting.removeOne(call);
    startWaiting(rulesOf(call->kind()).lane);
}

int HttpClient::mostStreams() const
{
    return mostOn(CallRules::Lane::Streams);
}

int HttpClient::mostOn(CallRules::Lane lane) const
{
    using enum CallRules::Lane;
    const bool isHttp2 = lane == Media ? m_mediaSpeakHttp2 : m_serviceSpeaksHttp2 && lane != Uploads;
    if (!m_http2 || !isHttp2)
        return mostOnHttp1[size_t(lane)];
    return lane == Streams ? m_mostStreams : mostOnHttp2;
}

void HttpClient::startWaiting(CallRules::Lane which)
{
    LaneState &lane = m_lanes[size_t(which)];
    while (!lane.waiting.isEmpty() && lane.running < mostOn(which)) {
        ++lane.running;
        lane.waiting.takeFirst()->start();
    }
}

QNetworkAccessManager &HttpClient::managerOf(CallRules::Lane lane)
{
    using enum CallRules::Lane;
    const size_t place = lane == Calls || lane == Status ? 0 : lane == Streams ? 1 : 2;
    return *m_managers[place];
}

/// A key that was not made for this service, by whatever mistake it came here.
std::optional<Error> HttpClient::keyOfAnother() const
{
    if (m_key.isEmpty() || m_key.isForPractice() == m_service.isSandbox())
        return {};
    if (m_service.isFal())
        return Error{
            ErrorKind::KeyRefused,
            u"The key at hand is one of a practice server; it was not sent to fal. Add your fal key."_s};
    if (m_service.isSandbox())
        return Error{ErrorKind::KeyRefused,
                     u"The key at hand is not the practice server's; it was not sent there."_s};
    return {}; // a server of the user's own may be either
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
    if (const std::optional<Error> problem = keyOfAnother(); problem && rules.withKey)
        return *problem;
    if (!rules.withKey && !m_service.allowsMedia(url))
        return Error{ErrorKind::Refused,
                     rules.lane == CallRules::Lane::Uploads
                         ? u"The file should go to an address that is not safe, so it was not sent."_s
                         : u"The picture lies at an address that is not opened for safety's sake."_s,
                     url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery).left(500)};
    QNetworkRequest prepared(url);
    // The parts of a file have connections of their own: on HTTP/2 they would share one window.
    setRules(prepared, m_http2 && rules.lane != CallRules::Lane::Uploads);
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
    QNetworkAccessManager &manager = managerOf(rulesOf(request.kind).lane);
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

void HttpClient::noteHead(CallKind kind, bool overHttp2)
{
    bool &speaks = rulesOf(kind).lane == CallRules::Lane::Media ? m_mediaSpeakHttp2 : m_serviceSpeaksHttp2;
    bool grew = overHttp2 && !std::exchange(speaks, true);
    if (kind == CallKind::Stream && ++m_heardStreams >= m_mostStreams && m_mayStreamsGrow && overHttp2) {
        const bool isFirst = m_mostStreams == sureStreams; // few wait in vain where a hundred is the limit
        m_mostStreams =
            isFirst ? sureStreams + firstMoreStreams : std::min(2 * m_mostStreams, mostStreamsEver);
        grew = m_heardStreams < m_mostStreams;
    }
    if (!grew)
        return;
    for (size_t lane = 0; lane < mostOnHttp1.size(); ++lane)
        startWaiting(CallRules::Lane(lane));
    Q_EMIT mostStreamsGrew();
}

/// A stream that waits in vain behind others shows how many the server allows.
void HttpClient::noteStreamUnheard()
{
    if (m_heardStreams < mostOnHttp2)
        return;
    m_mostStreams = m_heardStreams;
    m_mayStreamsGrow = false;
}

} // namespace janus::fal
