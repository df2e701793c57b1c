// KEY-10: a key that nobody has seen before goes through the whole road of the real program, with everything
// that can go wrong on it; then it is looked for in all that is left. KEY-11, KEY-12: with logging as loud as
// it gets, and from the environment. Runs with a keychain and a bus of its own (tests/with-keyring).
#include "sandbox/faultfile.h"
#include "sandbox/sandboxserver.h"
#include "tests/canary/keysearch.h"

#include <QDir>
#include <QDirIterator>
#include <QImageReader>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

constexpr int longEnough = 60'000;

QByteArray contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Sends back all that it was sent, as a server does that shows its visitors what they asked.
class Echo : public QTcpServer
{
public:
    Echo()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { answer(*socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
    }
    QString origin() const { return u"http://127.0.0.1:%1"_s.arg(serverPort()); }
    bool isJson = false;
    int keysSeen = 0;

private:
    void answer(QTcpSocket &socket)
    {
        const QByteArray asked = socket.readAll();
        keysSeen += asked.toLower().contains("authorization: key ");
        QByteArray body = "<html><pre>" + asked + "</pre>";
        if (isJson)
            body = "{\"detail\":[{\"msg\":\"" + QByteArray(asked).replace("\r\n", " ").replace('"', '\'') +
                   "\"}]}";
        socket.write("HTTP/1.1 " + QByteArray(isJson ? "400 Bad Request" : "500 Oops") +
                     "\r\nContent-Type: " + (isJson ? "application/json" : "text/html") +
                     "\r\nConnection: close\r\nContent-Length: " + QByteArray::number(body.size()) +
                     "\r\n\r\n" + body);
        socket.disconnectFromHost();
    }
};

} // namespace

class TestCanary : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void theSearchFindsAPlantedKeyInEveryForm();
    void theWholeRoadLeavesNoKeyBehind();

private:
    struct Run
    {
        int code = -1;
        QByteArray output;
        QByteArray errors;
    };

    QProcessEnvironment environment(const QByteArray &key) const;
    Run janus(const QStringList &arguments, const QByteArray &key = {}, const QByteArray &input = {});
    void start(QProcess &process, const QStringList &arguments, const QByteArray &key) const;
    void collect(const QString &place, const QByteArray &what);
    void collectProcess(qint64 pid);
    void collectPictureTexts();
    bool setFaults(const QByteArray &json);

    QString m_home;
    QString m_data;
    QString m_origin;
    std::unique_ptr<sandbox::SandboxServer> m_server;
    QHash<QString, QByteArray> m_seen; ///< what was caught in passing, by place
    int m_runs = 0;
};

void TestCanary::initTestCase()
{
    m_home = QDir::homePath();
    if (qEnvironmentVariable("XDG_RUNTIME_DIR").isEmpty() || !qEnvironmentVariableIsSet("KEYRING_PID"))
        QSKIP("run it with tests/with-keyring unlocked");
    m_data = m_home + u"/studio"_s;
    QVERIFY(QDir(m_home).mkpath(u"tmp"_s));
}

void TestCanary::theSearchFindsAPlantedKeyInEveryForm()
{
    const QByteArray key = ApiKey::newForPractice().reveal();
    KeySearch search(key);
    const QString folder = m_home + u"/planted/.deep"_s;
    QVERIFY(QDir().mkpath(folder));
    for (const KeySearch::Form &form : search.forms()) {
        QFile file(folder + u"/file"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(4093, 'x') + form.bytes + QByteArray(999, '\0'));
        file.close();
        QCOMPARE(search.findBelow(m_home + u"/planted"_s).size(), 1);
    }
    // As whole files would have it, not as the search takes it apart.
    for (int before = 0; before < 6; ++before) {
        const QByteArray text = QByteArray(before, '#') + "Authorization: Key " + key + " and more";
        QVERIFY2(!search.find(text.toBase64()).isEmpty(), QByteArray::number(before));
        QVERIFY(!search.find(text.toHex()).isEmpty());
        QVERIFY(!search.find(QByteArray(before, '#') + key.sliced(7, 30)).isEmpty());
    }
    QVERIFY(search.find(ApiKey::newForPractice().reveal().sliced(16)).isEmpty());
    QVERIFY(QDir(m_home + u"/planted"_s).removeRecursively());
    // A database keeps what was deleted, and what is in its log alone.
    QVERIFY(search.findBelow(m_home).isEmpty());
}

