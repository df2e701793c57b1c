#pragma once

#include "sandbox/platformdesk.h"
#include "sandbox/queuedesk.h"
#include "sandbox/storagedesk.h"
#include "sandbox/webhooks.h"

namespace janus::sandbox {

/// Sends every request to the desk that answers it. fal spreads its calls over several hosts; here all are
/// paths of one origin:
///
///   queue.fal.run/...         /...                            QueueDesk
///   fal.run/{endpoint}        /run/{endpoint}                 QueueDesk
///   rest.fal.ai/...           /storage/..., /tokens/, /.well-known/jwks.json
///   v3.fal.media/files/...    /files/..., /upload/...         StorageDesk, QueueDesk for drawn pictures
///   api.fal.ai/v1/...         /v1/...                         PlatformDesk
///   fal.ai/api/openapi/...    /api/openapi/...                PlatformDesk
///
/// A request to /api/fal/proxy with one of the first three hosts or the platform's in x-fal-target-url is
/// taken as if it had come to that path here; nothing is ever passed on to anybody. So the official client
/// works unchanged with its option proxyUrl.
class Reception
{
public:
    struct Options
    {
        double pace = 1;
        qint64 storageLimit = 0; ///< Bytes of all uploaded files together.
        QString schemaFolder;
    };

    Reception(const Options &options, QueueDesk &queue, std::shared_ptr<Account> account,
              std::shared_ptr<FaultLedger> ledger);

    /// Before the first request. `origin` is the server's own address.
    void open(const Gate &gate, const QByteArray &origin);

    /// How much body a request may have, once its head is known, and where it goes. What strangers send is
    /// not kept.
    HttpParser::BodyPlan planBody(const HttpRequest &head);
    void handle(Connection &connection, const HttpRequest &request);

private:
    void route(Connection &connection, const HttpRequest &request);
    void tellPlatform(Connection &connection, const HttpRequest &request, const QStringList &path);
    HttpResponse issueToken(const HttpRequest &request) const;

    QueueDesk &m_queue;
    std::shared_ptr<FaultLedger> m_ledger;
    Gate m_gate;
    StorageDesk m_storage;
    PlatformDesk m_platform;
    Webhooks m_webhooks;
};

} // namespace janus::sandbox
