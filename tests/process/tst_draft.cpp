// What is being written outlives the process: killed without a word while somebody types, the next start has
// everything that was older than a moment.
//
// "tst_draft --write FOLDER" is the window that is killed: it fills in the form, says "ready" and types on.
#include "application.h"
#include "studioprocess.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/paramform.h"
#include "ui/compose/promptedit.h"
#include "ui/compose/promptfield.h"
#include "ui/compose/seedfield.h"
#include "ui/kit/theme.h"
#include "ui/mainwindow.h"
#include "wiring.h"

#include <QApplication>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include <csignal>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace janus;
using namespace janus::test;

namespace {

const QString written = u"A heron at {dusk|dawn}\n# no fog \u202e 🦊 "_s;
const PictureName parentPicture{u"00000000-0000-4000-8000-000000000007"_s, 2};
constexpr qint64 chosenSeed = 9007199254740993;

struct Window
{
    explicit Window(const QString &folder)
        : application(std::move(*Application::create({support::Paths::below(folder), {}, 0})))
        , window(studioOf(*application, theme), u"dark"_s)
    {
        window.show();
        application->open(&window, [this](const Result<void> &opened) { window.onLibraryOpened(opened); });
    }
    ui::ComposePanel *compose() const { return window.findChild<ui::ComposePanel *>(); }

    ui::Theme theme;
    std::unique_ptr<Application> application;
    ui::MainWindow window;
};

/// Never ends by itself.
int writeUntilKilled(const QString &folder)
{
    Window open(folder);
    ui::ComposePanel *compose = open.compose();
    GenerationRequest request = compose->request();
    request.input[u"prompt"_s] = written.left(1);
    request.input[u"seed"_s] = chosenSeed;
    request.input[u"cfg_weight"_s] = 9;
    compose->setRequest(request, parentPicture);
    compose->form()->seedField()->nextButton()->click();
    ui::PromptEdit *editor = compose->form()->promptField()->editor();
    QTimer typing;
    qsizetype at = 1;
    QObject::connect(&typing, &QTimer::timeout, editor, [&] {
        // The last letters come again and again: nobody waits until the artist has paused.
        editor->moveCursor(QTextCursor::End);
        editor->insertPlainText(at < written.size() ? written.mid(at, 1) : u"x"_s);
        if (++at == written.size()) {
            std::printf("ready\n");
            std::fflush(stdout);
        }
    });
    typing.start(50ms);
    return QApplication::exec();
}

} // namespace

class TestDraft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasWrittenIsThereAfterAKill()
    {
        const QTemporaryDir folder;
        const QString data = folder.filePath(u"data"_s);
        {
            StudioProcess writer(data);
            writer.start(QCoreApplication::applicationFilePath(), {u"--write"_s, data});
            QVERIFY(QTest::qWaitFor([&] { return writer.lines().contains(u"ready"_s); }, 60'000));
            QTRY_VERIFY_WITH_TIMEOUT(draftPrompt(data).startsWith(written), 30'000);
            writer.kill();
            QVERIFY(writer.waitForEnd());
            QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
        }
        {
            Window next(data);
            const QJsonObject state = next.compose()->state();
            QVERIFY(state["input"_L1]["prompt"_L1].toString().startsWith(written));
            QCOMPARE(state["input"_L1]["seed"_L1].toInteger(), chosenSeed);
            QCOMPARE(state["input"_L1]["cfg_weight"_L1].toInt(), 9);
            QCOMPARE(state["seedMode"_L1].toString(), u"count"_s);
            QCOMPARE(next.compose()->wishes().first().provenance.parent.value(), parentPicture);
            QCOMPARE(next.compose()->undoName(), QString());
        }
        // And the program itself keeps it.
        StudioProcess program(data);
        program.startWith({});
        QVERIFY(program.waitForWindow());
        program.signal(SIGTERM);
        QVERIFY(program.waitForEnd());
        QVERIFY(draftPrompt(data).startsWith(written));
    }
};

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--write") == 0)
        return writeUntilKilled(QString::fromLocal8Bit(argv[2]));
    TestDraft test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_draft.moc"
