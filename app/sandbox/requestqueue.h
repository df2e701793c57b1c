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
    QByteArray accept(const Endpoint &endpoint, const QByteArray &body, bool low);
    /// Takes in a request known from before, finished or not, unless its id is known already.
    void restore(QueuedRequest request);
    CancelAnswer cancel(const QByteArray &id);
    void setCapacity(int capacity);

    const QueuedRequest *find(const QByteArray &id) const; ///< Null if unknown; valid until the next call.
    int position(const QByteArray &id) const; ///< Requests ahead in the queue; -1 if not waiting.
    int waitingCount() const { return int(m_waiting.size()); }

Q_SIGNALS:
    /// State, position or log of a request changed.
    void changed(const QByteArray &id);
    /// A request ran to its end or was cancelled. Not emitted for restored ones that were finished.
    void finished(const QByteArray &id);

private:
    void enqueue(const QByteArray &id);
    void schedule();
    void startWaiting();
    void start(QueuedRequest &request);
    void addLog(const QByteArray &id, const QString &level, const QString &message);
    void finish(const QByteArray &id, bool cancelled);
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
