#pragma once

#include "sandbox/httpparser.h"

#include <QString>
#include <QStringList>

namespace janus::sandbox {

/// What a request asks for, read from its method and target alone.
struct Route
{
    enum class Kind {
        Submit,
        Run, ///< POST /run/{endpoint}: what is POST https://fal.run/{endpoint} on fal.
        Status,
        Stream,
        Result,
        Cancel,
        Media,
        UnknownApp,
        UnknownPath,
        WrongMethod
    };

    Kind kind = Kind::UnknownPath;
    QString app;      ///< "owner/alias" as it was asked for, known or not.
    QString endpoint; ///< Submit and run: the full endpoint id.
    QString subPath;  ///< UnknownPath: what stands behind the app, with a leading slash.
    QByteArray id;    ///< The request id, unchecked: it is only ever looked up.
    int picture = -1; ///< Media: the picture's number in its set, from 0.
    bool withLogs = false;
    QByteArray allowed;   ///< WrongMethod: the right ones.
    int mostWaiting = -1; ///< Submit: fal_max_queue_length, or negative.
};

/// The segments of the path, as they were sent; a slash at the end adds none.
QStringList pathOf(const HttpRequest &request);

Route routeOf(const HttpRequest &request);

} // namespace janus::sandbox
