// What comes to an open window from outside: the words and files of another start, and what a command makes
// beside it.
#include "application.h"
#include "core/paramroles.h"
#include "models/stageroles.h"
#include "studioprocess.h"
#include "ui/compose/composepanel.h"
#include "ui/kit/theme.h"
#include "ui/mainwindow.h"
#include "ui/shelf/searchfield.h"
#include "ui/stage/gridview.h"
#include "ui/stage/stagepanel.h"
#include "wiring.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::test;

namespace {

struct Window
{
    explicit Window(const QString &folder)
        : application(std::move(*Application::create({support::Paths::below(folder), {}, 0})))
        , window(studioOf(*application, theme), u"dark"_s)
    {
        window.show();
        application->open(&window, [this](const Result<void> &opened) { window.onLibraryOpened(opened); });
    }
    QAbstractItemModel *cells() const { return window.findChild<ui::GridView *>()->model(); }
    ui::StagePanel *stage() const { return window.findChild<ui::StagePanel *>(); }
    int pictures() const
    {
        int count = 0;
        for (int row = 0; row < cells()->rowCount(); ++row)
            count += cells()->index(row, 0).data(models::PictureIdRole).toLongLong() != 0 ? 1 : 0;
        return count;
    }
    QString currentFile() const
    {
        const QVariant picture = stage()->currentPicture().data(models::PictureRole);
        return picture.isValid() ? picture.value<Picture>().file : QString();
    }
    QString prompt() const
    {
        return window.findChild<ui::ComposePanel *>()->findChild<QPlainTextEdit *>()->toPlainText();
    }
    bool says(const QString &part) const
    {
        const auto labels = window.findChildren<QLabel *>();
        return std::ranges::any_of(
            labels, [&](const QLabel *label) { return label->isVisible() && label->text().contains(part); });
    }

    ui::Theme theme;
    std::unique_ptr<Application> application;
    ui::MainWindow window;
};

} // namespace

class TestArrivals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const Finished made = run(folder(), {u"--sandbox-pace"_s, u"0"_s, u"generate"_s, u"--sandbox"_s,
                                             u"--size"_s, u"64x64"_s, u"--count"_s, u"3"_s, u"a red boat"_s});
        QCOMPARE(made.code, 0);
        QCOMPARE(made.lines.size(), 3);
        m_files = made.lines;
    }

    void thePromptIsADraftAndNothingIsSent()
    {
        Window open(folder());
        open.window.receive(u"a heron <b>at</b> dusk"_s, {});
        QCOMPARE(open.prompt(), u"a heron <b>at</b> dusk"_s);
        open.window.receive({}, {});
        QCOMPARE(open.prompt(), u"a heron <b>at</b> dusk"_s);
        QCOMPARE(open.application->queue().jobs().size(), 0);
    }

    void thePromptOfACommandLineStandsForItself()
    {
        Window open(folder());
        const QString words = u"a {red|blue} __fox__"_s;
        open.window.receive(words, {});
        const auto *compose = open.window.findChild<ui::ComposePanel *>();
        QCOMPARE(janus::prompt(compose->firstWish().request), words);
        QVERIFY(!compose->firstWish().provenance.parent);
    }

    void aPictureOfTheLibraryIsShown_data()
    {
        QTest::addColumn<bool>("early");
        QTest::newRow("the window is open") << false;
        QTest::newRow("the window starts with it") << true;
    }
    void aPictureOfTheLibraryIsShown()
    {
        QFETCH(bool, early);
        Window open(folder());
        if (!early)
            QTRY_COMPARE_WITH_TIMEOUT(open.cells()->rowCount(), 3, 20000);
        open.window.receive({}, {u"/nowhere/fox.png"_s, m_files[1]});
        QTRY_COMPARE_WITH_TIMEOUT(open.stage()->mode(), ui::StagePanel::Mode::Loupe, 20000);
        QTRY_COMPARE_WITH_TIMEOUT(open.currentFile(), m_files[1], 20000);
        QVERIFY(!open.says(u"not in the library"_s));
    }

    void aPictureThatASearchLeavesOutEndsTheSearch()
    {
        Window open(folder());
        QTRY_COMPARE_WITH_TIMEOUT(open.cells()->rowCount(), 3, 20000);
        QTest::keyClicks(open.window.findChild<ui::SearchField *>()->edit(), u"zebra"_s);
        QTRY_COMPARE_WITH_TIMEOUT(open.cells()->rowCount(), 0, 20000);
        open.window.receive({}, {m_files[2]});
        QTRY_COMPARE_WITH_TIMEOUT(open.stage()->mode(), ui::StagePanel::Mode::Loupe, 20000);
        QTRY_COMPARE_WITH_TIMEOUT(open.currentFile(), m_files[2], 20000);
    }

    void aFileFromElsewhereIsNamed()
    {
        Window open(folder());
        open.window.receive({}, {u"/nowhere/<b>fox.png"_s});
        QTRY_VERIFY_WITH_TIMEOUT(open.says(u"<b>fox.png is not in the library."_s), 20000);
        open.window.receive({}, {u"/nowhere/a.png"_s, u"/nowhere/b.png"_s});
        QTRY_VERIFY_WITH_TIMEOUT(open.says(u"These files are not in the library."_s), 20000);
    }

    void theWindowComesToTheFront()
    {
        Window open(folder());
        open.window.showMinimized();
        open.window.comeToFront();
        QVERIFY(!open.window.isMinimized());
        QVERIFY(QTest::qWaitForWindowActive(&open.window));
    }

    // PRC-05
    void aBadEndIsToldInOneLine()
    {
        Window open(folder());
        open.window.tellOfBadEnd();
        QVERIFY(open.says(u"not closed properly"_s));
    }

    void whatACommandMakesBesideTheWindowAppearsInIt()
    {
        const QTemporaryDir fresh;
        Window open(fresh.path());
        QTRY_VERIFY_WITH_TIMEOUT(open.application->keys().isLoaded(), 20000);
        const Finished made =
            run(fresh.path(), {u"--sandbox-pace"_s, u"0"_s, u"generate"_s, u"--sandbox"_s, u"--size"_s,
                               u"64x64"_s, u"--count"_s, u"2"_s, u"a red boat"_s});
        QCOMPARE(made.code, 0);
        QCOMPARE(made.lines.size(), 2);
        QTRY_COMPARE_WITH_TIMEOUT(open.pictures(), 2, 30000);
        QCOMPARE(open.application->queue().jobs().size(), 0); // the command's own; the window only looks
    }

private:
    QString folder() const { return m_folder.path(); }

    QTemporaryDir m_folder;
    QStringList m_files;
};

QTEST_MAIN(TestArrivals)
#include "tst_arrivals.moc"
