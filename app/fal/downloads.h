#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QHash>
#include <QUrl>

#include <functional>

class QObject;

namespace janus::fal {

class HttpClient;
struct HttpAnswer;

/// Fetches pictures, whole or not at all. What had come when a connection broke is kept for the next try of
/// the same address, if the server offers ranges and names the file's version by a strong ETag; in doubt it
/// is dropped and the picture is fetched from the start. Belongs to a QueueApi, next to its client.
class Downloads
{
public:
    using Done = std::function<void(Result<QByteArray>)>;
    using Progress = std::function<void(qint64, qint64)>;

    explicit Downloads(HttpClient &client)
        : m_client(client)
    {
    }

    void fetch(const QUrl &url, QObject *context, Done done, Progress progress);

private:
    struct Part
    {
        QByteArray etag;
        QByteArray bytes;
    };

    void keep(const QUrl &url, const Part &before, const HttpAnswer &cut);
    Result<QByteArray> whole(const Part &before, const HttpAnswer &answer) const;

    HttpClient &m_client;
    QHash<QUrl, Part> m_parts;
};

} // namespace janus::fal
