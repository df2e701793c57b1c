#include "core/jobstate.h"

#include <QSet>
#include <QTest>

#include <string_view>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

/// The whole table: a row is where a job stands, a column where it may go. Order as in JobState.
constexpr std::array<std::string_view, jobStateCount> allowedMoves{
    // Wait Subm Unkn Queu Runn Comp Savi Done Fail Canc Expi
    ".x......xx.", // Waiting
    "x.xx....x..", // Submitting
    "x..x....xxx", // Unknown
    "....xxx.xxx", // Queued
    ".....xx.xxx", // Running
    "......x.xxx", // Completed
    ".......xxxx", // Saving
    "...........", // Done
    "...........", // Failed
    "...........", // Cancelled
    "...........", // Expired
};

constexpr JobState stateAt(int index)
{
    return static_cast<JobState>(index);
}

constexpr bool movesMatchTable()
{
    for (int from = 0; from < jobStateCount; ++from) {
        if (allowedMoves[from].size() != jobStateCount)
            return false;
        for (int to = 0; to < jobStateCount; ++to) {
            if (canMove(stateAt(from), stateAt(to)) != (allowedMoves[from][to] == 'x'))
                return false;
        }
    }
    return true;
}

constexpr bool reachesAnEnd(JobState from, int steps = jobStateCount)
{
    if (isTerminal(from))
        return true;
    for (int to = 0; steps > 0 && to < jobStateCount; ++to) {
        if (canMove(from, stateAt(to)) && reachesAnEnd(stateAt(to), steps - 1))
            return true;
    }
    return false;
}

constexpr bool everyStateReachesAnEnd()
{
    for (int state = 0; state < jobStateCount; ++state) {
        if (!reachesAnEnd(stateAt(state)))
            return false;
    }
    return true;
}

static_assert(movesMatchTable());
static_assert(everyStateReachesAnEnd());
static_assert(canReach(JobState::Queued, JobState::Done));
static_assert(canReach(JobState::Waiting, JobState::Done));
static_assert(!canReach(JobState::Queued, JobState::Waiting));
static_assert(!canReach(JobState::Done, JobState::Failed));
static_assert(!canReach(JobState::Running, JobState::Running));

} // namespace

class TestJobState : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void terminalStatesNeverMove();
    void nothingMovesToItself();
    void doneIsOnlyReachedBySaving();
    void onlyASubmitThatNeverLeftGoesBack();
    void whatMayBeAcceptedIsNeverForgotten();
    void numbersInTheJournalStay();
    void wordsAreDistinct();
};

void TestJobState::terminalStatesNeverMove()
{
    for (const JobState end : {JobState::Done, JobState::Failed, JobState::Cancelled, JobState::Expired}) {
        QVERIFY(isTerminal(end));
        for (int to = 0; to < jobStateCount; ++to)
            QVERIFY(!canMove(end, stateAt(to)));
    }
}

void TestJobState::nothingMovesToItself()
{
    for (int state = 0; state < jobStateCount; ++state)
        QVERIFY(!canMove(stateAt(state), stateAt(state)));
}

void TestJobState::doneIsOnlyReachedBySaving()
{
    for (int from = 0; from < jobStateCount; ++from)
        QCOMPARE(canMove(stateAt(from), JobState::Done), stateAt(from) == JobState::Saving);
}

void TestJobState::onlyASubmitThatNeverLeftGoesBack()
{
    for (int from = 0; from < jobStateCount; ++from) {
        for (int to = 0; to < from; ++to) {
            const bool mayGoBack =
                to == 0 && (stateAt(from) == JobState::Submitting || stateAt(from) == JobState::Unknown);
            QCOMPARE(canMove(stateAt(from), stateAt(to)), mayGoBack);
        }
    }
}

void TestJobState::whatMayBeAcceptedIsNeverForgotten()
{
    QVERIFY(!mayBeAccepted(JobState::Waiting));
    for (int state = 1; state < jobStateCount; ++state)
        QCOMPARE(mayBeAccepted(stateAt(state)), !isTerminal(stateAt(state)));
    QVERIFY2(!canMove(JobState::Submitting, JobState::Cancelled), "the answer of a submit is always awaited");
}

void TestJobState::numbersInTheJournalStay()
{
    const QStringList words{u"waiting"_s, u"submitting"_s, u"unknown"_s, u"queued"_s,
                            u"running"_s, u"completed"_s,  u"saving"_s,  u"done"_s,
                            u"failed"_s,  u"cancelled"_s,  u"expired"_s};
    for (int state = 0; state < jobStateCount; ++state)
        QCOMPARE(jobStateWord(stateAt(state)), words.at(state));
}

void TestJobState::wordsAreDistinct()
{
    QSet<QString> words;
    for (int state = 0; state < jobStateCount; ++state)
        words << jobStateWord(stateAt(state));
    QCOMPARE(words.size(), jobStateCount);
}

QTEST_GUILESS_MAIN(TestJobState)
#include "tst_jobstate.moc"
