#include "fal/repeats.h"

#include <QHash>
#include <QTest>

#include <algorithm>
#include <cstdio>

using namespace janus;
using namespace janus::fal;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 60;

Error trouble(ErrorKind kind = ErrorKind::Network, int waitSeconds = 0)
{
    return {kind, u"Sentence."_s, {}, {}, waitSeconds};
}

} // namespace

/// The one table of what is repeated.
class TestRepeats : public QObject
{
    Q_OBJECT
    const Timing m_timing;

private Q_SLOTS:
    void aSubmitIsNeverRepeated()
    {
        for (int kind = 0; kind <= int(ErrorKind::Internal); ++kind)
            QVERIFY(!Repeats(CallKind::Submit).pauseAfter(trouble(ErrorKind(kind)), m_timing));
    }

    void readsOfARequestAreRepeatedWithoutEnd_data()
    {
        QTest::addColumn<CallKind>("call");
        QTest::newRow("status") << CallKind::Status;
        QTest::newRow("result") << CallKind::Result;
        QTest::newRow("picture") << CallKind::Media;
        QTest::newRow("private picture") << CallKind::PrivateMedia;
    }
    void readsOfARequestAreRepeatedWithoutEnd()
    {
        QFETCH(const CallKind, call);
        for (const ErrorKind kind : {ErrorKind::Network, ErrorKind::Unreachable, ErrorKind::Protocol,
                                     ErrorKind::Busy, ErrorKind::NotYet}) {
            Repeats repeats(call);
            for (int i = 0; i < patience; ++i)
                QVERIFY(repeats.pauseAfter(trouble(kind), m_timing));
        }
    }

    void whatIsNotThereIsBelievedAfterSomeLooks_data()
    {
        QTest::addColumn<CallKind>("call");
        QTest::addColumn<int>("looks");
        QTest::newRow("status") << CallKind::Status << 3;
        QTest::newRow("SRV-10 result") << CallKind::Result << 6;
        QTest::newRow("picture") << CallKind::Media << 6;
        QTest::newRow("private picture") << CallKind::PrivateMedia << 120;
        QTest::newRow("permission for it") << CallKind::FileToken << 1;
        QTest::newRow("cancel") << CallKind::Cancel << 1;
    }
    void whatIsNotThereIsBelievedAfterSomeLooks()
    {
        QFETCH(const CallKind, call);
        QFETCH(const int, looks);
        Repeats repeats(call);
        for (int i = 1; i < looks; ++i)
            QVERIFY(repeats.pauseAfter(trouble(ErrorKind::Gone), m_timing));
        QVERIFY(!repeats.pauseAfter(trouble(ErrorKind::Gone), m_timing));
        // Looks count in a row only.
        Repeats interrupted(call);
        for (int i = 1; i < looks; ++i)
            interrupted.pauseAfter(trouble(ErrorKind::Gone), m_timing);
        QVERIFY(interrupted.pauseAfter(trouble(), m_timing));
        QCOMPARE(interrupted.pauseAfter(trouble(ErrorKind::Gone), m_timing).has_value(), looks > 1);
    }

    void aCancelIsSentFourTimesAtMost()
    {
        Repeats repeats(CallKind::Cancel);
        for (int i = 0; i < 3; ++i)
            QVERIFY(repeats.pauseAfter(trouble(), m_timing));
        QVERIFY(!repeats.pauseAfter(trouble(), m_timing));
        repeats.reset();
        QVERIFY(repeats.pauseAfter(trouble(), m_timing));
    }

    void whatAPersonMustMendIsNotRepeated()
    {
        for (const CallKind call : {CallKind::Status, CallKind::Stream, CallKind::Result, CallKind::Cancel,
                                    CallKind::Media, CallKind::Platform}) {
            for (const ErrorKind kind : {ErrorKind::NoKey, ErrorKind::KeyRefused, ErrorKind::AccountLocked,
                                         ErrorKind::Internal, ErrorKind::BadInput})
                QVERIFY(!Repeats(call).pauseAfter(trouble(kind), m_timing));
        }
        QVERIFY(!Repeats(CallKind::Result).pauseAfter(trouble(ErrorKind::Refused), m_timing));
        QVERIFY(!Repeats(CallKind::Media).pauseAfter(trouble(ErrorKind::Refused), m_timing));
    }

    // NET-18: full jitter below a bound that doubles up to the cap.
    void pausesAreJitteredBelowADoublingBound()
    {
        QSet<qint64> seen;
        Repeats repeats(CallKind::Status);
        for (int i = 1; i <= patience; ++i) {
            const auto pause = *repeats.pauseAfter(trouble(), m_timing);
            QVERIFY(pause >= 0ms);
            QVERIFY(pause <= Timing::longestPause(m_timing.retryFirst, m_timing.retryMost, i));
            seen.insert(pause.count());
        }
        QVERIFY(seen.size() > patience / 2);
    }

    // SRV-04
    void theServicesWishIsTheLeast()
    {
        for (int i = 0; i < patience; ++i) {
            Repeats repeats(CallKind::Result);
            QVERIFY(*repeats.pauseAfter(trouble(ErrorKind::Busy, 7), m_timing) >= 7s);
        }
    }

    // LD-02, LD-08: a thousand that lost the same server at once.
    void manyRepeatsAreSpread()
    {
        Timing timing;
        timing.second = 60s; // so long that the test happens within one
        Pacer pacer(timing);
        QHash<qint64, int> perSecond;
        std::chrono::milliseconds last{0};
        for (int k = 0; k < 1000; ++k) {
            Repeats repeats(CallKind::Status);
            const auto pause = repeats.pauseAfter(trouble(), pacer);
            QVERIFY(pause);
            const auto begins = *pause + 1s; // the pacer's clock is a little ahead of this
            ++perSecond[begins / timing.second];
            last = std::max(last, begins);
        }
        QCOMPARE(*std::ranges::max_element(perSecond), timing.repeatsPerSecond);
        QCOMPARE(last / timing.second, 99);
        std::printf("FIGURE herd jobs=1000 most-repeats-a-second=%d\n", timing.repeatsPerSecond);
    }

    void aRepeatThatFindsRoomIsNotPutOff()
    {
        Pacer pacer((Timing()));
        QCOMPARE(pacer.book(700ms), 700ms);
    }
};

QTEST_GUILESS_MAIN(TestRepeats)
#include "tst_repeats.moc"
