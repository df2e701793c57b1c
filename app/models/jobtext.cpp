#include "models/jobtext.h"

#include "jobs/jobinfo.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace janus::models {

QString stateText(const jobs::JobInfo &job)
{
    const bool practice = job.service == "sandbox"_L1;
    switch (job.state) {
    case JobState::Waiting:
        return job.trouble ? u"Held"_s : u"Waiting for a slot"_s;
    case JobState::Submitting:
        return u"Sending"_s;
    case JobState::Unknown:
        return u"Sent, answer lost"_s;
    case JobState::Queued:
        return practice ? u"In the practice queue"_s : u"In fal’s queue"_s;
    case JobState::Running:
        return u"Running"_s;
    case JobState::Completed:
    case JobState::Saving:
        return u"Fetching"_s;
    case JobState::Done:
        return u"Done"_s;
    case JobState::Failed:
        return u"Failed"_s;
    case JobState::Cancelled:
        return u"Cancelled"_s;
    case JobState::Expired:
        return u"Expired"_s;
    }
    Q_UNREACHABLE();
}

QString detailText(const jobs::JobInfo &job)
{
    if (job.search == jobs::LostSearch::Looking)
        return u"Looking for it in the account’s history"_s;
    if (job.error)
        return job.error->message;
    if (job.trouble)
        return job.trouble->message;
    if (job.cancelWished && !isTerminal(job.state))
        return u"Cancel requested"_s;
    if (job.state == JobState::Queued && job.queuePosition)
        return positionText(*job.queuePosition);
    if (job.state == JobState::Saving || job.state == JobState::Done)
        return job.pictureCount() == 1 ? u"1 picture"_s
                                       : u"%1 of %2 pictures"_s.arg(job.saved).arg(job.pictureCount());
    return {};
}

QString requestsText(int count)
{
    return count == 1 ? u"1 request"_s : u"%1 requests"_s.arg(count);
}

QString positionText(int requestsAhead)
{
    if (requestsAhead <= 0)
        return u"next"_s;
    const int place = requestsAhead + 1;
    const bool teen = place % 100 >= 11 && place % 100 <= 13;
    const QLatin1StringView ending = teen              ? "th"_L1
                                     : place % 10 == 1 ? "st"_L1
                                     : place % 10 == 2 ? "nd"_L1
                                     : place % 10 == 3 ? "rd"_L1
                                                       : "th"_L1;
    return QString::number(place) + ending;
}

QString momentText(const QDateTime &time)
{
    const QDateTime local = time.toLocalTime();
    const QDate today = QDate::currentDate();
    const QLocale locale;
    if (local.date() == today)
        return local.toString(u"HH:mm"_s);
    if (local.date().year() == today.year())
        return locale.toString(local, u"d MMM HH:mm"_s);
    return locale.toString(local, u"d MMM yyyy"_s);
}

QString oneLine(const QString &text)
{
    QString line;
    line.reserve(text.size());
    for (const QChar c : text) {
        const ushort code = c.unicode();
        const bool bidi = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
                          code == 0x200e || code == 0x200f;
        if (c == u'\n' || c == u'\r' || c == u'\t')
            line += u' ';
        else if (code < 0x20)
            line += QChar(0x2400 + code); // the Unicode picture of the control character
        else if (code == 0x7f || bidi)
            line += QChar(0x2426);
        else
            line += c;
    }
    return line.trimmed();
}

} // namespace janus::models
