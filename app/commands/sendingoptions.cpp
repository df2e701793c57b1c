#include "commands/sendingoptions.h"

#include <QCommandLineParser>
#include <QFileInfo>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

/// What goes along with a request without deciding the picture (core/delivery.h).
struct DeliveryOption
{
    QLatin1String name;
    QLatin1String value; ///< empty: takes none
    QLatin1String meaning;
};
constexpr std::array<DeliveryOption, 8> deliveryOptions{{
    {"priority"_L1, "normal|low"_L1, "low lets others go first"_L1},
    {"webhook"_L1, "URL"_L1, "is told the result by the service"_L1},
    {"start-timeout"_L1, "SECONDS"_L1, "gives up unless work has begun by then (more than 1)"_L1},
    {"hint"_L1, "TEXT"_L1, "prefers a runner that served the same text before"_L1},
    {"expire"_L1, "1h|1d|7d|30d|1y|never|SECONDS"_L1, "deletes the files at the service after that"_L1},
    {"private"_L1, {}, "keeps the files at the service readable for your account only"_L1},
    {"no-retry"_L1, {}, "the service does not try again by itself"_L1},
    {"tag"_L1, "KEY=VALUE"_L1, "labels the request in usage reports; may be repeated"_L1},
}};

Error wrongSending(const QString &sentence, const QString &field = {})
{
    return {ErrorKind::BadInput, sentence, {}, field};
}

Result<Delivery> readDelivery(const QCommandLineParser &parser)
{
    Delivery delivery;
    const QString word = parser.isSet(u"priority"_s) ? parser.value(u"priority"_s) : u"normal"_s;
    if (word != "normal"_L1 && word != "low"_L1)
        return wrongSending(u"--priority must be normal or low; it is “%1”."_s.arg(word), u"priority"_s);
    if (word == "low"_L1)
        delivery.priority = Priority::Low;
    if (parser.isSet(u"webhook"_s)) {
        delivery.webhook = QUrl(parser.value(u"webhook"_s), QUrl::StrictMode);
        if (delivery.webhook.isEmpty())
            return wrongSending(
                u"--webhook must be an https address; it is “%1”."_s.arg(parser.value(u"webhook"_s)),
                u"webhook"_s);
    }
    if (parser.isSet(u"start-timeout"_s)) {
        bool isNumber = false;
        delivery.startTimeout = parser.value(u"start-timeout"_s).toDouble(&isNumber);
        if (!isNumber)
            return wrongSending(u"--start-timeout must be a number of seconds; it is “%1”."_s.arg(
                                    parser.value(u"start-timeout"_s)),
                                u"start_timeout"_s);
    }
    if (parser.isSet(u"expire"_s)) {
        delivery.expirySeconds = expiryFromText(parser.value(u"expire"_s));
        if (!delivery.expirySeconds)
            return wrongSending(
                u"--expire must be 1h, 1d, 7d, 30d, 1y, never or a number of seconds; it is “%1”."_s.arg(
                    parser.value(u"expire"_s)),
                u"expire"_s);
    }
    if (parser.isSet(u"private"_s))
        delivery.access = Delivery::Access::Private;
    delivery.runnerHint = parser.value(u"hint"_s);
    delivery.noRetry = parser.isSet(u"no-retry"_s);
    delivery.tags = parser.values(u"tag"_s);
    if (const QList<Error> errors = delivery.check(); !errors.isEmpty())
        return errors.first();
    return delivery;
}

} // namespace

Result<int> numberIn(const QString &text, const QString &option, int most)
{
    bool ok = false;
    const int number = text.toInt(&ok);
    if (ok && number >= 1 && number <= most)
        return number;
    return wrongSending(u"--%1 must be a whole number between 1 and %2; it is “%3”."_s.arg(
                            option, QString::number(most), text),
                        option);
}

Result<int> readNumber(const QCommandLineParser &parser, const QString &option, int usual, int most)
{
    return parser.isSet(option) ? numberIn(parser.value(option), option, most) : Result<int>(usual);
}

Result<QString> folderIn(const QString &text, const QString &asTyped, const QString &option)
{
    const QFileInfo info(text);
    if (!info.isDir() || !info.isWritable())
        return wrongSending(
            u"The folder “%1” for %2 is not there or cannot be written to."_s.arg(text, asTyped), option);
    return info.absoluteFilePath();
}

Result<QString> readOutputFolder(const QCommandLineParser &parser)
{
    return parser.isSet(u"output"_s) ? folderIn(parser.value(u"output"_s), u"-o"_s, u"output"_s)
                                     : Result<QString>(QString());
}

void declareSending(QCommandLineParser &parser)
{
    parser.addOption({u"parallel"_s, u"Sends up to N at a time."_s, u"N"_s});
    for (const DeliveryOption &option : deliveryOptions)
        parser.addOption({QString(option.name), QString(option.meaning), QString(option.value)});
    parser.addOption({u"sandbox"_s, u"Practises: nothing is sent to fal, nothing costs."_s});
    parser.addOption({QStringList{u"o"_s, u"output"_s}, u"Copies the pictures there as well."_s, u"DIR"_s});
}

Result<SendingOptions> readSending(const QCommandLineParser &parser)
{
    const Result<int> parallel = readNumber(parser, u"parallel"_s, SendingOptions().parallel, mostParallel);
    if (!parallel)
        return parallel.error();
    const Result<Delivery> delivery = readDelivery(parser);
    if (!delivery)
        return delivery.error();
    const Result<QString> folder = readOutputFolder(parser);
    if (!folder)
        return folder.error();
    return SendingOptions{*delivery, parser.isSet(u"sandbox"_s), *parallel, *folder};
}

QList<std::pair<QString, QString>> sendingHelp()
{
    QList<std::pair<QString, QString>> rows{
        {u"--parallel N"_s, u"up to N of them at the service at a time; 4 unless told"_s}};
    for (const DeliveryOption &option : deliveryOptions)
        rows.append({u"--%1 %2"_s.arg(option.name, option.value).trimmed(), QString(option.meaning)});
    rows.append({u"--sandbox"_s, u"practise: nothing is sent to fal, nothing costs"_s});
    rows.append({u"-o, --output DIR"_s, u"copies the pictures there as well"_s});
    return rows;
}

bool isSendingOption(const QString &name)
{
    static const QStringList others{u"parallel"_s, u"sandbox"_s, u"o"_s, u"output"_s};
    return others.contains(name) ||
           std::ranges::find(deliveryOptions, name, &DeliveryOption::name) != deliveryOptions.end();
}

QStringList namesOf(const ParamSpec &param, const ModelSchema &schema)
{
    QStringList names{param.option().mid(2)};
    const auto alsoCalled = [&](const QString &name) {
        if (!schema.find(name))
            names << name;
    };
    if (param.role == ParamRole::Size)
        alsoCalled(u"size"_s);
    if (param.role == ParamRole::Guidance) {
        alsoCalled(u"guidance"_s);
        alsoCalled(u"cfg"_s);
    }
    if (param.role == ParamRole::Count)
        alsoCalled(u"n"_s);
    return names;
}

} // namespace janus::commands
