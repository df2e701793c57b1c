// PRC-06: one window for each data folder, with the real program.
#include "studioprocess.h"

#include <QTest>

#include <csignal>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace janus::test;

class TestOneWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    // PRC-06: the words are in Compose, not sent.
    void aSecondStartHandsOverItsPromptAndEndsWell()
    {
        StudioProcess first(folder());
        first.startWith({});
        QVERIFY(first.waitForWindow());
        const Finished second = run(folder(), {u"--prompt"_s, u"a heron at dusk"_s, u"/nowhere/fox.png"_s});
        QCOMPARE(second.code, 0);
        QVERIFY2(second.errors.isEmpty(), second.errors.constData());
        QCOMPARE(first.state(), QProcess::Running);
        first.signal(SIGTERM);
        QVERIFY(first.waitForEnd());
        QCOMPARE(first.exitCode(), 0);
        QCOMPARE(draftPrompt(folder()), u"a heron at dusk"_s);
        QCOMPARE(run(folder(), {u"jobs"_s}).lines, QStringList());
    }

    void theFirstStartTakesAPromptToo()
    {
        StudioProcess first(folder());
        first.startWith({u"--prompt=a heron"_s});
        QVERIFY(first.waitForWindow());
        first.signal(SIGTERM);
        QVERIFY(first.waitForEnd());
        QCOMPARE(draftPrompt(folder()), u"a heron"_s);
    }

    void afterAKillTheNextStartIsFree()
    {
        for (int round = 0; round < 3; ++round) {
            StudioProcess window(folder());
            window.startWith({});
            QVERIFY(window.waitForWindow());
            window.kill();
            QVERIFY(window.waitForEnd());
            StudioProcess next(folder());
            next.startWith({});
            QVERIFY(next.waitForWindow());
        }
    }

    void fiftyAtOnceAndOneLives()
    {
        constexpr int count = 50;
        std::vector<std::unique_ptr<StudioProcess>> starts;
        for (int i = 0; i < count; ++i) {
            starts.push_back(std::make_unique<StudioProcess>(folder()));
            starts.back()->startWith({u"--prompt"_s, u"prompt %1"_s.arg(i)});
        }
        const auto living = [&] {
            return std::ranges::count_if(
                starts, [](const auto &one) { return one->state() != QProcess::NotRunning; });
        };
        QVERIFY(QTest::qWaitFor([&] { return living() <= 1; }, 120'000));
        QCOMPARE(living(), 1);
        int handedOver = 0;
        for (const auto &one : starts) {
            if (one->state() == QProcess::NotRunning) {
                QVERIFY2(one->exitStatus() == QProcess::NormalExit && one->exitCode() == 0,
                         one->errors().constData());
                ++handedOver;
                continue;
            }
            one->signal(SIGTERM);
            QVERIFY(one->waitForEnd());
            QCOMPARE(one->exitCode(), 0);
        }
        QCOMPARE(handedOver, count - 1);
        QVERIFY(draftPrompt(folder()).startsWith(u"prompt "_s));
        std::printf("FIGURE one-window started=%d lived=1 handed-over=%d\n", count, handedOver);
    }

    void aFirstThatHangsIsSaid()
    {
        StudioProcess first(folder());
        first.startWith({});
        QVERIFY(first.waitForWindow());
        first.signal(SIGSTOP);
        const Finished second = run(folder(), {u"--prompt"_s, u"x"_s});
        QCOMPARE(second.code, 6);
        QVERIFY(second.errors.contains("does not answer"));
    }

    void otherFoldersAreOtherWindows()
    {
        StudioProcess one(folder());
        one.startWith({});
        QVERIFY(one.waitForWindow());
        const QTemporaryDir another;
        StudioProcess two(another.path());
        two.startWith({});
        QVERIFY(two.waitForWindow());
        QCOMPARE(one.state(), QProcess::Running);
    }

    void aPictureOfTheWindowIsTakenBesideIt()
    {
        StudioProcess window(folder());
        window.startWith({});
        QVERIFY(window.waitForWindow());
        const QString file = m_folder->filePath(u"window.png"_s);
        QCOMPARE(run(folder(), {u"--screenshot"_s, file}).code, 0);
        QVERIFY(QFile::exists(file));
        QCOMPARE(window.state(), QProcess::Running);
    }

private:
    QString folder() const { return m_folder->filePath(u"data"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestOneWindow)
#include "tst_onewindow.moc"
