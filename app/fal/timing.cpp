#include "fal/timing.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::fal {

Timing::Milliseconds Timing::longestPause(Milliseconds first, Milliseconds most, int failures)
{
    return std::min<Milliseconds>(first * (1LL << std::clamp(failures - 1, 0, 20)), most);
}

QDateTime httpDate(const QByteArray &header)
{
    QDateTime date =
        QLocale::c().toDateTime(QString::fromLatin1(header.trimmed()), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    date.setTimeSpec(Qt::UTC);
    return date;
}

std::optional<std::chrono::seconds> retryAfter(const QByteArray &header, const QDateTime &now)
{
    const QByteArray text = header.trimmed();
    bool isNumber = false;
    qint64 seconds = text.toLongLong(&isNumber);
    if (!isNumber) {
        const QDateTime date = httpDate(text);
        if (!date.isValid())
            return std::nullopt;
        seconds = now.secsTo(date);
    }
    return std::chrono::seconds(std::clamp<qint64>(seconds, 1, 600));
}

} // namespace janus::fal
