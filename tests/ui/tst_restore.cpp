// Settings out of files, texts and imported pictures into the form, in the whole window.
#include "application.h"
#include "core/paramroles.h"
#include "foreignsamples.h"
#include "jobs/modelcatalog.h"
#include "library/deeds.h"
#include "library/exchange.h"
#include "models/pictureids.h"
#include "models/stageroles.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/dropcover.h"
#include "ui/compose/paramform.h"
#include "ui/inspect/inspectpanel.h"
#include "ui/inspect/reciperow.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/theme.h"
#include "ui/mainwindow.h"
#include "ui/stage/gridview.h"
#include "ui/stage/stagepanel.h"
#include "wiring.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QFileDialog>
#include <QMenuBar>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <QWindow>

#include <algorithm>

using namespace std::chrono_literals;
using namespace janus;
using namespace janus::library::fixture;

namespace restoretest {

/// One run of the program on a data folder.
struct Program
{
    explicit Program(const QString &folder)
    {
        auto made = Application::create({support::Paths::below(folder), {}, 0});
        Q_ASSERT(made);
        application = std::move(*made);
        window = std::make_unique<ui::MainWindow>(studioOf(*application, theme), u"dark"_s);
        window->show();
        application->open(window.get(),
                          [this](const Result<void> &opened) { window->onLibraryOpened(opened); });
    }
    ~Program()
    {
        window->close();
        window.reset();
    }

    template <typename T>
    T *find() const
    {
        return window->findChild<T *>();
    }
    ui::ComposePanel *compose() const { return find<ui::ComposePanel>(); }
    GenerationRequest request() const { return compose()->request(); }
    QString parent() const { return compose()->state()["parent"_L1]["job"_L1].toString(); }
    QString notice() const
    {
        const auto bars = window->findChildren<ui::NoticeBar *>();
        for (const ui::NoticeBar *bar : bars) {
            if (bar->isVisible())
                return bar->accessibleName();
        }
        return {};
    }
    QPushButton *button(const QString &text) const
    {
        const auto buttons = window->findChildren<QPushButton *>();
        const auto found = std::ranges::find_if(
            buttons, [&](const QPushButton *one) { return one->isVisible() && one->text() == text; });
        return found == buttons.end() ? nullptr : *found;
    }
    QAction *action(const QString &text) const
    {
        const auto actions = window->findChildren<QAction *>();
        const auto found = std::ranges::find(actions, text, &QAction::text);
        return found == actions.end() ? nullptr : *found;
    }
    QAbstractItemModel *cells() const { return find<ui::GridView>()->model(); }
    Picture pictureAt(int row) const
    {
        return cells()->index(row, 0).data(models::PictureRole).value<Picture>();
    }

    ui::Theme theme;
    std::unique_ptr<Application> application;
    std::unique_ptr<ui::MainWindow> window;
};

/// A drag as it comes from the desktop: to the native window, which finds the widget.
class Drag
{
public:
    Drag(const Program &program, std::unique_ptr<QMimeData> data)
        : m_window(program.window->windowHandle())
        , m_data(std::move(data))
    {
    }
    void enter(QPoint place)
    {
        QDragEnterEvent event(place, Qt::CopyAction, m_data.get(), Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window, &event);
        move(place);
    }
    void move(QPoint place)
    {
        QDragMoveEvent event(place, Qt::CopyAction, m_data.get(), Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window, &event);
    }
    void drop(QPoint place)
    {
        QDropEvent event(place, Qt::CopyAction, m_data.get(), Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window, &event);
    }
    void leave()
    {
        QDragLeaveEvent event;
        QCoreApplication::sendEvent(m_window, &event);
    }

private:
    QWindow *m_window;
    std::unique_ptr<QMimeData> m_data;
};

std::unique_ptr<QMimeData> filesDrag(const QStringList &files)
{
    auto data = std::make_unique<QMimeData>();
    QList<QUrl> urls;
    for (const QString &file : files)
        urls << QUrl::fromLocalFile(file);
    data->setUrls(urls);
    data->setText(files.join(u'\n')); // as file managers add it
    return data;
}

} // namespace restoretest

