#pragma once

#include "core/seed.h"

#include <QDateTime>
#include <QList>
#include <QSize>
#include <QString>
#include <QUrl>

#include <optional>

namespace janus {

/// One line of a job's log, as the service wrote it. Text is plain text, never markup.
struct LogLine
{
    QDateTime time; ///< UTC; invalid when the service gave none that can be read
    QString level;  ///< upper case: INFO, WARN, ERROR, DEBUG, STDOUT, STDERR, or whatever came
    QString message;

    bool operator==(const LogLine &) const = default;
};

/// One picture of a result, before it is downloaded.
struct RemoteImage
{
    QUrl url;                    ///< https, or a `data:` URL
    QSize size;                  ///< as the service says; the file's own size wins
    QString contentType;         ///< as the service says; the bytes decide
    std::optional<bool> flagged; ///< the safety checker's word; nothing when it said nothing usable

    bool operator==(const RemoteImage &) const = default;
};

/// What the model answered to one request.
struct Generation
{
    QList<RemoteImage> images; ///< at most 64
    std::optional<Seed> seed;  ///< one per request; nothing when it is not an exact 64-bit integer
    QString prompt;
    double inferenceSeconds = -1; ///< largest sensible timing the service gave; negative when unknown
    QByteArray json;              ///< the whole answer as it came

    bool operator==(const Generation &) const = default;
};

} // namespace janus
