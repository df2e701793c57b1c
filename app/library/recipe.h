#pragma once

#include "core/delivery.h"
#include "core/picture.h"
#include "core/result.h"

#include <QByteArray>

namespace janus::library {

/// What the journal knows of a picture's request beside the picture itself.
struct JobOrigin
{
    QString uuid;       ///< of the job, made before anything was sent
    QDateTime created;  ///< the same for all jobs of one press of Generate
    QDateTime accepted; ///< invalid when not known
    Delivery delivery;

    bool operator==(const JobOrigin &) const = default;
};

/// Everything about a picture that its file alone must tell, so that a library can be made again from files.
///
/// Every field has its type and its shape, and there is none in which a key could stand; the webhook of the
/// delivery is left out as well, because such addresses are often secrets. Its JSON is read by every later
/// version: unknown fields are passed over, and the meaning of a field never changes.
struct Recipe
{
    static constexpr int version = 1;

    QString program; ///< "Janus Studio 0.1.0"
    QString endpoint;
    QByteArray body; ///< exactly the bytes of the submit
    Seed seed = 0;
    int index = 0;
    int count = 1;
    QString requestId;
    QString service;
    JobOrigin job;
    Provenance provenance; ///< what a file can say of it
    qint64 jobNumber = 0;  ///< its JobId where it was made: the order within its set
    QString setId;         ///< one press of Generate; unique among libraries
    QDateTime setCreated;
    QDateTime created; ///< when the picture was saved
    double queueSeconds = -1;
    double runSeconds = -1;
    std::optional<bool> flagged;
    QByteArray sentSha256; ///< of what the server sent, 64 hexadecimal digits
    qint64 sentBytes = 0;

    /// `picture.created` must be set.
    static Recipe of(const Picture &picture, const JobOrigin &job, const QByteArray &sentSha256,
                     qint64 sentBytes);
    /// Compact JSON in UTF-8.
    QByteArray toJson() const;
    /// The inverse, for text of anybody's: a Protocol error that names the first field that is not what it
    /// must be. Text above mostJson is refused unread.
    static Result<Recipe> fromJson(const QByteArray &json);
    static constexpr qint64 mostJson = 16 * 1024 * 1024;

    bool isSandbox() const { return service == QLatin1String("sandbox"); }
    GenerationRequest request() const { return GenerationRequest::fromBody(endpoint, body); }
    bool operator==(const Recipe &) const = default;
};

/// "Janus Studio" and the program's version.
QString programName();

} // namespace janus::library
