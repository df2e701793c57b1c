// The craft of changing one thing at a time, told through the real window: a prompt becomes four pictures,
// one of them is kept and varied, swept, verified; and after a restart the way leads back to the first
// request, bit for bit.
#include "application.h"
#include "core/paramroles.h"
#include "models/sheetmodel.h"
#include "models/stageroles.h"
#include "sandbox/sandboxserver.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/countfield.h"
#include "ui/compose/paramform.h"
#include "ui/inspect/inspectpanel.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/primarybutton.h"
#include "ui/kit/theme.h"
#include "ui/mainwindow.h"
#include "ui/sheet/sheethead.h"
#include "ui/sheet/sheetpanel.h"
#include "ui/sheet/sheetview.h"
#include "ui/stage/gridview.h"
#include "ui/stage/stagepanel.h"
#include "wiring.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

constexpr int longEnough = 60'000;

/// One run of the program on a data folder, with a server of its own in fal's place.
struct Studio
{
    Studio(const QString &folder, const QUrl &origin)
    {
        auto made = Application::create({support::Paths::below(folder), origin, 0});
        Q_ASSERT(made);
        application = std::move(*made);
        window = std::make_unique<ui::MainWindow>(studioOf(*application, theme), u"dark"_s);
        window->resize(1440, 900); // with room for the inspector
        window->show();
        application->open(window.get(),
                          [this](const Result<void> &opened) { window->onLibraryOpened(opened); });
    }
    ~Studio()
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
    ui::StagePanel *stage() const { return find<ui::StagePanel>(); }
    ui::InspectPanel *inspect() const { return find<ui::InspectPanel>(); }
    ui::SheetPanel *sheet() const { return find<ui::SheetPanel>(); }
    QAbstractItemModel *cells() const { return find<ui::GridView>()->model(); }

    QList<Picture> pictures() const
    {
        QList<Picture> all;
        for (int row = 0; row < cells()->rowCount(); ++row) {
            const QVariant picture = cells()->index(row, 0).data(models::PictureRole);
            if (picture.isValid())
                all << picture.value<Picture>();
        }
        return all;
    }
    Picture current() const { return stage()->currentPicture().data(models::PictureRole).value<Picture>(); }
    void choose(const Picture &picture)
    {
        for (int row = 0; row < cells()->rowCount(); ++row) {
            const QModelIndex index = cells()->index(row, 0);
            if (index.data(models::PictureIdRole).toLongLong() == picture.id)
                stage()->setCurrentPicture(index);
        }
        stage()->gridView()->setFocus();
    }
    /// As a hand does it: the key goes where the focus is.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : window.get(), key, modifiers);
    }
    /// The line of the inspector that leads to the parent; null while it is not there.
    QAbstractButton *toParent() const
    {
        const auto buttons = inspect()->findChildren<ui::IconButton *>();
        const auto found = std::ranges::find_if(buttons, [](const ui::IconButton *button) {
            return button->isVisible() && button->accessibleName() == u"Show the picture it was made from"_s;
        });
        return found == buttons.end() ? nullptr : *found;
    }
    bool says(const QString &part) const
    {
        const auto labels = window->findChildren<QLabel *>();
        return std::ranges::any_of(
            labels, [&](const QLabel *label) { return label->isVisible() && label->text().contains(part); });
    }

    ui::Theme theme;
    std::unique_ptr<Application> application;
    std::unique_ptr<ui::MainWindow> window;
};

} // namespace