using namespace restoretest;

class TestRestore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("https_proxy", "http://127.0.0.1:9"); }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_program = std::make_unique<Program>(m_folder->filePath(u"studio"_s));
        QVERIFY(QTest::qWaitForWindowActive(m_program->window.get()));
        // What is read of the models begins the form, and its undo, anew.
        QTRY_VERIFY_WITH_TIMEOUT(m_program->application->models().isLoaded(), 20000);
    }
    void cleanup()
    {
        m_program.reset();
        m_folder.reset();
    }

    void aPictureDroppedOntoComposeBringsItsSettings_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<Seed>("seed");
        QTest::newRow("AUTOMATIC1111")
            << jpegWithExif(commentExif(infotext())) << u"AUTOMATIC1111 v1.10.1"_s
            << u"a lighthouse, (storm:1.2), <lora:ink:0.8>\nover the bay"_s << Seed(3141592653);
        QTest::newRow("ComfyUI") << pngWith({textChunk("prompt", compact(comfyGraph()))}) << u"ComfyUI"_s
                                 << u"a harbour at dawn, 港"_s << Seed(156680208700286);
        QTest::newRow("InvokeAI") << pngWith({textChunk("invokeai_metadata", invokeMetadata())})
                                  << u"InvokeAI 5.6.0"_s << u"a stone bridge — \"old\""_s << Seed(2985347165);
        QTest::newRow("SwarmUI") << pngWith({textChunk("parameters", swarmParameters())})
                                 << u"SwarmUI 0.9.3.1"_s << u"a photo of a cat"_s
                                 << Seed(1234567890123456789);
        QTest::newRow("Fooocus") << webpWithExif(fooocusExif(fooocusParameters(), "fooocus"))
                                 << u"Fooocus v2.5.5"_s << u"a fox"_s << Seed(7425786438523657);
    }
    void aPictureDroppedOntoComposeBringsItsSettings()
    {
        QFETCH(const QByteArray, file);
        QFETCH(const QString, program);
        QFETCH(const Seed, seed);
        const auto *cover = m_program->find<ui::DropCover>();
        QVERIFY(!cover->isVisible());
        Drag drag(*m_program, filesDrag({put(u"dropped.png"_s, file)}));
        drag.enter(placeOnStage());
        QVERIFY(cover->isVisible()); // it says where to drop
        QVERIFY(cover->accessibleName().contains(u"settings"_s));
        drag.move(placeOnPrompt());
        drag.drop(placeOnPrompt());
        QTRY_COMPARE_WITH_TIMEOUT(prompt(m_program->request()), fetched(), 20000);
        QVERIFY(!cover->isVisible());
        QCOMPARE(janus::seed(m_program->request()), std::optional(seed));
        QVERIFY(m_program->application->schema().check(m_program->request()).isEmpty());
        QVERIFY2(m_program->notice().startsWith(
                     u"From %1: prompt, seed, size and guidance are in the form."_s.arg(program)),
                 qPrintable(m_program->notice()));
        QVERIFY(m_program->notice().contains(u"Not used: "_s));
        // All of it, and nothing sent.
        pressButton(u"Copy All"_s);
        QVERIFY2(QApplication::clipboard()->text().contains(u"Steps: "_s),
                 qPrintable(QApplication::clipboard()->text()));
        pressButton(u"Show All"_s);
        QTRY_VERIFY(m_program->button(u"Show Less"_s));
        QCOMPARE(m_program->application->queue().jobs().size(), 0);
    }

    void aDragThatLeavesLeavesNothing()
    {
        const auto *cover = m_program->find<ui::DropCover>();
        Drag drag(*m_program, filesDrag({put(u"a.png"_s, encoded(painting({8, 8}), "PNG"))}));
        drag.enter(placeOnPrompt());
        QVERIFY(cover->isVisible());
        drag.leave();
        QTRY_VERIFY(!cover->isVisible());
        Drag text(*m_program, filesDrag({put(u"list.txt"_s, "a\nb")}));
        text.enter(placeOnPrompt());
        QVERIFY(!cover->isVisible());
        text.leave();
    }

    void aPictureDroppedElsewhereIsImported()
    {
        const QString before = prompt(m_program->request());
        Drag drag(*m_program, filesDrag({put(u"a.png"_s, comfyPicture())}));
        drag.enter(placeOnStage());
        drag.drop(placeOnStage());
        QTRY_COMPARE_WITH_TIMEOUT(m_program->cells()->rowCount(), 1, 20000);
        QCOMPARE(prompt(m_program->request()), before);
        QTRY_VERIFY(!m_program->find<ui::DropCover>()->isVisible());
    }

    void openPictureOrRecipe()
    {
        QTest::keyClick(m_program->window.get(), Qt::Key_O, Qt::ControlModifier);
        QTRY_VERIFY(m_program->find<QFileDialog>());
        auto *dialog = m_program->find<QFileDialog>();
        dialog->selectFile(put(u"a.png"_s, comfyPicture()));
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_COMPARE_WITH_TIMEOUT(prompt(m_program->request()), u"a harbour at dawn, 港"_s, 20000);
        QCOMPARE(imageSize(m_program->request()), QSize(768, 512));
        QCOMPARE(guidance(m_program->request()), std::optional(8.0));
    }

    void aRecipeIsPasted()
    {
        QApplication::clipboard()->setText(infotext());
        QTest::keyClick(m_program->window.get(), Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(janus::seed(m_program->request()), std::optional<Seed>(3141592653), 20000);
        QCOMPARE(imageSize(m_program->request()), QSize(512, 768));
        const GenerationRequest pasted = m_program->request();
        QApplication::clipboard()->setText(u"Dear Ada,"_s);
        m_program->action(u"Paste Rec&ipe"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(m_program->notice().contains(u"no recipe in the clipboard"_s), 20000);
        QCOMPARE(m_program->request(), pasted);
    }

    void whatARecipeDoesNotSayStaysInTheForm()
    {
        const QString words = u"a {red|blue} kite # nothing of it was sent yet"_s;
        m_program->compose()->setRequest(withImageCount(m_program->application->schema().defaults(), 3));
        m_program->compose()->form()->setParam(u"prompt"_s, words);
        m_program->compose()->form()->setParam(u"temperature"_s, 0.5);
        QApplication::clipboard()->setText(
            u"Steps: 30, Sampler: Euler, CFG scale: 7, Seed: 3141592653, Size: 512x768"_s);
        m_program->action(u"Paste Rec&ipe"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(janus::seed(m_program->request()), std::optional<Seed>(3141592653), 20000);
        QCOMPARE(imageSize(m_program->request()), QSize(512, 768));
        QCOMPARE(guidance(m_program->request()), std::optional(7.0));
        QCOMPARE(prompt(m_program->request()), words);
        QCOMPARE(temperature(m_program->request()), std::optional(0.5));
        QCOMPARE(imageCount(m_program->request()), 3);
        QVERIFY2(m_program->notice().contains(u": seed, size and guidance are in the form."_s),
                 qPrintable(m_program->notice()));
        m_program->compose()->undo(); // one step
        QCOMPARE(janus::seed(m_program->request()), std::optional<Seed>());
        QCOMPARE(guidance(m_program->request()), std::optional(5.0));
    }

    void aFileOnTheCommandLineThatIsNotInTheLibraryIsRestored()
    {
        m_program->window->receive({}, {u"/nowhere/a.png"_s, put(u"a.png"_s, comfyPicture())});
        QTRY_COMPARE_WITH_TIMEOUT(prompt(m_program->request()), u"a harbour at dawn, 港"_s, 20000);
        QVERIFY(m_program->notice().startsWith(u"From ComfyUI"_s));
    }

    void oneOfOursComesBackExactlyAndIsTheParent()
    {
        Picture picture = picturePainted(u"a quiet harbour {not|a choice} # nor this"_s);
        picture.request.input[u"enable_safety_checker"_s] = true;
        picture.request.input[u"image_size"_s] = u"square"_s;
        const QByteArray sent = encoded(painting({320, 200}), "PNG");
        const auto file = library::withRecipe(sent, recipeFor(picture, sent), picture);
        QVERIFY(file);
        m_program->window->receive({}, {put(u"ours.png"_s, *file)});
        QTRY_COMPARE_WITH_TIMEOUT(janus::seed(m_program->request()), std::optional(picture.seed), 20000);
        QCOMPARE(m_program->compose()->wishes().first().request.input[u"prompt"_s],
                 picture.request.input[u"prompt"_s]);
        QCOMPARE(m_program->request().input[u"temperature"_s], picture.request.input[u"temperature"_s]);
        QCOMPARE(m_program->parent(), u"2f1d3c4b-0000-4000-8000-0000000000aa"_s);
        QVERIFY(m_program->notice().startsWith(u"All settings of the picture are in the form."_s));
    }

    void whatIsOfAModelThatIsNotOnTheListIsSaidWithWhatWasLeftOut()
    {
        Picture picture = picturePainted(u"a quiet harbour"_s);
        picture.request.endpoint = u"fal-ai/nowhere"_s;
        picture.request.input[u"num_inference_steps"_s] = 28;
        picture.request.input[u"strength"_s] = 0.5;
        const QByteArray sent = encoded(painting({320, 200}), "PNG");
        const auto file = library::withRecipe(sent, recipeFor(picture, sent), picture);
        QVERIFY(file);
        const QString model = m_program->request().endpoint;
        m_program->window->receive({}, {put(u"ours.png"_s, *file)});
        QTRY_COMPARE_WITH_TIMEOUT(prompt(m_program->request()), u"a quiet harbour"_s, 20000);
        QCOMPARE(m_program->request().endpoint, model);
        QVERIFY2(m_program->notice().contains(u"fal-ai/nowhere, which is not among your models"_s),
                 qPrintable(m_program->notice()));
        QVERIFY2(m_program->notice().contains(u"Not used: num_inference_steps, strength"_s),
                 qPrintable(m_program->notice()));
    }

    void aFileWithoutARecipeIsSaidAndImportedOnRequest()
    {
        const GenerationRequest before = m_program->request();
        m_program->window->receive({}, {put(u"plain.png"_s, encoded(painting({32, 32}), "PNG"))});
        QTRY_VERIFY_WITH_TIMEOUT(m_program->notice().contains(u"plain.png does not say how it was made."_s),
                                 20000);
        QCOMPARE(m_program->request(), before);
        pressButton(u"Import"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_program->cells()->rowCount(), 1, 20000);
    }

    void theLettersUseWhatAnImportedPictureSays()
    {
        import(comfyPicture());
        auto *stage = m_program->find<ui::StagePanel>();
        stage->setCurrentPicture(m_program->cells()->index(0, 0));
        stage->gridView()->setFocus();
        const GenerationRequest before = m_program->request();
        const auto press = [&](Qt::Key key) { QTest::keyClick(stage->gridView(), key); };
        press(Qt::Key_D);
        QTRY_COMPARE_WITH_TIMEOUT(imageSize(m_program->request()), QSize(768, 512), 20000);
        QCOMPARE(prompt(m_program->request()), prompt(before));
        press(Qt::Key_S);
        QTRY_COMPARE_WITH_TIMEOUT(janus::seed(m_program->request()), std::optional<Seed>(156680208700286),
                                  20000);
        QCOMPARE(guidance(m_program->request()), guidance(before));
        press(Qt::Key_W);
        QTRY_COMPARE_WITH_TIMEOUT(prompt(m_program->request()), u"a harbour at dawn, 港"_s, 20000);
        press(Qt::Key_A);
        QTRY_COMPARE_WITH_TIMEOUT(guidance(m_program->request()), std::optional(8.0), 20000);
        QTRY_COMPARE(m_program->parent(), m_program->pictureAt(0).jobUuid);
    }

    void anImportedPictureIsNotRunAgainAndSaysWhy()
    {
        import(comfyPicture());
        auto *stage = m_program->find<ui::StagePanel>();
        stage->setCurrentPicture(m_program->cells()->index(0, 0));
        QAction *again = m_program->action(u"&Run Again, Same Seed"_s);
        QTRY_VERIFY(!again->isEnabled());
        QVERIFY2(again->toolTip().contains(u"imported"_s), qPrintable(again->toolTip()));
        const auto *inspect = m_program->find<ui::InspectPanel>();
        const auto buttons = inspect->findChildren<QPushButton *>();
        const auto run = std::ranges::find(buttons, u"Run again"_s, &QPushButton::text);
        QVERIFY(run != buttons.end() && !(*run)->isEnabled());
        QVERIFY((*run)->toolTip().contains(u"imported"_s));
        const auto rows = inspect->rows();
        const auto from = std::ranges::find(rows, u"From"_s, &ui::RecipeRow::name);
        QVERIFY(from != rows.end());
        QCOMPARE((*from)->value(), u"ComfyUI"_s);
    }

    void aPictureOfOursDraggedFromTheGridOntoComposeIsRestored()
    {
        GenerationRequest request =
            withSeed(withPrompt(m_program->application->schema().defaults(), u"a hill"_s), 77);
        request.input[u"image_size"_s] = QJsonObject{{u"width"_s, 64}, {u"height"_s, 48}};
        m_program->compose()->setRequest(request);
        m_program->compose()->generate();
        QTRY_COMPARE_WITH_TIMEOUT(m_program->cells()->rowCount(), 1, 20000);
        QTRY_VERIFY_WITH_TIMEOUT(!m_program->pictureAt(0).jobUuid.isEmpty(), 20000);
        const Picture picture = m_program->pictureAt(0);
        m_program->compose()->setRequest(m_program->application->schema().defaults());
        auto data = std::make_unique<QMimeData>();
        data->setData(QString::fromLatin1(models::pictureIdsMime), QByteArray::number(picture.id) + '\n');
        data->setText(u"a hill"_s);
        Drag drag(*m_program, std::move(data));
        drag.enter(placeOnPrompt());
        drag.drop(placeOnPrompt());
        QTRY_COMPARE_WITH_TIMEOUT(m_program->request(), request, 20000);
        QCOMPARE(m_program->parent(), picture.jobUuid);
    }

private:
    QString put(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qWarning("not written");
        return file.fileName();
    }
    void pressButton(const QString &text)
    {
        QTRY_VERIFY_WITH_TIMEOUT(m_program->button(text), 20000);
        QTest::mouseClick(m_program->button(text), Qt::LeftButton);
    }
    static QByteArray comfyPicture() { return pngWith({textChunk("prompt", compact(comfyGraph()))}); }
    static QString fetched()
    {
        QFETCH(const QString, prompt);
        return prompt;
    }
    QPoint placeIn(const QWidget *widget) const
    {
        return widget->mapTo(m_program->window.get(), widget->rect().center());
    }
    QPoint placeOnPrompt() const { return placeIn(m_program->compose()->findChild<QPlainTextEdit *>()); }
    QPoint placeOnStage() const { return placeIn(m_program->find<ui::StagePanel>()); }
    void import(const QByteArray &bytes)
    {
        bool isDone = false;
        m_program->application->library().exchange().importFiles(
            {put(u"imported.png"_s, bytes)}, {}, m_program->window.get(),
            [&isDone](const Result<library::ImportReport> &) { isDone = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isDone, 20000);
        QTRY_COMPARE_WITH_TIMEOUT(m_program->cells()->rowCount(), 1, 20000);
        QTRY_VERIFY_WITH_TIMEOUT(m_program->pictureAt(0).isImported(), 20000);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Program> m_program;
};

QTEST_MAIN(TestRestore)
#include "tst_restore.moc"
