#include "fal/errors.h"

#include "fal/addresses.h"
#include "fal/answers.h"
#include "fal/queueapi.h"
#include "fal/service.h"
#include "fal/timing.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace janus::fal {

namespace {

constexpr qsizetype longestWords = 1000;

bool isPicture(CallKind kind)
{
    return kind == CallKind::Media || kind == CallKind::PrivateMedia;
}

QString atStart(QString name)
{
    if (name.startsWith("the "_L1))
        name[0] = u'T';
    return name;
}

QString shortened(const QString &text)
{
    const QString simple = text.trimmed();
    return simple.size() <= longestWords ? simple : simple.left(longestWords) + u'…';
}

/// What an error answer says, whichever of the service's forms it has.
struct Words
{
    QString text;              ///< the server's own; may be empty
    QString field;             ///< the input it is about, by its schema name
    QString place;             ///< the part of that input: "width" of "image_size"; else the same
    QString type;              ///< machine name
    bool isModelError = false; ///< `detail` was a list
    bool isJson = false;
    bool isPage = false; ///< a web page: a gateway or a captive portal speaks, not the service
};

/// The names in loc, without the part of the request it starts with: ["body", "loras", 0, "path"] → loras,
/// path.
QStringList namesIn(const QJsonArray &loc)
{
    QStringList names;
    for (const QJsonValue element : loc) {
        if (!element.toString().isEmpty())
            names.append(element.toString().left(200));
    }
    const bool startsWithPart =
        !names.isEmpty() && QStringList{u"body"_s, u"path"_s, u"query"_s}.contains(names.front());
    return startsWithPart ? names.mid(1) : names;
}

void readDetail(const QJsonValue &detail, Words &words)
{
    words.isModelError = detail.isArray() && !detail.toArray().isEmpty();
    if (!words.isModelError) {
        words.text = shortened(detail.toString());
        return;
    }
    const QJsonObject first = detail.toArray().first().toObject();
    words.text = shortened(first.value("msg"_L1).toString());
    const QStringList names = namesIn(first.value("loc"_L1).toArray());
    if (!names.isEmpty()) {
        words.field = names.front();
        words.place = names.back();
    }
    words.type = first.value("type"_L1).toString().left(100);
}

Words wordsOf(const HttpAnswer &answer)
{
    Words words;
    const std::optional<QJsonObject> object = readObject(answer.body);
    if (!object) {
        const QByteArray start = answer.body.left(300).trimmed().toLower();
        words.isPage = start.startsWith("<!doctype") || start.startsWith("<html") ||
                       answer.contentType.toLower().contains("text/html");
        return words;
    }
    words.isJson = true;
    readDetail(object->value("detail"_L1), words);
    const QJsonValue error = object->value("error"_L1); // the platform calls' form, or a request error's
    if (words.text.isEmpty())
        words.text =
            shortened(error.isObject() ? error.toObject().value("message"_L1).toString() : error.toString());
    if (words.text.isEmpty())
        words.text = shortened(object->value("message"_L1).toString());
    if (words.type.isEmpty())
        words.type = object->value("error_type"_L1).toString().left(100);
    if (words.type.isEmpty())
        words.type = QString::fromLatin1(answer.errorType.left(100));
    return words;
}

/// "…: what the server said." or just a full stop.
QString sentence(const QString &start, const QString &serverText)
{
    if (serverText.isEmpty())
        return start + u'.';
    const bool isClosed = QStringView(u".!?…").contains(serverText.back());
    return start + ": "_L1 + serverText + (isClosed ? QString() : u"."_s);
}

QString detailOf(const HttpAnswer &answer, const Words &words)
{
    QString detail = u"HTTP %1"_s.arg(answer.status);
    if (!words.type.isEmpty())
        detail += u' ' + words.type;
    if (!answer.requestId.isEmpty())
        detail += u", request "_s + QString::fromLatin1(answer.requestId.left(128));
    if (!words.isJson)
        detail += u": "_s + QString::fromUtf8(answer.body.left(300)).simplified();
    return detail;
}

bool isDefiniteNo(int status)
{
    constexpr std::array definite{400, 401, 402, 403, 404, 405, 413, 414, 415, 422, 429};
    return std::ranges::find(definite, status) != definite.end();
}

Error outcomeUnknown(const QString &service, const QString &detail, const QByteArray &requestId)
{
    Error error{
        ErrorKind::OutcomeUnknown,
        u"The answer of %1 to this request was lost. It may have been accepted, and it may cost money."_s.arg(
            service),
        detail};
    if (const QString id = QString::fromLatin1(requestId); isRequestId(id))
        error.requestId = id;
    return error;
}

Error webPage(const QString &service, const QString &detail)
{
    return {ErrorKind::Protocol,
            u"A web page came back instead of an answer of %1. If this network asks you to sign in, open a "
            u"browser and do that first."_s.arg(service),
            detail};
}

Error forbidden(const Words &words, const QString &service, const QString &detail)
{
    constexpr QLatin1String locked{"User is locked"};
    if (words.text.startsWith(locked, Qt::CaseInsensitive)) {
        QString reason = words.text.mid(locked.size()).trimmed();
        while (reason.startsWith(u'.'))
            reason = reason.mid(1).trimmed();
        if (reason.startsWith("Reason:"_L1, Qt::CaseInsensitive))
            reason = reason.mid(7).trimmed();
        return {ErrorKind::AccountLocked, sentence(u"The account at %1 is locked"_s.arg(service), reason),
                detail};
    }
    if (words.text.contains("exhausted balance"_L1, Qt::CaseInsensitive))
        return {ErrorKind::AccountLocked,
                sentence(u"The account at %1 has no credit left"_s.arg(service), words.text), detail};
    return {ErrorKind::KeyRefused,
            sentence(u"This key is not allowed to do that at %1"_s.arg(service), words.text), detail};
}

Error refusedInput(const Words &words, const QString &service, const QString &detail)
{
    const QString who = atStart(service);
    if (words.type == "content_policy_violation"_L1)
        return {ErrorKind::Refused,
                sentence(u"%1 refused this because of its content rules"_s.arg(who), words.text), detail,
                words.field};
    if (words.type == "no_media_generated"_L1)
        return {ErrorKind::Refused, u"The model made no picture. Another seed or other words may help."_s,
                detail, words.field};
    if (!words.field.isEmpty())
        return {ErrorKind::Refused,
                sentence(u"%1 refused the value of “%2”"_s.arg(who, words.place), words.text), detail,
                words.field};
    return {ErrorKind::Refused, sentence(u"%1 refused this request"_s.arg(who), words.text), detail};
}

Error missing(CallKind kind, const Words &words, const QString &service, const QString &detail)
{
    if (kind == CallKind::Submit)
        return {ErrorKind::Refused,
                sentence(u"%1 does not know this model"_s.arg(atStart(service)), words.text), detail};
    if (kind == CallKind::Media)
        return {ErrorKind::Gone, u"The picture is no longer there."_s, detail};
    if (kind == CallKind::PrivateMedia)
        return {
            ErrorKind::Gone,
            u"The private picture could not be opened with this account's permission. The result is kept."_s,
            detail};
    if (kind == CallKind::UploadBody || kind == CallKind::UploadComplete)
        return {ErrorKind::Gone, u"The place for this file at %1 is no longer open."_s.arg(service), detail};
    if (kind == CallKind::Platform || kind == CallKind::Models || kind == CallKind::UploadInitiate ||
        kind == CallKind::FileToken)
        return {ErrorKind::Gone, u"%1 does not offer this."_s.arg(atStart(service)), detail};
    return {ErrorKind::Gone, u"%1 no longer has this request."_s.arg(atStart(service)), detail};
}

/// The model or its runner failed, and that is the request's result; a gateway's trouble is not.
bool isFinalResult(const HttpAnswer &answer, const Words &words)
{
    if (answer.timeoutType.toLower() == "user")
        return true; // the deadline was ours; nobody will start it any more
    if (!words.isJson)
        return false;
    return words.isModelError || !words.type.isEmpty() || !answer.requestId.isEmpty() || answer.status == 500;
}

Error serverTrouble(CallKind kind, const HttpAnswer &answer, const Words &words, const QString &service,
                    const QString &detail)
{
    if (kind == CallKind::Result && isFinalResult(answer, words)) {
        const QString start = answer.timeoutType.toLower() == "user" || words.type.endsWith("timeout"_L1)
                                  ? u"The request took too long"_s
                                  : u"The model failed"_s;
        return {ErrorKind::Refused, sentence(start, words.text), detail, words.field};
    }
    if (words.isPage && answer.status < 500)
        return webPage(service, detail);
    return {ErrorKind::Network, u"%1 has trouble at the moment."_s.arg(atStart(service)), detail};
}

Error badRequest(CallKind kind, const Words &words, const QString &service, const QString &detail)
{
    if (kind == CallKind::Result && words.text.contains("still in progress"_L1, Qt::CaseInsensitive))
        return {ErrorKind::NotYet, u"The result is not there yet."_s, detail};
    return refusedInput(words, service, detail);
}

Error unclearAnswer(const QString &service, const QString &detail)
{
    return {ErrorKind::Protocol, u"The answer of %1 cannot be understood."_s.arg(service), detail};
}

} // namespace

