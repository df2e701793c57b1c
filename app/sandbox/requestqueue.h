#pragma once

#include "sandbox/queuedrequest.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <memory>

namespace janus::sandbox {

class JobRun;
class PictureStore;

enum class CancelAnswer { Removed, Requested, TooLate, Unknown };

/// The queue as fal plays it: some requests run, the others wait in order, finished ones stay known. A
/// request ends once, and a finished one has its pictures drawn. Event driven; lives in one thread.
class RequestQueue : public QObject
{
    Q_OBJECT

public:
    /// `pace` is the length of a lifelike second in seconds; 0: no waiting at all. `capacity` requests run at
    /// once; with 0 everything waits.
    RequestQueue(double pace, int capacity, PictureStore &pictures, QObject *parent = nullptr);
    ~RequestQueue() override;

    /// Takes a request in and returns its id.
    QByteArray accept(const Endpoint &endpoint, const QByteArray &body, const SubmitOptions &options);
    /// Takes in a request known from before, finished or not, unless its id is known already.
    void restore(QueuedRequest request);
    /// Input and output are no longer told by the history. False: unknown.
    bool dropPayloads(const QByteArray &id);
    CancelAnswer cancel(const QByteArray &id);
    void setCapacity(int capacity);

    const QueuedRequest *find(const QByteArray &id) const; ///< Null if unknown; valid until the next call.
    int position(const QByteArray &id) const; ///< Requests ahead in the queue; -1 if not waiting.
    int waitingCount() const { return int(m_waiting.size()); }
    int openCount() const { return int(m_waiting.size() + m_runs.size()); }
    bool isFull() const { return m_waiting.size() + m_runs.size() >= m_capacity; }
    QList<QByteArray> ids() const { return m_requests.keys(); } ///< In no order.

Q_SIGNALS:
    /// State, position or log of a request changed.
    void changed(const QByteArray &id);
    /// A request ran to its end, was cancelled or came too late to start. Not emitted for restored ones that
    /// were finished.
    void finished(const QByteArray &id);

private:
    enum class End { Ran, Cancelled, TimedOut };
    void enqueue(const QByteArray &id);
    void schedule();
    void startWaiting();
    void start(QueuedRequest &request);
    void addLog(const QByteArray &id, const QString &level, const QString &message);
    void watchDeadline(const QueuedRequest &request);
    void finish(const QByteArray &id, End end);
    void announceWaiting();

    double m_pace;
    int m_capacity;
    PictureStore &m_pictures;
    QHash<QByteArray, QueuedRequest> m_requests;
    QList<QByteArray> m_waiting; ///< In the order they will run.
    QHash<QByteArray, JobRun *> m_runs;
    QTimer m_startTimer;
};

} // namespace janus::sandbox
