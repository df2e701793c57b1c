#include "ui/stage/livetext.h"

#include "models/jobtext.h"

#include <algorithm>
#include <cmath>

#include <QLocale>
#include <QStringList>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

QString rangeText(const SecondsRange &range)
{
    const int low = qRound(range.low);
    const int high = std::max(low, qRound(range.high));
    return low == high ? u"%1 s"_s.arg(low) : u"%1–%2 s"_s.arg(low).arg(high);
}

QString byteNumber(qint64 bytes, bool inMegabytes)
{
    return inMegabytes ? QLocale::c().toString(double(bytes) / 1e6, 'f', 1)
                       : QString::number((bytes + 500) / 1000);
}

/// "412 of 668 KB", or "412 KB" when the whole is unknown.
QString bytesText(qint64 received, qint64 total)
{
    const bool inMegabytes = std::max(received, total) >= 10'000'000;
    const QString unit = inMegabytes ? u"MB"_s : u"KB"_s;
    if (total <= 0)
        return received > 0 ? u"%1 %2"_s.arg(byteNumber(received, inMegabytes), unit)
                            : u"Asking for the picture"_s;
    return u"%1 of %2 %3"_s.arg(byteNumber(std::min(received, total), inMegabytes),
                                byteNumber(total, inMegabytes), unit);
}

LiveText saying(const QString &icon, const QString &word, const QString &meaning,
                Ink ink = &Colors::textSecondary)
{
    LiveText text;
    text.icon = icon;
    text.word = word;
    text.meaning = meaning;
    text.ink = ink;
    return text;
}

LiveText waitingText(const StageCell &cell)
{
    if (!cell.trouble.isEmpty())
        return saying(u"player-pause"_s, u"Held"_s, cell.trouble);
    LiveText text = saying(u"clock"_s, u"Waiting for a slot"_s, u"Sent as soon as one is free"_s);
    text.ground = LiveText::Ground::Quiet;
    return text;
}

LiveText unknownText(const StageCell &cell)
{
    if (cell.trouble.isEmpty())
        return saying(u"mail-question"_s, u"Not yet confirmed"_s, u"Looking for it"_s);
    LiveText text = saying(u"mail-question"_s, u"Sent, answer lost"_s, cell.trouble, &Colors::warning);
    text.actions = {CellAction::LookAgain, CellAction::SendAgain, CellAction::Drop};
    text.ground = LiveText::Ground::Asking;
    return text;
}

LiveText retryingText(const StageCell &cell)
{
    LiveText text = saying(u"refresh"_s, u"Reading status again"_s, cell.trouble, &Colors::warning);
    text.actions = {CellAction::TryNow};
    return text;
}

LiveText queuedText(const StageCell &cell, const UsualTimes &usual)
{
    if (cell.cancelWished)
        return saying(u"x"_s, u"Cancelling"_s, u"Asking for it to be taken out of the queue"_s);
    LiveText text = saying(u"hourglass"_s, cell.isSandbox ? u"In the queue"_s : u"In fal’s queue"_s, {});
    text.ground = LiveText::Ground::Quiet;
    text.number = cell.ahead < 0 ? QString() : models::positionText(cell.ahead);
    text.isNumberQuiet = true;
    if (usual.queue)
        text.meaning = u"about "_s + rangeText(*usual.queue);
    return text;
}

/// The track ends at the larger of 1.3 times the slow end of the usual range and the time that has passed.
LiveBar timeBar(double elapsed, const SecondsRange &usual)
{
    const double end = std::max({usual.high * 1.3, elapsed, 1.0});
    return {elapsed / end, usual.low / end, usual.high / end};
}

