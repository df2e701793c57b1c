#include "library/recipe.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUuid>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr auto mark = "janus-studio"_L1;
constexpr double mostSeconds = 1e9;
constexpr qsizetype longestStyleName = 200;

QJsonValue timeValue(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODateWithMs)) : QJsonValue();
}

/// Numbers and times that are not known are left out.
void put(QJsonObject &object, QLatin1StringView name, const QJsonValue &value)
{
    if (!value.isNull())
        object[name] = value;
}

QJsonValue secondsValue(double seconds)
{
    return seconds < 0 ? QJsonValue() : QJsonValue(seconds);
}

bool matches(const QString &text, const QString &shape)
{
    return QRegularExpression(u"\\A(?:%1)\\z"_s.arg(shape)).match(text).hasMatch();
}

/// "fal", "sandbox", or the origin of a server.
bool isServiceName(const QString &name)
{
    if (name == "fal"_L1 || name == "sandbox"_L1)
        return true;
    const QUrl url(name, QUrl::StrictMode);
    const bool isOrigin = url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty() &&
                          url.path().size() <= 1 && !url.hasQuery() && !url.hasFragment();
    return isOrigin && name.size() <= 300 && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1);
}

/// Reads fields one by one and remembers the first that is not what it must be.
class Fields
{
public:
    explicit Fields(QJsonObject object)
        : m_object(std::move(object))
    {
    }

    QString text(const QString &name, const QString &shape)
    {
        const QString value = m_object[name].toString();
        if (!matches(value, shape))
            blame(name);
        return value;
    }

    qint64 integer(const QString &name, qint64 least, qint64 most)
    {
        const std::optional<Seed> value = exactSeed(m_object[name]);
        if (!value || *value < least || *value > most)
            blame(name);
        return value.value_or(0);
    }

    QDateTime time(const QString &name, bool required)
    {
        const QDateTime value = QDateTime::fromString(m_object[name].toString(), Qt::ISODateWithMs);
        if (!value.isValid() && (required || !m_object[name].isUndefined()))
            blame(name);
        return value.toUTC();
    }

    double seconds(const QString &name)
    {
        const double value = m_object[name].toDouble(-1);
        return std::isfinite(value) && value >= 0 && value <= mostSeconds ? value : -1;
    }

    QJsonObject object(const QString &name) const { return m_object[name].toObject(); }
    QJsonValue value(const QString &name) const { return m_object[name]; }

    void blame(const QString &name)
    {
        if (!m_bad)
            m_bad = name;
    }
    const std::optional<QString> &bad() const { return m_bad; }

private:
    const QJsonObject m_object;
    std::optional<QString> m_bad;
};

Error notARecipe(const QString &what)
{
    return {ErrorKind::Protocol, u"The picture's recipe cannot be used: %1."_s.arg(what)};
}

/// Nothing but a JSON object can have been sent.
QByteArray bodyAt(Fields &fields)
{
    const QByteArray body = fields.value(u"body"_s).toString().toUtf8();
    if (!QJsonDocument::fromJson(body).isObject())
        fields.blame(u"body"_s);
    return body;
}

JobOrigin jobAt(Fields &fields, Fields &job)
{
    JobOrigin origin;
    const QUuid uuid(job.value(u"uuid"_s).toString());
    if (uuid.isNull())
        fields.blame(u"job"_s);
    origin.uuid = uuid.toString(QUuid::WithoutBraces);
    origin.created = job.time(u"created"_s, true);
    origin.accepted = job.time(u"accepted"_s, false);
    QJsonObject delivery = fields.object(u"delivery"_s);
    delivery.remove(u"webhook"_s);
    origin.delivery = Delivery::fromJson(delivery);
    return origin;
}

/// A parent that is none is passed over: it decides nothing.
std::optional<PictureName> parentAt(const QJsonObject &parent)
{
    const QUuid uuid(parent["job"_L1].toString());
    const int index = parent["index"_L1].toInt(-1);
    if (uuid.isNull() || index < 0)
        return std::nullopt;
    return PictureName{uuid.toString(QUuid::WithoutBraces), index};
}

} // namespace

Recipe Recipe::of(const Picture &picture, const JobOrigin &job, const QByteArray &sentSha256,
                  qint64 sentBytes)
{
    Recipe recipe;
    recipe.program = programName();
    recipe.endpoint = picture.request.endpoint;
    recipe.body = picture.request.body();
    recipe.seed = picture.seed;
    recipe.index = picture.index;
    recipe.count = picture.count;
    recipe.requestId = picture.requestId;
    recipe.service = picture.service;
    recipe.job = job;
    recipe.job.delivery.webhook.clear();
    recipe.provenance = picture.provenance;
    recipe.jobNumber = picture.job;
    recipe.setCreated = job.created;
    recipe.setId = u"%1-%2"_s.arg(job.created.toMSecsSinceEpoch()).arg(picture.batch);
    recipe.created = picture.created;
    recipe.queueSeconds = picture.queueSeconds;
    recipe.runSeconds = picture.runSeconds;
    recipe.flagged = picture.flagged;
    recipe.sentSha256 = sentSha256;
    recipe.sentBytes = sentBytes;
    return recipe;
}

