#include "fal/answers.h"

#include "fal/addresses.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace janus::fal {

namespace {

constexpr qsizetype mostImages = 64;
constexpr qsizetype mostLogLines = 5000;
constexpr qsizetype longestMessage = 64 * 1024;
constexpr qsizetype longestWord = 64;
constexpr qsizetype longestReason = 2000;
constexpr double mostSeconds = 1e6;
/// A parsed number takes twenty times the room of its text, so what is too many is not parsed (MAL-07). A log
/// of 100,000 lines has less than half of this.
constexpr qsizetype mostValues = 1'000'000;

Error notUnderstood(const QString &message, const QByteArray &body)
{
    return {ErrorKind::Protocol, message, QString::fromUtf8(body.left(500))};
}

/// A whole number that no double has rounded, or nothing.
std::optional<qint64> exactInteger(const QJsonValue &value)
{
    const QVariant exact = value.toVariant();
    if (exact.typeId() == QMetaType::LongLong)
        return exact.toLongLong();
    constexpr double exactlyCounted = 9007199254740992.0;
    const double number = value.toDouble(std::numeric_limits<double>::quiet_NaN());
    if (std::abs(number) < exactlyCounted && std::trunc(number) == number)
        return qint64(number);
    return std::nullopt;
}

std::optional<int> smallInteger(const QJsonValue &value, int least, int most)
{
    const std::optional<qint64> number = exactInteger(value);
    if (!number || *number < least || *number > most)
        return std::nullopt;
    return int(*number);
}

std::optional<double> sensibleSeconds(const QJsonValue &value)
{
    const double seconds = value.toDouble(-1);
    return std::isfinite(seconds) && seconds >= 0 && seconds <= mostSeconds ? std::optional(seconds)
                                                                            : std::nullopt;
}

QDateTime readTime(const QJsonValue &value)
{
    const QString text = value.toString();
    if (text.size() > longestWord)
        return {};
    QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (time.isValid() && time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC); // a time without a zone is the server's, and servers run on UTC
    return time.toUTC();
}

std::optional<LogLine> readLogLine(const QJsonValue &value)
{
    if (value.isString())
        return LogLine{{}, u"INFO"_s, value.toString().left(longestMessage)};
    const QJsonObject object = value.toObject();
    if (!object.value("message"_L1).isString())
        return std::nullopt;
    const QString level = object.value("level"_L1).toString().left(longestWord).toUpper();
    return LogLine{readTime(object.value("timestamp"_L1)), level.isEmpty() ? u"INFO"_s : level,
                   object.value("message"_L1).toString().left(longestMessage)};
}

/// An array; null or nothing when there are none; some documents say an object.
QList<LogLine> readLogs(const QJsonValue &value)
{
    const QJsonArray entries = value.isObject() ? QJsonArray{value} : value.toArray();
    QList<LogLine> lines;
    for (qsizetype i = std::max<qsizetype>(0, entries.size() - mostLogLines); i < entries.size(); ++i) {
        if (std::optional<LogLine> line = readLogLine(entries.at(i)))
            lines.append(*std::move(line));
    }
    return lines;
}

QSize readSize(const QJsonObject &image)
{
    constexpr int largestSide = 1'000'000;
    const auto width = smallInteger(image.value("width"_L1), 1, largestSide);
    const auto height = smallInteger(image.value("height"_L1), 1, largestSide);
    return width && height ? QSize(*width, *height) : QSize();
}

std::optional<RemoteImage> readImage(const QJsonValue &value, const QJsonValue &flag)
{
    const QJsonObject object = value.toObject();
    const QString text = value.isString() ? value.toString() : object.value("url"_L1).toString();
    const QUrl url(text, QUrl::StrictMode);
    if (text.isEmpty() || !url.isValid())
        return std::nullopt;
    RemoteImage image{
        url, readSize(object), object.value("content_type"_L1).toString().left(longestWord), {}};
    if (flag.isBool())
        image.flagged = flag.toBool();
    return image;
}

/// "images"; models that draw only one say "image".
QList<RemoteImage> readImages(const QJsonObject &answer)
{
    QJsonArray entries = answer.value("images"_L1).toArray();
    if (entries.isEmpty() && answer.value("image"_L1).isObject())
        entries.append(answer.value("image"_L1));
    const QJsonArray flags = answer.value("has_nsfw_concepts"_L1).toArray();
    QList<RemoteImage> images;
    for (qsizetype i = 0; i < entries.size() && images.size() < mostImages; ++i) {
        if (std::optional<RemoteImage> image = readImage(entries.at(i), flags.at(i)))
            images.append(*std::move(image));
    }
    return images;
}

/// A large number written with a fraction or an exponent reaches us rounded, as if it were an integer; only
/// the text itself tells.
std::optional<Seed> readSeed(const QJsonValue &value, const QByteArray &body)
{
    const std::optional<Seed> seed = exactInteger(value);
    constexpr Seed exactInDouble = 1LL << 53;
    const bool isSmall = seed && *seed<exactInDouble && * seed> - exactInDouble;
    return isSmall || (seed && body.contains(QByteArray::number(*seed))) ? seed : std::nullopt;
}

double longestTiming(const QJsonObject &timings)
{
    double longest = -1;
    for (const QJsonValue value : timings)
        longest = std::max(longest, sensibleSeconds(value).value_or(-1));
    return longest;
}

} // namespace

