// The real program, with one system call at a time that fails: strace puts the error in its way.
#include "audit.h"
#include "practiceserver.h"
#include "studio.h"
#include "tests/figure.h"

#include <QDate>
#include <QDir>
#include <QFile>
#include <QHash>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus::crash;

namespace {

/// A call, and what may become of it. DSK-04: of a write that says less than it was given nothing at all is
/// written here, because strace leaves out the call; a full disk (tst_fulldisk) and a file's limit
/// (tst_durablefile) cut truly.
struct Call
{
    QString names;        ///< as strace takes them
    QString outcome;      ///< "error=EIO", "retval=7"
    bool isShort = false; ///< DSK-04
};

const QList<Call> &calls()
{
    static const QList<Call> all{
        {u"write,pwrite64"_s, u"error=EIO"_s},
        {u"write,pwrite64"_s, u"error=ENOSPC"_s},
        {u"write,pwrite64"_s, u"error=EDQUOT"_s},
        {u"fsync,fdatasync"_s, u"error=EIO"_s},
        {u"fsync,fdatasync"_s, u"error=ENOSPC"_s},
        {u"link,rename,renameat2"_s, u"error=EIO"_s},
        {u"link,rename,renameat2"_s, u"error=ENOSPC"_s},
        {u"openat,open"_s, u"error=EIO"_s},
        {u"openat,open"_s, u"error=EMFILE"_s},
        {u"openat,open"_s, u"error=ENOSPC"_s},
        {u"unlink,unlinkat"_s, u"error=EIO"_s},
        {u"mkdir,mkdirat"_s, u"error=EDQUOT"_s},
        {u"ftruncate"_s, u"error=EIO"_s},
        {u"write"_s, u"retval=0"_s, true},
        {u"pwrite64"_s, u"retval=0"_s, true},
    };
    return all;
}

} // namespace

class TestFaultyCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"strace"_s).isEmpty())
            QSKIP("strace is not installed.");
        m_server = std::make_unique<PracticeServer>(QStringList{u"--pace"_s, u"0"_s});
        QVERIFY(m_server->isUp());
        Studio studio(*m_server, m_folder.filePath(u"try"_s));
        studio.setPrefix({u"strace"_s, u"-f"_s, u"-o"_s, u"/dev/null"_s, u"-e"_s, u"trace=fsync"_s});
        if (studio.run({u"jobs"_s}).code != 0)
            QSKIP("Programs may not be traced here.");
        // A library that is there, and whose every file has a name that the injection can be kept to.
        Studio plain(*m_server, m_folder.filePath(u"before"_s));
        QCOMPARE(plain.run(generate(u"first"_s)).code, 0);
    }

    void aCallThatFailsOnceLosesNothing_data()
    {
        QTest::addColumn<int>("call");
        for (int i = 0; i < calls().size(); ++i)
            QTest::newRow(qPrintable((calls()[i].isShort ? u"DSK-04 "_s : u"DSK-03 "_s) + calls()[i].names +
                                     u' ' + calls()[i].outcome))
                << i;
    }
    void aCallThatFailsOnceLosesNothing()
    {
        QFETCH(const int, call);
        const bool isLong = qEnvironmentVariableIsSet("JANUS_LONG");
        const Call &one = calls()[call];
        const int all = count(one);
        // Spread over the whole job; each kind begins elsewhere, so that the kinds together see more of it.
        const int most = isLong ? all : std::min(all, 5);
        QVERIFY(all > 0);
        Audit total;
        int ended = 0;
        int injected = 0;
        for (int i = 0; i < most; ++i) {
            const int k = isLong ? i + 1 : 1 + ((2 * i + 1) * all / (2 * most) + call) % all;
            freshCopy();
            const QString prompt = u"call %1 number %2"_s.arg(call).arg(k);
            Studio faulty(*m_server, folder());
            faulty.setPrefix(traced({u"-o"_s, u"/dev/null"_s, u"-e"_s, u"trace="_s + one.names, u"-e"_s,
                                     u"inject=%1:%2:when=%3"_s.arg(one.names, one.outcome).arg(k)}));
            const Studio::Ending ending = faulty.run(generate(prompt));
            const QString where = u"call %1 of %2: "_s.arg(k).arg(all);
            QVERIFY2(!ending.hung, qPrintable(where + u"hung\n"_s + QString::fromUtf8(ending.errors)));
            QVERIFY2(ending.signal == 0 && !ending.errors.contains("Sanitizer"),
                     qPrintable(where + QString::fromUtf8(ending.errors)));
            ++injected;
            ended += ending.code == 0 ? 1 : 0;
            // Done was said of nothing that is not there.
            const Audit before = audit(acceptedOf(prompt), folder(), Ended::MayBeOpen);
            QVERIFY2(before.lost.isEmpty() && before.doubled.isEmpty(), qPrintable(where + before.text()));
            Studio studio(*m_server, folder());
            studio.run({u"resume"_s});
            studio.run({u"resume"_s, u"--unsent"_s});
            const Audit after = audit(acceptedOf(prompt), folder());
            QVERIFY2(after.isGood(),
                     qPrintable(where + after.text() + u'\n' + QString::fromUtf8(ending.errors)));
            total += after;
        }
        janus::test::figure(u"faulty_calls calls=%1 outcome=%2 all=%3 injected=%4 went_on=%5 %6"_s.arg(
            one.names, one.outcome, QString::number(all), QString::number(injected), QString::number(ended),
            total.figures()));
    }

