// The sweep sheet in the whole window, over the real library, queue and sandbox: real keys on real widgets.
#include "application.h"
#include "core/marks.h"
#include "core/paramroles.h"
#include "jobs/jobqueue.h"
#include "library/deeds.h"
#include "library/library.h"
#include "library/sheets.h"
#include "models/sheetmodel.h"
#include "models/stageroles.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/paramform.h"
#include "ui/kit/chip.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/segmentedcontrol.h"
#include "ui/kit/theme.h"
#include "ui/kit/toast.h"
#include "ui/mainwindow.h"
#include "ui/sheet/axiseditor.h"
#include "ui/sheet/sheetempty.h"
#include "ui/sheet/sheetexportdialog.h"
#include "ui/sheet/sheethead.h"
#include "ui/sheet/sheetheader.h"
#include "ui/sheet/sheetlist.h"
#include "ui/sheet/sheetpanel.h"
#include "ui/sheet/sheetprint.h"
#include "ui/sheet/sheetview.h"
#include "ui/sheet/sheetwords.h"
#include "ui/shelf/finding.h"
#include "ui/stage/gridview.h"
#include "ui/stage/stagepanel.h"
#include "wiring.h"

#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QImageReader>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace janus;
using library::CellState;

namespace {

constexpr int patience = 30000;

/// One run of the program on a data folder, with the sheet shown.
struct Program
{
    explicit Program(const QString &folder, const QSize &size = {1440, 900})
    {
        auto made = Application::create({support::Paths::below(folder), {}, 0});
        Q_ASSERT(made);
        application = std::move(*made);
        window = std::make_unique<ui::MainWindow>(studioOf(*application, theme), u"dark"_s);
        complete = std::make_unique<QSignalSpy>(window.get(), &ui::MainWindow::pageComplete);
        window->resize(size);
        window->show();
        application->open(window.get(),
                          [this](const Result<void> &opened) { window->onLibraryOpened(opened); });
        panel = window->findChild<ui::SheetPanel *>();
        stage = window->findChild<ui::StagePanel *>();
        model = panel->model();
        view = panel->view();
        compose = window->findChild<ui::ComposePanel *>();
    }
    ~Program()
    {
        window->close();
        window.reset();
    }

    /// Ready for a press, with small pictures and words to vary.
    bool begin()
    {
        if (!QTest::qWaitForWindowActive(window.get()) ||
            !QTest::qWaitFor([this] { return complete->count() > 0; }, patience))
            return false;
        compose->setRequest(withSeed(request(), 7));
        stage->setMode(ui::StagePanel::Mode::Sheet);
        return true;
    }
    GenerationRequest request() const
    {
        GenerationRequest made =
            withPrompt(application->schema().defaults(), u"A lighthouse, dawn, long swell"_s);
        made.input[u"image_size"_s] = QJsonObject{{u"width"_s, 96}, {u"height"_s, 64}};
        return made;
    }
    SweepAxis axis(ParamRole role, const QString &values) const
    {
        SweepAxis made;
        made.name = application->schema().find(role)->name;
        made.values = axisValues(application->schema(), made, values).value();
        return made;
    }
    static SweepAxis words(const QStringList &values)
    {
        return {SweepAxis::Kind::Words, u"dawn"_s, QJsonArray::fromStringList(values)};
    }
    /// A sheet that is open.
    bool make(const QList<SweepAxis> &axes)
    {
        panel->createSheet({withSeed(request(), 7)}, axes);
        return QTest::qWaitFor([this] { return model->isOpen(); }, patience);
    }
    /// The same, started, with every cell done.
    bool fill(const QList<SweepAxis> &axes)
    {
        if (!make(axes))
            return false;
        panel->start();
        return isFull();
    }
    bool isFull() const
    {
        return QTest::qWaitFor(
            [this] {
                return model->progress().done == model->progress().total() && model->progress().done > 0;
            },
            patience);
    }
    CellState stateAt(int row, int column) const
    {
        return CellState(model->index(row, column).data(models::CellStateRole).toInt());
    }
    void hover(int row, int column) const
    {
        const QRect cell = view->visualRect(model->index(row, column));
        QTest::mouseMove(view->viewport(), cell.topLeft() + QPoint(3, 3));
        QTest::mouseMove(view->viewport(), cell.center());
    }

