#pragma once

#include "core/apikey.h"
#include "core/result.h"
#include "fal/httpanswer.h"
#include "fal/service.h"
#include "fal/timing.h"

#include <QList>
#include <QObject>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

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
    QByteArray body = {};                                  ///< Submit only
    QList<std::pair<QByteArray, QByteArray>> headers = {}; ///< besides those every request of its kind has
    /// Stream only: bytes of a 200 text/event-stream as they come.
    std::function<void(const QByteArray &)> chunk = {};
    /// Bytes so far, and all bytes or -1.
    std::function<void(qint64, qint64)> progress = {};
};

/// What holds for all requests of a kind.
struct CallRules
{
    enum class Lane { Calls, Status, Streams, Media };
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
    ~HttpClient() override;

    const Service &service() const { return m_service; }
    const Timing &timing() const { return m_timing; }
    void setKey(ApiKey key) { m_key = std::move(key); }

    /// `done` is called exactly once, never before this returns, unless `context` dies first: then the
    /// request is aborted silently. Both `done` and `chunk` may destroy anything, this client included.
    void send(HttpRequest request, QObject *context, Done done);

    /// How many streams may be open at the same time; grows when the service turns out to speak HTTP/2.
    int mostStreams() const;

private:
    friend class HttpCall;
    struct LaneState;

    LaneState &laneOf(CallKind kind);
    int mostOn(CallRules::Lane lane) const;
    void leave(HttpCall *call);
    void startWaiting(CallRules::Lane lane);
    Result<QNetworkRequest> prepared(const HttpRequest &request, const QUrl &url, int place) const;
    QNetworkReply *launch(const HttpRequest &request, const QNetworkRequest &prepared);
    void noteProtocolTrouble();
    void noteHttp2() { m_speaksHttp2 = true; }

    Service m_service;
    ApiKey m_key;
    Timing m_timing;
    std::unique_ptr<QNetworkAccessManager> m_manager; ///< one, because each has a thread of its own
    std::unique_ptr<LaneState[]> m_lanes;
    bool m_http2 = true;
    bool m_speaksHttp2 = false;
    int m_protocolTrouble = 0;
};

} // namespace janus::fal
