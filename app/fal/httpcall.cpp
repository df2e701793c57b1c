#include "fal/httpcall.h"

#include "fal/oneshotbody.h"
#include "fal/systemproxy.h"

#include <QNetworkRequest>
#include <QSslSocket>

#include <utility>

using namespace Qt::StringLiterals;

namespace janus::fal {

using Cause = TransportFailure::Cause;

namespace {

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool isEncoded(const QNetworkReply &reply)
{
    const QByteArray encoding = reply.rawHeader("content-encoding").trimmed().toLower();
    return !encoding.isEmpty() && encoding != "identity";
}

QString proxyFor(const QUrl &url)
{
    const QString proxy = proxyInUse(url);
    return proxy.isEmpty() ? u"settings"_s : proxy;
}

} // namespace

HttpCall::HttpCall(HttpClient &client, HttpRequest request, QObject *context, HttpClient::Done done)
    : QObject(&client)
    , m_client(client)
    , m_request(std::move(request))
    , m_done(std::move(done))
{
    connect(context, &QObject::destroyed, this, &HttpCall::drop);
    for (QTimer *clock : {&m_connectClock, &m_idleClock, &m_totalClock})
        clock->setSingleShot(true);
    connect(&m_connectClock, &QTimer::timeout, this, &HttpCall::onConnectClock);
    connect(&m_idleClock, &QTimer::timeout, this, [this] { stop(Cause::TooSlow, u"silent"_s); });
    connect(&m_totalClock, &QTimer::timeout, this, [this] { stop(Cause::TooSlow, u"in all"_s); });
}

HttpCall::~HttpCall()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
}

void HttpCall::start()
{
    m_started = true;
    m_totalClock.start(m_client.timing().*rulesOf(m_request.kind).total);
    open(m_request.url);
}

void HttpCall::fail(const Error &error)
{
    QMetaObject::invokeMethod(
        this, [this, error] { finish(error); }, Qt::QueuedConnection);
}

void HttpCall::open(const QUrl &url)
{
    // A stranger's name may stand for an address of this network (MAL-03). A proxy looks names up itself.
    const bool isStrangers = !rulesOf(m_request.kind).withKey && m_client.service().isStrangersName(url);
    if (!isStrangers || !proxyInUse(url).isEmpty())
        return connectTo(url);
    if (const auto &known = m_client.transport().knownNames; known.contains(url.host())) {
        QHostInfo host;
        host.setAddresses({known.value(url.host())});
        return onLookedUp(url, host);
    }
    QHostInfo::lookupHost(url.host(), this, [this, url](const QHostInfo &host) { onLookedUp(url, host); });
}

void HttpCall::onLookedUp(const QUrl &url, const QHostInfo &host)
{
    if (m_ended)
        return;
    if (host.addresses().isEmpty())
        return fail(errorFromFailure(m_request.kind, {TransportFailure::Cause::NotFound, host.errorString()},
                                     spokenName(m_client.service())));
    for (const QHostAddress &address : host.addresses()) {
        if (!isPublicAddress(address))
            return fail({ErrorKind::Refused,
                         u"The picture lies at an address that is not opened for safety's sake."_s,
                         url.host() + u" is "_s + address.toString()});
    }
    connectTo(url); // Qt has the answer of the look-up still at hand
}

void HttpCall::connectTo(const QUrl &url)
{
    const Result<QNetworkRequest> prepared = m_client.prepared(m_request, url);
    if (!prepared)
        return fail(prepared.error());
    m_reply = m_client.launch(m_request, *prepared);
    m_oneShot = m_reply->findChild<OneShotBody *>(QString(), Qt::FindDirectChildrenOnly);
    m_connected = false;
    m_idleClock.stop();
    m_connectClock.start(m_client.timing().connect);
    watchReply();
}

void HttpCall::watchReply()
{
    const auto queued = Qt::QueuedConnection;
    connect(m_reply, &QNetworkReply::requestSent, this, &HttpCall::onConnected, queued);
    connect(m_reply, &QNetworkReply::encrypted, this, &HttpCall::onConnected, queued);
    connect(m_reply, &QNetworkReply::uploadProgress, this, &HttpCall::onActivity, queued);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &HttpCall::onHead, queued);
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpCall::onReadyRead, queued);
    connect(m_reply, &QNetworkReply::finished, this, &HttpCall::onFinished, queued);
    // Never ignored; only its words are kept.
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        if (!errors.isEmpty())
            m_tlsTrouble = errors.first().errorString();
    });
}

