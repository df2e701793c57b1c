#pragma once

#include "core/result.h"
#include "fal/filetokens.h"
#include "fal/httpanswer.h"

#include <QByteArray>
#include <QHash>
#include <QPointer>
#include <QUrl>

#include <functional>

class QObject;

namespace janus::fal {

class HttpClient;

/// Fetches pictures, whole or not at all. What had come when a connection broke is kept for the next try of
/// the same address, if the server offers ranges and names the file's version by a strong ETag; in doubt it
/// is dropped and the picture is fetched from the start. Pictures that are kept from strangers are fetched
/// with a permission of the file host, where that may be sent. Belongs to a QueueApi, next to its client.
class Downloads
{
public:
    using Done = std::function<void(Result<QByteArray>)>;
    using Progress = std::function<void(qint64, qint64)>;

    explicit Downloads(HttpClient &client)
        : m_client(client)
        , m_tokens(client)
    {
    }

    void fetch(const QUrl &url, QObject *context, Done done, Progress progress);
    /// The same for a picture of which the request said that only its account may read it.
    void fetchPrivate(const QUrl &url, QObject *context, Done done, Progress progress);
    /// The client has another key.
    void forgetPermission() { m_tokens.forgetAll(); }

private:
    struct Errand
    {
        CallKind kind;
        QUrl url;
        QPointer<QObject> context;
        Done done;
        Progress progress;
        QByteArray token = {};
        bool mayRenew = false; ///< the token is of earlier, so a refusal may be its age
    };
    struct Part
    {
        QByteArray etag;
        QByteArray bytes;
    };

    void permit(Errand errand);
    void send(const Errand &errand);
    void keep(const QUrl &url, const Part &before, const HttpAnswer &cut);
    Result<QByteArray> whole(CallKind kind, const Part &before, const HttpAnswer &answer) const;

    HttpClient &m_client;
    FileTokens m_tokens;
    QHash<QUrl, Part> m_parts;
};

} // namespace janus::fal
