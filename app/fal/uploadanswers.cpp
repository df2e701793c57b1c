#include "fal/uploadanswers.h"

#include "fal/answers.h"
#include "fal/errors.h"
#include "fal/service.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace janus::fal {

namespace {

QUrl extended(QUrl url, const QString &name)
{
    QString path = url.path(QUrl::FullyEncoded);
    if (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path + u'/' + name, QUrl::StrictMode);
    return url;
}

Error unreadable(const QString &service, const QByteArray &body)
{
    return {ErrorKind::Protocol, u"The answer of %1 cannot be understood."_s.arg(service),
            QString::fromUtf8(body.left(300))};
}

Error unsafe(const QUrl &url)
{
    return {ErrorKind::Refused, u"The file should go to an address that is not safe, so it was not sent."_s,
            url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery).left(500)};
}

} // namespace

QUrl initiateAddress(const Service &service, bool inParts)
{
    QUrl url = service.rest;
    url.setPath(inParts ? u"/storage/upload/initiate-multipart"_s : u"/storage/upload/initiate"_s);
    url.setQuery(u"storage_type=fal-cdn-v3"_s);
    return url;
}

QByteArray initiateBody(const QString &contentType, const QString &fileName)
{
    return QJsonDocument(QJsonObject{{u"content_type"_s, contentType}, {u"file_name"_s, fileName}})
        .toJson(QJsonDocument::Compact);
}

Result<UploadTarget> readUploadTarget(const QByteArray &body, const Service &service)
{
    const std::optional<QJsonObject> answer = readObject(body);
    if (!answer)
        return unreadable(spokenName(service), body);
    const UploadTarget target{QUrl(answer->value("upload_url"_L1).toString(), QUrl::StrictMode),
                              QUrl(answer->value("file_url"_L1).toString(), QUrl::StrictMode)};
    if (target.uploadUrl.isEmpty() || target.fileUrl.isEmpty())
        return unreadable(spokenName(service), body);
    for (const QUrl &url : {target.uploadUrl, target.fileUrl}) {
        if (!service.allowsMedia(url))
            return unsafe(url);
    }
    return target;
}

QUrl partAddress(const QUrl &uploadUrl, int number)
{
    return extended(uploadUrl, QString::number(number));
}

QUrl completeAddress(const QUrl &uploadUrl)
{
    return extended(uploadUrl, u"complete"_s);
}

Result<UploadedPart> readPart(const QByteArray &body, int number)
{
    const std::optional<QJsonObject> answer = readObject(body);
    const QString etag = answer ? answer->value("etag"_L1).toString() : QString();
    if (etag.isEmpty() || answer->value("partNumber"_L1).toInt(number) != number)
        return unreadable(u"the file store"_s, body);
    return UploadedPart{number, etag};
}

QByteArray completeBody(const QList<UploadedPart> &parts)
{
    QJsonArray list;
    for (const UploadedPart &part : parts)
        list.append(QJsonObject{{u"partNumber"_s, part.number}, {u"etag"_s, part.etag}});
    return QJsonDocument(QJsonObject{{u"parts"_s, list}}).toJson(QJsonDocument::Compact);
}

} // namespace janus::fal
