#include "fal/prices.h"

#include "fal/answers.h"
#include "fal/service.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QUrlQuery>

#include <cmath>

using namespace Qt::StringLiterals;

namespace janus::fal {

namespace {

constexpr qsizetype longestUnit = 40;

Error notAPrice(const QByteArray &body, const QString &service)
{
    return {ErrorKind::Protocol, u"The price list of %1 cannot be understood."_s.arg(service),
            QString::fromUtf8(body.left(300))};
}

} // namespace

QUrl priceAddress(const Service &service, const QString &endpoint)
{
    QUrl url = service.platform;
    url.setPath(url.path() + "/models/pricing"_L1);
    QUrlQuery query;
    query.addQueryItem(u"endpoint_id"_s, endpoint);
    url.setQuery(query);
    return url;
}

Result<Price> readPrice(const QByteArray &body, const QString &endpoint, const QString &service)
{
    const std::optional<QJsonObject> answer = readObject(body);
    if (!answer || !answer->value("prices"_L1).isArray())
        return notAPrice(body, service);
    for (const QJsonValue entry : answer->value("prices"_L1).toArray()) {
        if (entry["endpoint_id"_L1].toString() != endpoint)
            continue;
        const double amount = entry["unit_price"_L1].toDouble(-1);
        const QString unit = entry["unit"_L1].toString().simplified().left(longestUnit);
        const QString currency = entry["currency"_L1].toString().simplified().left(longestUnit);
        if (!std::isfinite(amount) || amount < 0 || unit.isEmpty() || currency.isEmpty())
            return notAPrice(body, service);
        return Price{amount, unit, currency};
    }
    return Error{ErrorKind::Gone, u"%1 lists no price for “%2”."_s.arg(service, endpoint)};
}

} // namespace janus::fal
