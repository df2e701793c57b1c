#include "library/pasttimes.h"

#include "core/jobstate.h"
#include "library/database.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr int mostJobs = 2'000; ///< the newest ones that are looked at
constexpr int mostTimes = 200;  ///< services change; what was long ago says little
constexpr std::size_t enough = 5;

PastTimes usualRange(std::vector<double> times)
{
    if (times.empty())
        return {};
    std::ranges::sort(times);
    const auto at = [&](double part) { return times[std::size_t(part * double(times.size() - 1) + 0.5)]; };
    return {at(0.1), at(0.9), int(times.size())};
}

} // namespace

Result<PastTimes> pastTimes(QSqlDatabase &connection, const PastQuestion &question)
{
    auto query = execute(
        connection,
        u"SELECT (julianday(j.ended) - julianday(j.submitted)) * 86400, p.width, p.height, p.count FROM"
        " (SELECT * FROM jobs ORDER BY id DESC LIMIT ?) j JOIN pictures p ON p.job = j.id AND p.idx = 0"
        " WHERE j.service = ? AND j.endpoint = ? AND j.state = ? AND j.submitted IS NOT NULL"
        " ORDER BY j.id DESC LIMIT ?"_s,
        {mostJobs, question.service, question.endpoint, int(JobState::Done), mostTimes});
    if (!query)
        return query.error();
    std::vector<double> all;
    std::vector<double> alike;
    while (query->next()) {
        const double seconds = query->value(0).toDouble();
        if (seconds < 0)
            continue; // the clock was set back
        all.push_back(seconds);
        if (QSize(query->value(1).toInt(), query->value(2).toInt()) == question.size &&
            query->value(3).toInt() == question.count)
            alike.push_back(seconds);
    }
    return usualRange(alike.size() >= enough ? std::move(alike) : std::move(all));
}

} // namespace janus::library
