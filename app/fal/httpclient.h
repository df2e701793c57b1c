#pragma once

#include "core/apikey.h"
#include "core/result.h"
#include "fal/httpanswer.h"
#include "fal/pacer.h"
#include "fal/service.h"
#include "fal/timing.h"
#include "fal/transport.h"

#include <QList>
#include <QObject>
#include <QSslConfiguration>
#include <QUrl>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

class QIODevice;
class QNetworkAccessManager;
class QNetworkReply;
class QNetworkRequest;

namespace janus::fal {

class HttpCall;

/// One request, before it is sent.
struct HttpRequest
{
    CallKind kind = CallKind::Status;
    QUrl url;
    QByteArray body = {}; ///< Submit, UploadInitiate, UploadComplete, FileToken
    QList<std::pair<QByteArray, QByteArray>> headers = {}; ///< besides those every request of its kind has
    /// Stream only: bytes of a 200 text/event-stream as they come.
    std::function<void(const QByteArray &)> chunk = {};
    /// Bytes so far, and all bytes or -1.
    std::function<void(qint64, qint64)> progress = {};
    /// Media and PrivateMedia: bytes at hand already, of which a 206 is the rest; progress counts them.
    qint64 offset = 0;
    /// Media and PrivateMedia: what had come of a 200 or 206 when it broke. Called before `done`, with its
    /// head.
    std::function<void(const HttpAnswer &)> cut = {};
    /// UploadBody only: makes the open, sequential device the body is read from; the request owns it.
    std::function<QIODevice *()> makeBody = {};
    qint64 bodyLength = 0; ///< of that device
    /// PrivateMedia only: what Authorization says. It goes to this request's own host, after a redirect to no
    /// other, and only if Service::takesFileToken().
    QByteArray fileToken = {};
};

/// What holds for all requests of a kind.
struct CallRules
{
    enum class Lane { Calls, Status, Streams, Media, Uploads };
    Lane lane;
    bool withKey;
    qint64 mostBytes;
    std::chrono::milliseconds Timing::*total;
    int redirects; ///< how many are followed
    const char *accept;
};

const CallRules &rulesOf(CallKind kind);

/// Sends every request of this program that goes to a service: which connections, with the key or not, how
/// large, how long, whether it may be redirected, is decided here and nowhere else. Lives in its maker's
/// thread and never blocks. No cookies, no cache, no credentials dialog, no unverified TLS; a submit leaves
/// at most once.
class HttpClient : public QObject
{
    Q_OBJECT
public:
    /// A value for every HTTP answer that came whole, whatever its status; an Error for everything else.
    using Done = std::function<void(Result<HttpAnswer>)>;

    HttpClient(Service service, ApiKey key, Timing timing, QObject *parent = nullptr);
    HttpClient(Service service, ApiKey key, Timing timing, Transport transport, QObject *parent = nullptr);
    ~HttpClient() override;

    const Service &service() const { return m_service; }
    const Timing &timing() const { return m_pacer.timing(); }
    Pacer &pacer() { return m_pacer; }
    const Transport &transport() const { return m_transport; }
    /// False once HTTP/2 has been given up, or was not wished.
    bool usesHttp2() const { return m_http2; }
    void setKey(ApiKey key) { m_key = std::move(key); }

    /// `done` is called exactly once, never before this returns, unless `context` dies first: then the
    /// request is aborted silently. Both `done` and `chunk` may destroy anything, this client included.
    void send(HttpRequest request, QObject *context, Done done);

    /// How many streams may be open at the same time: few on HTTP/1.1, a hundred once the service has
    /// answered over HTTP/2, then more as long as it answers them all. A client is not told how many a server
    /// allows.
    int mostStreams() const;
    /// What servers let one HTTP/2 connection carry at the same time: RFC 9113, 6.5.2, asks for no less.
    static constexpr int sureStreams = 100;

Q_SIGNALS:
    void mostStreamsGrew();

private:
    friend class HttpCall;
    struct LaneState;

    LaneState &laneOf(CallKind kind);
    QNetworkAccessManager &managerOf(CallRules::Lane lane);
    int mostOn(CallRules::Lane lane) const;
    void leave(HttpCall *call);
    void startWaiting(CallRules::Lane lane);
    std::optional<Error> keyOfAnother() const;
    Result<QNetworkRequest> prepared(const HttpRequest &request, const QUrl &url) const;
    QNetworkReply *launch(const HttpRequest &request, const QNetworkRequest &prepared);
    void noteProtocolTrouble();
    void noteHead(CallKind kind, bool overHttp2);
    void noteStreamUnheard();

    Service m_service;
    ApiKey m_key;
    Pacer m_pacer;
    Transport m_transport;
    QSslConfiguration m_tls; ///< null: Qt's own
    /// Calls and status; streams; media and uploads. Not one a lane, because each has a thread of its own.
    std::array<std::unique_ptr<QNetworkAccessManager>, 3> m_managers;
    std::unique_ptr<LaneState[]> m_lanes;
    bool m_http2 = true;
    bool m_serviceSpeaksHttp2 = false; ///< as an answer has shown
    bool m_mediaSpeakHttp2 = false;
    int m_heardStreams = 0; ///< of those that run, how many have been answered
    int m_mostStreams;      ///< on HTTP/2
    bool m_mayStreamsGrow = true;
    int m_protocolTrouble = 0;
};

} // namespace janus::fal
