#pragma once

#include "sandbox/faults.h"
#include "sandbox/filestore.h"
#include "sandbox/gate.h"

namespace janus::sandbox {

/// What belongs to the user's account and not to one request.
struct Account
{
    Lifecycle storage; ///< Of files that bring no lifecycle of their own.
};

/// Uploads and uploaded files. On fal these calls are spread over the REST host and the file host; here both
/// are this origin:
///
///   POST /storage/upload/initiate, .../initiate-multipart      the key; answers upload_url and file_url
///   PUT  /upload/ID?signature=..., /upload/ID/N?signature=..., POST /upload/ID/complete?signature=...
///                                                              no key: the address is the permission
///   POST /storage/auth/token                                   the key; answers a token for the next four
///   POST /files/upload, /files/upload/multipart, PUT {access_url}/multipart/ID/N, POST .../complete
///   GET  /files/u/ID_NAME, POST {file_url}/sign
///
/// Bodies go to temporary files as they come, so that memory does not grow with them.
class StorageDesk
{
public:
    /// `limit`: bytes of all uploaded files together.
    StorageDesk(double pace, qint64 limit, std::shared_ptr<const Account> account,
                std::shared_ptr<FaultLedger> ledger);

    void setGate(Gate gate) { m_gate = std::move(gate); }

    static bool isFor(const QStringList &path);
    /// A sink for a body that may be stored; the usual plan for everything else.
    HttpParser::BodyPlan planBody(const HttpRequest &head, const QStringList &path);
    void handle(Connection &connection, const HttpRequest &request, const QStringList &path);

    qint64 bytesStored() const { return m_store.bytesUsed(); }

private:
    std::optional<Fault::On> faultCall(const HttpRequest &request, const QStringList &path) const;
    HttpResponse answer(const HttpRequest &request, const QStringList &path);
    HttpResponse initiate(const HttpRequest &request);
    HttpResponse putSigned(const HttpRequest &request, const QStringList &path);
    HttpResponse useToken(const HttpRequest &request, const QStringList &path);
    HttpResponse issueToken(const HttpRequest &request) const;
    HttpResponse storeWhole(const QByteArray &id, const HttpRequest &request);
    HttpResponse storePart(const QByteArray &id, const QString &number, const HttpRequest &request);
    HttpResponse complete(const QByteArray &id, const QByteArray &body);
    HttpResponse sign(const HttpRequest &request) const;
    void sendFile(Connection &connection, const HttpRequest &request, const QStringList &path) const;
    bool isSigned(const HttpRequest &request, const QByteArray &id) const;
    Upload announced(const HttpRequest &request, const QByteArray &name, const QByteArray &type) const;

    double m_pace;
    std::shared_ptr<const Account> m_account;
    std::shared_ptr<FaultLedger> m_ledger;
    FileStore m_store;
    Gate m_gate;
};

} // namespace janus::sandbox
