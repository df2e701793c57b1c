#include "jobs/forecasting.h"

#include "core/paramroles.h"
#include "fal/queueapi.h"
#include "jobs/jobqueue.h"
#include "jobs/services.h"
#include "library/catalogue.h"
#include "library/library.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace janus::jobs {

namespace {

constexpr QSize unstatedSize(512, 512); // what fal makes when the size is left out

QSize sizeOf(const GenerationRequest &request)
{
    const QSize size = imageSize(request);
    return size.isEmpty() ? unstatedSize : size;
}

QString timesKey(const GenerationRequest &request, const QString &service)
{
    const QSize size = sizeOf(request);
    return u"time %1 %2 %3x%4 %5"_s.arg(service, request.endpoint)
        .arg(size.width())
        .arg(size.height())
        .arg(imageCount(request));
}

} // namespace

Forecasting::Forecasting(library::Library &library, JobQueue &queue, Services &services, QObject *parent)
    : QObject(parent)
    , m_library(library)
    , m_queue(queue)
    , m_services(services)
{
    // What has just ended is news of how long things take.
    connect(&queue, &JobQueue::idle, this, [this] {
        m_asked.removeIf([](const QString &key) { return key.startsWith("time "_L1); });
        Q_EMIT changed();
    });
}

Forecast Forecasting::of(const QList<Wish> &wishes, const QString &service, bool isFree)
{
    return known(wishes, service, isFree, m_queue.openCount());
}

Forecast Forecasting::of(int requests, int pictures, const GenerationRequest &like, const QString &service,
                         bool isFree)
{
    Forecast counted;
    counted.requests = requests;
    counted.pictures = pictures;
    return known(counted, like, service, isFree, m_queue.openCount());
}

Forecast Forecasting::known(const QList<Wish> &wishes, const QString &service, bool isFree, int ahead)
{
    Forecast forecast;
    forecast.requests = int(wishes.size());
    if (wishes.isEmpty())
        return forecast;
    for (const Wish &wish : wishes)
        forecast.pictures += imageCount(wish.request);
    return known(forecast, wishes.first().request, service, isFree, ahead);
}

/// `counted` knows how many requests and pictures they are.
Forecast Forecasting::known(Forecast counted, const GenerationRequest &like, const QString &service,
                            bool isFree, int ahead)
{
    const QString key = timesKey(like, service);
    if (!m_asked.contains(key))
        learn(key, like, service);
    counted.each = m_times.value(key);
    if (counted.each.known > 0)
        counted.together = togetherTimes(counted.each.whole, counted.requests, ahead, m_queue.slotCount());
    if (isFree) {
        counted.price = Price{};
        return counted;
    }
    const QString priceKey = u"price %1 %2"_s.arg(service, like.endpoint);
    if (!m_asked.contains(priceKey))
        askPrice(priceKey, like.endpoint, service);
    if (const auto price = m_prices.constFind(priceKey); price != m_prices.cend())
        counted.price = *price;
    return counted;
}

void Forecasting::learn(const QString &key, const GenerationRequest &request, const QString &service)
{
    m_asked << key;
    m_pending << key;
    m_library.catalogue().pastTimes({service, request.endpoint, sizeOf(request), imageCount(request)}, this,
                                    [this, key](const Result<PastTimes> &times) {
                                        const bool isNews = times && m_times.value(key) != *times;
                                        if (isNews)
                                            m_times[key] = *times;
                                        settle(key);
                                        if (isNews)
                                            Q_EMIT changed();
                                    });
}

/// A price that cannot be had is not asked for again in this session: it stays unknown, and is said to be.
void Forecasting::askPrice(const QString &key, const QString &endpoint, const QString &service)
{
    m_asked << key;
    m_pending << key;
    m_services.open(service, this, [this, key, endpoint](const Result<fal::QueueApi *> &api) {
        if (!api) {
            m_asked.remove(key); // there may be a key later
            return settle(key);
        }
        (*api)->price(endpoint, this, [this, key](const Result<Price> &price) {
            if (price)
                m_prices[key] = *price;
            settle(key);
            if (price)
                Q_EMIT changed();
        });
    });
}

void Forecasting::ask(const QList<Wish> &wishes, const QString &service, bool isFree, QObject *context,
                      std::function<void(const Forecast &)> done)
{
    (void)of(wishes, service, isFree); // begins to ask for what is not known
    m_waiters << Waiter{wishes, service, isFree, m_queue.openCount(), context, std::move(done)};
    // Never inside the call.
    QMetaObject::invokeMethod(
        this, [this] { settle({}); }, Qt::QueuedConnection);
}

/// Nothing is waited for any more: whoever waits is told.
void Forecasting::settle(const QString &key)
{
    m_pending.remove(key);
    if (!m_pending.isEmpty())
        return;
    for (const Waiter &waiter : std::exchange(m_waiters, {})) {
        if (waiter.context)
            waiter.done(known(waiter.wishes, waiter.service, waiter.isFree, waiter.ahead));
    }
}

} // namespace janus::jobs