    ui::Theme theme;
    std::unique_ptr<Application> application;
    std::unique_ptr<ui::MainWindow> window;
    std::unique_ptr<QSignalSpy> complete;
    ui::SheetPanel *panel = nullptr;
    ui::StagePanel *stage = nullptr;
    ui::SheetView *view = nullptr;
    ui::ComposePanel *compose = nullptr;
    models::SheetModel *model = nullptr;
};

/// Words in sight that do not fit where they stand.
QStringList cutWords(const QWidget *within)
{
    QStringList cut;
    for (const auto *label : within->findChildren<ui::PlainLabel *>()) {
        if (label->isVisibleTo(within) && !label->wordWrap() && label->pixmap().isNull() &&
            label->width() < label->fontMetrics().horizontalAdvance(label->text()))
            cut << label->text();
    }
    for (const auto *button : within->findChildren<QAbstractButton *>()) {
        const bool isCut = button->width() < button->sizeHint().width() || button->x() < 0 ||
                           button->geometry().right() > button->parentWidget()->width();
        if (button->isVisibleTo(within) && isCut && !button->text().isEmpty())
            cut << button->text();
    }
    return cut;
}

} // namespace

class TestSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("https_proxy", "http://127.0.0.1:9"); }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void threePressesMakeASheetOfTheForm()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        program.stage->setMode(ui::StagePanel::Mode::Grid);
        for (QToolButton *segment : program.window->findChildren<QToolButton *>()) {
            if (segment->accessibleName() == "Sheet (T)"_L1)
                QTest::mouseClick(segment, Qt::LeftButton);
        }
        QCOMPARE(program.stage->mode(), ui::StagePanel::Mode::Sheet);
        const QList<QPushButton *> suggestions = program.panel->empty()->buttons();
        QCOMPARE(suggestions.size(), 3);
        QCOMPARE(suggestions.first()->text(), u"Guidance × seed"_s);
        QTest::mouseClick(suggestions.first(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(program.model->isOpen(), patience);
        QCOMPARE(program.model->columnCount(), 5);
        QCOMPARE(program.model->rowCount(), 4);
        QCOMPARE(program.model->headerData(0, Qt::Vertical).toString(), u"7"_s);
        QVERIFY(program.panel->startButton()->isVisible());
        QCOMPARE(program.panel->startButton()->text(), u"Start 20"_s);
        // How long is not known before anything was made.
        QTRY_COMPARE_WITH_TIMEOUT(program.panel->startLine(), u"20 requests · nothing costs"_s, patience);
        QVERIFY2(program.application->queue().jobs().isEmpty(), "nothing is sent before Start");
        QTest::mouseClick(program.panel->startButton(), Qt::LeftButton);
        QVERIFY(program.isFull());
        QCOMPARE(program.application->queue().jobs().size(), 20);
        QTRY_VERIFY(!program.panel->startButton()->isVisible());
        QTRY_COMPARE(program.panel->head()->progressLine(), u"20 of 20 done"_s);
        auto *rows = program.view->findChildren<ui::SheetHeader *>().value(1);
        QCOMPARE(rows->orientation(), Qt::Vertical);
        QTRY_COMPARE(rows->countText(0), u"5 of 5"_s);
    }

    void wordsAreAskedForBeforeTheirSheetIsMade()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QTest::mouseClick(program.panel->empty()->buttons().at(2), Qt::LeftButton);
        QTRY_VERIFY(program.panel->axisEditor());
        ui::AxisEditor *editor = program.panel->axisEditor();
        QCOMPARE(editor->words()->text(), u"dawn"_s);
        QTest::keyClicks(editor->values(), u"noon, \"storm, light\""_s);
        QCOMPARE(editor->reading(), u"3 values: dawn, noon, storm, light"_s);
        QTest::keyClick(editor->values(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(program.model->isOpen(), patience);
        QCOMPARE(program.model->rowCount(), 3);
        QCOMPARE(program.model->headerData(2, Qt::Vertical).toString(), u"storm, light"_s);
    }

    void editorSaysAtEveryLetterWhatItUnderstands_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("reading");
        QTest::addColumn<bool>("mayBeSet");
        QTest::newRow("list") << u"2, 4, 6"_s << u"3 values: 2, 4, 6"_s << true;
        QTest::newRow("range") << u"2..5"_s << u"4 values: 2, 3, 4, 5"_s << true;
        QTest::newRow("many") << u"2..13 step 0.5"_s << u"23 values: 2, 2.5, 3, 3.5, 4, 4.5, …"_s << true;
        QTest::newRow("one is still typing") << u"2, 4,"_s << u"2 values: 2, 4"_s << true;
        QTest::newRow("nothing") << u" "_s << u"Type the values, one after the other."_s << false;
    }

    void editorSaysAtEveryLetterWhatItUnderstands()
    {
        QFETCH(const QString, typed);
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.make({program.axis(ParamRole::Guidance, u"2, 4"_s)}));
        QTest::mouseClick(program.panel->head()->axisChip(0), Qt::LeftButton);
        QTRY_VERIFY(program.panel->axisEditor());
        ui::AxisEditor *editor = program.panel->axisEditor();
        QCOMPARE(editor->values()->text(), u"2, 4"_s);
        editor->values()->setText(typed);
        QTEST(editor->reading(), "reading");
        QTEST(editor->applyButton()->isEnabled(), "mayBeSet");
    }

    void editorRefusesWithASentence()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.make({program.axis(ParamRole::Guidance, u"2, 4"_s)}));
        program.panel->editAxis(0);
        ui::AxisEditor *editor = program.panel->axisEditor();
        for (const QString &typed : {u"2, cat"_s, u"2..5 step 0"_s, u"500"_s}) {
            editor->values()->setText(typed);
            SweepAxis axis = program.axis(ParamRole::Guidance, u"2"_s);
            const Result<QJsonArray> read = axisValues(program.application->schema(), axis, typed);
            QVERIFY(!read.hasValue());
            QCOMPARE(editor->reading(), read.error().message);
            QVERIFY(!editor->applyButton()->isEnabled());
        }
    }

    void suggestedValuesFollowTheWordsAndTypedOnesStay()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QTest::mouseClick(program.panel->empty()->buttons().at(2), Qt::LeftButton);
        QTRY_VERIFY(program.panel->axisEditor());
        ui::AxisEditor *editor = program.panel->axisEditor();
        editor->words()->setText(u"snow"_s);
        QCOMPARE(editor->values()->text(), u"snow, "_s);
        editor->values()->setText(u"snow, ice"_s);
        editor->words()->setText(u"dawn"_s);
        QCOMPARE(editor->values()->text(), u"snow, ice"_s);
        const int words = editor->choice()->currentIndex();
        editor->choice()->setCurrentIndex(0);
        QVERIFY(editor->values()->text() != u"snow, ice"_s);
        editor->choice()->setCurrentIndex(words);
        QCOMPARE(editor->values()->text(), u"snow, ice"_s);
    }

    void enterOnRemovePressesItAndUndoBringsTheRowsBack()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.make(
            {program.axis(ParamRole::Guidance, u"2, 4"_s), Program::words({u"dawn"_s, u"noon"_s})}));
        const Sweep before = program.model->sweep();
        program.panel->editAxis(1);
        ui::AxisEditor *editor = program.panel->axisEditor();
        editor->removeButton()->setFocus();
        QTest::keyClick(editor->removeButton(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(program.model->sweep().axes.size(), 1, patience);
        auto *toast = program.panel->findChild<ui::Toast *>(u"sheetToast"_s);
        QTRY_VERIFY(toast && toast->isVisible());
        Q_EMIT toast->actionTriggered();
        QTRY_COMPARE_WITH_TIMEOUT(program.model->sweep(), before, patience);
    }

    void columnsAreAddedToASheetThatIsThere()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.fill(
            {program.axis(ParamRole::Guidance, u"2, 4"_s), Program::words({u"dawn"_s, u"noon"_s})}));
        const PictureId before = program.model->pictureAt(program.model->index(1, 1));
        QTest::mouseClick(program.view->addColumnButton(), Qt::LeftButton);
        QTRY_VERIFY(program.panel->axisEditor());
        ui::AxisEditor *editor = program.panel->axisEditor();
        QVERIFY2(!editor->choice()->isEnabled(), "what varies is settled");
        QTest::keyClicks(editor->values(), u"6"_s);
        QCOMPARE(editor->values()->text(), u"2, 4, 6"_s);
        QTest::keyClick(editor->values(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(program.model->columnCount(), 3, patience);
        QTRY_COMPARE(program.panel->startButton()->text(), u"Start 2"_s);
        program.panel->start();
        QVERIFY(program.isFull());
        QCOMPARE(program.application->queue().jobs().size(), 6);
        QCOMPARE(program.model->pictureAt(program.model->index(1, 1)), before);
    }

    void everythingIsReachedByTheKeyboard()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.fill(
            {program.axis(ParamRole::Guidance, u"2, 4"_s), Program::words({u"dawn"_s, u"noon"_s})}));
        program.view->setFocus();
        program.view->setCurrentIndex(program.model->index(0, 0));
        QTest::keyClick(program.view, Qt::Key_Down);
        QTest::keyClick(program.view, Qt::Key_Right);
        const QModelIndex cell = program.model->index(1, 1);
        QCOMPARE(program.view->currentIndex(), cell);
        QVERIFY2(program.view->tools()->isVisible(), "the tools stand on the keyboard's cell");
        QCOMPARE(program.view->toolsCell(), cell);

        QTest::keyClick(program.view, Qt::Key_3);
        const auto marks = [&] { return cell.data(models::MarksRole).value<Marks>(); };
        QTRY_COMPARE_WITH_TIMEOUT(marks().rating, 3, patience);
        QTest::keyClick(program.view, Qt::Key_P);
        QTRY_COMPARE_WITH_TIMEOUT(marks().pick, Pick::Picked, patience);

        QTest::keyClick(program.view, Qt::Key_L);
        QTRY_VERIFY_WITH_TIMEOUT(cell.data(models::IsCentreRole).toBool(), patience);

        const PictureId first = program.model->pictureAt(cell);
        QTest::keyClick(program.view, Qt::Key_R, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(
            program.model->pictureAt(cell) != first && program.stateAt(1, 1) == CellState::Done, patience);

        QTRY_VERIFY_WITH_TIMEOUT(program.stage->gridView()->model()->rowCount() >= 5, patience);
        QTest::keyClick(program.view, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(program.stage->mode(), ui::StagePanel::Mode::Loupe, patience);
        QCOMPARE(program.stage->currentPicture().data(models::PictureIdRole).toLongLong(),
                 program.model->pictureAt(cell));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QCOMPARE(program.stage->mode(), ui::StagePanel::Mode::Sheet);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_G);
        QCOMPARE(program.stage->mode(), ui::StagePanel::Mode::Grid);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_T);
        QCOMPARE(program.stage->mode(), ui::StagePanel::Mode::Sheet);
        program.view->setCurrentIndex(program.model->index(0, 0));
        QTest::keyClick(program.view, Qt::Key_C);
        QCOMPARE(program.stage->mode(), ui::StagePanel::Mode::Compare);
        QSet<PictureId> compared;
        for (const QModelIndex &index : program.stage->selectedPictures())
            compared << index.data(models::PictureIdRole).toLongLong();
        QCOMPARE(compared, (QSet<PictureId>{program.model->pictureAt(program.model->index(0, 0)),
                                            program.model->pictureAt(cell)})); // with the centre
    }

    void whatIsSearchedForDoesNotPutAnotherPictureInTheCellsPlace()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.fill({program.axis(ParamRole::Guidance, u"2, 4"_s)}));
        QTRY_COMPARE_WITH_TIMEOUT(program.stage->gridView()->model()->rowCount(), 2, patience);
        const QModelIndex cell = program.model->index(0, 1);
        program.view->setFocus();
        program.view->setCurrentIndex(cell);
        Query query;
        query.words = u"nothing-is-called-like-this"_s;
        program.window->findChild<ui::Finding *>()->show(query);
        QTRY_COMPARE_WITH_TIMEOUT(program.stage->gridView()->model()->rowCount(), 0, patience);
        QTest::keyClick(program.view, Qt::Key_Z);
        QTRY_COMPARE_WITH_TIMEOUT(program.stage->mode(), ui::StagePanel::Mode::Loupe, patience);
        QCOMPARE(program.stage->currentPicture().data(models::PictureIdRole).toLongLong(),
                 program.model->pictureAt(cell));
    }

    void aPictureFromAnotherStartIsShownWhateverTheSheetIsAt()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.fill({program.axis(ParamRole::Guidance, u"2, 4"_s)}));
        QTRY_COMPARE_WITH_TIMEOUT(program.stage->gridView()->model()->rowCount(), 2, patience);
        const QModelIndex cell = program.model->index(0, 1);
        QTRY_VERIFY_WITH_TIMEOUT(cell.data(models::PictureRole).isValid(), patience);
        program.view->setCurrentIndex(program.model->index(0, 0));
        program.window->receive({}, {cell.data(models::PictureRole).value<Picture>().file});
        QTRY_COMPARE_WITH_TIMEOUT(program.stage->mode(), ui::StagePanel::Mode::Loupe, patience);
        QCOMPARE(program.stage->currentPicture().data(models::PictureIdRole).toLongLong(),
                 program.model->pictureAt(cell));
    }

    void toolsUnderThePointerDoWhatTheySay()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.fill({program.axis(ParamRole::Guidance, u"2, 4, 9"_s)}));
        using Tool = ui::HoverTools::Tool;
        const auto press = [&](int column, Tool tool) {
            program.hover(0, column);
            QVERIFY(QTest::qWaitFor(
                [&] { return program.view->toolsCell() == program.model->index(0, column); }, patience));
            QVERIFY(program.view->tools()->isVisible());
            QVERIFY(program.view->visualRect(program.model->index(0, column))
                        .contains(program.view->tools()->geometry()));
            QTest::mouseClick(program.view->tools()->button(tool), Qt::LeftButton);
        };
        press(1, Tool::Centre);
        QTRY_VERIFY_WITH_TIMEOUT(program.model->index(0, 1).data(models::IsCentreRole).toBool(), patience);
        QCOMPARE(program.view->currentIndex(), program.model->index(0, 1));

        press(2, Tool::Use);
        QTRY_COMPARE(guidance(program.compose->request()), 9.0);

        const PictureId before = program.model->pictureAt(program.model->index(0, 0));
        press(0, Tool::Reroll);
        QTRY_VERIFY_WITH_TIMEOUT(program.model->pictureAt(program.model->index(0, 0)) != before &&
                                     program.stateAt(0, 0) == CellState::Done,
                                 patience);
        QTRY_VERIFY_WITH_TIMEOUT(program.stage->gridView()->model()->rowCount() >= 4, patience);
        press(0, Tool::Open);
        QTRY_COMPARE_WITH_TIMEOUT(program.stage->mode(), ui::StagePanel::Mode::Loupe, patience);
    }

    void aFailedCellHasItsButtonInItsPlace()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.make({program.axis(ParamRole::Guidance, u"2, 4"_s)}));
        program.application->practiseFailure(u"failing"_s); // one in five
        program.panel->start();
        const auto isSettled = [&] {
            return program.model->progress().done + program.model->progress().failed == 2;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(), patience);
        for (int k = 0; k < 80 && program.model->progress().failed == 0; ++k) {
            program.model->reroll(program.model->index(0, 0), k + 100);
            QTRY_VERIFY_WITH_TIMEOUT(!isSettled(), patience);
            QTRY_VERIFY_WITH_TIMEOUT(isSettled(), patience);
        }
        QVERIFY(program.model->progress().failed > 0);
        QTRY_COMPARE(program.panel->head()->retryButton()->text(),
                     u"Retry %1"_s.arg(program.model->progress().failed));
        QVERIFY(program.panel->head()->progressLine().contains(u"to retry"_s));
        const int column = program.stateAt(0, 0) == CellState::Failed ? 0 : 1;
        const QModelIndex cell = program.model->index(0, column);
        QVERIFY(!cell.data(models::ErrorTextRole).toString().isEmpty());
        program.application->practiseFailure({});
        program.view->setCellWidth(256);
        QRect button;
        QTRY_VERIFY(!(button = program.view->buttonRect(cell, ui::CellAction::TryAgain)).isEmpty());
        QTest::mouseClick(program.view->viewport(), Qt::LeftButton, {}, button.center());
        QTRY_COMPARE_WITH_TIMEOUT(program.stateAt(0, column), CellState::Done, patience);
    }

    void whatWaitsIsHeldAndGoesOn()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        program.application->queue().setSlots(0);
        QVERIFY(program.make({program.axis(ParamRole::Guidance, u"2, 4, 6"_s)}));
        program.panel->start();
        QTRY_COMPARE_WITH_TIMEOUT(program.model->progress().waiting, 3, patience);
        QPushButton *hold = program.panel->head()->holdButton();
        QTRY_COMPARE(hold->text(), u"Pause"_s);
        QTest::mouseClick(hold, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(program.model->progress().empty, 3, patience);
        QTRY_COMPARE(hold->text(), u"Resume"_s);
        program.application->queue().setSlots(4);
        QTest::mouseClick(hold, Qt::LeftButton);
        QVERIFY(program.isFull());
    }

    void pagesStandAsTabs()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.make({program.axis(ParamRole::Guidance, u"2, 4"_s), Program::words({u"dawn"_s}),
                              program.axis(ParamRole::Seed, u"5, 6, 8"_s)}));
        QTabBar *pages = program.panel->pages();
        QTRY_COMPARE(pages->count(), 3);
        QVERIFY(pages->isVisible());
        QCOMPARE(pages->tabText(2), u"8"_s);
        pages->setCurrentIndex(2);
        QCOMPARE(program.model->page(), 2);
        program.view->setFocus();
        QTest::keyClick(program.view, Qt::Key_PageUp, Qt::ControlModifier);
        QCOMPARE(program.model->page(), 1);
        QCOMPARE(pages->currentIndex(), 1);
    }

    void everyCellHasAName()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.fill(
            {program.axis(ParamRole::Guidance, u"2, 4"_s), Program::words({u"dawn"_s, u"noon"_s})}));
        QAccessibleInterface *table = QAccessible::queryAccessibleInterface(program.view);
        QVERIFY(table && table->tableInterface());
        QCOMPARE(table->tableInterface()->columnCount(), 2);
        QCOMPARE(table->tableInterface()->rowCount(), 2);
        QAccessibleInterface *cell = table->tableInterface()->cellAt(1, 1);
        QVERIFY(cell);
        const QString name = cell->text(QAccessible::Name);
        for (const QString &word : {u"Guidance 4"_s, u"noon"_s, u"Picture"_s})
            QVERIFY2(name.contains(word), qPrintable(name));
        for (const QWidget *widget : program.panel->findChildren<QWidget *>()) {
            if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
                continue;
            QAccessibleInterface *accessible =
                QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
            QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(),
                     widget->metaObject()->className());
        }
    }

    void aNarrowPanelCutsNoWord_data()
    {
        QTest::addColumn<bool>("isOpen");
        QTest::newRow("no sheet yet") << false;
        QTest::newRow("a sheet with three axes") << true;
    }

    void aNarrowPanelCutsNoWord()
    {
        QFETCH(const bool, isOpen);
        Program program(m_folder->path());
        QVERIFY(program.begin());
        if (isOpen)
            QVERIFY(program.make({program.axis(ParamRole::Guidance, u"2, 4"_s),
                                  Program::words({u"dawn"_s, u"noon"_s}),
                                  program.axis(ParamRole::Temperature, u"0.2, 0.8"_s)}));
        program.panel->setParent(nullptr);
        program.panel->resize(420, 600);
        program.panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(program.panel));
        QCOMPARE(program.panel->width(), 420);
        QTRY_COMPARE(cutWords(program.panel), QStringList());
        program.panel->setParent(program.stage);
    }

    void savedSheetsAreListedRenamedAndRemoved()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.fill({program.axis(ParamRole::Guidance, u"2, 4"_s)}));
        const qint64 sheet = program.model->sheetId();
        QLineEdit *name = program.panel->head()->nameEdit();
        name->setFocus();
        name->selectAll();
        QTest::keyClicks(name, u"Light"_s);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(program.model->name(), u"Light"_s, patience);
        QTest::mouseClick(program.panel->head()->sheetsChip(), Qt::LeftButton);
        QTRY_VERIFY(program.panel->sheetList());
        QTRY_COMPARE_WITH_TIMEOUT(program.panel->sheetList()->list()->count(), 1, patience);
        QCOMPARE(program.panel->sheetList()->list()->item(0)->text(), u"Light"_s);
        QTest::keyClick(program.panel->sheetList()->list(), Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(!program.model->isOpen(), patience);
        auto *toast = program.window->findChild<ui::Toast *>(u"deedToast"_s);
        QTRY_VERIFY(toast && toast->isVisible());
        Q_EMIT toast->actionTriggered();
        QTRY_COMPARE_WITH_TIMEOUT(program.model->sheetId(), sheet, patience);
        QTRY_COMPARE(program.model->progress().done, 2);
    }

    void undoInTheToastIsAboutTheSheetOrIsGone()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.fill({program.axis(ParamRole::Guidance, u"2, 4"_s)}));
        QTest::mouseClick(program.panel->head()->sheetsChip(), Qt::LeftButton);
        QTRY_VERIFY(program.panel->sheetList());
        QTRY_COMPARE_WITH_TIMEOUT(program.panel->sheetList()->list()->count(), 1, patience);
        QTest::keyClick(program.panel->sheetList()->list(), Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(!program.model->isOpen(), patience);
        auto *toast = program.window->findChild<ui::Toast *>(u"deedToast"_s);
        QVERIFY(toast && toast->isVisible());
        library::Deeds &deeds = program.application->library().deeds();
        deeds.createCollection(u"Boats"_s, 0, {}, program.window.get(), [](const Result<qint64> &) {});
        QVERIFY(!toast->isVisible());
        Q_EMIT toast->actionTriggered(); // as if it had been pressed in that moment
        bool isBehind = false;
        program.application->library().sheets().list(
            program.window.get(), [&](const Result<QList<library::SheetEntry>> &) { isBehind = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isBehind, patience);
        QCOMPARE(deeds.undoName(), u"New Collection"_s);
    }

    void aColumnThatWasTakenAwayComesBackToItsPlace()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.fill({program.axis(ParamRole::Guidance, u"2, 4, 6"_s)}));
        const Sweep before = program.model->sweep();
        program.view->setCurrentIndex(program.model->index(0, 1));
        QMenu *menu = program.panel->makeCellMenu(program.panel);
        const QList<QAction *> actions = menu->actions();
        actions.at(actions.size() - 2)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(program.model->columnCount(), 2, patience);
        auto *toast = program.panel->findChild<ui::Toast *>(u"sheetToast"_s);
        QTRY_VERIFY(toast && toast->isVisible());
        Q_EMIT toast->actionTriggered();
        QTRY_COMPARE_WITH_TIMEOUT(program.model->sweep(), before, patience);
        QTRY_COMPARE(program.model->progress().done, 3);
        delete menu;
    }

    void sheetPageAndSizeAreThereAfterARestart()
    {
        qint64 sheet = 0;
        {
            Program program(m_folder->path());
            QVERIFY(program.begin());
            QVERIFY(program.fill({program.axis(ParamRole::Guidance, u"2, 4"_s), Program::words({u"dawn"_s}),
                                  program.axis(ParamRole::Seed, u"5, 6"_s)}));
            program.model->setPage(1);
            program.view->setCellWidth(220);
            sheet = program.model->sheetId();
        }
        Program again(m_folder->path());
        QTRY_COMPARE_WITH_TIMEOUT(again.model->sheetId(), sheet, patience);
        QTRY_COMPARE_WITH_TIMEOUT(again.model->progress().done, 4, patience);
        QCOMPARE(again.model->page(), 1);
        QCOMPARE(again.view->cellWidth(), 220);
    }

    void exportedPictureIsWholeAndHasItsSize()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.fill(
            {program.axis(ParamRole::Guidance, u"2, 4"_s), Program::words({u"dawn"_s, u"noon"_s})}));
        const ui::SheetPrint sheet = program.panel->print(false);
        QCOMPARE(sheet.shape, QSize(96, 64));
        const ui::Tokens paper = ui::Tokens::load(ui::Scheme::Light);
        const QString file = m_folder->filePath(u"sheet.png"_s);
        int told = 0;
        QVERIFY(ui::writeSheetPicture(sheet, paper, 128, file, [&](int, int) { return ++told > 0; }));
        QCOMPARE(told, 4);
        const QImage image(file);
        QCOMPARE(image.size(), ui::printedSize(sheet, paper, 128));
        QVERIFY(image.width() > 2 * 128 && image.height() > 2 * 85);
        int coloured = 0; // ground and words are grey
        for (int y = 0; y < image.height(); y += 3) {
            for (int x = 0; x < image.width(); x += 3)
                coloured += image.pixelColor(x, y).saturation() > 20 ? 1 : 0;
        }
        QVERIFY2(coloured > 200, "the pictures are in it");

        QVERIFY2(!ui::writeSheetPicture(sheet, paper, 128, m_folder->filePath(u"stopped.png"_s),
                                        [](int, int) { return false; }),
                 "it can be stopped");
        QVERIFY(!QFile::exists(m_folder->filePath(u"stopped.png"_s)));
    }

    void exportedPdfHasItsWordsAsWords()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.fill({program.axis(ParamRole::Guidance, u"2, 4"_s),
                              Program::words({u"dawn"_s, u"noon"_s}),
                              program.axis(ParamRole::Temperature, u"0.2, 0.8"_s)}));
        program.panel->exportPdf();
        auto *dialog = program.panel->findChild<ui::SheetExportDialog *>();
        QVERIFY(dialog);
        const QString file = m_folder->filePath(u"sheet.pdf"_s);
        QSignalSpy saved(dialog, &ui::SheetExportDialog::saved);
        dialog->saveAs(file);
        QVERIFY(saved.wait(patience));
        QFile pdf(file);
        QVERIFY(pdf.open(QIODevice::ReadOnly));
        const QByteArray bytes = pdf.readAll();
        QVERIFY(bytes.startsWith("%PDF"));
        QVERIFY2(bytes.contains("/ToUnicode"), "text one can search");
        QVERIFY2(bytes.contains("/Count 2"), "a leaf for each page of the sheet");
        dialog->close();
    }

    void veryLargeSheetsStayUsablePictures()
    {
        ui::SheetPrint sheet;
        sheet.name = u"Large"_s;
        sheet.shape = QSize(1024, 1024);
        ui::SheetPrintPage page;
        for (int k = 0; k < 50; ++k)
            page.columns << QString::number(k);
        for (int k = 0; k < 40; ++k)
            page.rows << QString::number(k);
        page.cells.resize(2000);
        sheet.pages << page;
        const ui::Tokens paper = ui::Tokens::load(ui::Scheme::Light);
        const int width = ui::printedCellWidth(sheet, paper, 1024);
        const QSize size = ui::printedSize(sheet, paper, width);
        QVERIFY(width > 100 && width < 1024);
        QVERIFY(std::max(size.width(), size.height()) <= ui::longestSheetSide);
        QCOMPARE(ui::printedCellWidth(sheet, paper, 64), 64);
    }

    void csvHasALineForEachCell()
    {
        Program program(m_folder->path());
        QVERIFY(program.begin());
        QVERIFY(program.fill({program.axis(ParamRole::Guidance, u"2, 4"_s)}));
        const QString target = m_folder->filePath(u"sheet.csv"_s);
        program.panel->writeCsv(target);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(target), patience);
        QFile file(target);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count("\r\n"), 3);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_MAIN(TestSheet)
#include "tst_sheet.moc"