QString spokenName(const Service &service)
{
    if (service.isFal())
        return u"fal"_s;
    return service.isSandbox() ? u"the sandbox"_s : u"the server "_s + service.name;
}

namespace {

Error judged(CallKind kind, const HttpAnswer &answer, const QString &service)
{
    const Words words = wordsOf(answer);
    const QString detail = detailOf(answer, words);
    if (kind == CallKind::Submit && !isDefiniteNo(answer.status))
        return outcomeUnknown(service, detail, answer.requestId);
    if (words.isPage && !isPicture(kind) && answer.status < 500 && answer.status != 401 &&
        answer.status != 429)
        return webPage(service, detail);
    if (words.type == "client_cancelled"_L1)
        return {ErrorKind::Cancelled, u"The request was cancelled."_s, detail};
    switch (answer.status) {
    case 401:
        if (kind == CallKind::Media)
            break;
        if (kind == CallKind::UploadBody || kind == CallKind::UploadComplete ||
            kind == CallKind::PrivateMedia)
            return missing(kind, words, service,
                           detail); // no key is sent there: the address itself is refused
        return {ErrorKind::KeyRefused,
                sentence(u"%1 did not accept the key"_s.arg(atStart(service)), words.text), detail};
    case 402:
        return {ErrorKind::AccountLocked,
                sentence(u"The account at %1 has no credit left"_s.arg(service), words.text), detail};
    case 403:
        // Media and storage hosts answer so when a link has expired.
        if (isPicture(kind) || kind == CallKind::UploadBody || kind == CallKind::UploadComplete)
            return missing(kind, words, service, detail);
        return forbidden(words, service, detail);
    case 400:
        return badRequest(kind, words, service, detail);
    case 404:
    case 410:
        return missing(kind, words, service, detail);
    case 413:
    case 414:
        return {ErrorKind::Refused, u"The request is too large for %1."_s.arg(service), detail, words.field};
    case 422:
        return refusedInput(words, service, detail);
    case 429:
        return {ErrorKind::Busy,
                sentence(u"%1 is busy, or has had too many requests"_s.arg(atStart(service)), words.text),
                detail};
    case 499:
        return {ErrorKind::Cancelled, u"The request was cancelled."_s, detail};
    default:
        break;
    }
    if (answer.status >= 500 || answer.status == 408 || answer.status == 409)
        return serverTrouble(kind, answer, words, service, detail);
    if (answer.status >= 400 && (kind == CallKind::Result || kind == CallKind::Submit))
        return refusedInput(words, service, detail);
    return unclearAnswer(service, detail);
}

} // namespace