QProcessEnvironment TestCanary::environment(const QByteArray &key) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    environment.insert(u"TMPDIR"_s, m_home + u"/tmp"_s);
    environment.insert(u"QT_LOGGING_RULES"_s, u"*=true"_s);
    environment.insert(u"QT_DEBUG_PLUGINS"_s, u"1"_s);
    environment.insert(u"SSLKEYLOGFILE"_s, m_home + u"/tls.log"_s);
    for (const auto &variable : {u"FAL_KEY"_s, u"FAL_KEY_ID"_s, u"FAL_KEY_SECRET"_s})
        environment.remove(variable);
    if (!key.isEmpty() && m_runs % 2 == 0) {
        environment.insert(u"FAL_KEY"_s, QString::fromLatin1(key));
    } else if (!key.isEmpty()) { // the other way it may be given
        environment.insert(u"FAL_KEY_ID"_s, QString::fromLatin1(key.left(key.indexOf(':'))));
        environment.insert(u"FAL_KEY_SECRET"_s, QString::fromLatin1(key.sliced(key.indexOf(':') + 1)));
    }
    return environment;
}

void TestCanary::start(QProcess &process, const QStringList &arguments, const QByteArray &key) const
{
    process.setProcessEnvironment(environment(key));
    process.setWorkingDirectory(m_home + u"/tmp"_s);
    process.start(QStringLiteral(PROGRAM), QStringList{u"--data"_s, m_data, u"--verbose"_s} + arguments);
}

TestCanary::Run TestCanary::janus(const QStringList &arguments, const QByteArray &key,
                                  const QByteArray &input)
{
    QProcess process;
    start(process, arguments, key);
    ++m_runs;
    if (!input.isEmpty()) {
        process.write(input);
        process.closeWriteChannel();
    }
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, longEnough))
        return {};
    const Run run{process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    collect(u"standard output"_s, run.output);
    collect(u"standard error"_s, run.errors);
    return run;
}

void TestCanary::collect(const QString &place, const QByteArray &what)
{
    m_seen[place] += what + '\n';
}

/// Arguments, environment and open files of a running program and of everything it has started.
void TestCanary::collectProcess(qint64 pid)
{
    const QString proc = u"/proc/%1/"_s.arg(pid);
    collect(u"arguments"_s, contentOf(proc + u"cmdline"_s));
    collect(u"environment"_s, contentOf(proc + u"environ"_s));
    const QFileInfoList open = QDir(proc + u"fd"_s).entryInfoList(QDir::AllEntries | QDir::System);
    for (const QFileInfo &file : open)
        collect(u"open files"_s, file.symLinkTarget().toUtf8());
    const QStringList threads = QDir(proc + u"task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &thread : threads) {
        collect(u"thread names"_s, contentOf(proc + u"task/%1/comm"_s.arg(thread)));
        const QByteArrayList children =
            contentOf(proc + u"task/%1/children"_s.arg(thread)).simplified().split(' ');
        for (const QByteArray &child : children) {
            if (child.toLongLong() > 0)
                collectProcess(child.toLongLong());
        }
    }
}

/// What pictures say of themselves, unpacked.
void TestCanary::collectPictureTexts()
{
    QDirIterator files(m_data, {u"*.png"_s, u"*.jpg"_s, u"*.jpeg"_s, u"*.webp"_s}, QDir::Files,
                       QDirIterator::Subdirectories);
    int pictures = 0;
    for (; files.hasNext(); ++pictures) {
        QImageReader reader(files.next());
        for (const QString &text : reader.textKeys())
            collect(u"texts in pictures"_s, text.toUtf8() + '=' + reader.text(text).toUtf8());
    }
    QVERIFY2(pictures >= 4, "there are pictures to look at");
}

bool TestCanary::setFaults(const QByteArray &json)
{
    const Result<sandbox::FaultPlan> plan = sandbox::readFaults(json);
    if (plan)
        m_server->setFaults(*plan);
    return plan.hasValue();
}

