#include "sandbox/webhooksigner.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

void WebhookSigner::Free::operator()(evp_pkey_st *key) const
{
    EVP_PKEY_free(key);
}

WebhookSigner::WebhookSigner()
    : m_key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"))
{
}

WebhookSigner::~WebhookSigner()
{
    m_key.reset();
    // What OpenSSL keeps for this thread goes now: the thread may count as ended before it would go by
    // itself.
    OPENSSL_thread_stop();
}

QByteArray WebhookSigner::sign(const QByteArray &text) const
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    QByteArray signature(64, '\0');
    auto size = std::size_t(signature.size());
    const auto *bytes = reinterpret_cast<const unsigned char *>(text.constData());
    const bool done = m_key && context &&
                      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, m_key.get()) == 1 &&
                      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()),
                                     &size, bytes, std::size_t(text.size())) == 1;
    return done && size == 64 ? signature : QByteArray();
}

QJsonObject WebhookSigner::publicKey() const
{
    QByteArray raw(32, '\0');
    auto size = std::size_t(raw.size());
    if (!m_key ||
        EVP_PKEY_get_raw_public_key(m_key.get(), reinterpret_cast<unsigned char *>(raw.data()), &size) != 1)
        return {};
    const QByteArray x = raw.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    return {{u"kty"_s, u"OKP"_s}, {u"crv"_s, u"Ed25519"_s}, {u"x"_s, QString::fromLatin1(x)}};
}

} // namespace janus::sandbox
