#include "commands/foretelling.h"

#include "jobs/forecasttext.h"

#include <QMap>

#include <memory>

using namespace Qt::StringLiterals;

namespace janus::commands {

Foretelling::Foretelling(library::Library &library, jobs::JobQueue &queue, jobs::Services &services,
                         Console console)
    : m_forecasting(library, queue, services)
    , m_console(console)
{
}

void Foretelling::tell(const QList<Wish> &wishes, const QString &service, bool isPractice, QObject *context,
                       const std::function<void()> &then)
{
    QMap<QString, QList<Wish>> byModel;
    for (const Wish &wish : wishes)
        byModel[wish.request.endpoint] << wish;
    const auto left = std::make_shared<qsizetype>(byModel.size());
    for (auto group = byModel.cbegin(); group != byModel.cend(); ++group) {
        const QString model = byModel.size() > 1 ? group.key() : QString();
        m_forecasting.ask(*group, service, isPractice, context, [=, this](const Forecast &forecast) {
            say(forecast, model, service, isPractice);
            if (--*left == 0 && then)
                then();
        });
    }
}

void Foretelling::say(const Forecast &forecast, const QString &model, const QString &service,
                      bool isPractice) const
{
    const QString text = jobs::forecastText(forecast, service, isPractice);
    m_console.progress(model.isEmpty() ? text + u'.' : u"%1: %2."_s.arg(model, text));
    const auto number = [](bool isKnown, double value) { return isKnown ? QJsonValue(value) : QJsonValue(); };
    const std::optional<SecondsRange> &time = forecast.together;
    const std::optional<double> cost = forecast.cost();
    QJsonObject fields{{u"requests"_s, forecast.requests},
                       {u"seconds_low"_s, number(time.has_value(), time ? time->low : 0)},
                       {u"seconds_high"_s, number(time.has_value(), time ? time->high : 0)},
                       {u"cost"_s, number(cost.has_value() && !isPractice, cost.value_or(0))},
                       {u"message"_s, text}};
    if (!model.isEmpty())
        fields[u"model"_s] = model;
    m_console.event(u"forecast"_s, fields);
}

} // namespace janus::commands
