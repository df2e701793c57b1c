#include "sandbox/router.h"

#include "sandbox/endpoints.h"

#include <QStringList>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

Route mediaRoute(const HttpRequest &request, const QStringList &segments)
{
    Route route;
    route.subPath = QString::fromLatin1(request.path());
    const QString name = segments.value(2);
    const qsizetype dot = name.lastIndexOf(u'.');
    const QString ending = name.mid(dot + 1);
    bool isNumber = false;
    const uint number = name.left(dot).toUInt(&isNumber);
    const bool isPicture = ending == "jpeg"_L1 || ending == "jpg"_L1 || ending == "png"_L1;
    if (segments.size() != 3 || dot < 1 || dot > 3 || !isNumber || !isPicture)
        return route;
    const bool reads = request.method == "GET" || request.method == "HEAD";
    route.kind = reads ? Route::Kind::Media : Route::Kind::WrongMethod;
    route.allowed = "GET, HEAD";
    route.id = segments.at(1).toLatin1();
    route.picture = int(number);
    return route;
}

/// What follows "requests/{id}": nothing, or the name of the call.
Route callRoute(const QString &call, Route route)
{
    struct Call
    {
        QLatin1String name;
        Route::Kind kind;
        const char *method;
    };
    static const Call calls[] = {{""_L1, Route::Kind::Result, "GET"},
                                 {"response"_L1, Route::Kind::Result, "GET"},
                                 {"status"_L1, Route::Kind::Status, "GET"},
                                 {"status/stream"_L1, Route::Kind::Stream, "GET"},
                                 {"cancel"_L1, Route::Kind::Cancel, "PUT"}};
    for (const Call &known : calls) {
        if (known.name == call) {
            route.kind = known.kind;
            route.allowed = known.method;
        }
    }
    return route;
}

/// Workflows and ComfyUI graphs live in name spaces of their own, one segment deeper.
qsizetype appLength(const QStringList &segments)
{
    return segments.first() == "workflows"_L1 || segments.first() == "comfy"_L1 ? 3 : 2;
}

} // namespace

QStringList pathOf(const HttpRequest &request)
{
    QString path = QString::fromLatin1(request.path()).mid(1);
    if (path.endsWith(u'/'))
        path.chop(1);
    return path.split(u'/');
}

Route routeOf(const HttpRequest &request)
{
    QStringList segments = pathOf(request);
    if (segments.first() == "files"_L1)
        return mediaRoute(request, segments);
    Route route;
    const bool direct = segments.first() == "run"_L1 && segments.size() > 1;
    if (direct)
        segments.removeFirst();
    const qsizetype appEnd = appLength(segments);
    route.app = segments.mid(0, appEnd).join(u'/');
    route.subPath = u'/' + segments.mid(appEnd).join(u'/');
    if (!isApp(route.app)) {
        route.kind = Route::Kind::UnknownApp;
        return route;
    }
    const QUrlQuery query(QString::fromLatin1(request.query()));
    const QString logs = query.queryItemValue(u"logs"_s).toLower();
    route.withLogs = logs == "1"_L1 || logs == "true"_L1;
    const qsizetype marker = segments.indexOf(u"requests"_s, appEnd);
    const QString endpoint = segments.mid(0, marker < 0 ? -1 : marker).join(u'/');
    if (marker < 0 && findEndpoint(endpoint)) {
        bool isNumber = false;
        const int most = query.queryItemValue(u"fal_max_queue_length"_s).toInt(&isNumber);
        route.mostWaiting = isNumber ? most : -1;
        route.endpoint = endpoint;
        route.kind = direct ? Route::Kind::Run : Route::Kind::Submit;
        // The input may come in the query of a GET; without one it is no request for a picture.
        if (request.method == "GET" && !query.isEmpty())
            return route;
        route.allowed = "POST";
    } else if (!direct && marker > 0 && segments.size() > marker + 1 &&
               (endpoint == route.app || findEndpoint(endpoint))) {
        route.id = segments.at(marker + 1).toLatin1();
        route = callRoute(segments.mid(marker + 2).join(u'/'), route);
    }
    if (route.kind != Route::Kind::UnknownPath && request.method != route.allowed)
        route.kind = Route::Kind::WrongMethod;
    return route;
}

} // namespace janus::sandbox
