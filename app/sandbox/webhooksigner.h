#pragma once

#include <QByteArray>
#include <QJsonObject>

#include <memory>

struct evp_pkey_st;

namespace janus::sandbox {

/// Signs with a key pair of its own (Ed25519), new for every object. Belongs to one thread.
class WebhookSigner
{
public:
    WebhookSigner();
    ~WebhookSigner();
    WebhookSigner(const WebhookSigner &) = delete;
    WebhookSigner &operator=(const WebhookSigner &) = delete;

    bool isUsable() const { return m_key != nullptr; } ///< False: OpenSSL could not make a key.
    /// 64 bytes; empty if it cannot be done.
    QByteArray sign(const QByteArray &text) const;
    QJsonObject publicKey() const; ///< As a JSON Web Key.

private:
    struct Free
    {
        void operator()(evp_pkey_st *key) const;
    };
    std::unique_ptr<evp_pkey_st, Free> m_key;
};

} // namespace janus::sandbox
