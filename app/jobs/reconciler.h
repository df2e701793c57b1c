#pragma once

#include "core/result.h"
#include "fal/queueapi.h"
#include "jobs/jobinfo.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace janus::jobs {

class Journal;

/// How patiently lost requests are looked for. Tests and scripts shorten it.
struct LookPauses
{
    std::chrono::milliseconds first{2'000}; ///< between two looks; doubled each time
    std::chrono::milliseconds most{60'000};
    /// After the submit, and at least once this long after the search began: a service may list a request
    /// only when it has ended.
    std::chrono::milliseconds patience{900'000};
    int least = 3; ///< looks in any case, however long ago it was sent
};

/// Finds requests whose answer was lost, by their input, in the history of the account. The client draws the
/// seed of every request, so two of the same input are the same wish. One look serves all that are lost at
/// the same time.
class Reconciler : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(Result<fal::Ticket>)>;

    explicit Reconciler(Journal &journal, QObject *parent = nullptr);
    ~Reconciler() override;

    void setPauses(LookPauses pauses) { m_pauses = pauses; }
    const LookPauses &pauses() const { return m_pauses; }

    /// Answers once, unless `context` dies first: the ticket of a request that no job of the journal has yet;
    /// Gone when the history does not show it, which is no proof that it was not accepted; another error when
    /// nobody can look (no history there, key refused, no answer for all that time).
    void look(const JobInfo &job, fal::QueueApi &api, QObject *context, Done done);

private:
    class Search;

    Journal &m_journal;
    LookPauses m_pauses;
    std::vector<std::unique_ptr<Search>> m_searches; ///< one for each service and endpoint
};

} // namespace janus::jobs
