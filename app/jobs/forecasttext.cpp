#include "jobs/forecasttext.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace janus::jobs {

namespace {

constexpr double minute = 60;
constexpr double hour = 3600;

QString rangeText(double low, double high, const QString &unit)
{
    const QLocale locale;
    const auto number = [&](double value) {
        return locale.toString(qlonglong(std::max(1.0, std::round(value))));
    };
    const QString from = number(low);
    const QString to = number(high);
    return u"about "_s + (from == to ? to : u"%1–%2"_s.arg(from, to)) + u' ' + unit;
}

/// Two digits that say something, however small.
QString amountText(double amount, const QString &currency)
{
    const int digits = amount <= 0 ? 2 : std::clamp(int(std::ceil(1 - std::log10(amount))), 2, 8);
    QString text = QLocale().toString(amount, 'f', digits);
    return text + u' ' + currency;
}

/// "compute seconds" of one.
QString oneOf(QString unit)
{
    if (unit.endsWith(u's') && !unit.endsWith("ss"_L1))
        unit.chop(1);
    return unit;
}

} // namespace

QString timesText(const std::optional<SecondsRange> &times)
{
    if (!times)
        return {};
    if (times->high < 2 * minute)
        return rangeText(times->low, times->high, u"s"_s);
    if (times->high < 2 * hour)
        return rangeText(times->low / minute, times->high / minute, u"min"_s);
    return rangeText(times->low / hour, times->high / hour, u"h"_s);
}

QString priceText(const Forecast &forecast, const QString &service)
{
    if (!forecast.price)
        return u"Price unknown"_s;
    if (forecast.price->isFree())
        return u"No charge listed by %1"_s.arg(service);
    if (const std::optional<double> cost = forecast.cost())
        return u"About %1"_s.arg(amountText(*cost, forecast.price->currency));
    return u"%1 per %2"_s.arg(amountText(forecast.price->perUnit, forecast.price->currency),
                              oneOf(forecast.price->unit));
}

QString forecastText(const Forecast &forecast, const QString &service, bool isPractice)
{
    QStringList parts;
    if (const QString times = timesText(forecast.together); !times.isEmpty())
        parts << times;
    QString price = isPractice ? u"nothing costs"_s : priceText(forecast, service);
    price[0] = price[0].toLower();
    parts << price;
    return parts.join(u" · "_s);
}

} // namespace janus::jobs
