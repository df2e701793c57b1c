#include "jobs/reconciler.h"

#include "fal/history.h"
#include "fal/service.h"
#include "fal/timing.h"
#include "jobs/journal.h"

#include <QDeadlineTimer>
#include <QPointer>
#include <QSet>
#include <QTimer>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace janus::jobs {

namespace {

/// Clocks of two machines differ, and so do the moments of sending and arriving.
constexpr qint64 slackSeconds = 120;

/// The practice service lists a request as soon as it has it.
constexpr std::chrono::milliseconds practicePatience{10'000};

/// Trouble of the moment: the next look may work.
bool passes(const Error &error)
{
    return error.kind == ErrorKind::Network || error.kind == ErrorKind::Unreachable ||
           error.kind == ErrorKind::Busy || error.kind == ErrorKind::Protocol;
}

} // namespace

/// All that is lost of one endpoint at one service.
class Reconciler::Search
{
public:
    Search(Reconciler &owner, fal::QueueApi &api, QString endpoint)
        : m_owner(owner)
        , m_api(&api)
        , m_endpoint(std::move(endpoint))
    {
        m_next.setSingleShot(true);
        QObject::connect(&m_next, &QTimer::timeout, &m_next, [this] { look(); });
    }

    bool isFor(const fal::QueueApi &api, const QString &endpoint) const
    {
        return m_api == &api && m_endpoint == endpoint;
    }

    void add(const JobInfo &job, QObject *context, Done done)
    {
        m_seekers.push_back({job, context, std::move(done), QDeadlineTimer(patience())});
        m_pauses = 0;
        if (!m_isLooking)
            m_next.start(0); // several that are lost together are looked for together
    }

private:
    struct Seeker
    {
        JobInfo job;
        QPointer<QObject> context;
        Done done;
        QDeadlineTimer patience;
        int looks = 0;
    };

    void look()
    {
        dropOrphans();
        if (m_seekers.empty() || !m_api)
            return;
        const auto first = std::ranges::min_element(m_seekers, {}, [](const Seeker &s) { return sent(s); });
        m_isLooking = true;
        m_api->history({m_endpoint, {}, sent(*first).addSecs(m_clockAhead - slackSeconds)}, &m_next,
                       [this](const Result<fal::History> &history) {
                           history ? match(*history) : onTrouble(history.error());
                       });
    }

    void onTrouble(const Error &error)
    {
        m_isLooking = false;
        ++m_troubles;
        const bool isLasting = m_troubles >= m_owner.m_pauses.least;
        const bool isOver = !passes(error) || (error.kind == ErrorKind::Protocol && isLasting);
        Error reason = error;
        if (reason.kind == ErrorKind::Gone) // the history itself; not the request
            reason.kind = ErrorKind::Refused;
        answerThose([&](Seeker &seeker) { return isOver || (isLasting && seeker.patience.hasExpired()); },
                    reason);
        lookLater(error);
    }

    /// Which of those with the right input are new to the journal?
    void match(const fal::History &history)
    {
        m_troubles = 0;
        if (history.now.isValid())
            m_clockAhead = QDateTime::currentDateTimeUtc().secsTo(history.now);
        QList<fal::PastRequest> candidates;
        QStringList ids;
        for (const fal::PastRequest &past : history.requests) {
            if (std::ranges::any_of(m_seekers, [&](const Seeker &s) { return mayBe(s, past); })) {
                candidates << past;
                ids << past.requestId;
            }
        }
        m_owner.m_journal.known(ids, &m_next, [this, candidates](const Result<QSet<QString>> &known) {
            if (known)
                return assign(candidates, *known);
            onTrouble(Error{ErrorKind::Network, known.error().message, known.error().detail});
        });
    }

