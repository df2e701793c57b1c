// "janus-studio key ..." as a shell sees it, on a real keychain: tests/with-keyring unlocked.
#include "core/apikey.h"
#include "tests/canary/keysearch.h"

#include <QDir>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

const QByteArray first = "c0ffee10-1111-4222-8333-944455566677:0123456789abcdeffedcba9876543210";
const QByteArray second = "c0ffee11-1111-4222-8333-944455566677:fedcba98765432100123456789abcdef";

struct Run
{
    int code = -1;
    QStringList lines;
    QByteArray errors;
};

QString dataFolder()
{
    return QDir::homePath() + u'/' + QString::fromLatin1(QTest::currentTestFunction());
}

Run key(const QStringList &arguments, const QByteArray &input = {}, const QStringList &environment = {})
{
    QProcess process;
    // A read of the keychain that is under way when the program ends is left to the end of the process:
    // deleting its job crashes inside libsecret. The leak sanitizer would report it whenever the keychain is
    // slower than we are.
    process.setEnvironment(QProcess::systemEnvironment() + environment +
                           QStringList{u"ASAN_OPTIONS=detect_leaks=0"_s});
    process.start(QStringLiteral(PROGRAM), QStringList{u"--data"_s, dataFolder(), u"key"_s} + arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000))
        return {};
    return {process.exitCode(),
            QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts),
            process.readAllStandardError()};
}

} // namespace

