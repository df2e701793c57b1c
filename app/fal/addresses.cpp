#include "fal/addresses.h"

#include "fal/queueapi.h"

#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::fal {

namespace {

bool isSegment(const QString &segment)
{
    static const QRegularExpression shape(u"\\A[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,199}\\z"_s);
    return shape.match(segment).hasMatch();
}

/// The id's segments; empty for what is no endpoint id. "12345-my-app" is the old spelling of "12345/my-app".
QStringList segmentsOf(const QString &endpoint)
{
    static const QRegularExpression old(u"\\A([0-9]+)-([A-Za-z0-9-]+)\\z"_s);
    if (const auto match = old.match(endpoint); match.hasMatch())
        return {match.captured(1), match.captured(2)};
    const QStringList segments = endpoint.split(u'/');
    const bool good =
        segments.size() >= 2 && segments.size() <= 20 && std::ranges::all_of(segments, isSegment);
    return good ? segments : QStringList();
}

QUrl below(QUrl base, const QString &path)
{
    QString basePath = base.path();
    while (basePath.endsWith(u'/'))
        basePath.chop(1);
    base.setPath(basePath + u'/' + path);
    return base;
}

QString suffixOf(RequestCall call)
{
    switch (call) {
    case RequestCall::Status:
        return u"/status"_s;
    case RequestCall::Stream:
        return u"/status/stream"_s;
    case RequestCall::Cancel:
        return u"/cancel"_s;
    case RequestCall::Result:
        break;
    }
    return {};
}

QUrl givenAddress(const Ticket &ticket, RequestCall call)
{
    switch (call) {
    case RequestCall::Status:
        return ticket.statusUrl;
    case RequestCall::Cancel:
        return ticket.cancelUrl;
    case RequestCall::Result:
        return ticket.responseUrl;
    case RequestCall::Stream:
        break;
    }
    QUrl stream = ticket.statusUrl;
    QString path = stream.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    stream.setPath(path + "/stream"_L1);
    return stream;
}

/// The key goes along, so a server-given address is used only where we would have gone ourselves.
bool isUsable(const QUrl &url, const Service &service, const Ticket &ticket, RequestCall call)
{
    const bool onQueue = url.scheme() == service.queue.scheme() && url.host() == service.queue.host() &&
                         url.port() == service.queue.port();
    if (!onQueue || !service.trusts(url) || url.hasFragment())
        return false;
    const QString path = url.path(QUrl::FullyEncoded);
    const QString request = "/requests/"_L1 + ticket.requestId;
    return std::ranges::any_of(QStringList{appOf(ticket.endpoint), segmentsOf(ticket.endpoint).join(u'/')},
                               [&](const QString &app) {
                                   const QString known = u'/' + app + request + suffixOf(call);
                                   return path == known || path == known + u'/' ||
                                          (call == RequestCall::Result && path == known + "/response"_L1);
                               });
}

} // namespace

bool isRequestId(const QString &text)
{
    static const QRegularExpression shape(u"\\A[A-Za-z0-9_-]{1,128}\\z"_s);
    return shape.match(text).hasMatch();
}

QString appOf(const QString &endpoint)
{
    const QStringList segments = segmentsOf(endpoint);
    if (segments.isEmpty())
        return {};
    const bool inNamespace = segments.front() == "workflows"_L1 || segments.front() == "comfy"_L1;
    return segments.mid(0, inNamespace ? 3 : 2).join(u'/');
}

Result<QUrl> submitAddress(const Service &service, const QString &endpoint)
{
    const QStringList segments = segmentsOf(endpoint);
    if (segments.isEmpty())
        return Error{ErrorKind::BadInput,
                     u"“%1” is not the name of a model."_s.arg(endpoint.left(200)),
                     {},
                     u"endpoint"_s};
    return below(service.queue, segments.join(u'/'));
}

Result<QUrl> requestAddress(const Service &service, const Ticket &ticket, RequestCall call)
{
    const QString app = appOf(ticket.endpoint);
    if (app.isEmpty() || !isRequestId(ticket.requestId))
        return Error{ErrorKind::Internal, u"This request's number cannot be read."_s};
    QUrl url = givenAddress(ticket, call);
    if (!isUsable(url, service, ticket, call))
        url = below(service.queue, app + "/requests/"_L1 + ticket.requestId + suffixOf(call));
    url.setQuery(QString());
    if (call == RequestCall::Status || call == RequestCall::Stream)
        url.setQuery(u"logs=1"_s);
    return url;
}

} // namespace janus::fal
