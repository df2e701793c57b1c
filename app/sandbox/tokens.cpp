#include "sandbox/tokens.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

#include <array>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

constexpr auto base64Form = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray hmac(const QByteArray &text, const QByteArray &secret)
{
    return QMessageAuthenticationCode::hash(text, secret, QCryptographicHash::Sha256);
}

template <std::size_t words>
QByteArray randomBytes()
{
    std::array<quint32, words> bytes{};
    QRandomGenerator::system()->fillRange(bytes.data(), qsizetype(words));
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), qsizetype(sizeof bytes));
}

} // namespace

bool isSameSecret(const QByteArray &given, const QByteArray &secret)
{
    if (secret.isEmpty())
        return false;
    unsigned difference = given.size() == secret.size() ? 0 : 1;
    for (qsizetype i = 0; i < given.size(); ++i)
        difference |= static_cast<uchar>(given.at(i)) ^ static_cast<uchar>(secret.at(i % secret.size()));
    return difference == 0;
}

QByteArray freshId()
{
    return randomBytes<4>().toHex();
}

TokenMint::TokenMint()
    : m_secret(randomBytes<8>())
{
}

QByteArray TokenMint::mint(QJsonObject claims, std::chrono::seconds lifetime) const
{
    claims.insert(u"exp"_s, QDateTime::currentSecsSinceEpoch() + qint64(lifetime.count()));
    const QByteArray head = QByteArray(R"({"alg":"HS256","typ":"JWT"})").toBase64(base64Form);
    const QByteArray text =
        head + '.' + QJsonDocument(claims).toJson(QJsonDocument::Compact).toBase64(base64Form);
    return text + '.' + hmac(text, m_secret).toBase64(base64Form);
}

std::optional<QJsonObject> TokenMint::claimsOf(const QByteArray &token) const
{
    const qsizetype last = token.lastIndexOf('.');
    const qsizetype first = token.indexOf('.');
    if (first < 0 || last == first)
        return std::nullopt;
    const QByteArray signature = hmac(token.left(last), m_secret).toBase64(base64Form);
    if (!isSameSecret(token.mid(last + 1), signature))
        return std::nullopt;
    const QByteArray payload = QByteArray::fromBase64(token.mid(first + 1, last - first - 1), base64Form);
    const QJsonObject claims = QJsonDocument::fromJson(payload).object();
    if (claims.value("exp"_L1).toInteger() <= QDateTime::currentSecsSinceEpoch())
        return std::nullopt;
    return claims;
}

QByteArray TokenMint::sign(const QByteArray &text) const
{
    return hmac(text, m_secret).toHex();
}

} // namespace janus::sandbox