class TestKeyCommand : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!qEnvironmentVariableIsSet("KEYRING_PID"))
            QSKIP("run it with tests/with-keyring unlocked");
    }
    /// Each function has a data folder of its own, in which both keys are, the second in use.
    void init()
    {
        if (QDir(dataFolder()).exists())
            return;
        QCOMPARE(key({u"set"_s, u"One"_s}, first + '\n').code, 0);
        QCOMPARE(key({u"set"_s, u"Two"_s}, second).code, 0);
    }
    void cleanupTestCase()
    {
        for (const QByteArray &searched : {first, second})
            QCOMPARE(KeySearch(searched).findBelow(QDir::homePath()), QStringList());
    }

    void keysAreListedUsedRenamedAndForgotten()
    {
        QCOMPARE(key({u"list"_s}).lines, (QStringList{u"  One\tGNOME Keyring"_s, u"* Two\tGNOME Keyring"_s}));
        QCOMPARE(key({u"use"_s, u"one"_s}).code, 0);
        QCOMPARE(key({u"list"_s}).lines, (QStringList{u"* One\tGNOME Keyring"_s, u"  Two\tGNOME Keyring"_s}));
        QCOMPARE(key({u"rename"_s, u"ONE"_s, u"Home studio"_s}).code, 0);
        QCOMPARE(key({u"forget"_s, u"Two"_s}).code, 0);
        QCOMPARE(key({u"list"_s}).lines, QStringList{u"* Home studio\tGNOME Keyring"_s});
        // Set again under a name that is there it is another key of that name, not a second one.
        QCOMPARE(key({u"set"_s, u"home STUDIO"_s}, second).code, 0);
        QCOMPARE(key({u"list"_s}).lines, QStringList{u"* Home studio\tGNOME Keyring"_s});
    }

    void theEnvironmentComesFirstAndSaysSo()
    {
        const QStringList environment{u"FAL_KEY="_s + QString::fromLatin1(first)};
        const Run run = key({u"list"_s}, {}, environment);
        QCOMPARE(run.code, 0);
        QCOMPARE(run.lines, (QStringList{u"* FAL_KEY\tenvironment"_s, u"  One\tGNOME Keyring"_s,
                                         u"  Two\tGNOME Keyring"_s}));
        QVERIFY(key({u"use"_s, u"One"_s}, {}, environment).errors.contains("FAL_KEY is set and comes first"));
    }

    void wrongInputIsRefusedInWordsAndChangesNothing_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char *name, const QStringList &arguments, const char *words,
                            const QByteArray &input = {}) {
            QTest::newRow(name) << arguments << input << QByteArray(words);
        };
        const QString asName = QString::fromLatin1(first);
        row("nothing", {}, "key takes list, set, use, test, rename or forget");
        row("another word", {u"paint"_s}, "key takes list");
        row("list and more", {u"list"_s, u"One"_s}, "key list takes nothing more");
        row("use nothing", {u"use"_s}, "needs the name of a key");
        row("use a stranger", {u"use"_s, u"Three"_s}, "There is no key “Three”. There are: One, Two.");
        row("use two", {u"use"_s, u"One"_s, u"Two"_s}, "at most one name");
        row("rename one", {u"rename"_s, u"One"_s}, "needs the name of a key and its new name");
        row("rename to another's", {u"rename"_s, u"One"_s, u"two"_s}, "There is a key “two” already");
        row("rename a stranger", {u"rename"_s, u"Three"_s, u"Four"_s}, "There is no key “Three”");
        row("rename to a key", {u"rename"_s, u"One"_s, asName}, "never an argument");
        row("forget a stranger", {u"forget"_s, u"Three"_s}, "There is no key “Three”");
        row("test a stranger", {u"test"_s, u"Three"_s}, "There is no key “Three”");
        row("KEY-11 the key as its name", {u"set"_s, asName}, "never an argument", second);
        row("the secret as its name", {u"set"_s, asName.section(u':', 1)}, "never an argument", second);
        row("a name of two lines", {u"set"_s, u"a\nb"_s}, "", second);
        row("a name too long", {u"set"_s, QString(41, u'x')}, "40", second);
        row("two names", {u"set"_s, u"A"_s, u"B"_s}, "at most one name", second);
        row("KEY-09 no key", {u"set"_s, u"Three"_s}, "");
        row("KEY-09 an empty line", {u"set"_s, u"Three"_s}, "", "\n");
        row("KEY-09 a prompt by mistake", {u"set"_s, u"Three"_s}, "", "a red fox in the snow\n");
        row("KEY-09 an address", {u"set"_s, u"Three"_s}, "", "https://fal.ai/dashboard/keys\n");
        row("KEY-09 half a key", {u"set"_s, u"Three"_s}, "", first.left(first.indexOf(':')) + '\n');
        row("KEY-09 10 MB", {u"set"_s, u"Three"_s}, "", QByteArray(10'000'000, 'k') + '\n');
        row("KEY-09 no text", {u"set"_s, u"Three"_s}, "", QByteArray("\xff\xfe\0:\x01", 5) + '\n');
    }
    void wrongInputIsRefusedInWordsAndChangesNothing()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QByteArray, input);
        QFETCH(const QByteArray, words);
        const Run run = key(arguments, input);
        QVERIFY2(run.code == 2, QByteArray::number(run.code) + run.errors);
        QVERIFY2(run.errors.startsWith("janus-studio: ") && run.errors.contains(words),
                 run.errors.constData());
        QVERIFY2(run.errors.size() < 1000, "what was typed is not given back");
        for (const QByteArray &secret :
             {first, second, QByteArray("fox in the snow"), QByteArray("dashboard")})
            QVERIFY2(!run.errors.contains(secret.sliced(secret.indexOf(':') + 1)), run.errors.constData());
        QVERIFY(run.lines.isEmpty());
        QCOMPARE(key({u"list"_s}).lines, (QStringList{u"  One\tGNOME Keyring"_s, u"* Two\tGNOME Keyring"_s}));
    }

    void whatIsPastedWithTheKeyIsLeftAway_data()
    {
        QTest::addColumn<QByteArray>("pasted");
        QTest::newRow("KEY-09 spaces") << "  " + first + " \r\n";
        QTest::newRow("KEY-09 quotes") << "\"" + first + "\"\n";
        QTest::newRow("KEY-09 FAL_KEY=") << "FAL_KEY=" + first + '\n';
        QTest::newRow("KEY-09 Key") << "Key " + first + '\n';
    }
    void whatIsPastedWithTheKeyIsLeftAway()
    {
        QFETCH(const QByteArray, pasted);
        QCOMPARE(key({u"set"_s, u"Two"_s}, pasted).code, 0);
    }
};

QTEST_GUILESS_MAIN(TestKeyCommand)
#include "tst_keycommand.moc"
