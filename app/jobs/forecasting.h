#pragma once

#include "core/forecast.h"
#include "core/provenance.h"
#include "core/result.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QSet>

#include <functional>
#include <optional>

namespace janus::library {
class Library;
}

namespace janus::jobs {

class JobQueue;
class Services;

/// Says beforehand how many requests, how long, at what price. The time is learned from this library's own
/// past, the price is asked of the service once for each model; until both are known, a forecast says what
/// is. Lives in the application's thread.
class Forecasting : public QObject
{
    Q_OBJECT
public:
    Forecasting(library::Library &library, JobQueue &queue, Services &services, QObject *parent = nullptr);

    /// Asks for what is not known yet; changed() follows when it is. A service that is `isFree` is not asked
    /// for a price.
    Forecast of(const QList<Wish> &wishes, const QString &service, bool isFree);
    /// For so many requests, all of them like `like`, that make so many pictures together: nobody has to
    /// write the others.
    Forecast of(int requests, int pictures, const GenerationRequest &like, const QString &service,
                bool isFree);

    /// The same, once everything that can be known is known. What is under way now counts as ahead of them.
    void ask(const QList<Wish> &wishes, const QString &service, bool isFree, QObject *context,
             std::function<void(const Forecast &)> done);

Q_SIGNALS:
    void changed();

private:
    struct Waiter
    {
        QList<Wish> wishes;
        QString service;
        bool isFree = false;
        int ahead = 0;
        QPointer<QObject> context;
        std::function<void(const Forecast &)> done;
    };

    Forecast known(const QList<Wish> &wishes, const QString &service, bool isFree, int ahead);
    std::optional<Price> knownPrice(const QString &endpoint, const QString &service, bool isFree);
    void settle(const QString &key);
    void learn(const QString &key, const GenerationRequest &request, const QString &service);
    void askPrice(const QString &key, const QString &endpoint, const QString &service);

    library::Library &m_library;
    JobQueue &m_queue;
    Services &m_services;
    QHash<QString, PastTimes> m_times;
    QHash<QString, Price> m_prices;
    QSet<QString> m_asked;   ///< of both
    QSet<QString> m_pending; ///< asked, and not answered yet
    QList<Waiter> m_waiters;
};

} // namespace janus::jobs
