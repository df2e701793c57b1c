// Writes pictures of the sweep sheet as it stands in the window, to compare them with the design by eye.
//   sheetgallery FOLDER [dark|light] [FONT]      (QT_SCALE_FACTOR=2 for ratio 2)
#include "application.h"
#include "core/paramroles.h"
#include "jobs/jobqueue.h"
#include "models/sheetmodel.h"
#include "models/stageroles.h"
#include "ui/compose/composepanel.h"
#include "ui/kit/chip.h"
#include "ui/kit/theme.h"
#include "ui/mainwindow.h"
#include "ui/sheet/axiseditor.h"
#include "ui/sheet/sheetexportdialog.h"
#include "ui/sheet/sheethead.h"
#include "ui/sheet/sheetlist.h"
#include "ui/sheet/sheetpanel.h"
#include "ui/sheet/sheetprint.h"
#include "ui/sheet/sheetview.h"
#include "ui/stage/stagepanel.h"
#include "wiring.h"

#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

constexpr int patience = 120000;

void settle(int rounds = 12)
{
    for (int k = 0; k < rounds; ++k)
        QTest::qWait(30);
}

struct Gallery
{
    ui::MainWindow &window;
    Application &application;
    QString folder;
    QString look;
    ui::SheetPanel *panel = window.findChild<ui::SheetPanel *>();
    models::SheetModel *model = panel->model();
    ui::SheetView *view = panel->view();

    void save(QWidget &widget, const QString &name) const
    {
        settle();
        QDir().mkpath(folder);
        const QPixmap shot = widget.grab();
        const QString ratio = shot.devicePixelRatio() > 1 ? u"@2x"_s : QString();
        shot.save(u"%1/%2-%3%4.png"_s.arg(folder, name, look, ratio));
    }

    SweepAxis axis(ParamRole role, const QString &values) const
    {
        SweepAxis made;
        made.name = application.schema().find(role)->name;
        made.values = axisValues(application.schema(), made, values).value();
        return made;
    }
    GenerationRequest request(int width, int height) const
    {
        GenerationRequest made = withSeed(
            withPrompt(application.schema().defaults(),
                       u"A lighthouse on a basalt cliff, dawn, long swell, gulls, gouache on rough paper"_s),
            88124017);
        made.input[u"image_size"_s] = QJsonObject{{u"width"_s, width}, {u"height"_s, height}};
        return made;
    }
    void make(const QString &name, const QList<SweepAxis> &axes, int width, int height)
    {
        const qint64 before = model->sheetId();
        panel->createSheet({request(width, height)}, axes, name);
        (void)QTest::qWaitFor([&] { return model->sheetId() != before; }, patience);
        settle();
    }
    void fill()
    {
        panel->start();
        (void)QTest::qWaitFor(
            [&] {
                const auto &now = model->progress();
                return now.done + now.failed == now.total();
            },
            patience);
        settle();
    }
    static SweepAxis words(const QStringList &values)
    {
        return {SweepAxis::Kind::Words, u"dawn"_s, QJsonArray::fromStringList(values)};
    }

