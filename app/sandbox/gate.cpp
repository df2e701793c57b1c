#include "sandbox/gate.h"

#include "sandbox/answers.h"

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

/// Takes the same time wherever the first difference is.
bool isSameSecret(const QByteArray &given, const QByteArray &secret)
{
    unsigned difference = given.size() == secret.size() ? 0 : 1;
    for (qsizetype i = 0; i < given.size(); ++i)
        difference |= static_cast<uchar>(given.at(i)) ^ static_cast<uchar>(secret.at(i % secret.size()));
    return difference == 0;
}

HttpResponse closing(HttpResponse response)
{
    response.close = true;
    return response;
}

} // namespace

Gate::Gate(quint16 port, QByteArray credential)
    : m_port(port)
    , m_credential(std::move(credential))
{
}

std::optional<HttpResponse> Gate::refuseStranger(const HttpRequest &request) const
{
    const QByteArray port = ':' + QByteArray::number(m_port);
    const QByteArray host = request.header("host").toLower();
    const bool ours = host == "127.0.0.1" + port || host == "localhost" + port;
    if (!ours || request.headerCount("host") != 1)
        return closing(detailAnswer(403, u"This server answers to its own address only."_s));
    if (request.headerCount("origin") > 0 || request.headerCount("sec-fetch-site") > 0)
        return closing(detailAnswer(403, u"This server does not answer web pages."_s));
    return std::nullopt;
}

std::optional<HttpResponse> Gate::refuseKey(const HttpRequest &request, const Route &route) const
{
    const QByteArray given = request.header("authorization");
    const bool usable = given.size() > 4 && given.left(4).toLower() == "key ";
    if (!usable || request.headerCount("authorization") != 1) {
        return detailAnswer(
            401,
            u"Cannot access application \"%1\". Authentication is required to access this application."_s.arg(
                route.app));
    }
    const QByteArray credential = given.mid(4).trimmed();
    if (!credential.contains(':'))
        return detailAnswer(401,
                            u"Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'."_s);
    if (!isSameSecret(credential, m_credential))
        return detailAnswer(401, u"No user found for Key ID and Secret"_s);
    return std::nullopt;
}

} // namespace janus::sandbox
