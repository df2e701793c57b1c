#pragma once

#include "core/result.h"
#include "fal/repeats.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QPointer>

#include <functional>

class QObject;

namespace janus::fal {

class HttpClient;
struct Service;

/// A permission of fal's file host to read the account's own files.
struct FileToken
{
    QByteArray authorization; ///< "<token_type> <token>", as the header says it; a secret
    QDateTime until;          ///< by the service's clock; invalid when it did not say
};

/// The answer of {rest}/storage/auth/token (protocol section 4.3). Protocol, without a word of the answer,
/// for what is none or could not stand in a header.
Result<FileToken> readFileToken(const QByteArray &body, const Service &service);

/// Fetches that permission with the key and keeps it until shortly before its end, in memory only. However
/// many wait for it, it is asked for once. Its trouble is repeated as fal/repeats.h says. Belongs to a
/// QueueApi, next to its client.
class FileTokens
{
public:
    /// Is given the value of Authorization.
    using Done = std::function<void(const Result<QByteArray> &)>;

    explicit FileTokens(HttpClient &client)
        : m_client(client)
    {
    }

    bool isAtHand() const;
    /// `done` comes at once when it is at hand, else once, later; never when `context` dies first.
    void get(QObject *context, Done done);
    /// The file host refused it. A newer one stays.
    void forget(const QByteArray &authorization);
    /// Another key is another account.
    void forgetAll() { m_token = {}; }

private:
    struct Waiting
    {
        QPointer<QObject> context;
        Done done;
    };

    void ask(Repeats repeats);
    void tell(const Result<FileToken> &token);

    HttpClient &m_client;
    FileToken m_token;
    QList<Waiting> m_waiting; ///< not empty: it is being asked for
};

} // namespace janus::fal
