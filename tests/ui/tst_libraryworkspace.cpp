// The Library workspace in the whole window, over a real library with real files.
#include "stockedlibrary.h"

#include "application.h"
#include "models/collectionsmodel.h"
#include "models/stageroles.h"
#include "ui/compose/composepanel.h"
#include "ui/inspect/inspectpanel.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/segmentedcontrol.h"
#include "ui/kit/theme.h"
#include "ui/kit/toast.h"
#include "ui/mainwindow.h"
#include "ui/shelf/exportdialog.h"
#include "ui/shelf/filterbar.h"
#include "ui/shelf/librarytree.h"
#include "ui/shelf/searchfield.h"
#include "ui/shelf/shelfempty.h"
#include "ui/stage/gridview.h"
#include "ui/stage/marksbar.h"
#include "ui/stage/stagepanel.h"
#include "wiring.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDockWidget>
#include <QDropEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>

using namespace janus;
using namespace janus::library::fixture;
using models::CollectionsModel;

namespace {

/// The fixture's jobs are still on their way and have no words; here they have arrived and are found.
void endJobs(OpenLibrary &open)
{
    const auto ended = open.run<int>([](QSqlDatabase &connection) -> Result<int> {
        for (const QString &sql : {u"UPDATE jobs SET state = 7,"
                                   " prompt = json_extract(CAST(body AS TEXT), '$.prompt')"_s,
                                   u"INSERT INTO prompts(prompts) VALUES ('rebuild')"_s}) {
            if (auto done = library::execute(connection, sql); !done)
                return done.error();
        }
        return 1;
    });
    QVERIFY(ended.hasValue());
}

/// One run of the program on a data folder, with its library open.
struct Studio
{
    explicit Studio(const QString &folder)
    {
        auto made = Application::create({support::Paths::below(folder), {}, 0});
        Q_ASSERT(made);
        application = std::move(*made);
        window = std::make_unique<ui::MainWindow>(studioOf(*application, theme), u"dark"_s);
        window->resize(1440, 900);
        window->show();
        window->activateWindow();
        if (!QTest::qWaitForWindowActive(window.get()))
            qWarning("the window did not become active");
        bool isOpen = false;
        application->open(window.get(), [&](const Result<void> &opened) {
            window->onLibraryOpened(opened);
            isOpen = true;
        });
        if (!QTest::qWaitFor([&] { return isOpen; }, 30000))
            qWarning("the library did not open");
    }
    ~Studio()
    {
        window->close();
        window.reset();
    }

    template <typename T>
    T *find(const QString &name = {}) const
    {
        return window->findChild<T *>(name);
    }
    QAction *action(const char *name) const { return find<QAction>(QString::fromLatin1(name)); }
    ui::GridView *grid() const { return find<ui::GridView>(); }
    int rows() const { return grid()->model()->rowCount(); }
    QLineEdit *search() const { return find<ui::SearchField>()->edit(); }
    library::Deeds &deeds() const { return application->library().deeds(); }
    Marks marks(PictureId id) const
    {
        const auto found = answerTo<QList<Picture>>(
            [&](auto done) { application->library().catalogue().pictures({id}, window.get(), done); });
        return found && !found->isEmpty() ? found->first().marks : Marks();
    }
    void key(QWidget *widget, Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::keyClick(widget, key, modifiers);
    }
    void select(int row) const
    {
        grid()->setFocus();
        grid()->selectionModel()->setCurrentIndex(grid()->model()->index(row, 0),
                                                  QItemSelectionModel::ClearAndSelect);
    }
    PictureId idAt(int row) const
    {
        return grid()->model()->index(row, 0).data(models::PictureIdRole).toLongLong();
    }

    ui::Theme theme;
    std::unique_ptr<Application> application;
    std::unique_ptr<ui::MainWindow> window;
};

} // namespace