    /// Each lost request gets the candidate that was sent at the moment nearest to its own.
    void assign(QList<fal::PastRequest> candidates, const QSet<QString> &known)
    {
        m_isLooking = false;
        candidates.removeIf([&](const fal::PastRequest &past) { return known.contains(past.requestId); });
        std::vector<std::pair<Seeker, QString>> found;
        for (auto seeker = m_seekers.begin(); seeker != m_seekers.end();) {
            ++seeker->looks;
            QString id;
            qint64 nearest = 0;
            for (const fal::PastRequest &past : std::as_const(candidates)) {
                const qint64 distance = std::abs(sent(*seeker).addSecs(m_clockAhead).msecsTo(past.sent));
                if (mayBe(*seeker, past) && (id.isEmpty() || distance < nearest)) {
                    id = past.requestId;
                    nearest = distance;
                }
            }
            if (id.isEmpty()) {
                ++seeker;
                continue;
            }
            candidates.removeIf([&](const fal::PastRequest &past) { return past.requestId == id; });
            found.emplace_back(std::move(*seeker), id);
            seeker = m_seekers.erase(seeker);
        }
        for (const auto &[seeker, id] : found) {
            if (seeker.context)
                seeker.done(fal::Ticket{m_endpoint, id});
        }
        const Error missing{ErrorKind::Gone, u"The account's history does not show this request."_s};
        answerThose([this](Seeker &seeker) { return isMissing(seeker); }, missing);
        lookLater(missing);
    }

    bool isMissing(const Seeker &seeker) const
    {
        const qint64 since = sent(seeker).msecsTo(QDateTime::currentDateTimeUtc());
        return seeker.looks >= m_owner.m_pauses.least &&
               (since >= patience().count() || seeker.patience.hasExpired());
    }

    std::chrono::milliseconds patience() const
    {
        const auto asked = m_owner.m_pauses.patience;
        return m_api && m_api->service().isSandbox() ? std::min(asked, practicePatience) : asked;
    }

    bool mayBe(const Seeker &seeker, const fal::PastRequest &past) const
    {
        const bool isTooEarly =
            past.sent.isValid() && past.sent < sent(seeker).addSecs(m_clockAhead - slackSeconds);
        return !isTooEarly && fal::isSameInput(seeker.job.request.input, past.input);
    }

    template <typename Test>
    void answerThose(Test test, const Error &error)
    {
        std::vector<Seeker> over;
        for (auto seeker = m_seekers.begin(); seeker != m_seekers.end();) {
            if (!test(*seeker)) {
                ++seeker;
                continue;
            }
            over.push_back(std::move(*seeker));
            seeker = m_seekers.erase(seeker);
        }
        for (const Seeker &seeker : over) {
            if (seeker.context)
                seeker.done(error);
        }
    }

    void lookLater(const Error &reason)
    {
        dropOrphans();
        if (m_seekers.empty() || m_isLooking)
            return;
        const LookPauses &pauses = m_owner.m_pauses;
        const auto pause = fal::Timing::longestPause(pauses.first, pauses.most, ++m_pauses);
        m_next.start(std::max<std::chrono::milliseconds>(pause, std::chrono::seconds(reason.waitSeconds)));
    }

    void dropOrphans()
    {
        std::erase_if(m_seekers, [](const Seeker &seeker) { return !seeker.context; });
    }

    static QDateTime sent(const Seeker &seeker)
    {
        return seeker.job.submitted.isValid() ? seeker.job.submitted : seeker.job.created;
    }

    Reconciler &m_owner;
    QPointer<fal::QueueApi> m_api;
    QString m_endpoint;
    std::vector<Seeker> m_seekers;
    QTimer m_next; ///< also the context of what is asked
    int m_pauses = 0;
    int m_troubles = 0;
    qint64 m_clockAhead = 0; ///< seconds that the service's clock is ahead of ours
    bool m_isLooking = false;
};

Reconciler::Reconciler(Journal &journal, QObject *parent)
    : QObject(parent)
    , m_journal(journal)
{
}

Reconciler::~Reconciler() = default;

void Reconciler::look(const JobInfo &job, fal::QueueApi &api, QObject *context, Done done)
{
    auto search = std::ranges::find_if(
        m_searches, [&](const auto &known) { return known->isFor(api, job.request.endpoint); });
    if (search == m_searches.end()) {
        m_searches.push_back(std::make_unique<Search>(*this, api, job.request.endpoint));
        search = std::prev(m_searches.end());
    }
    (*search)->add(job, context, std::move(done));
}

} // namespace janus::jobs
