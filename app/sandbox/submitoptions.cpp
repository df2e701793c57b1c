#include "sandbox/submitoptions.h"

#include <QJsonDocument>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

QUrlQuery queryOf(const HttpRequest &request)
{
    // A form's "+" is a space, which QUrlQuery does not know.
    return QUrlQuery(QString::fromLatin1(request.query().replace('+', "%20")));
}

double deadlineOf(const HttpRequest &request)
{
    // The newer name goes first where both are sent.
    for (const char *name : {"x-fal-request-start-timeout", "x-fal-request-timeout"}) {
        bool isNumber = false;
        const double seconds = request.header(name).toDouble(&isNumber);
        if (isNumber && seconds > 0)
            return seconds;
    }
    return 0;
}

} // namespace

SubmitOptions SubmitOptions::of(const HttpRequest &request, const Lifecycle &account)
{
    SubmitOptions options;
    options.low = request.header("x-fal-queue-priority").toLower() == "low";
    options.keepPayloads = request.header("x-fal-store-io") != "0";
    options.startSeconds = deadlineOf(request);
    options.webhook = queryOf(request).queryItemValue(u"fal_webhook"_s, QUrl::FullyDecoded).toUtf8();
    options.lifecycle = Lifecycle::fromHeader(request.header("x-fal-object-lifecycle-preference"), account);
    return options;
}

SubmitOptions SubmitOptions::fromJson(const QJsonObject &value)
{
    SubmitOptions options;
    options.low = value.value("low"_L1).toBool();
    options.direct = value.value("direct"_L1).toBool();
    options.keepPayloads = value.value("keep"_L1).toBool(true);
    options.startSeconds = value.value("deadline"_L1).toDouble();
    options.webhook = value.value("webhook"_L1).toString().toUtf8();
    options.lifecycle = Lifecycle::fromJson(value.value("lifecycle"_L1).toObject());
    return options;
}

QJsonObject SubmitOptions::toJson() const
{
    return {{u"low"_s, low},
            {u"direct"_s, direct},
            {u"keep"_s, keepPayloads},
            {u"deadline"_s, startSeconds},
            {u"webhook"_s, QString::fromUtf8(webhook)},
            {u"lifecycle"_s, lifecycle.toJson()}};
}

QByteArray inputOf(const HttpRequest &request)
{
    if (request.method != "GET")
        return request.body;
    QJsonObject input;
    for (const auto &[name, value] : queryOf(request).queryItems(QUrl::FullyDecoded)) {
        if (name.startsWith("fal_"_L1))
            continue;
        // Numbers are read out of strings when the job runs; truth values are not.
        const bool isFlag = name != "prompt"_L1 && (value == "true"_L1 || value == "false"_L1);
        input.insert(name, isFlag ? QJsonValue(value == "true"_L1) : QJsonValue(value));
    }
    return QJsonDocument(input).toJson(QJsonDocument::Compact);
}

} // namespace janus::sandbox
