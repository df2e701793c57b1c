#include "jobs/forecasting.h"

#include "core/paramroles.h"
#include "fal/queueapi.h"
#include "jobs/jobqueue.h"
#include "jobs/services.h"
#include "library/catalogue.h"
#include "library/library.h"

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
    Forecast forecast;
    forecast.requests = int(wishes.size());
    if (wishes.isEmpty())
        return forecast;
    for (const Wish &wish : wishes)
        forecast.pictures += imageCount(wish.request);
    const GenerationRequest &first = wishes.first().request;
    const QString key = timesKey(first, service);
    if (!m_asked.contains(key))
        learn(key, first, service);
    forecast.each = m_times.value(key);
    if (forecast.each.known > 0)
        forecast.together =
            togetherTimes(forecast.each.whole, forecast.requests, m_queue.openCount(), m_queue.slotCount());
    if (isFree) {
        forecast.price = Price{};
        return forecast;
    }
    const QString priceKey = u"price %1 %2"_s.arg(service, first.endpoint);
    if (!m_asked.contains(priceKey))
        askPrice(priceKey, first.endpoint, service);
    if (const auto known = m_prices.constFind(priceKey); known != m_prices.cend())
        forecast.price = *known;
    return forecast;
}

void Forecasting::learn(const QString &key, const GenerationRequest &request, const QString &service)
{
    m_asked << key;
    m_library.catalogue().pastTimes({service, request.endpoint, sizeOf(request), imageCount(request)}, this,
                                    [this, key](const Result<PastTimes> &times) {
                                        if (!times || m_times.value(key) == *times)
                                            return;
                                        m_times[key] = *times;
                                        Q_EMIT changed();
                                    });
}

/// A price that cannot be had is not asked for again in this session: it stays unknown, and is said to be.
void Forecasting::askPrice(const QString &key, const QString &endpoint, const QString &service)
{
    m_asked << key;
    m_services.open(service, this, [this, key, endpoint](const Result<fal::QueueApi *> &api) {
        if (!api) {
            m_asked.remove(key); // there may be a key later
            return;
        }
        (*api)->price(endpoint, this, [this, key](const Result<Price> &price) {
            if (!price)
                return;
            m_prices[key] = *price;
            Q_EMIT changed();
        });
    });
}

} // namespace janus::jobs
