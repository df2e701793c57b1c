#include "sandbox/gate.h"

#include "sandbox/answers.h"

#include <QDateTime>
#include <QJsonArray>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

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

Gate::Key Gate::keyOf(const HttpRequest &request) const
{
    const QByteArray given = request.header("authorization");
    const bool usable = given.size() > 4 && given.left(4).toLower() == "key ";
    if (!usable || request.headerCount("authorization") != 1)
        return Key::Missing;
    const QByteArray credential = given.mid(4).trimmed();
    if (!credential.contains(':'))
        return Key::Malformed;
    return isSameSecret(credential, m_credential) ? Key::Right : Key::Wrong;
}

bool Gate::hasKey(const HttpRequest &request) const
{
    return keyOf(request) == Key::Right;
}

std::optional<HttpResponse> Gate::refuseKey(const HttpRequest &request) const
{
    switch (keyOf(request)) {
    case Key::Missing:
        return detailAnswer(401, u"Authorization header is required"_s);
    case Key::Malformed:
        return detailAnswer(401,
                            u"Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'."_s);
    case Key::Wrong:
        return detailAnswer(401, u"No user found for Key ID and Secret"_s);
    case Key::Right:
        break;
    }
    return std::nullopt;
}

std::optional<HttpResponse> Gate::refuseKey(const HttpRequest &request, const Route &route) const
{
    if (keyOf(request) != Key::Missing)
        return refuseKey(request);
    if (hasAppToken(request, route))
        return std::nullopt;
    return detailAnswer(
        401,
        u"Cannot access application \"%1\". Authentication is required to access this application."_s.arg(
            route.app));
}

bool Gate::hasAppToken(const HttpRequest &request, const Route &route) const
{
    if (route.kind != Route::Kind::Stream && route.kind != Route::Kind::Run)
        return false;
    const QUrlQuery query(QString::fromLatin1(request.query()));
    const auto claims = m_mint->claimsOf(query.queryItemValue(u"fal_jwt_token"_s).toLatin1());
    if (!claims)
        return false;
    // The official client names the alias alone, without its owner.
    const QJsonArray apps = claims->value("apps"_L1).toArray();
    return apps.contains(route.app) || apps.contains(route.app.section(u'/', -1));
}

QByteArray Gate::signedQuery(const QByteArray &path, std::chrono::seconds lifetime) const
{
    const QByteArray expires =
        QByteArray::number(QDateTime::currentSecsSinceEpoch() + qint64(lifetime.count()));
    return "expires=" + expires + "&signature=" + m_mint->sign("read " + path + ' ' + expires);
}

bool Gate::mayReadFile(const HttpRequest &request) const
{
    if (hasKey(request) || hasFileToken(request))
        return true;
    const QUrlQuery query(QString::fromLatin1(request.query()));
    const QByteArray expires = query.queryItemValue(u"expires"_s).toLatin1();
    const QByteArray signature = query.queryItemValue(u"signature"_s).toLatin1();
    return expires.toLongLong() > QDateTime::currentSecsSinceEpoch() &&
           isSameSecret(signature, m_mint->sign("read " + request.path() + ' ' + expires));
}

bool Gate::hasFileToken(const HttpRequest &request) const
{
    const QByteArray given = request.header("authorization");
    if (given.left(7).toLower() != "bearer ")
        return false;
    const auto claims = m_mint->claimsOf(given.mid(7).trimmed());
    return claims && claims->value("use"_L1) == "files"_L1;
}

} // namespace janus::sandbox