void TestCanary::theWholeRoadLeavesNoKeyBehind()
{
    m_server = std::make_unique<sandbox::SandboxServer>(sandbox::SandboxOptions{
        .pace = 0, .mostConnections = 256, .schemaFolder = QStringLiteral(JANUS_SCHEMAS)});
    QVERIFY(m_server->listen());
    m_origin = m_server->origin().toString();
    const QByteArray key = m_server->key().reveal();
    QByteArray wrongKey = key;
    wrongKey.back() = wrongKey.back() == '0' ? '1' : '0';
    const QStringList at{u"--server"_s, m_origin};
    const QStringList make{u"generate"_s, u"--size"_s, u"64x64"_s};

    QProcess monitor;
    monitor.setStandardOutputFile(m_home + u"/bus.capture"_s);
    const bool isWatched = !QStandardPaths::findExecutable(u"dbus-monitor"_s).isEmpty();
    if (isWatched)
        monitor.start(u"dbus-monitor"_s, {u"--session"_s});

    // From the environment.
    QCOMPARE(janus(at + QStringList{u"key"_s, u"test"_s}, key).code, 0);
    QCOMPARE(janus(at + QStringList{u"key"_s, u"list"_s}, key).code, 0);
    QCOMPARE(
        janus(at + QStringList{u"--json"_s} + make + QStringList{u"--count"_s, u"2"_s, u"a fox"_s}, key).code,
        0);
    QCOMPARE(janus(at + make + QStringList{u"--private"_s, u"a private fox"_s}, key).code, 0);
    QCOMPARE(janus(at + QStringList{u"models"_s, u"add"_s, u"fal-ai/flux/dev"_s}, key).code, 0);
    QCOMPARE(janus(at + QStringList{u"models"_s, u"refresh"_s}, key).code, 0);
    QFile file(m_home + u"/tmp/upload.png"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(50'000, 'p'));
    file.close();
    QCOMPARE(janus(at + QStringList{u"--json"_s, u"upload"_s, file.fileName()}, key).code, 0);

    // Into the keychain, and from there.
    QCOMPARE(janus(at + QStringList{u"key"_s, u"set"_s, u"Canary"_s}, {}, key + '\n').code, 0);
    QCOMPARE(janus(at + QStringList{u"key"_s, u"test"_s, u"Canary"_s}).code, 0);
    QCOMPARE(janus(at + make + QStringList{u"a fox by keychain"_s}).code, 0);
    QCOMPARE(janus(at + QStringList{u"key"_s, u"set"_s, QString::fromLatin1(key)}).code, 2);
    QCOMPARE(janus(at + QStringList{u"--key"_s, u"x"_s, u"jobs"_s}).code,
             2); // KEY-11: there is no such option

    // What goes wrong.
    QCOMPARE(janus(at + make + QStringList{u"refused"_s}, wrongKey).code, 3);
    QCOMPARE(janus(at + QStringList{u"--json"_s, u"key"_s, u"test"_s}, wrongKey).code, 3);
    QVERIFY(setFaults(R"([{"do":"completed-with-error","times":"always"}])"));
    QVERIFY(janus(at + make + QStringList{u"breaks down"_s}, key).code != 0);
    QVERIFY(setFaults(
        R"([{"do":"reset-after-accept"},{"do":"503","on":"status","times":2},{"do":"cut","on":"media"}])"));
    janus(at + make + QStringList{u"lost"_s}, key);
    QVERIFY(setFaults(R"([{"do":"503","on":"initiate"},{"do":"502","on":"upload"}])"));
    janus(at + QStringList{u"upload"_s, file.fileName()}, key);
    m_server->clearFaults();
    Echo echo;
    for (const bool isJson : {false, true}) {
        echo.isJson = isJson;
        for (const QStringList &call : {make + QStringList{u"echo"_s}, QStringList{u"key"_s, u"test"_s},
                                        QStringList{u"upload"_s, file.fileName()}}) {
            QVERIFY(
                janus(QStringList{u"--server"_s, echo.origin(), u"--look-for"_s, u"0"_s, u"--json"_s} + call,
                      key)
                    .code > 0);
        }
    }
    QVERIFY2(echo.keysSeen > 0, "the echo has had the key to send back");
    const QString nobody = echo.origin();
    echo.close();
    QCOMPARE(janus(QStringList{u"--server"_s, nobody} + make + QStringList{u"nobody"_s}, key).code, 5);

    // Interrupted in the middle, looked at while it runs, cancelled, taken up again.
    m_server->setCapacity(0);
    QProcess process;
    start(process, at + make + QStringList{u"--count"_s, u"2"_s, u"interrupted"_s}, key);
    QByteArray errors;
    connect(&process, &QProcess::readyReadStandardError, this,
            [&] { errors += process.readAllStandardError(); });
    QTRY_VERIFY_WITH_TIMEOUT(errors.count("Request accepted") >= 1, longEnough);
    collectProcess(process.processId());
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, longEnough);
    collect(u"standard error"_s, errors + process.readAllStandardError());
    collect(u"standard output"_s, process.readAllStandardOutput());
    const Run jobs = janus(at + QStringList{u"--json"_s, u"jobs"_s}, key);
    static const QRegularExpression id(u"\"request_id\":\"([^\"]+)\""_s);
    const QString first = id.match(QString::fromUtf8(jobs.output)).captured(1);
    QVERIFY(!first.isEmpty());
    janus(at + QStringList{u"cancel"_s, first}, key);
    m_server->setCapacity(2);
    janus(at + QStringList{u"--json"_s, u"resume"_s}, key);

    // The window.
    QProcess window;
    start(window, at + QStringList{u"--screenshot"_s, m_home + u"/tmp/window.png"_s}, key);
    QTRY_COMPARE_WITH_TIMEOUT(window.state(), QProcess::NotRunning, longEnough);
    QCOMPARE(window.exitCode(), 0);
    collect(u"standard error"_s, window.readAllStandardError());
    collect(u"standard output"_s, window.readAllStandardOutput());
    QCOMPARE(janus(at + QStringList{u"key"_s, u"forget"_s, u"Canary"_s}).code, 0);

    if (isWatched) {
        monitor.terminate();
        QTRY_COMPARE_WITH_TIMEOUT(monitor.state(), QProcess::NotRunning, longEnough);
        const QByteArray capture = contentOf(m_home + u"/bus.capture"_s);
        QVERIFY2(capture.contains("org.freedesktop.Secret"), "the keychain's traffic was watched");
        collect(u"bus"_s, capture);
    }
    collectPictureTexts();
    QVERIFY2(!QFile::exists(m_home + u"/tls.log"_s), "KEY-12");
    QVERIFY(m_seen.value(u"standard error"_s).contains("[key]") ||
            m_seen.value(u"standard error"_s).size() > 1000);

    KeySearch search(key);
    QStringList hits;
    for (const QByteArray &searched : {key, wrongKey}) {
        KeySearch one(searched);
        hits += one.findBelow(m_home);
        for (auto place = m_seen.cbegin(); place != m_seen.cend(); ++place) {
            const QByteArray form = one.find(place.value());
            if (!form.isEmpty())
                hits << place.key() + u": "_s + QString::fromLatin1(form);
        }
        search.filesRead = one.filesRead;
        search.bytesRead = one.bytesRead;
    }
    QSet<QString> folders;
    QDirIterator below(m_home, QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden,
                       QDirIterator::Subdirectories);
    while (below.hasNext())
        folders << below.next();
    std::printf("FIGURE canary places=%d encodings=%d files=%d bytes=%lld runs=%d hits=%d\n",
                int(folders.size() + m_seen.size()), search.encodings(), search.filesRead,
                static_cast<long long>(search.bytesRead), m_runs, int(hits.size()));
    for (const QString &needed : {u"/studio/data/library.db"_s, u"/data/keyrings"_s, u"/studio/pictures"_s})
        QVERIFY2(QFile::exists(m_home + needed), qPrintable(needed));
    QVERIFY2(hits.isEmpty(), qPrintable(hits.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestCanary)
#include "tst_canary.moc"
