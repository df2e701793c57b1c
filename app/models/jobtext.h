#pragma once

#include <QDateTime>
#include <QString>

namespace janus {
struct LogLine;
}
namespace janus::jobs {
struct JobInfo;
}

namespace janus::models {

/// The words for what a request is doing, for the queue, the command line and assistive technology.
QString stateText(const jobs::JobInfo &job);
/// What more there is to say: position, trouble, reason. May be empty.
QString detailText(const jobs::JobInfo &job);
/// "1 request", "12 requests".
QString requestsText(int count);
/// "next", "2nd", "3rd", "12th": how many come before, in words.
QString positionText(int requestsAhead);
/// "14:02" today, "12 Nov 14:02" this year, "12 Nov 2025" before; local time.
QString momentText(const QDateTime &time);
/// Text from outside on one line: line breaks become spaces, control and bidi characters become visible
/// marks.
QString oneLine(const QString &text);

} // namespace janus::models
