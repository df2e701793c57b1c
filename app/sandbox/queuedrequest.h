#pragma once

#include "sandbox/endpoints.h"
#include "sandbox/inputcheck.h"
#include "sandbox/renderer.h"

#include <QByteArray>
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
    bool low = false; ///< Priority "low": behind all normal ones.
    Phase phase = Phase::Waiting;
    bool cancelled = false;
    PictureOrder order;
    QJsonArray problems; ///< Of the input; known once the request ran.
    QList<LogEntry> logs;
    double inferenceSeconds = 0;

    /// The seed that was sent, or one drawn for this request: the same at every look.
    qint64 seed() const;
    Scene scene(int picture) const;
    QByteArray pictureKey(int picture) const;
    bool isWithheld() const; ///< The safety check refuses the pictures.
};

} // namespace janus::sandbox
