#pragma once

#include "sandbox/httpparser.h"

#include <QString>

namespace janus::sandbox {

/// What a request asks for, read from its method and target alone.
struct Route
{
    enum class Kind { Submit, Status, Stream, Result, Cancel, Media, UnknownApp, UnknownPath, WrongMethod };

    Kind kind = Kind::UnknownPath;
    QString app;      ///< "owner/alias" as it was asked for, known or not.
    QString endpoint; ///< Submit: the full endpoint id.
    QString subPath;  ///< UnknownPath: what stands behind the app, with a leading slash.
    QByteArray id;    ///< The request id, unchecked: it is only ever looked up.
    int picture = -1; ///< Media: the picture's number in its set, from 0.
    bool withLogs = false;
    QByteArray allowed;   ///< WrongMethod: the right one.
    int mostWaiting = -1; ///< Submit: fal_max_queue_length, or negative.
};

Route routeOf(const HttpRequest &request);

} // namespace janus::sandbox
