#pragma once

#include <QByteArray>
#include <QString>

namespace janus::support {

/// What is written to stderr: warnings and worse, or everything (`--verbose`).
enum class LogLevel { Warnings, Everything };

/// Sends all of Qt's and our messages to stderr, one line each with a level word, with keys taken out. May be
/// called again to change the level. Any thread may log.
void installLog(LogLevel level = LogLevel::Warnings);

/// From now on `secret` appears in no log line. Texts under 8 characters are not taken: they would blot out
/// ordinary words. Of "id:secret" the second half is hidden alone, too.
void hideInLogs(const QByteArray &secret);

/// `text` without anything that looks like a fal key (uuid:32 or more hexadecimal digits), without what
/// follows "Authorization:", and without registered secrets. For everything that leaves the program as a
/// diagnosis.
QString redacted(const QString &text);

} // namespace janus::support