std::optional<QJsonObject> readObject(const QByteArray &body)
{
    if (body.count(',') > mostValues)
        return std::nullopt;
    const QJsonDocument document = QJsonDocument::fromJson(body);
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

Result<Ticket> readTicket(const QByteArray &body, const QString &endpoint)
{
    const std::optional<QJsonObject> object = readObject(body);
    const QString id = object ? object->value("request_id"_L1).toString() : QString();
    if (!isRequestId(id))
        return notUnderstood(u"The receipt for this request has no usable number."_s, body);
    const auto url = [&](QLatin1String name) {
        return QUrl(object->value(name).toString(), QUrl::StrictMode);
    };
    return Ticket{endpoint,
                  id,
                  url("status_url"_L1),
                  url("response_url"_L1),
                  url("cancel_url"_L1),
                  smallInteger(object->value("queue_position"_L1), 0, std::numeric_limits<int>::max())};
}

Result<QueueStatus> readStatus(const QByteArray &body)
{
    const std::optional<QJsonObject> object = readObject(body);
    const QString word = object ? object->value("status"_L1).toString().left(longestWord) : QString();
    if (word.isEmpty())
        return notUnderstood(u"The answer about this request's state cannot be understood."_s, body);
    QueueStatus status;
    status.word = word;
    status.position = smallInteger(object->value("queue_position"_L1), 0, std::numeric_limits<int>::max());
    status.logs = readLogs(object->value("logs"_L1));
    status.inferenceSeconds =
        sensibleSeconds(object->value("metrics"_L1).toObject().value("inference_time"_L1));
    status.error = object->value("error"_L1).toString().left(longestReason);
    status.errorType = object->value("error_type"_L1).toString().left(longestWord);
    return status;
}

Result<Generation> readGeneration(const QByteArray &body)
{
    const std::optional<QJsonObject> object = readObject(body);
    if (!object)
        return notUnderstood(u"The model's answer cannot be understood."_s, body);
    Generation generation;
    generation.images = readImages(*object);
    generation.seed = readSeed(object->value("seed"_L1), body);
    generation.prompt = object->value("prompt"_L1).toString();
    generation.inferenceSeconds = longestTiming(object->value("timings"_L1).toObject());
    generation.json = body;
    return generation;
}

std::optional<CancelAnswer> readCancelAnswer(int httpStatus, const QByteArray &body)
{
    const QString word = readObject(body).value_or(QJsonObject()).value("status"_L1).toString();
    if (word == "ALREADY_COMPLETED"_L1)
        return CancelAnswer::AlreadyCompleted;
    if (word == "NOT_FOUND"_L1 || httpStatus == 404 || httpStatus == 410)
        return CancelAnswer::NotFound;
    if (httpStatus < 200 || httpStatus > 299)
        return std::nullopt;
    return word == "CANCELLATION_REQUESTED"_L1 || httpStatus == 202 ? CancelAnswer::Requested
                                                                    : CancelAnswer::Removed;
}

Result<QByteArray> readDataUrl(const QUrl &url, qint64 most)
{
    const Error bad{ErrorKind::Protocol, u"The picture inside the model's answer cannot be read."_s};
    const QByteArray text = url.toEncoded();
    const qsizetype comma = text.indexOf(',');
    if (url.scheme() != "data"_L1 || comma < 0 || text.size() / 4 * 3 > most)
        return bad;
    const QByteArray payload = QByteArray::fromPercentEncoding(text.mid(comma + 1));
    if (!text.first(comma).toLower().endsWith(";base64"))
        return payload;
    const auto decoded = QByteArray::fromBase64Encoding(payload, QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? Result<QByteArray>(decoded.decoded) : Result<QByteArray>(bad);
}

bool hasItsEnd(const QByteArray &picture)
{
    if (picture.startsWith("\x89PNG"))
        return picture.lastIndexOf("IEND\xae\x42\x60\x82") > 0;
    if (picture.startsWith("\xff\xd8")) {
        qsizetype end = picture.size();
        while (end > 0 && picture.at(end - 1) == 0)
            --end; // some writers pad
        return picture.first(end).endsWith("\xff\xd9");
    }
    if (picture.startsWith("RIFF") && picture.size() >= 8)
        return picture.size() - 8 >= qFromLittleEndian<quint32>(picture.constData() + 4);
    return true;
}

} // namespace janus::fal
