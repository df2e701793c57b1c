#pragma once

#include "sandbox/gate.h"
#include "sandbox/queuedesk.h"

namespace janus::sandbox {

/// The platform's calls below /v1 (models, prices, request history, account) and the models' documents at
/// /api/openapi/queue/openapi.json. A practice picture costs nothing.
class PlatformDesk
{
public:
    /// `schemaFolder` holds the models' OpenAPI documents as OWNER_ALIAS.openapi.json; where one is missing
    /// the model is listed without it.
    PlatformDesk(QueueDesk &queue, QString schemaFolder, std::shared_ptr<Account> account);

    void setGate(Gate gate) { m_gate = std::move(gate); }

    static bool isFor(const QStringList &path);
    HttpResponse answer(const HttpRequest &request, const QStringList &path);

private:
    HttpResponse document(const HttpRequest &request) const;
    HttpResponse models(const HttpRequest &request) const;
    HttpResponse prices(const HttpRequest &request) const;
    HttpResponse estimate(const HttpRequest &request) const;
    HttpResponse history(const HttpRequest &request);
    HttpResponse billing(const HttpRequest &request) const;
    HttpResponse meta(const HttpRequest &request) const;
    HttpResponse settings(const HttpRequest &request) const;
    HttpResponse changeSettings(const HttpRequest &request);
    HttpResponse dropPayloads(const QByteArray &id);
    QByteArray documentOf(const QString &endpoint) const; ///< Empty: there is none.
    QJsonObject modelEntry(const Endpoint &endpoint, bool withDocument) const;

    QueueDesk &m_queue;
    QString m_schemaFolder;
    std::shared_ptr<Account> m_account;
    Gate m_gate;
};

} // namespace janus::sandbox
