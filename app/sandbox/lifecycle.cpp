#include "sandbox/lifecycle.h"

#include "sandbox/answers.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

Lifecycle Lifecycle::fromJson(const QJsonObject &value)
{
    Lifecycle lifecycle;
    if (value.value("expiration_duration_seconds"_L1).isDouble())
        lifecycle.seconds = value.value("expiration_duration_seconds"_L1).toDouble();
    lifecycle.acl = value.value("initial_acl"_L1).toObject();
    return lifecycle;
}

Lifecycle Lifecycle::fromHeader(const QByteArray &header, const Lifecycle &account)
{
    const Lifecycle own = fromJson(QJsonDocument::fromJson(header).object());
    return {own.seconds ? own.seconds : account.seconds, own.acl.isEmpty() ? account.acl : own.acl};
}

QJsonObject Lifecycle::toJson() const
{
    return {{u"expiration_duration_seconds"_s, seconds ? QJsonValue(*seconds) : QJsonValue()},
            {u"initial_acl"_s, acl.isEmpty() ? QJsonValue() : QJsonValue(acl)}};
}

std::optional<HttpResponse> Lifecycle::refuse(const QDateTime &made, double pace, bool trusted) const
{
    const double scale = pace > 0 ? pace : 1;
    const QString access = acl.value("default"_L1).toString();
    const bool gone =
        seconds && double(made.msecsTo(QDateTime::currentDateTimeUtc())) >= *seconds * scale * 1000;
    if (gone || (access == "hide"_L1 && !trusted))
        return detailAnswer(404, u"File not found"_s);
    if (access == "forbid"_L1 && !trusted)
        return detailAnswer(403, u"Access to this file is restricted."_s);
    return std::nullopt;
}

} // namespace janus::sandbox