class TestStory : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<sandbox::SandboxServer> m_server;

    /// Bodies of all submits, in the order in which the server saw them.
    QList<QByteArray> submits() const
    {
        QList<QByteArray> bodies;
        for (const sandbox::RecordedRequest &request : m_server->requests()) {
            if (request.method == "POST" && request.target.startsWith("/fal-ai/janus"))
                bodies << request.body;
        }
        return bodies;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<sandbox::SandboxServer>(
            sandbox::SandboxOptions{.pace = 0, .stateFile = m_folder->filePath(u"server.json"_s)});
        QVERIFY(m_server->listen());
        qputenv("FAL_KEY", m_server->key().reveal());
    }
    void cleanup()
    {
        qunsetenv("FAL_KEY");
        m_server.reset();
    }

    void fromAPromptToASheetAndBack()
    {
        QByteArray firstBody;
        Picture first;
        Picture kept;
        Picture varied;
        {
            Studio studio(m_folder->filePath(u"data"_s), m_server->origin());
            QVERIFY(QTest::qWaitForWindowActive(studio.window.get()));
            QTRY_VERIFY_WITH_TIMEOUT(!studio.compose()->generateButton()->text().contains(u"key"_s),
                                     longEnough);

            // A prompt, four small pictures.
            auto *editor = studio.compose()->findChild<QPlainTextEdit *>();
            editor->setFocus();
            editor->selectAll();
            QTest::keyClicks(editor, u"A lighthouse at dawn"_s);
            studio.compose()->form()->setParam(u"image_size"_s,
                                               QJsonObject{{u"width"_s, 96}, {u"height"_s, 64}});
            studio.compose()->form()->setParam(u"num_images"_s, 4);
            studio.press(Qt::Key_Return, Qt::ControlModifier);
            QTRY_COMPARE_WITH_TIMEOUT(studio.pictures().size(), 4, longEnough);
            QCOMPARE(submits().size(), 4);

            // One of them is kept.
            first = studio.pictures().at(1);
            firstBody = first.request.body();
            QVERIFY(submits().contains(firstBody));
            studio.choose(first);
            studio.press(Qt::Key_P);
            QTRY_COMPARE_WITH_TIMEOUT(studio.pictures().at(1).marks.pick, Pick::Picked, longEnough);

            // Varied: four neighbouring seeds.
            studio.choose(first);
            studio.press(Qt::Key_V);
            QTRY_COMPARE_WITH_TIMEOUT(studio.pictures().size(), 8, longEnough);
            QList<Seed> seeds;
            for (const Picture &picture : studio.pictures()) {
                if (picture.provenance.parent == first.name())
                    seeds << picture.seed;
            }
            std::ranges::sort(seeds);
            QCOMPARE(seeds, (QList<Seed>{first.seed + 1, first.seed + 2, first.seed + 3, first.seed + 4}));
            for (const Picture &picture : studio.pictures()) {
                if (picture.seed == first.seed + 2 && picture.provenance.parent == first.name())
                    varied = picture;
            }

            // Its settings go into the form, and from there into a sheet of five by five, three cells of
            // which fail.
            studio.choose(varied);
            studio.press(Qt::Key_A);
            QTRY_COMPARE(seed(studio.compose()->request()), std::optional(varied.seed));
            m_server->addFault(
                {.on = sandbox::Fault::On::Result,
                 .kind = sandbox::Fault::Kind::FailedRun,
                 .skip = 5,
                 .times = 3,
                 .status = 422,
                 .body = "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"no\",\"type\":\"value_error\"}]}",
                 .perRequest = true});
            studio.stage()->setMode(ui::StagePanel::Mode::Sheet);
            SweepAxis guidance{SweepAxis::Kind::Parameter, u"cfg_weight"_s, {2, 4, 6, 9, 13}};
            SweepAxis words{
                SweepAxis::Kind::Words, u"dawn"_s, {u"dawn"_s, u"noon"_s, u"dusk"_s, u"night"_s, u"storm"_s}};
            studio.sheet()->createSheet(studio.compose()->wishes().first(), {guidance, words}, u"Light"_s);
            QTRY_VERIFY_WITH_TIMEOUT(studio.sheet()->startButton()->isVisible(), longEnough);
            QVERIFY2(studio.sheet()->startLine().startsWith(u"25 requests"_s),
                     qPrintable(studio.sheet()->startLine()));
            const qsizetype before = submits().size();
            studio.sheet()->startButton()->click();
            QTRY_COMPARE_WITH_TIMEOUT(studio.sheet()->model()->progress().failed, 3, longEnough);
            QTRY_COMPARE_WITH_TIMEOUT(studio.sheet()->model()->progress().done, 22, longEnough);
            QCOMPARE(submits().size() - before, 25);
            const QList<QByteArray> sent = submits().sliced(before);
            QCOMPARE(QSet<QByteArray>(sent.begin(), sent.end()).size(), 25);

            // The failed ones once more.
            m_server->clearFaults();
            studio.sheet()->model()->retryFailed();
            QTRY_COMPARE_WITH_TIMEOUT(studio.sheet()->model()->progress().done, 25, longEnough);
            QCOMPARE(submits().size() - before, 28);

            // One cell of it is chosen, and proved to be the same when it is run again.
            const QModelIndex cell = studio.sheet()->model()->index(3, 2);
            kept = cell.data(models::PictureRole).value<Picture>();
            QTRY_VERIFY_WITH_TIMEOUT(cell.data(models::PictureRole).value<Picture>().id != 0, longEnough);
            kept = cell.data(models::PictureRole).value<Picture>();
            QCOMPARE(guidance_(kept), 6.0);
            QCOMPARE(prompt(kept.request), u"A lighthouse at night"_s);
            QCOMPARE(kept.provenance.parent, varied.name());
            studio.stage()->setMode(ui::StagePanel::Mode::Grid);
            studio.choose(kept);
            QTRY_COMPARE(studio.current().id, kept.id);
            studio.press(Qt::Key_V, Qt::ShiftModifier);
            QTRY_VERIFY_WITH_TIMEOUT(studio.says(u"identical"_s), longEnough);
            QCOMPARE(submits().last(), kept.request.body());
        }
        {
            // The next day. Sheet, picks and parents are there.
            Studio studio(m_folder->filePath(u"data"_s), m_server->origin());
            QVERIFY(QTest::qWaitForWindowActive(studio.window.get()));
            QTRY_VERIFY_WITH_TIMEOUT(studio.cells()->rowCount() >= 33, longEnough);
            QTRY_COMPARE_WITH_TIMEOUT(studio.sheet()->model()->progress().done, 25, longEnough);
            studio.choose(kept);
            QTRY_COMPARE(studio.current().id, kept.id);
            QTRY_VERIFY_WITH_TIMEOUT(studio.says(u"−dawn +night"_s), longEnough);
            QTRY_VERIFY_WITH_TIMEOUT(studio.toParent(), longEnough);
            studio.toParent()->click();
            QTRY_COMPARE_WITH_TIMEOUT(studio.current().id, varied.id, longEnough);
            QTRY_VERIFY_WITH_TIMEOUT(studio.says(u"seed +2"_s) && studio.toParent(), longEnough);
            studio.toParent()->click();
            QTRY_COMPARE_WITH_TIMEOUT(studio.current().id, first.id, longEnough);
            QCOMPARE(studio.current().marks.pick, Pick::Picked);

            // Everything as it was that day: the form, and what is sent.
            studio.stage()->gridView()->setFocus();
            studio.press(Qt::Key_A);
            QTRY_COMPARE(studio.compose()->wishes().first().request.body(), firstBody);
            const qsizetype before = submits().size();
            studio.press(Qt::Key_Return, Qt::ControlModifier);
            QTRY_COMPARE_WITH_TIMEOUT(submits().size(), before + 1, longEnough);
            QCOMPARE(submits().last(), firstBody);
        }
    }

private:
    static double guidance_(const Picture &picture) { return guidance(picture.request).value_or(0); }
};

QTEST_MAIN(TestStory)
#include "tst_story.moc"