Error errorFromAnswer(CallKind kind, const HttpAnswer &answer, const QString &service)
{
    Error error = judged(kind, answer, service);
    if (const auto wished = retryAfter(answer.retryAfter, QDateTime::currentDateTimeUtc()))
        error.waitSeconds = int(wished->count());
    return error;
}

namespace {

QString failureSentence(const TransportFailure &failure, const QString &service)
{
    using enum TransportFailure::Cause;
    switch (failure.cause) {
    case NotFound:
        return u"The address of %1 cannot be found. Is this computer online?"_s.arg(service);
    case NotReached:
        return u"%1 cannot be reached. Is this computer online?"_s.arg(atStart(service));
    case NotSecure:
        return u"No secure connection to %1 was possible, so nothing was sent."_s.arg(service);
    case Proxy:
        return u"The proxy %1 of this computer does not let the request through."_s.arg(failure.proxy);
    case TooSlow:
        return u"%1 took too long to answer."_s.arg(atStart(service));
    case TooLarge:
        return u"The answer of %1 is larger than any sensible answer."_s.arg(service);
    case Redirected:
        return u"%1 sent the request on to another address, which is not followed."_s.arg(atStart(service));
    case Cut:
        return u"The connection to %1 was lost."_s.arg(service);
    case NoHttps:
        return u"This computer lacks Qt's TLS plugin, without which no secure connection is possible. "
               "It is in the package libqt6network6 (Debian, Ubuntu) or qt6-qtbase (Fedora)."_s;
    case Garbled:
        return u"The answer of %1 cannot be understood."_s.arg(service);
    }
    Q_UNREACHABLE();
}

ErrorKind readFailureKind(TransportFailure::Cause cause)
{
    using enum TransportFailure::Cause;
    switch (cause) {
    case NotFound:
    case NotReached:
    case NotSecure:
    case Proxy:
    case NoHttps:
        return ErrorKind::Unreachable;
    case TooLarge:
    case Redirected:
    case Garbled:
        return ErrorKind::Protocol;
    case TooSlow:
    case Cut:
        return ErrorKind::Network;
    }
    Q_UNREACHABLE();
}

} // namespace

Error errorFromFailure(CallKind kind, const TransportFailure &failure, const QString &service)
{
    const QString who = isPicture(kind) ? u"the picture's server"_s : service;
    if (kind != CallKind::Submit)
        return {readFailureKind(failure.cause), failureSentence(failure, who), failure.detail};
    if (failure.bodyWasRead)
        return outcomeUnknown(service, failure.detail, failure.requestId);
    return {ErrorKind::Unreachable, failureSentence(failure, service), failure.detail};
}

Error errorFromStatus(const QueueStatus &status, const QString &service)
{
    if (status.errorType == "client_cancelled"_L1)
        return {ErrorKind::Cancelled, u"The request was cancelled."_s, status.errorType};
    const QString start = status.errorType.endsWith("timeout"_L1) ? u"The request took too long at %1"_s
                                                                  : u"The request failed at %1"_s;
    return {ErrorKind::Refused, sentence(start.arg(service), shortened(status.error)), status.errorType};
}

} // namespace janus::fal