    void show()
    {
        window.findChild<ui::ComposePanel *>()->setRequest(request(384, 288));
        window.findChild<ui::StagePanel *>()->setMode(ui::StagePanel::Mode::Sheet);
        for (QDockWidget *dock : window.findChildren<QDockWidget *>()) {
            if (dock->objectName() == "inspect"_L1)
                dock->hide();
        }
        save(window, u"1-empty"_s);
        const SweepAxis light = words({u"dawn"_s, u"noon"_s, u"storm light"_s, u"night"_s});
        make(u"Light and guidance"_s, {axis(ParamRole::Guidance, u"2, 4, 6, 9, 13"_s), light}, 384, 288);
        panel->setForecast(u"about 2–4 min · no charge listed"_s);
        save(window, u"2-before"_s);
        panel->editAxis(0);
        settle();
        if (QWidget *popup = panel->axisEditor()) {
            save(*popup, u"3-editor"_s);
            panel->axisEditor()->values()->setText(u"2, 4, cat"_s);
            save(*popup, u"3-editor-refused"_s);
            popup->close();
        }
        panel->editAxis(1);
        settle();
        if (QWidget *popup = panel->axisEditor()) {
            save(*popup, u"3-editor-words"_s);
            popup->close();
        }
        application.practiseFailure(u"expired-results"_s);
        panel->start();
        (void)QTest::qWaitFor([&] { return model->progress().done > 8; }, patience);
        application.queue().setSlots(0);
        settle(20);
        window.activateWindow();
        view->setFocus();
        view->setCurrentIndex(model->index(0, 3));
        for (int column = 0; column < 5; ++column) {
            if (model->pictureAt(model->index(1, column)) != 0) {
                model->setCentre(model->index(1, column));
                break;
            }
        }
        QTest::mouseMove(view->viewport(), view->visualRect(model->index(0, 1)).center());
        settle(20);
        save(window, u"4-filling"_s);
        application.queue().setSlots(4);
        application.practiseFailure({});
        (void)QTest::qWaitFor(
            [&] {
                const auto &now = model->progress();
                return now.done + now.failed == now.total();
            },
            patience);
        save(window, u"4-failed"_s);
        panel->head()->retryButton()->click();
        (void)QTest::qWaitFor([&] { return model->progress().done == model->progress().total(); }, patience);
        view->setFocus();
        view->setCurrentIndex(model->index(2, 2));
        QTest::keyClick(view, Qt::Key_4);
        QTest::keyClick(view, Qt::Key_P);
        view->setCurrentIndex(model->index(3, 1));
        QTest::keyClick(view, Qt::Key_X);
        QTest::keyClick(view, Qt::Key_Right);
        save(window, u"5-done"_s);
        panel->exportPicture();
        settle();
        if (auto *dialog = panel->findChild<ui::SheetExportDialog *>()) {
            dialog->resize(dialog->sizeHint());
            save(*dialog, u"6-export"_s);
            dialog->close();
        }
        const ui::Tokens paper = ui::Tokens::load(ui::Scheme::Light);
        (void)ui::writeSheetPicture(panel->print(false), paper, 256, folder + u"/printed.png"_s);
        (void)ui::writeSheetPdf(panel->print(true), paper, ui::SheetPaper::A4, folder + u"/printed.pdf"_s);
        make(u"Two by two"_s, {axis(ParamRole::Guidance, u"2, 9"_s), axis(ParamRole::Seed, u"1, 2"_s)}, 384,
             384);
        fill();
        save(window, u"7-two"_s);
        view->setFitting(true);
        make(u"One axis"_s, {axis(ParamRole::Size, u"256x256, 384x256, 256x384, 448x256"_s)}, 256, 256);
        fill();
        save(window, u"8-one-axis"_s);
        make(u"Three axes"_s,
             {axis(ParamRole::Guidance, u"2, 6, 12"_s), words({u"dawn"_s, u"noon"_s}),
              axis(ParamRole::Temperature, u"0.2, 0.5, 0.9"_s)},
             288, 384);
        fill();
        save(window, u"9-three-axes"_s);
        window.resize(1024, 680);
        save(window, u"9-narrow"_s);
        panel->showSheets();
        settle(20);
        if (panel->sheetList()) {
            save(*panel->sheetList(), u"9-list"_s);
            panel->sheetList()->close();
        }
        window.resize(1440, 900);
        QStringList guidances;
        for (int k = 0; k < 25; ++k)
            guidances << QString::number(1 + k * 0.5);
        make(u"Large"_s,
             {axis(ParamRole::Guidance, guidances.join(u", "_s)), axis(ParamRole::Seed, u"1..20"_s)}, 64, 48);
        view->setCellWidth(96);
        fill();
        save(window, u"10-large"_s);
        view->horizontalScrollBar()->setValue(view->horizontalScrollBar()->maximum());
        view->verticalScrollBar()->setValue(view->verticalScrollBar()->maximum());
        save(window, u"10-large-end"_s);
    }
};

} // namespace

int main(int argc, char **argv)
{
    qputenv("https_proxy", "http://127.0.0.1:9");
    QApplication program(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const QString look = arguments.value(2, u"dark"_s);
    QTemporaryDir folder;
    ui::Theme theme;
    theme.setFontFamily(arguments.value(3));
    auto application = Application::create({support::Paths::below(folder.path()), {}, 0});
    ui::MainWindow window(studioOf(**application, theme), look);
    window.resize(1440, 900);
    window.show();
    window.activateWindow();
    (void)QTest::qWaitForWindowActive(&window);
    (*application)->open(&window, [&](const Result<void> &opened) { window.onLibraryOpened(opened); });
    settle(30);
    Gallery{window, **application, arguments.value(1, u"sheet"_s), look}.show();
    window.close();
    return 0;
}
