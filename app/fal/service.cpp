#include "fal/service.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace janus::fal {

namespace {

QString hostOf(const QUrl &url)
{
    QString host = url.host(QUrl::FullyDecoded).toLower();
    if (host.endsWith(u'.'))
        host.chop(1);
    return host;
}

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == "https"_L1 ? 443 : 80);
}

bool isLocalName(const QString &host)
{
    return host == "localhost"_L1 || host.endsWith(".localhost"_L1);
}

bool isLoopback(const QString &host)
{
    return isLocalName(host) || QHostAddress(host).isLoopback();
}

bool sameOrigin(const QUrl &left, const QUrl &right)
{
    return left.scheme() == right.scheme() &&
           left.host(QUrl::FullyDecoded) == right.host(QUrl::FullyDecoded) && portOf(left) == portOf(right);
}

/// Whether the key could travel safely: encrypted, or not leaving the machine; and nobody hides behind an @.
bool isSafeAddress(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return false;
    return url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && isLoopback(hostOf(url)));
}

using Subnets = QList<std::pair<QHostAddress, int>>;

const Subnets &closedSubnets()
{
    static const Subnets subnets = [] {
        constexpr std::array texts{"0.0.0.0/8"_L1,    "10.0.0.0/8"_L1,     "100.64.0.0/10"_L1,
                                   "127.0.0.0/8"_L1,  "169.254.0.0/16"_L1, "172.16.0.0/12"_L1,
                                   "192.0.0.0/24"_L1, "192.168.0.0/16"_L1, "198.18.0.0/15"_L1,
                                   "224.0.0.0/4"_L1,  "240.0.0.0/4"_L1,    "::/127"_L1,
                                   "64:ff9b::/96"_L1, "fc00::/7"_L1,       "fe80::/10"_L1,
                                   "fec0::/10"_L1,    "ff00::/8"_L1};
        Subnets list;
        for (const QLatin1String text : texts)
            list.append(QHostAddress::parseSubnet(QString(text)));
        return list;
    }();
    return subnets;
}

bool isPublicHost(const QString &host)
{
    const QHostAddress address(host);
    if (!address.isNull())
        return isPublicAddress(address);
    return host.contains(u'.') && !isLocalName(host) && !host.endsWith(".local"_L1) &&
           !host.endsWith(".internal"_L1);
}

Service onOneOrigin(const QString &name, const QUrl &origin)
{
    QUrl platform = origin;
    platform.setPath(u"/v1"_s);
    return {name, origin, origin, platform};
}

Error badOrigin(const QString &message)
{
    return {ErrorKind::BadInput, message, {}, u"server"_s};
}

} // namespace

bool isPublicAddress(QHostAddress address)
{
    bool isMapped = false;
    const quint32 mapped = address.toIPv4Address(&isMapped);
    if (isMapped)
        address = QHostAddress(mapped);
    return std::ranges::none_of(closedSubnets(),
                                [&](const auto &subnet) { return address.isInSubnet(subnet); });
}

Service Service::fal()
{
    return {u"fal"_s, QUrl(u"https://queue.fal.run"_s), QUrl(u"https://rest.fal.ai"_s),
            QUrl(u"https://api.fal.ai/v1"_s)};
}

Service Service::sandbox(const QUrl &origin)
{
    return onOneOrigin(u"sandbox"_s, origin);
}

Service Service::custom(const QUrl &origin)
{
    return onOneOrigin(origin.toString(QUrl::RemovePath | QUrl::RemoveUserInfo), origin);
}

bool Service::trusts(const QUrl &url) const
{
    return isSafeAddress(url) &&
           (sameOrigin(url, queue) || sameOrigin(url, rest) || sameOrigin(url, platform));
}

bool Service::allowsMedia(const QUrl &url) const
{
    if (!isSafeAddress(url))
        return false;
    if (!isFal() && sameOrigin(url, queue))
        return true;
    return url.scheme() == "https"_L1 && portOf(url) == 443 && isPublicHost(hostOf(url));
}

bool Service::isStrangersName(const QUrl &url) const
{
    return QHostAddress(hostOf(url)).isNull() && (isFal() || !sameOrigin(url, queue));
}

Result<QUrl> originFromText(const QString &text)
{
    const QUrl url(text.trimmed(), QUrl::StrictMode);
    const bool isWeb = url.scheme() == "https"_L1 || url.scheme() == "http"_L1;
    if (!url.isValid() || !isWeb || url.host().isEmpty())
        return badOrigin(u"This is not a server's address: it must look like https://server.example."_s);
    if (!url.userInfo().isEmpty())
        return badOrigin(u"A server's address must not contain a user name or password."_s);
    if ((!url.path().isEmpty() && url.path() != "/"_L1) || url.hasQuery() || url.hasFragment())
        return badOrigin(
            u"A server's address ends after its name and port: leave out what comes behind them."_s);
    if (!isSafeAddress(url))
        return badOrigin(
            u"A server on another computer must be reached by https, so that the key stays secret."_s);
    QUrl origin;
    origin.setScheme(url.scheme());
    origin.setHost(url.host());
    origin.setPort(url.port());
    return origin;
}

} // namespace janus::fal
