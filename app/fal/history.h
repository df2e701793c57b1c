#pragma once

#include "core/result.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QUrl>

namespace janus::fal {

struct Service;

/// Which requests of an account are wanted.
struct HistoryQuestion
{
    QString endpoint;
    QString requestId = {}; ///< only this one; the service looks back 90 days for it
    QDateTime since = {};   ///< sent then or later, by the service's clock; 24 hours when invalid
};

/// A request as the account's history tells it.
struct PastRequest
{
    QString requestId; ///< [A-Za-z0-9_-]{1,128}
    QDateTime sent;    ///< UTC, the service's clock
    bool hasEnded = false;
    QJsonObject input;  ///< what was sent; empty where the account keeps no payloads
    QJsonObject output; ///< the model's answer; empty while there is none, or where none is kept

    bool operator==(const PastRequest &) const = default;
};

struct History
{
    QList<PastRequest> requests;
    QDateTime now; ///< the service's clock as it answered; invalid when it did not say
};

/// One page of GET {platform}/models/requests/by-endpoint?expand=payloads (protocol section 7). An empty
/// cursor means the first.
QUrl historyAddress(const Service &service, const HistoryQuestion &question, const QString &cursor);

struct HistoryPage
{
    QList<PastRequest> requests;
    QString next; ///< cursor of the next page; empty after the last
};

/// Entries without a usable id are left out; Protocol for what is no such page. Any thread.
Result<HistoryPage> readHistoryPage(const QByteArray &body, const QString &service);

/// Whether a request with the input `sent` may be the one the history tells of: all we asked for is there,
/// with the same values. A service may fill in what we left out.
bool isSameInput(const QJsonObject &sent, const QJsonObject &told);

} // namespace janus::fal