void HttpCall::onConnected()
{
    m_connected = true;
    m_connectClock.stop();
    onActivity();
}

void HttpCall::onActivity()
{
    if (m_connected && !m_ended)
        m_idleClock.start(m_client.timing().idle);
}

void HttpCall::onHead()
{
    onActivity();
    if (m_ended || !m_reply || httpStatus() == 0 || std::exchange(m_hasHead, true))
        return;
    m_client.noteHead(m_request.kind, m_reply->attribute(QNetworkRequest::Http2WasUsedAttribute).toBool());
}

void HttpCall::onConnectClock()
{
    const bool stands = bodyWasRead() || httpStatus() > 0 || m_reply->bytesAvailable() > 0;
    if (stands)
        return onConnected();
    if (m_request.kind == CallKind::Stream)
        m_client.noteStreamUnheard();
    stop(Cause::NotReached, u"no connection in time"_s);
}

void HttpCall::stop(Cause cause, const QString &detail)
{
    if (m_ended || m_stopped)
        return;
    if (!m_reply) // a name is still being looked up
        return fail(errorFromFailure(m_request.kind, {cause, detail}, spokenName(m_client.service())));
    m_stopped = TransportFailure{cause, detail};
    m_reply->abort(); // its finished() reaches us through the event loop
}

void HttpCall::drop()
{
    if (std::exchange(m_ended, true))
        return;
    release();
    deleteLater();
}

void HttpCall::onReadyRead()
{
    if (m_ended || m_stopped || !m_reply)
        return;
    m_connected = true;
    m_connectClock.stop();
    onActivity();
    take(m_reply->readAll());
}

void HttpCall::take(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return;
    m_received += bytes.size();
    if (m_request.chunk && answer().isEventStream() && !isEncoded(*m_reply)) {
        const auto chunk = m_request.chunk; // the call may be gone when it returns
        return chunk(bytes);
    }
    m_body += bytes;
    if (m_body.size() > rulesOf(m_request.kind).mostBytes)
        return stop(Cause::TooLarge, u"over %1 bytes"_s.arg(rulesOf(m_request.kind).mostBytes));
    if (m_request.progress && (httpStatus() == 200 || httpStatus() == 206)) {
        bool isKnown = false;
        const qint64 total = m_reply->rawHeader("content-length").toLongLong(&isKnown);
        const qint64 before = httpStatus() == 206 ? m_request.offset : 0;
        const auto progress = m_request.progress;
        progress(before + m_received, isKnown && total >= 0 ? before + total : -1);
    }
}

void HttpCall::onFinished()
{
    if (m_ended || !m_reply || !m_reply->isFinished())
        return;
    if (!m_stopped) {
        const QPointer<HttpCall> alive(this);
        take(m_reply->readAll());
        if (!alive || m_ended)
            return;
    }
    if (!m_stopped && followRedirect())
        return;
    if (const std::optional<TransportFailure> trouble = failure()) {
        const bool isPart = trouble->cause == Cause::Cut || trouble->cause == Cause::TooSlow;
        if (m_request.cut && isPart && !m_body.isEmpty() && !isEncoded(*m_reply))
            m_request.cut(answer());
        return finish(errorFromFailure(m_request.kind, *trouble, spokenName(m_client.service())));
    }
    finish(answer());
}

/// True when the call goes on at another address.
bool HttpCall::followRedirect()
{
    if (!isRedirect(httpStatus()) || m_redirects >= rulesOf(m_request.kind).redirects)
        return false;
    const QUrl target = QUrl::fromEncoded(m_reply->rawHeader("location"), QUrl::StrictMode);
    if (!target.isValid() || target.isEmpty())
        return false;
    ++m_redirects;
    QNetworkReply *const old = m_reply;
    m_reply = nullptr;
    old->disconnect(this);
    old->deleteLater();
    m_body.clear();
    m_received = 0;
    open(old->url().resolved(target));
    return true;
}

std::optional<TransportFailure> HttpCall::failure() const
{
    std::optional<TransportFailure> trouble = m_stopped;
    const int status = httpStatus();
    if (!trouble && isRedirect(status))
        trouble = TransportFailure{Cause::Redirected, u"HTTP %1"_s.arg(status)};
    if (!trouble && status < 400 && m_reply->error() != QNetworkReply::NoError)
        trouble = failureOf(m_reply->error());
    if (!trouble && status < 400)
        trouble = faultOfWhole();
    if (trouble) {
        trouble->bodyWasRead = bodyWasRead();
        trouble->requestId = m_reply->rawHeader("x-fal-request-id");
    }
    return trouble;
}

