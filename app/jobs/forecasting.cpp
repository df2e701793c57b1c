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

/// Requests that take the same time.
struct Alike
{
    QString key;
    GenerationRequest first;
    int count = 0;
};

QList<Alike> alikes(const QList<Wish> &wishes, const QString &service)
{
    QList<Alike> groups;
    QHash<QString, qsizetype> places;
    for (const Wish &wish : wishes) {
        const QString key = timesKey(wish.request, service);
        const auto known = places.constFind(key);
        if (known == places.cend()) {
            places.insert(key, groups.size());
            groups << Alike{key, wish.request, 1};
        } else {
            ++groups[*known].count;
        }
    }
    return groups;
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
    Forecast forecast;
    forecast.requests = requests;
    forecast.pictures = pictures;
    const QString key = timesKey(like, service);
    if (!m_asked.contains(key))
        learn(key, like, service);
    forecast.each = m_times.value(key);
    if (forecast.each.known > 0)
        forecast.together =
            togetherTimes(forecast.each.whole, requests, m_queue.openCount(), m_queue.slotCount());
    forecast.price = knownPrice(like.endpoint, service, isFree);
    return forecast;
}

Forecast Forecasting::known(const QList<Wish> &wishes, const QString &service, bool isFree, int ahead)
{
    Forecast forecast;
    forecast.requests = int(wishes.size());
    if (wishes.isEmpty())
        return forecast;
    for (const Wish &wish : wishes)
        forecast.pictures += imageCount(wish.request);
    const QList<Alike> groups = alikes(wishes, service);
    for (const Alike &group : groups) {
        if (!m_asked.contains(group.key))
            learn(group.key, group.first, service);
    }
    forecast.each = m_times.value(groups.first().key);
    // One after the other; what is under way now is before the first.
    SecondsRange together;
    bool isKnown = true;
    for (const Alike &group : groups) {
        const PastTimes times = m_times.value(group.key);
        const int before = &group == &groups.first() ? ahead : 0;
        const SecondsRange own = togetherTimes(times.whole, group.count, before, m_queue.slotCount());
        together.low += own.low;
        together.high += own.high;
        isKnown = isKnown && times.known > 0;
    }
    if (isKnown)
        forecast.together = together;
    forecast.price = knownPrice(wishes.first().request.endpoint, service, isFree);
    return forecast;
}

std::optional<Price> Forecasting::knownPrice(const QString &endpoint, const QString &service, bool isFree)
{
    if (isFree)
        return Price{};
    const QString key = u"price %1 %2"_s.arg(service, endpoint);
    if (!m_asked.contains(key))
        askPrice(key, endpoint, service);
    const auto price = m_prices.constFind(key);
    return price == m_prices.cend() ? std::nullopt : std::optional(*price);
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
