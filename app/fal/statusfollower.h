#pragma once

#include "fal/httpclient.h"
#include "fal/queueapi.h"
#include "fal/repeats.h"
#include "fal/seenlines.h"
#include "fal/sseparser.h"
#include "fal/timing.h"

#include <QDeadlineTimer>
#include <QPointer>
#include <QTimer>

#include <memory>

namespace janus::fal {

class RequestFollower;

/// What all followers of one QueueApi share: its client, the places for streams, and whether this service has
/// streams at all.
class FollowerGround : public QObject
{
    Q_OBJECT
public:
    explicit FollowerGround(HttpClient &client, QObject *parent = nullptr);

    bool hasPlace() const { return openStreams < client.mostStreams(); }
    /// Gives free places for streams to followers that wait, in turn.
    void offerPlaces();

    HttpClient &client;
    int openStreams = 0;
    bool hasStreams = true;
    QList<RequestFollower *> waiting; ///< for a place
};

/// The one StatusFollower: a stream when there is a place for one, polls otherwise and whenever the stream is
/// in doubt.
class RequestFollower final : public StatusFollower
{
    Q_OBJECT
public:
    RequestFollower(FollowerGround &ground, Ticket ticket);
    ~RequestFollower() override;

    void start() override;
    const Result<QueueStatus> &outcome() const override { return m_outcome; }
    /// There is a place for a stream: takes it, unless this is no time for one.
    void takePlace();

private:
    void next();
    bool mayStream() const;
    bool wantsStream() const;
    void openStream();
    void onChunk(const QByteArray &bytes);
    void onStreamEnded(const Result<HttpAnswer> &result);
    void closeStream();
    void onStreamFailed(const Error &error);
    void onSilence();

    void poll();
    void onPolled(const Result<HttpAnswer> &result);
    void onTrouble(const Error &error);
    void waitForNext();

    bool take(const QueueStatus &status);
    void tellLines(const QList<LogLine> &lines);
    void finish(Result<QueueStatus> outcome);
    const Timing &timing() const { return m_ground->client.timing(); }

    QPointer<FollowerGround> m_ground; ///< goes with its QueueApi; then this follower rests
    Ticket m_ticket;
    std::unique_ptr<QObject> m_stream; ///< context of the open stream, which it ends
    std::unique_ptr<QObject> m_poll;   ///< context of the poll under way
    SseParser m_parser;
    QTimer m_next;
    QTimer m_silence;
    QDeadlineTimer m_streamAgain{0};
    QDeadlineTimer m_streamIsSteady;
    SeenLines m_seen;
    QueueStatus m_last;
    Result<QueueStatus> m_outcome{QueueStatus{}};
    std::chrono::milliseconds m_pause{0};
    Repeats m_pollRepeats{CallKind::Status};
    Repeats m_streamRepeats{CallKind::Stream};
    bool m_streamRefused = false; ///< answered with something that is no stream
    bool m_finished = false;
};

} // namespace janus::fal
