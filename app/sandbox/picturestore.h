#pragma once

#include "sandbox/renderer.h"

#include <QCache>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <functional>

namespace janus::sandbox {

/// Encoded pictures, drawn when somebody wants them and kept up to a bound. Drawing happens in a pool of its
/// own; everything else in the thread of this object. Destroying it waits for the pictures being drawn.
class PictureStore : public QObject
{
    Q_OBJECT

public:
    using Receiver = std::function<void(const QByteArray &)>;

    explicit PictureStore(QObject *parent = nullptr);
    ~PictureStore() override;

    /// Calls `receive` with the encoded picture, later and in this thread, unless `context` is gone by then.
    /// `key` names the picture; wants of the same key are drawn once.
    void want(const QByteArray &key, const Scene &scene, bool png, QObject *context, Receiver receive);

    int drawn() const { return m_drawn; } ///< Pictures drawn so far.

private:
    struct Waiter
    {
        QPointer<QObject> context;
        Receiver receive;
    };

    void onDrawn(const QByteArray &key, const QByteArray &picture);

    QThreadPool m_pool;
    QCache<QByteArray, QByteArray> m_cache; ///< Cost in KiB.
    QHash<QByteArray, QList<Waiter>> m_waiting;
    int m_drawn = 0;
};

} // namespace janus::sandbox
