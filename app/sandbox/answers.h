#pragma once

#include "sandbox/httpresponse.h"
#include "sandbox/queuedrequest.h"

#include <QJsonObject>

namespace janus::sandbox {

/// The JSON bodies of the protocol. `origin` is "http://HOST" of the request that is answered.

HttpResponse jsonAnswer(int status, const QJsonObject &body);
HttpResponse detailAnswer(int status, const QString &detail); ///< {"detail": "…"}
HttpResponse notFoundAnswer();                                ///< {"status": "NOT_FOUND"}

HttpResponse ticketAnswer(const QueuedRequest &request, int position, const QByteArray &origin);

/// The status; `logs` are the lines to tell, left out as null unless `withLogs`.
QJsonObject statusBody(const QueuedRequest &request, int position, const QByteArray &origin, bool withLogs,
                       const QList<LogEntry> &logs);
HttpResponse statusAnswer(const QueuedRequest &request, int position, const QByteArray &origin,
                          bool withLogs);

/// The result. `inlinePictures` are data: addresses to use instead of links, or empty.
HttpResponse resultAnswer(const QueuedRequest &request, const QByteArray &origin,
                          const QStringList &inlinePictures = {});

} // namespace janus::sandbox
