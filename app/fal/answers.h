#pragma once

#include "core/generation.h"
#include "core/result.h"
#include "fal/queueapi.h"

#include <QByteArray>
#include <QString>

#include <optional>

class QJsonObject;

namespace janus::fal {

/// JSON bodies as values, with patience for what servers really send. Whatever cannot be used is left out; an
/// Error (Protocol) is given only when nothing sensible is there at all.

/// A JSON object out of a body, whatever its content type says.
std::optional<QJsonObject> readObject(const QByteArray &body);

/// The receipt for a submit to `endpoint`; Protocol unless it carries a usable request id.
Result<Ticket> readTicket(const QByteArray &body, const QString &endpoint);

/// Protocol unless there is a word for the state. The newest 5,000 log lines, of at most 64 Ki characters
/// each.
Result<QueueStatus> readStatus(const QByteArray &body);

/// Any JSON object; at most 64 pictures.
Result<Generation> readGeneration(const QByteArray &body);

/// What a cancel was answered; nothing when neither status nor body says it.
std::optional<CancelAnswer> readCancelAnswer(int httpStatus, const QByteArray &body);

/// The bytes of a `data:` URL; Protocol for anything else, and for more than `most` bytes.
Result<QByteArray> readDataUrl(const QUrl &url, qint64 most);

/// Whether a PNG, JPEG or WebP has its end; true for other bytes. Qt takes a chunked body that was cut for a
/// whole one, so without a length the picture itself must tell.
bool hasItsEnd(const QByteArray &picture);

} // namespace janus::fal
