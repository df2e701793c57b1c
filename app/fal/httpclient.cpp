#include "fal/httpclient.h"

#include "fal/errors.h"
#include "fal/httpcall.h"
#include "fal/oneshotbody.h"
#include "support/openfiles.h"

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
constexpr qint64 mostMediaBytes = 64 * mebibyte;
/// What Qt may read ahead of us; keeps a flood in the socket instead of in memory.
constexpr qint64 readAhead = mebibyte;
constexpr int protocolTroubleBeforeHttp1 = 2;
/// On HTTP/1.1 Qt has six connections to a host; waiting here instead of there keeps the clocks honest.
constexpr int bundleSize = 6;
constexpr int mostStreamsOverTls = 4;
/// What servers let one HTTP/2 connection carry without being asked (RFC 9113, 6.5.2, asks for no less).
constexpr int mostStreamsOverHttp2 = 100;
constexpr int mostStreamsOnThisMachine = 1000;
constexpr int otherOpenFiles = 200;
/// The practice server has 64 connections for everything.
constexpr int mostStreamsToSandbox = 32;

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

/// Which six connections a request goes with. Qt keeps connections apart by the name their certificate is
/// checked against, so another name makes another bundle, in the same thread. Without TLS nothing is checked
/// and any name will do. With TLS it must be the host's name; capitals make it another one to Qt and the same
/// one to a certificate.
QString bundleName(const QUrl &url, CallRules::Lane lane, int place)
{
    if (url.scheme() != "https"_L1)
        return u"%1-%2"_s.arg(int(lane)).arg(place / bundleSize);
    QString name = url.host();
    int number = int(lane);
    for (QChar &letter : name) {
        if (letter.isLower() && std::exchange(number, number >> 1) & 1)
            letter = letter.toUpper();
    }
    return name;
}

} // namespace

const CallRules &rulesOf(CallKind kind)
{
    using enum CallRules::Lane;
    static constexpr std::array<CallRules, 7> table{{
        {Calls, true, mostApiBytes, &Timing::submitTotal, 0, "application/json"},
        {Status, true, mostApiBytes, &Timing::readTotal, 0, "application/json"},
        {Streams, true, mostApiBytes, &Timing::streamTotal, 0, "application/json, text/event-stream"},
        {Calls, true, mostApiBytes, &Timing::resultTotal, 0, "application/json"},
        {Calls, true, mostApiBytes, &Timing::readTotal, 0, "application/json"},
        {Media, false, mostMediaBytes, &Timing::mediaTotal, 3, "image/*, */*;q=0.5"},
        {Calls, true, mostApiBytes, &Timing::readTotal, 0, "application/json"},
    }};
    return table[size_t(kind)];
}

struct HttpClient::LaneState
{
    QList<HttpCall *> running; ///< by place; null where one is free
    int count = 0;
    QList<HttpCall *> waiting;
};

HttpClient::HttpClient(Service service, ApiKey key, Timing timing, QObject *parent)
    : QObject(parent)
    , m_service(std::move(service))
    , m_key(std::move(key))
    , m_timing(timing)
    , m_manager(std::make_unique<QNetworkAccessManager>())
    , m_lanes(std::make_unique<LaneState[]>(4))
    , m_http2(http2Wished())
{
    m_manager->setCookieJar(new NoCookies(m_manager.get()));
}

HttpClient::~HttpClient()
{
    qDeleteAll(findChildren<HttpCall *>(QString(), Qt::FindDirectChildrenOnly)); // before the manager goes
}

HttpClient::LaneState &HttpClient::laneOf(CallKind kind)
{
    return m_lanes[size_t(rulesOf(kind).lane)];
}

void HttpClient::send(HttpRequest request, QObject *context, Done done)
{
    const Result<QNetworkRequest> allowed = prepared(request, request.url, 0);
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
    if (call->hasStarted()) {
        lane.running[call->place()] = nullptr;
        --lane.count;
    } else {
        lane.waiting.removeOne(call);
    }
    startWaiting(rulesOf(call->kind()).lane);
}

int HttpClient::mostStreams() const
{
    if (m_service.queue.scheme() == "https"_L1)
        return m_http2 && m_speaksHttp2 ? mostStreamsOverHttp2 : mostStreamsOverTls;
    if (m_service.isSandbox())
        return mostStreamsToSandbox;
    return std::clamp(support::openFilesAllowed() - otherOpenFiles, mostStreamsOverTls, mostStreamsOnThisMachine);
}

int HttpClient::mostOn(CallRules::Lane lane) const
{
    return lane == CallRules::Lane::Streams ? mostStreams() : bundleSize;
}

void HttpClient::startWaiting(CallRules::Lane which)
{
    LaneState &lane = m_lanes[size_t(which)];
    while (!lane.waiting.isEmpty() && lane.count < mostOn(which)) {
        HttpCall *call = lane.waiting.takeFirst();
        qsizetype place = lane.count == lane.running.size() ? lane.count : lane.running.indexOf(nullptr);
        if (place == lane.running.size())
            lane.running.append(nullptr);
        lane.running[place] = call;
        ++lane.count;
        call->start(int(place));
    }
}

Result<QNetworkRequest> HttpClient::prepared(const HttpRequest &request, const QUrl &url, int place) const
{
    const CallRules &rules = rulesOf(request.kind);
    if (rules.withKey && !m_service.trusts(url))
        return Error{ErrorKind::Internal,
                     u"A request was stopped: it would have sent the key to another address."_s,
                     url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)};
    if (rules.withKey && m_key.isEmpty() && m_service.isFal())
        return Error{ErrorKind::NoKey, u"There is no fal key yet."_s};
    if (!rules.withKey && !m_service.allowsMedia(url))
        return Error{ErrorKind::Refused,
                     u"The picture lies at an address that is not opened for safety's sake."_s,
                     url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery).left(500)};
    QNetworkRequest prepared(url);
    setRules(prepared, m_http2);
    prepared.setPeerVerifyName(bundleName(url, rules.lane, place));
    prepared.setRawHeader("Accept", rules.accept);
    prepared.setRawHeader("Accept-Encoding", "identity"); // so that a cut body cannot look whole
    prepared.setHeader(QNetworkRequest::UserAgentHeader, u"JanusStudio/" JANUS_FAL_VERSION ""_s);
    if (rules.withKey && !m_key.isEmpty())
        prepared.setRawHeader("Authorization", "Key " + m_key.reveal());
    if (request.kind == CallKind::Submit || request.kind == CallKind::Cancel)
        prepared.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    for (const auto &[name, value] : request.headers)
        prepared.setRawHeader(name, value);
    return prepared;
}

QNetworkReply *HttpClient::launch(const HttpRequest &request, const QNetworkRequest &prepared)
{
    QNetworkReply *reply = nullptr;
    if (request.kind == CallKind::Submit) {
        auto *body = new OneShotBody(request.body);
        QNetworkRequest once = prepared;
        once.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        once.setHeader(QNetworkRequest::ContentLengthHeader, body->length());
        reply = m_manager->post(once, body);
        body->setParent(reply); // must outlive it
    } else if (request.kind == CallKind::Cancel) {
        reply = m_manager->put(prepared, QByteArray());
    } else {
        reply = m_manager->get(prepared);
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
