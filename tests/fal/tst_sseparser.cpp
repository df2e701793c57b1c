#include "fal/sseparser.h"

#include <QRandomGenerator>
#include <QTest>

using namespace janus::fal;

namespace {

QList<QByteArray> eventsOf(const QList<QByteArray> &pieces)
{
    SseParser parser;
    QList<QByteArray> events;
    for (const QByteArray &piece : pieces)
        parser.feed(piece, [&](const QByteArray &event) { events.append(event); });
    return events;
}

const QByteArray longStory = "\xEF\xBB\xBF: hello\n\n"
                             "data: {\"status\":\"IN_QUEUE\"}\n\n"
                             "event: news\r\nid: 7\r\nretry: 10\r\ndata: caf\xC3\xA9 \xF0\x9F\xA6\x8A\r\n\r\n"
                             "data:first\rdata:\rdata: third\r\r"
                             ": ping\r\n\r\n"
                             "data\n\n"
                             "database: no\n\n"
                             "data: cut off\n";
const QList<QByteArray> storyEvents{"{\"status\":\"IN_QUEUE\"}", "caf\xC3\xA9 \xF0\x9F\xA6\x8A",
                                    "first\n\nthird", ""};

} // namespace

class TestSseParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyFormIsRead() { QCOMPARE(eventsOf({longStory}), storyEvents); }

    void aCutAtAnyByteChangesNothing()
    {
        for (qsizetype at = 0; at <= longStory.size(); ++at)
            QCOMPARE(eventsOf({longStory.left(at), longStory.mid(at)}), storyEvents);
    }

    void cutsAtRandomChangeNothing()
    {
        QRandomGenerator random(4711);
        for (int round = 0; round < 300; ++round) {
            QList<QByteArray> pieces;
            for (qsizetype at = 0; at < longStory.size();) {
                const qsizetype size = random.bounded(0, 12);
                pieces.append(longStory.mid(at, size));
                at += size;
            }
            QCOMPARE(eventsOf(pieces), storyEvents);
        }
    }

    void onlyOneSpaceIsTakenAway() { QCOMPARE(eventsOf({"data:  two\n\n"}), QList<QByteArray>{" two"}); }

    void anEventMayHaveAMebibyte()
    {
        const QByteArray large(SseParser::largestEvent - 100, 'x');
        QCOMPARE(eventsOf({"data: " + large + "\n\n"}), QList<QByteArray>{large});
    }

    void aLineWithoutEndIsRefusedAtTheCap()
    {
        // NET-17
        SseParser parser;
        bool isGood = true;
        int pieces = 0;
        while (isGood && pieces < 64) {
            isGood = parser.feed(QByteArray(64 * 1024, 'x'),
                                 [](const QByteArray &) { QFAIL("No event was ended."); });
            ++pieces;
        }
        QVERIFY(parser.isBroken());
        QVERIFY(pieces <= 17);
        QVERIFY(!parser.feed("data: x\n\n", [](const QByteArray &) { QFAIL("It must stay broken."); }));
    }

    void manyLinesOfOneEventAreRefusedAtTheCap()
    {
        SseParser parser;
        const QByteArray line = "data: " + QByteArray(100'000, 'x') + "\n";
        int taken = 0;
        while (taken < 100 && parser.feed(line, [](const QByteArray &) {}))
            ++taken;
        QVERIFY(taken < 11);
    }
};

QTEST_APPLESS_MAIN(TestSseParser)
#include "tst_sseparser.moc"
