#include "support/ownerlock.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::support;

namespace {

/// Another process: takes a lock, says its token, and lives until its input ends or it is killed.
int holdLock(const QString &folder)
{
    const auto lock = OwnerLock::take(folder);
    if (!lock)
        return 1;
    std::printf("%s\n", qPrintable((*lock)->token()));
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}

class OtherProcess
{
public:
    explicit OtherProcess(const QString &folder)
    {
        process.start(QCoreApplication::applicationFilePath(), {u"--hold"_s, folder});
        if (process.waitForStarted() && process.waitForReadyRead())
            token = QString::fromLatin1(process.readLine()).trimmed();
    }
    QProcess process;
    QString token;
};

} // namespace

class TestOwnerLock : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;

    QStringList files() const { return QDir(m_folder.path()).entryList(QDir::Files); }

private Q_SLOTS:
    void aLivingOwnerIsAliveAndGoneAfterwards()
    {
        QString token;
        {
            const auto lock = OwnerLock::take(m_folder.path());
            QVERIFY(lock.hasValue());
            token = (*lock)->token();
            QCOMPARE(token.size(), 32);
            QVERIFY(OwnerLock::isAlive(m_folder.path(), token));
            QVERIFY(OwnerLock::isAlive(m_folder.path(), token));
        }
        QVERIFY(!OwnerLock::isAlive(m_folder.path(), token));
        QCOMPARE(files(), QStringList());
    }

    void twoOwnersHaveDifferentTokens()
    {
        const auto one = OwnerLock::take(m_folder.path());
        const auto two = OwnerLock::take(m_folder.path());
        QVERIFY(one && two);
        QVERIFY((*one)->token() != (*two)->token());
    }

    void anotherProcessIsAliveUntilItIsKilledAndDeadAtOnceThen()
    {
        OtherProcess other(m_folder.path());
        QCOMPARE(other.token.size(), 32);
        QVERIFY(OwnerLock::isAlive(m_folder.path(), other.token));
        other.process.kill();
        QVERIFY(other.process.waitForFinished());
        QCOMPARE(files().size(), 1);
        QVERIFY(!OwnerLock::isAlive(m_folder.path(), other.token));
        QCOMPARE(files(), QStringList());
    }

    void anotherProcessThatEndsWellLeavesNothing()
    {
        OtherProcess other(m_folder.path());
        QVERIFY(OwnerLock::isAlive(m_folder.path(), other.token));
        other.process.closeWriteChannel();
        QVERIFY(other.process.waitForFinished());
        QCOMPARE(files(), QStringList());
        QVERIFY(!OwnerLock::isAlive(m_folder.path(), other.token));
    }

    void aTokenThatIsAPathTouchesNothing()
    {
        QFile precious(m_folder.filePath(u"precious.lock"_s));
        QVERIFY(precious.open(QIODevice::WriteOnly));
        QDir(m_folder.path()).mkdir(u"locks"_s);
        QVERIFY(!OwnerLock::isAlive(m_folder.filePath(u"locks"_s), u"../precious"_s));
        QVERIFY(!OwnerLock::isAlive(m_folder.filePath(u"locks"_s), {}));
        QVERIFY(precious.exists());
    }

    void aMissingFolderIsAnError()
    {
        const auto lock = OwnerLock::take(m_folder.filePath(u"none"_s));
        QVERIFY(!lock);
        QCOMPARE(lock.error().kind, ErrorKind::Storage);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == "--hold"_L1)
        return holdLock(application.arguments().value(2));
    TestOwnerLock test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_ownerlock.moc"
