#include "fal/systemproxy.h"

#include "fal/errors.h"

#include <QNetworkProxyFactory>
#include <QSslSocket>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace janus::fal {

QString proxyInUse(const QUrl &address)
{
    // Not systemProxyForQuery(), which knows nothing of loopback's exemption.
    const auto proxies = QNetworkProxyFactory::proxyForQuery(QNetworkProxyQuery(address));
    if (proxies.isEmpty() || proxies.first().type() == QNetworkProxy::NoProxy ||
        proxies.first().hostName().isEmpty())
        return {};
    const QString host = proxies.first().hostName();
    return (host.contains(u':') ? u"[%1]:%2"_s : u"%1:%2"_s).arg(host).arg(proxies.first().port());
}

std::optional<Error> tlsProblem()
{
    if (QSslSocket::supportsSsl())
        return std::nullopt;
    return errorFromFailure(
        CallKind::Status,
        {TransportFailure::Cause::NoHttps, u"wanted %1"_s.arg(QSslSocket::sslLibraryBuildVersionString())},
        u"fal"_s);
}

} // namespace janus::fal
