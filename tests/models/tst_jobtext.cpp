#include "jobs/jobinfo.h"
#include "models/jobtext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::models;

class TestJobText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void positionsAreOrdinals_data()
    {
        QTest::addColumn<int>("ahead");
        QTest::addColumn<QString>("text");
        QTest::newRow("next") << 0 << u"next"_s;
        QTest::newRow("negative") << -3 << u"next"_s;
        QTest::newRow("2nd") << 1 << u"2nd"_s;
        QTest::newRow("3rd") << 2 << u"3rd"_s;
        QTest::newRow("4th") << 3 << u"4th"_s;
        QTest::newRow("11th") << 10 << u"11th"_s;
        QTest::newRow("12th") << 11 << u"12th"_s;
        QTest::newRow("21st") << 20 << u"21st"_s;
        QTest::newRow("112th") << 111 << u"112th"_s;
        QTest::newRow("12001st") << 12000 << u"12001st"_s;
    }
    void positionsAreOrdinals()
    {
        QFETCH(int, ahead);
        QTEST(positionText(ahead), "text");
    }

    void everyStateHasAWord()
    {
        QStringList words;
        for (int i = 0; i < jobStateCount; ++i) {
            jobs::JobInfo job;
            job.state = static_cast<JobState>(i);
            QVERIFY(!stateText(job).isEmpty());
            words << jobStateWord(job.state);
        }
        QCOMPARE(words.removeDuplicates(), 0);
    }

    void aWaitingJobWithTroubleIsHeldAndSaysWhy()
    {
        jobs::JobInfo job;
        job.trouble = Error{ErrorKind::Unreachable, u"fal cannot be reached."_s};
        QCOMPARE(stateText(job), u"Held"_s);
        QCOMPARE(detailText(job), u"fal cannot be reached."_s);
    }

    // MAL-02: text from outside must neither drive the terminal nor turn the line around.
    void strangersTextStaysOnOneLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("line");
        QTest::newRow("plain") << u"a fox"_s << u"a fox"_s;
        QTest::newRow("lines") << u"a\nb\r\n\tc"_s << u"a b   c"_s;
        QTest::newRow("escape") << u"\x1b[2J"_s << u"\u241b[2J"_s;
        QTest::newRow("bidi override") << u"a\u202eb"_s << u"a\u2426b"_s;
        QTest::newRow("cjk and emoji") << u"猫 🐈"_s << u"猫 🐈"_s;
        QTest::newRow("markup") << u"<b>x</b>"_s << u"<b>x</b>"_s;
    }
    void strangersTextStaysOnOneLine()
    {
        QFETCH(QString, text);
        QTEST(oneLine(text), "line");
    }
};

QTEST_GUILESS_MAIN(TestJobText)
#include "tst_jobtext.moc"
