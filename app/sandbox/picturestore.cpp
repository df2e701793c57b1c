#include "sandbox/picturestore.h"

#include "sandbox/encoder.h"

#include <QMutex>
#include <QThread>

#include <algorithm>

namespace janus::sandbox {

namespace {

QByteArray drawPicture(const Scene &scene, bool png)
{
    // The largest pictures take most of a gigabyte each while they are drawn: one at a time.
    constexpr qint64 hugePixels = 32'000'000;
    static QMutex oneHugePicture;
    const bool huge = qint64(scene.size.width()) * scene.size.height() > hugePixels;
    if (huge)
        oneHugePicture.lock();
    const QImage image = render(scene);
    const QByteArray bytes = png ? encodePng(image) : encodeJpeg(image);
    if (huge)
        oneHugePicture.unlock();
    return bytes;
}

} // namespace

PictureStore::PictureStore(QObject *parent)
    : QObject(parent)
{
    constexpr int cacheKiB = 128 * 1024;
    m_cache.setMaxCost(cacheKiB);
    m_pool.setMaxThreadCount(std::clamp(QThread::idealThreadCount(), 1, 4));
    m_pool.setThreadPriority(QThread::LowPriority);
}

PictureStore::~PictureStore()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void PictureStore::want(const QByteArray &key, const Scene &scene, bool png, QObject *context,
                        Receiver receive)
{
    if (const QByteArray *known = m_cache.object(key)) {
        QMetaObject::invokeMethod(
            context, [picture = *known, receive = std::move(receive)] { receive(picture); },
            Qt::QueuedConnection);
        return;
    }
    QList<Waiter> &waiters = m_waiting[key];
    waiters.append({context, std::move(receive)});
    if (waiters.size() > 1)
        return;
    m_pool.start([this, key, scene, png] {
        const QByteArray picture = drawPicture(scene, png);
        QMetaObject::invokeMethod(
            this, [this, key, picture] { onDrawn(key, picture); }, Qt::QueuedConnection);
    });
}

void PictureStore::onDrawn(const QByteArray &key, const QByteArray &picture)
{
    ++m_drawn;
    m_cache.insert(key, new QByteArray(picture), std::max<qsizetype>(1, picture.size() / 1024));
    const QList<Waiter> waiters = m_waiting.take(key);
    for (const Waiter &waiter : waiters) {
        if (waiter.context)
            waiter.receive(picture);
    }
}

} // namespace janus::sandbox
