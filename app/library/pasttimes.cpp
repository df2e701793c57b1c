#include "library/pasttimes.h"

#include "core/jobstate.h"
#include "library/database.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <algorithm>
#include <optional>
#include <vector>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr int mostJobs = 2'000; ///< the newest ones that are looked at
constexpr int mostTimes = 200;  ///< services change; what was long ago says little
constexpr std::size_t enough = 5;

struct Times
{
    double whole = -1; ///< negative: not known, as the others
    double queue = -1;
    double run = -1;
};

std::optional<SecondsRange> usualRange(const std::vector<Times> &times, double Times::*part)
{
    std::vector<double> known;
    for (const Times &one : times) {
        if (one.*part >= 0)
            known.push_back(one.*part);
    }
    if (known.empty())
        return std::nullopt;
    std::ranges::sort(known);
    const auto at = [&](double share) { return known[std::size_t(share * double(known.size() - 1) + 0.5)]; };
    return SecondsRange{at(0.1), at(0.9)};
}

PastTimes usualTimes(const std::vector<Times> &times)
{
    if (times.empty())
        return {};
    return {usualRange(times, &Times::whole).value_or(SecondsRange()), usualRange(times, &Times::queue),
            usualRange(times, &Times::run), int(times.size())};
}

} // namespace

Result<PastTimes> pastTimes(QSqlDatabase &connection, const PastQuestion &question)
{
    auto query = execute(
        connection,
        u"SELECT (julianday(j.ended) - julianday(j.submitted)) * 86400, p.width, p.height, p.count,"
        " coalesce(p.queue_seconds, -1), coalesce(p.run_seconds, -1) FROM"
        " (SELECT * FROM jobs ORDER BY id DESC LIMIT ?) j JOIN pictures p ON p.job = j.id AND p.idx = 0"
        " WHERE j.service = ? AND j.endpoint = ? AND j.state = ? AND j.submitted IS NOT NULL"
        " ORDER BY j.id DESC LIMIT ?"_s,
        {mostJobs, question.service, question.endpoint, int(JobState::Done), mostTimes});
    if (!query)
        return query.error();
    std::vector<Times> all;
    std::vector<Times> alike;
    while (query->next()) {
        const Times times{query->value(0).toDouble(), query->value(4).toDouble(), query->value(5).toDouble()};
        if (times.whole < 0)
            continue; // the clock was set back
        all.push_back(times);
        if (QSize(query->value(1).toInt(), query->value(2).toInt()) == question.size &&
            query->value(3).toInt() == question.count)
            alike.push_back(times);
    }
    return usualTimes(alike.size() >= enough ? alike : all);
}

} // namespace janus::library
