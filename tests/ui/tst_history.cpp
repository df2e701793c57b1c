// What the form was before, in the whole window: the pop-up by keyboard, Alt+Up and Alt+Down, whose undo it
// is, and neighbouring seeds.
#include "application.h"
#include "core/paramroles.h"
#include "jobs/modelcatalog.h"
#include "library/deeds.h"
#include "models/formhistorymodel.h"
#include "models/stagemodel.h"
#include "models/stageroles.h"
#include "stockedlibrary.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/historypopup.h"
#include "ui/compose/modelmenu.h"
#include "ui/compose/paramform.h"
#include "ui/compose/promptedit.h"
#include "ui/compose/promptfield.h"
#include "ui/compose/seedfield.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/theme.h"
#include "ui/mainwindow.h"
#include "ui/stage/gridview.h"
#include "ui/stage/stagepanel.h"
#include "wiring.h"

#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

/// The window on a data folder, at work for the artist.
struct Studio
{
    explicit Studio(const QString &folder)
        : application(std::move(*Application::create({support::Paths::below(folder), {}, 0})))
        , window(std::make_unique<ui::MainWindow>(studioOf(*application, theme), u"dark"_s))
    {
        window->show();
        application->open(window.get(),
                          [this](const Result<void> &opened) { window->onLibraryOpened(opened); });
    }
    ~Studio() { window->close(); }

    ui::ComposePanel *compose() const { return window->findChild<ui::ComposePanel *>(); }
    ui::PromptEdit *prompt() const { return compose()->form()->promptField()->editor(); }
    ui::StagePanel *stage() const { return window->findChild<ui::StagePanel *>(); }
    ui::HistoryPopup *popup() const { return window->findChild<ui::HistoryPopup *>(); }
    QAbstractItemModel *cells() const { return window->findChild<ui::GridView *>()->model(); }
    QAction *undo() const { return window->findChild<QAction *>(u"undo"_s); }
    int pictures() const
    {
        int count = 0;
        for (int row = 0; row < cells()->rowCount(); ++row)
            count += cells()->index(row, 0).data(models::PictureIdRole).toLongLong() != 0 ? 1 : 0;
        return count;
    }
    Picture picture(int row) const
    {
        return cells()->index(row, 0).data(models::PictureRole).value<Picture>();
    }
    void write(const QString &text) const { compose()->form()->setParam(u"prompt"_s, text); }
    /// Presses Generate and waits until everything of it is there.
    bool generate(const QString &text)
    {
        write(text);
        if (!QTest::qWaitFor([this] { return !compose()->isResting(); }, 20000))
            return false;
        const int before = pictures() + compose()->pictureCount();
        compose()->generate();
        return QTest::qWaitFor([&] { return pictures() == before && application->queue().openCount() == 0; },
                               60000);
    }
    bool openPopup() const
    {
        prompt()->setFocus();
        QTest::keyClick(prompt(), Qt::Key_H, Qt::ControlModifier);
        return popup() && popup()->isVisible() && isListed();
    }
    bool isListed() const
    {
        const auto *model = static_cast<models::FormHistoryModel *>(popup()->list()->model());
        return QTest::qWaitFor(
            [&] { return model->isKnown() && model->searchText() == popup()->searchEdit()->text(); }, 20000);
    }

    ui::Theme theme;
    std::unique_ptr<Application> application;
    std::unique_ptr<ui::MainWindow> window;
};

} // namespace

class TestHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("https_proxy", "http://127.0.0.1:9"); }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_studio = std::make_unique<Studio>(m_folder->path());
        QVERIFY(QTest::qWaitForWindowActive(m_studio->window.get()));
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->application->models().isLoaded(), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(static_cast<models::StageModel *>(m_studio->cells())->isLoaded(), 20000);
        GenerationRequest small = withImageCount(m_studio->compose()->request(), 1);
        small.input[u"image_size"_s] = QJsonObject{{u"width"_s, 64}, {u"height"_s, 48}};
        small.input.remove(u"seed"_s);
        m_studio->compose()->setRequest(small);
    }
    void cleanup()
    {
        m_studio.reset();
        m_folder.reset();
    }

    void aPastFormComesBackByKeyboardAndCanBeUndone()
    {
        Studio &s = *m_studio;
        s.compose()->form()->setParam(u"cfg_weight"_s, 9);
        QVERIFY(s.generate(u"a red boat"_s));
        const Seed drawn = seed(s.compose()->request()).value();
        s.compose()->form()->setParam(u"cfg_weight"_s, 3);
        QVERIFY(s.generate(u"a blue hill"_s));
        s.write(u"being written"_s);
        const QJsonObject before = s.compose()->state();
        QVERIFY(s.openPopup());
        QCOMPARE(s.popup()->list()->model()->rowCount(), 2);
        QCOMPARE(s.popup()->list()->currentIndex().data().toString(), u"a blue hill"_s);
        QTest::keyClick(s.popup()->searchEdit(), Qt::Key_Down);
        QCOMPARE(s.popup()->list()->currentIndex().data().toString(), u"a red boat"_s);
        QVERIFY2(s.popup()->searchEdit()->accessibleDescription().startsWith(u"a red boat. "_s),
                 "what is chosen is spoken");
        const QString meta =
            s.popup()->list()->currentIndex().data(models::FormHistoryModel::MetaRole).toString();
        QVERIFY2(meta.startsWith(u"guidance 9 · 64 × 48 · 1 picture · "_s), qPrintable(meta));
        QTest::keyClick(s.popup()->searchEdit(), Qt::Key_Return);
        QVERIFY(!s.popup()->isVisible());
        QCOMPARE(prompt(s.compose()->request()), u"a red boat"_s);
        QCOMPARE(s.compose()->request().input.value(u"cfg_weight"_s).toInt(), 9);
        QCOMPARE(seed(s.compose()->request()).value(), drawn);
        QVERIFY2(s.compose()->form()->seedField()->isLocked(), "Generate makes the same picture");
        QTRY_VERIFY(s.prompt()->hasFocus());
        QTest::keySequence(s.prompt(), QKeySequence::Undo);
        QCOMPARE(s.compose()->state(), before);
    }

    void aSearchFindsItAndOnlyTheWordsAreTaken()
    {
        Studio &s = *m_studio;
        QVERIFY(s.generate(u"a red boat"_s));
        QVERIFY(s.generate(u"a blue hill"_s));
        s.compose()->form()->setParam(u"cfg_weight"_s, 4);
        QVERIFY(s.openPopup());
        QTest::keyClicks(s.popup()->searchEdit(), u"boat"_s);
        QVERIFY(s.isListed());
        QCOMPARE(s.popup()->list()->model()->rowCount(), 1);
        QTest::keyClick(s.popup()->searchEdit(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(prompt(s.compose()->request()), u"a red boat"_s);
        QCOMPARE(s.compose()->request().input.value(u"cfg_weight"_s).toInt(), 4);
        QVERIFY(s.openPopup());
        QTest::keyClick(s.popup()->wordsButton(), Qt::Key_Return); // presses it
        QCOMPARE(prompt(s.compose()->request()), u"a blue hill"_s);
        QCOMPARE(s.compose()->request().input.value(u"cfg_weight"_s).toInt(), 4);
    }

    void aClickBringsBackAndItsButtonTakesTheWords()
    {
        Studio &s = *m_studio;
        s.compose()->form()->setParam(u"cfg_weight"_s, 9);
        QVERIFY(s.generate(u"a red boat"_s));
        for (const bool onlyWords : {false, true}) {
            s.compose()->form()->setParam(u"cfg_weight"_s, 3);
            s.write(u"other"_s);
            s.compose()->form()->promptField()->historyButton()->click();
            QVERIFY(s.isListed());
            QListView *list = s.popup()->list();
            QTRY_COMPARE(list->model()->rowCount(), 1);
            const QRect row = list->visualRect(list->model()->index(0, 0));
            const QPoint place =
                onlyWords ? row.bottomRight() - QPoint(20, 14) : row.topLeft() + QPoint(30, 12);
            QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, place);
            QCOMPARE(prompt(s.compose()->request()), u"a red boat"_s);
            QCOMPARE(s.compose()->request().input.value(u"cfg_weight"_s).toInt(), onlyWords ? 3 : 9);
        }
    }

    void nothingYetAndNothingFoundAreSaid()
    {
        Studio &s = *m_studio;
        QVERIFY(s.openPopup());
        QVERIFY(s.popup()->emptyLabel()->isVisible());
        QVERIFY2(s.popup()->emptyLabel()->text().contains("Every press of Generate"_L1),
                 qPrintable(s.popup()->emptyLabel()->text()));
        QVERIFY(!s.popup()->allButton()->isEnabled());
        QTest::keyClicks(s.popup()->searchEdit(), u"zebra"_s);
        QVERIFY(s.isListed());
        QVERIFY(s.popup()->emptyLabel()->text().contains("zebra"_L1));
        QTest::keyClick(s.popup()->searchEdit(), Qt::Key_Escape);
        QCOMPARE(s.popup()->searchEdit()->text(), QString());
        QTest::keyClick(s.popup()->searchEdit(), Qt::Key_Escape);
        QVERIFY(!s.popup()->isVisible());
    }

    void altUpAndDownWalkThroughPastPrompts()
    {
        Studio &s = *m_studio;
        for (const QString &text : {u"one"_s, u"two"_s, u"one"_s, u"three"_s})
            QVERIFY(s.generate(text));
        s.write(u"being written"_s);
        s.prompt()->setFocus();
        const auto press = [&](Qt::Key key) { QTest::keyClick(s.prompt(), key, Qt::AltModifier); };
        press(Qt::Key_Up);
        QTRY_COMPARE_WITH_TIMEOUT(s.prompt()->text(), u"three"_s, 20000);
        press(Qt::Key_Up);
        QCOMPARE(s.prompt()->text(), u"one"_s);
        press(Qt::Key_Up);
        QCOMPARE(s.prompt()->text(), u"two"_s);
        press(Qt::Key_Up); // the oldest
        QCOMPARE(s.prompt()->text(), u"two"_s);
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        QCOMPARE(s.prompt()->text(), u"three"_s);
        press(Qt::Key_Down);
        QCOMPARE(s.prompt()->text(), u"being written"_s);
        press(Qt::Key_Down);
        QCOMPARE(s.prompt()->text(), u"being written"_s);
        // Presses count also before the first answer; whoever types goes on from there.
        press(Qt::Key_Up);
        press(Qt::Key_Up);
        QTRY_COMPARE_WITH_TIMEOUT(s.prompt()->text(), u"one"_s, 20000);
        QTest::keyClicks(s.prompt(), u"!"_s);
        press(Qt::Key_Up);
        QTRY_COMPARE_WITH_TIMEOUT(s.prompt()->text(), u"three"_s, 20000);
        press(Qt::Key_Down);
        QCOMPARE(s.prompt()->text(), u"one!"_s);
    }

    void undoBelongsToWhereTheFocusIs()
    {
        Studio &s = *m_studio;
        QVERIFY(s.generate(u"a red boat"_s));
        QTRY_VERIFY_WITH_TIMEOUT(s.picture(0).id != 0, 20000);
        library::Deeds &deeds = s.application->library().deeds();
        deeds.mark({s.picture(0).id}, {.rating = 4});
        QTRY_VERIFY_WITH_TIMEOUT(!deeds.undoName().isEmpty(), 20000);
        s.stage()->setFocus();
        QTRY_COMPARE(s.undo()->text(), u"&Undo %1"_s.arg(deeds.undoName()));
        s.prompt()->setFocus();
        QTest::keyClicks(s.prompt(), u"!"_s);
        QTRY_COMPARE(s.undo()->text(), u"&Undo Prompt"_s);
        QTest::keyClick(s.prompt(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(s.prompt()->text(), u"a red boat"_s);
        QVERIFY(!deeds.undoName().isEmpty());
        s.stage()->setFocus();
        QTRY_COMPARE(s.undo()->text(), u"&Undo %1"_s.arg(deeds.undoName()));
        QTest::keyClick(s.window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(deeds.undoName().isEmpty(), 20000);
        QCOMPARE(s.prompt()->text(), u"a red boat"_s);
    }

    void whatWasTakenFromAPictureIsUndoneFromTheStage()
    {
        Studio &s = *m_studio;
        QVERIFY(s.generate(u"a red boat"_s));
        QTRY_VERIFY_WITH_TIMEOUT(s.picture(0).id != 0, 20000);
        s.write(u"mine"_s);
        const QJsonObject before = s.compose()->state();
        s.stage()->setFocus();
        s.stage()->setCurrentPicture(s.cells()->index(0, 0));
        QTRY_VERIFY(s.stage()->isAncestorOf(QApplication::focusWidget()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_A);
        QTRY_COMPARE(s.prompt()->text(), u"a red boat"_s);
        QCOMPARE(s.undo()->text(), u"&Undo Use All Settings"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(s.compose()->state(), before);
        QVERIFY2(!s.undo()->isEnabled(), "then it is the library's again");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(s.prompt()->text(), u"a red boat"_s);
    }

    void fourNeighboursAreOneBatchAndChildrenOfThePicture()
    {
        Studio &s = *m_studio;
        s.compose()->form()->setParam(u"cfg_weight"_s, 9);
        s.compose()->form()->setParam(u"seed"_s, static_cast<qint64>(largestDrawnSeed) - 1);
        QVERIFY(s.generate(u"a red boat"_s));
        QTRY_VERIFY_WITH_TIMEOUT(s.picture(0).id != 0, 20000);
        const Picture parent = s.picture(0);
        s.compose()->form()->setParam(u"cfg_weight"_s, 2); // the picture's settings count, not the form's
        s.stage()->setFocus();
        s.stage()->setCurrentPicture(s.cells()->index(0, 0));
        QTRY_VERIFY(s.stage()->isAncestorOf(QApplication::focusWidget()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_V);
        QTRY_COMPARE_WITH_TIMEOUT(s.pictures(), 5, 60000);
        for (int row = 0; row < 4; ++row)
            QTRY_VERIFY_WITH_TIMEOUT(s.picture(row).id != 0, 20000);
        QList<Seed> seeds;
        for (int row = 0; row < 4; ++row) {
            const Picture child = s.picture(row);
            seeds << child.seed;
            QCOMPARE(child.batch, s.picture(0).batch);
            QCOMPARE(child.provenance.parent.value(), parent.name());
            QCOMPARE(child.request, withSeed(parent.request, child.seed));
        }
        QCOMPARE(seeds, (QList<Seed>{largestDrawnSeed, 0, 1, 2}));
        QVERIFY(s.picture(0).batch != parent.batch);
    }

    void undoCrossesAModelChange()
    {
        Studio &s = *m_studio;
        s.write(u"a hill"_s);
        const QJsonObject before = s.compose()->state();
        bool added = false;
        s.application->models().add(u"fal-ai/flux/dev"_s, s.window.get(),
                                    [&](const auto &) { added = true; });
        QTRY_VERIFY_WITH_TIMEOUT(added, 20000);
        Q_EMIT s.window->findChild<ui::ModelMenu *>()->chosen(u"fal-ai/flux/dev"_s);
        QVERIFY(s.compose()->form()->field(u"guidance_scale"_s));
        s.compose()->undo();
        QCOMPARE(s.compose()->state(), before);
        s.compose()->redo();
        QVERIFY(s.compose()->form()->field(u"guidance_scale"_s));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Studio> m_studio;
};

QTEST_MAIN(TestHistory)
#include "tst_history.moc"
