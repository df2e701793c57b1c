#pragma once

#include "sandbox/endpoints.h"
#include "sandbox/inputcheck.h"
#include "sandbox/renderer.h"
#include "sandbox/submitoptions.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonArray>
#include <QList>
#include <QString>

namespace janus::sandbox {

struct LogEntry
{
    QString timestamp; ///< ISO 8601, UTC, with milliseconds.
    QString level;
    QString message;
};

enum class Phase { Waiting, Running, Done };

/// One accepted request and what became of it.
struct QueuedRequest
{
    QByteArray id; ///< A UUID without braces.
    const Endpoint *endpoint = nullptr;
    QByteArray body;
    SubmitOptions options;
    QDateTime sent; ///< These three in UTC; invalid: not yet, or forgotten over a restart.
    QDateTime started;
    QDateTime ended;
    Phase phase = Phase::Waiting;
    bool cancelled = false;
    bool timedOut = false; ///< Its start deadline passed.
    PictureOrder order;
    QJsonArray problems; ///< Of the input; known once the request ran.
    QList<LogEntry> logs;
    double inferenceSeconds = 0;

    /// It ended well.
    bool hasPictures() const;
    /// The seed that was sent, or one drawn for this request: the same at every look.
    qint64 seed() const;
    Scene scene(int picture) const;
    QByteArray pictureKey(int picture) const;
    bool isWithheld() const; ///< The safety check refuses the pictures.
};

} // namespace janus::sandbox
