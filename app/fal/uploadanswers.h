#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

namespace janus::fal {

struct Service;

/// Where a file goes, and where it will be (protocol sections 4.1 and 4.2).
struct UploadTarget
{
    QUrl uploadUrl;
    QUrl fileUrl;
};

/// A part that has come: its number counts from 1.
struct UploadedPart
{
    int number = 0;
    QString etag;
};

/// POST here, with the key, to be told an UploadTarget.
QUrl initiateAddress(const Service &service, bool inParts);
QByteArray initiateBody(const QString &contentType, const QString &fileName);
/// Protocol for what is no such answer; Refused for addresses that are neither https nor on the service's own
/// origin: a file goes to no such place, and no such link is given to anybody.
Result<UploadTarget> readUploadTarget(const QByteArray &body, const Service &service);

/// PUT a part here: {upload_url path}/{number}{upload_url query}.
QUrl partAddress(const QUrl &uploadUrl, int number);
QUrl completeAddress(const QUrl &uploadUrl);
/// Protocol unless it is JSON with this part's etag.
Result<UploadedPart> readPart(const QByteArray &body, int number);
QByteArray completeBody(const QList<UploadedPart> &parts);

} // namespace janus::fal