LiveText runningText(const StageCell &cell, const QDateTime &now, const UsualTimes &usual)
{
    if (cell.cancelWished)
        return saying(u"circle-check"_s, u"Too late to cancel"_s,
                      u"Already running; the picture will be kept."_s);
    LiveText text = saying(u"player-play"_s, u"Running"_s, {}, &Colors::accent);
    if (!cell.since.isValid())
        return text;
    const qint64 elapsed = std::max<qint64>(0, cell.since.msecsTo(now)) / 1000;
    text.number = elapsedText(elapsed);
    text.counts = true;
    if (!usual.run)
        return text;
    const bool isLate = double(elapsed) > usual.run->high;
    const bool isDue = double(elapsed) >= usual.run->low;
    text.meaning = isLate  ? u"longer than usual"_s
                   : isDue ? u"any moment"_s
                           : u"usually "_s + rangeText(*usual.run);
    text.bar = timeBar(double(elapsed), *usual.run);
    return text;
}

LiveText fetchingText(const StageCell &cell)
{
    if (!cell.trouble.isEmpty()) {
        LiveText text = saying(u"photo-x"_s, u"Download broke off"_s, cell.trouble, &Colors::danger);
        text.actions = {CellAction::TryNow};
        return text;
    }
    const bool isWhole = cell.total > 0 && cell.received >= cell.total;
    if (isWhole)
        return saying(u"device-floppy"_s, u"Saving"_s, u"Writing it to your folder"_s, &Colors::info);
    LiveText text = saying(u"download"_s, u"Fetching"_s, bytesText(cell.received, cell.total), &Colors::info);
    if (cell.total > 0)
        text.bar = LiveBar{double(cell.received) / double(cell.total), 0, 0};
    return text;
}

LiveText failedText(const QString &word, const StageCell &cell)
{
    LiveText text = saying(u"alert-triangle"_s, word, cell.trouble, &Colors::danger);
    text.actions = {CellAction::RunAgain};
    return text;
}

} // namespace

QString LiveText::spoken() const
{
    QStringList parts{word};
    if (!number.isEmpty())
        parts += number;
    if (!meaning.isEmpty())
        parts += meaning;
    return parts.join(u", "_s);
}

LiveText liveText(const StageCell &cell, const QDateTime &now, const UsualTimes &usual)
{
    const bool isTroubled = !cell.trouble.isEmpty();
    switch (cell.state) {
    case JobState::Waiting:
        return waitingText(cell);
    case JobState::Submitting:
        return isTroubled ? retryingText(cell) : saying(u"send"_s, u"Sending"_s, u"Waiting for the answer"_s);
    case JobState::Unknown:
        return unknownText(cell);
    case JobState::Queued:
        return isTroubled ? retryingText(cell) : queuedText(cell, usual);
    case JobState::Running:
        return isTroubled ? retryingText(cell) : runningText(cell, now, usual);
    case JobState::Completed:
        return isTroubled ? retryingText(cell)
                          : saying(u"download"_s, u"Fetching"_s, u"Asking for the result"_s, &Colors::info);
    case JobState::Saving:
        return fetchingText(cell);
    case JobState::Done:
        return saying(u"circle-check"_s, u"Ready"_s, {}, &Colors::success);
    case JobState::Failed:
        return failedText(u"Failed"_s, cell);
    case JobState::Expired:
        return failedText(u"No longer there"_s, cell);
    case JobState::Cancelled:
        break;
    }
    return saying(u"circle-x"_s, u"Cancelled"_s,
                  isTroubled ? cell.trouble : u"Ended before a picture was made."_s);
}

QString actionText(CellAction action, JobState state)
{
    switch (action) {
    case CellAction::LookAgain:
        return u"Look again"_s;
    case CellAction::SendAgain:
        return u"Send again"_s;
    case CellAction::Drop:
        return u"Drop it"_s;
    case CellAction::TryNow:
        return state == JobState::Saving ? u"Fetch again"_s : u"Now"_s;
    case CellAction::TryAgain:
        return u"Try again"_s;
    case CellAction::RunAgain:
        break;
    }
    return u"Run again"_s;
}

QString elapsedText(qint64 seconds)
{
    if (seconds < 60)
        return u"%1 s"_s.arg(seconds);
    const QString rest = u"%1"_s.arg(seconds % 60, 2, 10, QChar(u'0'));
    if (seconds < 3600)
        return u"%1:%2"_s.arg(seconds / 60).arg(rest);
    return u"%1:%2:%3"_s.arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QChar(u'0')).arg(rest);
}

} // namespace janus::ui
