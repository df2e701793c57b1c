// Who is the first window, and what it takes from others: plain text of a limited size, from the same person.
#include "firstwindow.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace janus;

namespace {

constexpr StartPatience shortPatience{300ms, 300ms};

} // namespace

class TestFirstWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_paths = support::Paths::below(m_folder->path());
        QVERIFY(m_paths.prepare());
    }

    void theSecondHandsOverAndIsNobody()
    {
        const auto first = claim();
        QVERIFY(first);
        QVERIFY(!first->wasCutShort());
        first->listen();
        const QSignalSpy received(first.get(), &FirstWindow::received);
        const Handover mine{u"a heron\nat “dusk” \U0001F426"_s, {u"/tmp/a b.png"_s}, u"token"_s};
        const auto second = inThread(mine);
        QVERIFY(second);
        QVERIFY(!*second);
        QCOMPARE(received.count(), 1);
        QCOMPARE(received.first().first().value<Handover>(), mine);
    }

    void whenTheFirstIsGoneTheNextIsFirst()
    {
        claim()->listen();
        const auto next = claim();
        QVERIFY(next);
        QVERIFY2(!next->wasCutShort(), "it came to its end");
    }

    // PRC-05: what a killed window leaves behind tells the next one.
    void aWindowThatWasCutShortIsNoticed()
    {
        QFile left(m_paths.data + "/window.lock"_L1);
        QVERIFY(left.open(QIODevice::WriteOnly));
        left.write("/run/user/1000/janus-studio-0123\n");
        left.close();
        {
            const auto next = claim();
            QVERIFY(next);
            QVERIFY(next->wasCutShort());
        }
        QVERIFY(!claim()->wasCutShort());
    }

    void aFirstThatDoesNotAnswerIsSaid_data()
    {
        QTest::addColumn<bool>("listens");
        QTest::newRow("it is busy for good") << true;
        QTest::newRow("it never came to listen") << false;
    }
    void aFirstThatDoesNotAnswerIsSaid()
    {
        QFETCH(bool, listens);
        const auto first = claim();
        if (listens)
            first->listen();
        // In this thread, so that nobody answers.
        const auto second = FirstWindow::claim(m_paths, {}, shortPatience);
        QVERIFY(!second);
        QCOMPARE(second.error().kind, ErrorKind::Storage);
        QVERIFY(second.error().message.contains(u"does not answer"_s));
    }

    // PRC-06: only the person's own programs can speak to the window.
    void nobodyElseCanReachIt()
    {
        const auto first = claim();
        first->listen();
        const QFileInfo lock(m_paths.data + "/window.lock"_L1);
        const QFileInfo socket(address());
        QCOMPARE(lock.permissions() &
                     (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
        QVERIFY(socket.exists());
        QCOMPARE(socket.permissions() &
                     (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
    }

    void withoutARuntimeFolderTheDataFolderServes()
    {
        const QByteArray runtime = qgetenv("XDG_RUNTIME_DIR");
        qunsetenv("XDG_RUNTIME_DIR");
        const auto restored = qScopeGuard([&] { qputenv("XDG_RUNTIME_DIR", runtime); });
        const auto first = claim();
        first->listen();
        QVERIFY(address().startsWith(m_paths.data));
        const auto second = inThread({u"x"_s, {}, {}});
        QVERIFY(second && !*second);
    }

    void whatIsNoMessageIsRefused_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("no JSON") << QByteArray("hello\n");
        QTest::newRow("a list") << QByteArray("[1]\n");
        QTest::newRow("empty") << QByteArray("\n");
        QTest::newRow("a prompt too long") << "{\"prompt\":\"" + QByteArray(100'001, 'x') + "\"}\n";
        QTest::newRow("too many files")
            << "{\"files\":[\"/a\"" + QByteArray(",\"/a\"").repeated(100) + "]}\n";
        QTest::newRow("without an end") << QByteArray(8 * 1024 * 1024, 'x');
    }
    void whatIsNoMessageIsRefused()
    {
        QFETCH(QByteArray, message);
        const auto first = claim();
        first->listen();
        const QSignalSpy received(first.get(), &FirstWindow::received);
        QLocalSocket other;
        other.connectToServer(address());
        QTRY_COMPARE(other.state(), QLocalSocket::ConnectedState);
        other.write(message);
        QTRY_COMPARE_WITH_TIMEOUT(other.state(), QLocalSocket::UnconnectedState, 20000);
        QVERIFY(!other.readAll().startsWith("taken"));
        QCOMPARE(received.count(), 0);
        const auto second = inThread({u"x"_s, {}, {}});
        QVERIFY2(second && !*second, "the window still hears the others");
    }

    void onlyTextAndWholePathsAreTaken()
    {
        const auto taken = Handover::fromMessage("{\"prompt\": \"a\\u0000\\u001b[31mb\\tc\\nd\", \"files\": "
                                                 "[\"/a\", \"b\", 7, \"/c\\u0000d\"], \"more\": {}}");
        QVERIFY(taken);
        QCOMPARE(taken->prompt, u"a[31mb\tc\nd"_s);
        QCOMPARE(taken->files, QStringList{u"/a"_s});
    }

    void whatIsTooMuchIsSaidBeforeItIsSent()
    {
        const auto second = FirstWindow::claim(m_paths, {QString(100'001, u'x'), {}, {}});
        QVERIFY(!second);
        QCOMPARE(second.error().kind, ErrorKind::BadInput);
        QVERIFY(second.error().message.contains(u"100,000"_s));
    }

private:
    std::unique_ptr<FirstWindow> claim()
    {
        auto claimed = FirstWindow::claim(m_paths, {}, shortPatience);
        return claimed ? std::move(*claimed) : nullptr;
    }

    /// Another start while this thread answers.
    Result<std::unique_ptr<FirstWindow>> inThread(const Handover &mine)
    {
        auto other = std::async(std::launch::async, [&] { return FirstWindow::claim(m_paths, mine); });
        if (!QTest::qWaitFor([&] { return other.wait_for(0s) == std::future_status::ready; }, 30000))
            qWarning("the other start waits");
        return other.get();
    }

    QString address() const
    {
        QFile lock(m_paths.data + "/window.lock"_L1);
        return lock.open(QIODevice::ReadOnly) ? QFile::decodeName(lock.readLine().trimmed()) : QString();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    support::Paths m_paths;
};

QTEST_GUILESS_MAIN(TestFirstWindow)
#include "tst_firstwindow.moc"