private:
    static QStringList generate(const QString &prompt)
    {
        return {u"generate"_s, u"--size"_s, u"64x64"_s, prompt};
    }

    QString folder() const { return m_folder.filePath(u"data"_s); }

    void freshCopy() const
    {
        QDir(folder()).removeRecursively();
        QProcess::execute(u"cp"_s, {u"-a"_s, m_folder.filePath(u"before"_s), folder()});
    }

    /// Both requests that the folder knows: the one it came with and the new one.
    QList<AcceptedSubmit> acceptedOf(const QString &prompt) const
    {
        return m_server->accepted(u"first"_s) + m_server->accepted(prompt);
    }

    /// Only calls about files of the data folder are looked at. strace knows no wildcards and a part's name
    /// holds the process's number: "-D" leaves that number to the studio, and so to the shell before it.
    QStringList traced(const QStringList &arguments) const
    {
        const QString month = QDate::currentDate().toString(u"yyyy-MM"_s);
        QStringList paths;
        for (const QString &name : {u"library.db"_s, u"library.db-wal"_s, u"library.db-shm"_s})
            paths << "$0/data/"_L1 + name;
        for (const QString &name : {u"1"_s, u"2"_s, u"3"_s})
            paths << u"$0/pictures/.incoming/picture.$$-%1.part"_s.arg(name);
        paths << u"$0/data"_s << u"$0/pictures"_s << u"$0/pictures/.incoming"_s << "$0/pictures/"_L1 + month;
        QString script = u"exec strace -D -f"_s;
        for (const QString &path : paths)
            script += u" -P \"%1\""_s.arg(path);
        for (const QString &argument : arguments)
            script += u" '%1'"_s.arg(argument);
        return {u"sh"_s, u"-c"_s, script + u" \"$@\""_s, folder()};
    }

    /// How often one thread makes one of these calls in a whole job, at most: strace counts for each alone,
    /// so that the k-th of every thread fails.
    int count(const Call &call) const
    {
        static const QRegularExpression form(u"^(\\d+ +\\w+)\\("_s);
        freshCopy();
        const QString log = m_folder.filePath(u"calls"_s);
        Studio studio(*m_server, folder());
        studio.setPrefix(traced({u"-o"_s, log, u"-e"_s, u"trace="_s + call.names}));
        studio.run(generate(u"counted"_s));
        QFile file(log);
        QHash<QString, int> counts;
        int most = 0;
        while (file.isOpen() || file.open(QIODevice::ReadOnly)) {
            const QByteArray line = file.readLine();
            if (line.isEmpty())
                break;
            if (const auto match = form.match(QString::fromLatin1(line)); match.hasMatch())
                most = std::max(most, ++counts[match.captured(1)]);
        }
        return most;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<PracticeServer> m_server;
};

QTEST_GUILESS_MAIN(TestFaultyCalls)
#include "tst_faultycalls.moc"