class TestLibraryWorkspace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // Whatever is asked of hosts beyond this computer ends at a closed door, with or without a network.
    void initTestCase() { qputenv("https_proxy", "http://127.0.0.1:9"); }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        OpenLibrary open(m_folder->path());
        int tone = 0;
        for (const QString &prompt : {u"a red boat"_s, u"a blue boat"_s, u"a tower"_s}) {
            const qint64 job = open.addJob(prompt);
            QVERIFY(
                open.add(OpenLibrary::newPicture(job, encoded(painting({48, 32}, ++tone), "JPG"), 0, prompt))
                    .hasValue());
        }
        endJobs(open);
    }

    void eachWorkspaceHasItsDocks()
    {
        {
            const Studio studio(m_folder->path());
            auto *tree = studio.find<ui::LibraryTree>();
            auto *compose = studio.find<ui::ComposePanel>();
            auto *inspect = studio.find<ui::InspectPanel>();
            QVERIFY(!tree->isVisible());
            studio.key(studio.window.get(), Qt::Key_2, Qt::ControlModifier);
            QTRY_VERIFY(tree->isVisible());
            QVERIFY(!compose->isVisible());
            QVERIFY(studio.find<ui::FilterBar>()->isVisible());
            const auto *dock = studio.find<QDockWidget>(u"library"_s);
            QTRY_VERIFY2(std::abs(dock->width() - 240) <= 8, "as wide as the design wants it");
            studio.find<QDockWidget>(u"inspect"_s)->hide();
            studio.key(studio.window.get(), Qt::Key_1, Qt::ControlModifier);
            QTRY_VERIFY(compose->isVisible());
            QVERIFY(!tree->isVisible());
            QVERIFY(inspect->isVisible());
            QVERIFY(!studio.find<ui::FilterBar>()->isVisible());
            studio.key(studio.window.get(), Qt::Key_2, Qt::ControlModifier);
            QTRY_VERIFY(tree->isVisible());
            QVERIFY(!inspect->isVisible());
            studio.key(studio.window.get(), Qt::Key_F9); // the tree is the left dock now
            QVERIFY(!tree->isVisible());
            studio.key(studio.window.get(), Qt::Key_F9);
            QVERIFY(tree->isVisible() && inspect->isVisible());
            QVERIFY(!compose->isVisible());
            inspect->window()->findChild<QDockWidget *>(u"inspect"_s)->hide();
        }
        const Studio again(m_folder->path());
        QVERIFY(again.find<ui::LibraryTree>()->isVisible());
        QVERIFY(!again.find<ui::InspectPanel>()->isVisible());
        again.key(again.window.get(), Qt::Key_L, Qt::ControlModifier); // the prompt is in Create
        QTRY_VERIFY(again.find<ui::ComposePanel>()->isVisible());
        QVERIFY(again.find<ui::InspectPanel>()->isVisible());
    }

    void typingFindsPictures()
    {
        const Studio studio(m_folder->path());
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 3, 30000);
        studio.key(studio.window.get(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(studio.search()->hasFocus());
        QTest::keyClicks(studio.search(), u"boat"_s);
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 2, 30000);
        QTest::keyClicks(studio.search(), u" zebra"_s);
        auto *empty = studio.find<ui::ShelfEmpty>();
        QTRY_VERIFY_WITH_TIMEOUT(empty->isVisible(), 30000);
        QVERIFY(!studio.find<ui::StagePanel>()->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(!empty->relaxationButtons().isEmpty(), 30000);
        QCOMPARE(empty->relaxationButtons().first()->text(), u"Without “zebra”: 2 pictures"_s);
        empty->relaxationButtons().first()->click();
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 2, 30000);
        QTRY_VERIFY(studio.find<ui::StagePanel>()->isVisible());
        QCOMPARE(studio.search()->text(), u"boat"_s);
        studio.search()->setFocus();
        studio.key(studio.search(), Qt::Key_Escape);
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 3, 30000);
        studio.key(studio.search(), Qt::Key_Escape);
        QVERIFY(studio.grid()->hasFocus());
    }

    void marksAreSetWithKeysAndUndoneAfterARestart()
    {
        PictureId id = 0;
        {
            const Studio studio(m_folder->path());
            QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 3, 30000);
            studio.select(1);
            id = studio.idAt(1);
            studio.key(studio.grid(), Qt::Key_4);
            studio.key(studio.grid(), Qt::Key_P);
            QTRY_COMPARE_WITH_TIMEOUT(studio.marks(id).pick, Pick::Picked, 30000);
            QCOMPARE(studio.marks(id).rating, 4);
            QTRY_COMPARE_WITH_TIMEOUT(studio.find<ui::InspectPanel>()->marksBar()->marks().rating, 4, 30000);
            studio.search()->setFocus();
            QTest::keyClicks(studio.search(), u"1x"_s); // typed, not meant for the picture
            studio.find<ui::SearchField>()->clear();
            QCOMPARE(studio.marks(id).rating, 4);
        }
        const Studio again(m_folder->path());
        QTRY_COMPARE_WITH_TIMEOUT(again.rows(), 3, 30000);
        again.select(0);
        again.grid()->setFocus(); // in the form, undo is about the form
        QTRY_VERIFY_WITH_TIMEOUT(again.action("undo")->isEnabled(), 30000);
        again.key(again.grid(), Qt::Key_Z, Qt::ControlModifier);
        again.key(again.grid(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(again.marks(id), Marks(), 30000);
    }

    void aStartInTheLibraryChoosesTheFirstPicture()
    {
        {
            const Studio studio(m_folder->path());
            studio.action("libraryWorkspace")->trigger();
            QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 3, 30000);
        }
        const Studio again(m_folder->path());
        QTRY_COMPARE_WITH_TIMEOUT(again.rows(), 3, 30000);
        QTRY_COMPARE_WITH_TIMEOUT(again.grid()->selectionModel()->selectedIndexes().size(), 1, 30000);
        QCOMPARE(again.grid()->selectionModel()->selectedIndexes().first().row(), 0);
    }

    void deletedPicturesComeBack()
    {
        const Studio studio(m_folder->path());
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 3, 30000);
        studio.grid()->setFocus();
        studio.grid()->selectAll();
        studio.key(studio.grid(), Qt::Key_Delete);
        auto *toast = studio.find<ui::Toast>(u"deedToast"_s);
        QVERIFY(toast && toast->isVisible());
        QCOMPARE(toast->accessibleName(), u"Moved 3 pictures to Trash"_s);
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 0, 30000);
        toast->findChild<QPushButton *>()->click();
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 3, 30000);
    }

    void collectionsAreFilledAndLookedAt()
    {
        const Studio studio(m_folder->path());
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 3, 30000);
        studio.action("newCollection")->trigger();
        auto *tree = studio.find<ui::LibraryTree>();
        QTRY_VERIFY_WITH_TIMEOUT(tree->findChild<QLineEdit *>(), 30000);
        QTest::keyClicks(tree->findChild<QLineEdit *>(), u"Cards"_s);
        studio.key(tree->findChild<QLineEdit *>(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<ui::ShelfEmpty>()->isVisible(), 30000);
        studio.find<ui::ShelfEmpty>()->targetButton()->click();
        tree->setCurrentIndex(tree->model()->index(0, 0));
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 3, 30000);
        studio.select(0);
        const PictureId id = studio.idAt(0);
        studio.key(studio.grid(), Qt::Key_B);
        QTRY_COMPARE_WITH_TIMEOUT(studio.action("undo")->text(), u"&Undo Add Picture to Collection"_s, 30000);
        tree->setCurrentIndex(tree->model()->index(8, 0));
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 1, 30000);
        QCOMPARE(studio.idAt(0), id);
        studio.select(0);
        studio.key(studio.grid(), Qt::Key_B, Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 0, 30000);
        studio.action("undo")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 1, 30000);
    }

    void theInspectorTagsWhatIsSelected()
    {
        const Studio studio(m_folder->path());
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 3, 30000);
        studio.grid()->setFocus();
        studio.grid()->selectAll();
        auto *tag = studio.find<QLineEdit>(u"tagEdit"_s);
        QTRY_VERIFY_WITH_TIMEOUT(tag->isVisible(), 30000);
        tag->setFocus();
        QTest::keyClicks(tag, u"sea"_s);
        studio.key(tag, Qt::Key_Return);
        for (int row = 0; row < 3; ++row)
            QTRY_COMPARE_WITH_TIMEOUT(studio.marks(studio.idAt(row)).tags, QStringList{u"sea"_s}, 30000);
        studio.action("undo")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(studio.marks(studio.idAt(2)).tags, QStringList(), 30000);
    }

    void picturesAreExported()
    {
        const Studio studio(m_folder->path());
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 3, 30000);
        studio.grid()->setFocus();
        studio.grid()->selectAll();
        studio.key(studio.grid(), Qt::Key_E, Qt::ControlModifier);
        auto *dialog = studio.find<ui::ExportDialog>();
        QVERIFY(dialog && dialog->isVisible());
        QTemporaryDir out;
        dialog->setTarget(out.filePath(u"gallery"_s));
        dialog->nameEdit()->setText(u"{n} {nothing}"_s);
        QVERIFY(!dialog->exportButton()->isEnabled());
        dialog->nameEdit()->setText(u"{n} {prompt}"_s);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->namePreview()->text().startsWith(u"1 "_s), 30000);
        dialog->setProfile(library::ExportProfile::Clean);
        QTRY_COMPARE_WITH_TIMEOUT(dialog->inside()->count(), 1, 30000);
        QCOMPARE(dialog->inside()->item(0)->text(), u"Nothing."_s);
        dialog->setProfile(library::ExportProfile::FullRecipe);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->inside()->count() > 1, 30000);
        QString inside;
        for (int row = 0; row < dialog->inside()->count(); ++row)
            inside += dialog->inside()->item(row)->text();
        QVERIFY(inside.contains(u"boat"_s) || inside.contains(u"tower"_s));
        dialog->exportButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(dialog->outcome().startsWith(u"Exported 3 pictures"_s), 30000);
        QCOMPARE(QDir(out.filePath(u"gallery"_s)).entryList(QDir::Files).size(), 3);
        QCOMPARE(dialog->kinds()->currentIndex(), 0);
        dialog->close();
    }

    void filesDroppedOnTheWindowAreImported()
    {
        QTemporaryDir out;
        QVERIFY(painting({40, 40}, 99).save(out.filePath(u"found.png"_s)));
        QFile broken(out.filePath(u"broken.jpg"_s));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("no picture");
        broken.close();
        const Studio studio(m_folder->path());
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 3, 30000);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(out.filePath(u"found.png"_s)),
                      QUrl::fromLocalFile(out.filePath(u"broken.jpg"_s))});
        QDragEnterEvent enter({400, 400}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(studio.window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent dropped({400, 400}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(studio.window.get(), &dropped);
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 4, 30000);
        auto *toast = studio.find<ui::Toast>(u"deedToast"_s);
        QTRY_VERIFY_WITH_TIMEOUT(toast || (toast = studio.find<ui::Toast>(u"deedToast"_s)), 30000);
        QTRY_COMPARE_WITH_TIMEOUT(toast->accessibleName(), u"Imported 1 picture."_s, 30000);
        const auto bars = studio.window->findChildren<ui::NoticeBar *>();
        QVERIFY(std::ranges::any_of(bars, [](const ui::NoticeBar *bar) { return bar->isVisible(); }));
        toast->findChild<QPushButton *>()->click();
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 3, 30000);
    }

    void wordsOfAPictureAreCopied()
    {
        const Studio studio(m_folder->path());
        QTRY_COMPARE_WITH_TIMEOUT(studio.rows(), 3, 30000);
        studio.select(0);
        const QModelIndex first = studio.grid()->model()->index(0, 0);
        QTRY_VERIFY_WITH_TIMEOUT(!first.data(models::PromptRole).toString().isEmpty(), 30000);
        QTRY_VERIFY_WITH_TIMEOUT(studio.action("copyPrompt")->isEnabled(), 30000);
        studio.action("copyPrompt")->trigger();
        QCOMPARE(QApplication::clipboard()->text(), first.data(models::PromptRole).toString());
        studio.action("copySeed")->trigger();
        QCOMPARE(QApplication::clipboard()->text(), u"7"_s);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_MAIN(TestLibraryWorkspace)
#include "tst_libraryworkspace.moc"