TransportFailure HttpCall::failureOf(QNetworkReply::NetworkError error) const
{
    const QString detail = m_tlsTrouble.isEmpty() ? m_reply->errorString() : m_tlsTrouble;
    if (m_reply->url().scheme() == "https"_L1 && !QSslSocket::supportsSsl())
        return {Cause::NoHttps, detail};
    switch (error) {
    case QNetworkReply::HostNotFoundError:
        return {Cause::NotFound, detail};
    case QNetworkReply::SslHandshakeFailedError:
        return {Cause::NotSecure, detail};
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::TimeoutError:
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::UnknownNetworkError:
        if (const QString proxy = proxyInUse(m_reply->url()); !m_connected && !proxy.isEmpty())
            return {Cause::Proxy, detail, proxy}; // Qt does not always say that it was the proxy
        return {m_connected ? Cause::Cut : Cause::NotReached, detail};
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return {Cause::Proxy, detail, proxyFor(m_reply->url())};
    case QNetworkReply::ProtocolFailure:
        m_client.noteProtocolTrouble();
        return {Cause::Garbled, detail};
    case QNetworkReply::UnknownContentError:
        return {Cause::Garbled, detail};
    default:
        return {Cause::Cut, detail};
    }
}

/// Qt says NoError for some bodies that are not whole, and drops all headers when there are too many.
std::optional<TransportFailure> HttpCall::faultOfWhole() const
{
    if (httpStatus() == 0)
        return TransportFailure{Cause::Garbled, u"no status line"_s};
    if (m_reply->rawHeaderPairs().isEmpty())
        return TransportFailure{Cause::Cut, u"no headers"_s};
    const bool wasEventStream = m_request.chunk && answer().isEventStream();
    if (isEncoded(*m_reply) || (!wasEventStream && m_body.startsWith("\x1f\x8b")))
        return TransportFailure{Cause::Garbled, u"encoded although that was not asked for"_s};
    if (m_request.kind == CallKind::Result && m_reply->rawHeader("content-type").isEmpty())
        return TransportFailure{Cause::Garbled, u"no content type"_s};
    if (m_reply->hasRawHeader("content-length")) {
        bool isNumber = false;
        const qint64 length = m_reply->rawHeader("content-length").toLongLong(&isNumber);
        if (!isNumber || length != m_received)
            return TransportFailure{Cause::Cut, u"%1 bytes came"_s.arg(m_received)};
    }
    return std::nullopt;
}

HttpAnswer HttpCall::answer() const
{
    HttpAnswer answer{httpStatus(),
                      m_reply->rawHeader("content-type"),
                      m_reply->rawHeader("retry-after"),
                      m_reply->rawHeader("x-fal-error-type"),
                      m_reply->rawHeader("x-fal-request-timeout-type"),
                      m_reply->rawHeader("x-fal-request-id"),
                      m_body,
                      m_reply->hasRawHeader("content-length"),
                      m_reply->rawHeader("etag"),
                      m_reply->rawHeader("content-range"),
                      m_reply->rawHeader("accept-ranges"),
                      m_reply->rawHeader("date")};
    // A server may repeat what it was sent, and what is no usable answer ends up in the log.
    const bool goesToLog = !answer.isSuccess() || !m_body.startsWith('{');
    const bool isRaw = m_request.kind == CallKind::Media || m_request.kind == CallKind::PrivateMedia;
    if (!isRaw && goesToLog && !m_client.m_key.isEmpty())
        answer.body.replace(m_client.m_key.reveal(), "(key)");
    if (!m_request.fileToken.isEmpty() && !answer.isSuccess())
        answer.body.replace(m_request.fileToken.mid(m_request.fileToken.indexOf(' ') + 1), "(token)");
    return answer;
}

void HttpCall::finish(Result<HttpAnswer> result)
{
    if (std::exchange(m_ended, true))
        return;
    release();
    deleteLater();
    const HttpClient::Done done = std::move(m_done);
    done(std::move(result));
}

void HttpCall::release()
{
    for (QTimer *clock : {&m_connectClock, &m_idleClock, &m_totalClock})
        clock->stop();
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
        m_reply = nullptr;
    }
    m_client.leave(this);
}

int HttpCall::httpStatus() const
{
    return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

bool HttpCall::bodyWasRead() const
{
    return m_oneShot && m_oneShot->wasRead();
}

} // namespace janus::fal