QByteArray Recipe::toJson() const
{
    QJsonObject jobObject{{u"uuid"_s, job.uuid}, {u"number"_s, jobNumber}};
    put(jobObject, "created"_L1, timeValue(job.created));
    put(jobObject, "accepted"_L1, timeValue(job.accepted));
    QJsonObject set{{u"id"_s, setId}};
    put(set, "created"_L1, timeValue(setCreated));
    QJsonObject object{
        {mark, version},
        {u"program"_s, program},
        {u"model"_s, endpoint},
        {u"body"_s, QString::fromUtf8(body)},
        {u"seed"_s, seed},
        {u"index"_s, index},
        {u"count"_s, count},
        {u"request_id"_s, requestId},
        {u"service"_s, service},
        {u"sandbox"_s, isSandbox()},
        {u"job"_s, jobObject},
        {u"set"_s, set},
        {u"sent"_s, QJsonObject{{u"sha256"_s, QString::fromLatin1(sentSha256)}, {u"bytes"_s, sentBytes}}},
    };
    put(object, "created"_L1, timeValue(created));
    put(object, "queue_seconds"_L1, secondsValue(queueSeconds));
    put(object, "run_seconds"_L1, secondsValue(runSeconds));
    put(object, "flagged"_L1, flagged ? QJsonValue(*flagged) : QJsonValue());
    if (const QJsonObject delivery = job.delivery.toJson(); !delivery.isEmpty())
        object[u"delivery"_s] = delivery;
    if (!provenance.words.isEmpty())
        object[u"words"_s] = provenance.words;
    if (!provenance.style.isEmpty())
        object[u"style"_s] = provenance.style;
    if (const auto &parent = provenance.parent)
        object[u"parent"_s] = QJsonObject{{u"job"_s, parent->job}, {u"index"_s, parent->index}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<Recipe> Recipe::fromJson(const QByteArray &json)
{
    if (json.size() > mostJson)
        return notARecipe(u"it is too long"_s);
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return notARecipe(u"it is no JSON object"_s);
    constexpr qint64 large = std::numeric_limits<qint64>::max();
    Fields fields(document.object());
    Fields job(fields.object(u"job"_s));
    Fields set(fields.object(u"set"_s));
    Fields sent(fields.object(u"sent"_s));
    Recipe recipe;
    fields.integer(mark, 1, large);
    recipe.program = fields.value(u"program"_s).toString().left(200);
    recipe.endpoint = fields.text(
        u"model"_s, u"(?=.{3,200}\\z)[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)+"_s);
    recipe.body = bodyAt(fields);
    recipe.seed = fields.integer(u"seed"_s, std::numeric_limits<qint64>::min(), large);
    recipe.count = int(fields.integer(u"count"_s, 1, std::numeric_limits<int>::max()));
    recipe.index = int(fields.integer(u"index"_s, 0, recipe.count - 1));
    recipe.requestId = fields.text(u"request_id"_s, u"[A-Za-z0-9_-]{1,128}"_s);
    recipe.service = fields.value(u"service"_s).toString();
    if (!isServiceName(recipe.service))
        fields.blame(u"service"_s);
    recipe.job = jobAt(fields, job);
    recipe.jobNumber = job.integer(u"number"_s, 0, large);
    recipe.setId = set.text(u"id"_s, u"[A-Za-z0-9_-]{1,80}"_s);
    recipe.setCreated = set.time(u"created"_s, true);
    recipe.created = fields.time(u"created"_s, true);
    recipe.queueSeconds = fields.seconds(u"queue_seconds"_s);
    recipe.runSeconds = fields.seconds(u"run_seconds"_s);
    if (const QJsonValue flagged = fields.value(u"flagged"_s); flagged.isBool())
        recipe.flagged = flagged.toBool();
    recipe.provenance.words = fields.value(u"words"_s).toString();
    recipe.provenance.style = fields.value(u"style"_s).toString().left(longestStyleName);
    recipe.provenance.parent = parentAt(fields.object(u"parent"_s));
    recipe.sentSha256 = sent.text(u"sha256"_s, u"[0-9a-f]{64}"_s).toLatin1();
    recipe.sentBytes = sent.integer(u"bytes"_s, 1, large);
    for (const Fields *part : {&fields, &job, &set, &sent}) {
        if (part->bad())
            return notARecipe(u"“%1” is not what it must be"_s.arg(*part->bad()));
    }
    return recipe;
}

QString programName()
{
    const QString version = QCoreApplication::applicationVersion();
    return version.isEmpty() ? u"Janus Studio"_s : u"Janus Studio "_s + version;
}

} // namespace janus::library
