// Running chosen pictures again and verifying them, with real keys on the real window.
#include "application.h"
#include "core/paramroles.h"
#include "jobs/checking.h"
#include "library/catalogue.h"
#include "library/exchange.h"
#include "models/stageroles.h"
#include "ui/compose/composepanel.h"
#include "ui/inspect/checkssection.h"
#include "ui/inspect/inspectpanel.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/theme.h"
#include "ui/kit/toast.h"
#include "ui/mainwindow.h"
#include "ui/session.h"
#include "ui/stage/compareview.h"
#include "ui/stage/gridview.h"
#include "ui/stage/stagepanel.h"
#include "wiring.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

constexpr int patience = 30'000;

/// The program on a data folder, practising.
struct Window
{
    explicit Window(const QString &folder)
    {
        auto made = Application::create({support::Paths::below(folder), {}, 0});
        Q_ASSERT(made);
        application = std::move(*made);
        window = std::make_unique<ui::MainWindow>(studioOf(*application, theme), u"dark"_s);
        window->show();
        application->open(window.get(),
                          [this](const Result<void> &opened) { window->onLibraryOpened(opened); });
    }
    ~Window()
    {
        window->close();
        window.reset();
    }

    template <typename T>
    T *find() const
    {
        return window->findChild<T *>();
    }
    ui::StagePanel *stage() const { return find<ui::StagePanel>(); }
    QAbstractItemModel *cells() const { return find<ui::GridView>()->model(); }
    int pictures() const
    {
        int count = 0;
        for (int row = 0; row < cells()->rowCount(); ++row)
            count += cells()->index(row, 0).data(models::PictureIdRole).toLongLong() != 0 ? 1 : 0;
        return count;
    }

    bool make(int count) const
    {
        QList<GenerationRequest> requests;
        for (int k = 0; k < count; ++k) {
            GenerationRequest request =
                withPrompt(application->schema().defaults(), u"a red boat on a long and quiet river"_s);
            request.input[u"image_size"_s] = QJsonObject{{u"width"_s, 128}, {u"height"_s, 96}};
            requests << withSeed(request, 40 + k);
        }
        application->queue().enqueue(wishesFor(requests), u"sandbox"_s, {}, window.get(),
                                     [](const auto &) {});
        return QTest::qWaitFor([&] { return pictures() == count && openJobs() == 0; }, patience);
    }
    int openJobs() const { return application->queue().openCount(); }

    /// All that is shown.
    void chooseAll() const
    {
        stage()->setFocus();
        stage()->gridView()->selectAll();
    }
    void choose(int row) const
    {
        stage()->setFocus();
        stage()->setCurrentPicture(cells()->index(row, 0));
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::keyClick(stage()->gridView(), key, modifiers);
    }

    QAction *action(const QString &text) const
    {
        const auto actions = window->findChildren<QAction *>();
        const auto found = std::ranges::find(actions, text, &QAction::text);
        return found == actions.end() ? nullptr : *found;
    }
    QString toast() const
    {
        const auto *toast = window->findChild<ui::Toast *>(u"deedToast"_s);
        QStringList said;
        for (const QLabel *label : toast ? toast->findChildren<QLabel *>() : QList<QLabel *>())
            said << label->text();
        return said.join(u' ');
    }
    /// What the bar above the stage says; empty: there is none.
    QString notice() const
    {
        const auto bars = window->findChildren<ui::NoticeBar *>();
        const auto shown = std::ranges::find_if(bars, [](const QWidget *bar) { return bar->isVisible(); });
        return shown == bars.end() ? QString() : (*shown)->accessibleName();
    }
    QPushButton *button(const QString &text) const
    {
        const auto buttons = window->findChildren<QPushButton *>();
        const auto found = std::ranges::find_if(
            buttons, [&](const QPushButton *one) { return one->isVisible() && one->text() == text; });
        return found == buttons.end() ? nullptr : *found;
    }
    /// What the inspector's record says.
    QStringList record() const
    {
        const auto *section = find<ui::ChecksSection>();
        QStringList lines;
        for (const QLabel *label : section->findChildren<QLabel *>()) {
            if (!section->isHidden() && label->text().contains(u" · "_s))
                lines << label->text();
        }
        return lines;
    }

    QList<jobs::JobInfo> jobs() const
    {
        QList<jobs::JobInfo> jobs;
        for (const JobId id : application->queue().jobs())
            jobs << *application->queue().find(id);
        return jobs;
    }

    ui::Theme theme;
    std::unique_ptr<Application> application;
    std::unique_ptr<ui::MainWindow> window;
};

} // namespace

class TestVerify : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Whatever is asked of hosts beyond this computer ends at a closed door, with or without a network.
    void initTestCase() { qputenv("https_proxy", "http://127.0.0.1:9"); }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void runAgainTakesAllThatAreChosen()
    {
        const Window window(m_folder->path());
        QVERIFY(QTest::qWaitForWindowActive(window.window.get()));
        QVERIFY(window.make(3));
        window.chooseAll();
        window.press(Qt::Key_R);
        QTRY_COMPARE_WITH_TIMEOUT(window.pictures(), 6, patience);
        QTRY_COMPARE_WITH_TIMEOUT(window.openJobs(), 0, patience);
        const QList<jobs::JobInfo> jobs = window.jobs();
        QCOMPARE(jobs.size(), 6);
        QSet<Seed> seeds;
        QSet<QString> parents;
        for (const jobs::JobInfo &job : jobs.mid(3)) {
            QCOMPARE(job.batch, jobs.at(3).batch); // one press, one batch
            QVERIFY(job.provenance.checks.isEmpty());
            seeds << *seed(job.request);
            parents << job.provenance.parent->job;
        }
        QCOMPARE(seeds, (QSet<Seed>{40, 41, 42}));
        QCOMPARE(parents, (QSet<QString>{jobs[0].uuid, jobs[1].uuid, jobs[2].uuid}));
    }

    void aNewSeedForEachThatIsChosen()
    {
        const Window window(m_folder->path());
        QVERIFY(QTest::qWaitForWindowActive(window.window.get()));
        QVERIFY(window.make(2));
        window.chooseAll();
        window.press(Qt::Key_R, Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(window.pictures(), 4, patience);
        const QList<jobs::JobInfo> jobs = window.jobs();
        const Seed first = *seed(jobs.at(2).request);
        const Seed second = *seed(jobs.at(3).request);
        QVERIFY(first != second && first != 40 && first != 41 && second != 40 && second != 41);
    }

    void aPictureIsVerifiedByOneKey()
    {
        const Window window(m_folder->path());
        QVERIFY(QTest::qWaitForWindowActive(window.window.get()));
        QVERIFY(window.make(2));
        window.choose(1);
        QVERIFY(window.record().isEmpty());
        const PictureId chosen = window.stage()->currentPicture().data(models::PictureIdRole).toLongLong();
        window.press(Qt::Key_V, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(window.toast().contains(u"dentical, bit for bit"_s), patience);
        QCOMPARE(window.jobs().size(), 3);
        const jobs::JobInfo check = window.jobs().last();
        const QList<jobs::JobInfo> made = window.jobs();
        const auto original = std::ranges::find(made, check.provenance.parent->job, &jobs::JobInfo::uuid);
        QVERIFY(original != made.end());
        QCOMPARE(check.request.body(), original->request.body());
        // Nothing stands there twice, the eye stays where it was, and the record has its day.
        QTRY_COMPARE_WITH_TIMEOUT(window.pictures(), 2, patience);
        QCOMPARE(window.stage()->currentPicture().data(models::PictureIdRole).toLongLong(), chosen);
        QTRY_COMPARE_WITH_TIMEOUT(window.record().size(), 1, patience);
        const QString day = QLocale().toString(QDate::currentDate(), u"yyyy"_s);
        QVERIFY2(window.record().first().contains(day), qPrintable(window.record().first()));
        QVERIFY(window.record().first().contains(u"identical, bit for bit"_s));
    }

    void severalAreCountedTogether()
    {
        const Window window(m_folder->path());
        QVERIFY(QTest::qWaitForWindowActive(window.window.get()));
        QVERIFY(window.make(3));
        window.chooseAll();
        window.press(Qt::Key_V, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(window.toast().contains(u"3 of 3 identical"_s), patience);
        QTRY_COMPARE_WITH_TIMEOUT(window.pictures(), 3, patience);
    }

    void whatCameOutOtherwiseIsShownBesideTheOriginal()
    {
        const Window window(m_folder->path());
        QVERIFY(QTest::qWaitForWindowActive(window.window.get()));
        QVERIFY(window.make(16));
        window.application->practiseFailure(u"drifting"_s); // two in three are other ones
        window.chooseAll();
        window.press(Qt::Key_V, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(window.toast().contains(u"of 16 identical"_s), patience);
        const QList<jobs::JobInfo> jobs = window.jobs();
        QVERIFY(window.pictures() > 16);
        // One of them, by its record.
        for (int row = 0; row < window.cells()->rowCount(); ++row) {
            window.choose(row);
            QTRY_VERIFY(window.cells()->index(row, 0).data(models::PictureRole).isValid());
            const auto picture = window.cells()->index(row, 0).data(models::PictureRole).value<Picture>();
            if (picture.provenance.parent)
                continue;
            QTRY_VERIFY_WITH_TIMEOUT(!window.record().isEmpty(), patience);
            if (window.record().first().contains(u"identical"_s))
                continue;
            auto *button = window.find<ui::ChecksSection>()->findChild<ui::IconButton *>();
            QVERIFY(button);
            button->click();
            QTRY_COMPARE_WITH_TIMEOUT(window.stage()->mode(), ui::StagePanel::Mode::Compare, patience);
            QCOMPARE(window.stage()->compareView()->mode(), ui::CompareMode::Difference);
            return;
        }
        QFAIL("sixteen pictures, and none has drifted");
    }

    void manyRequestsWaitForAWordAndCanBeStopped_data()
    {
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<Qt::Key>("key");
        QTest::newRow("run again") << Qt::KeyboardModifiers() << Qt::Key_R;
        QTest::newRow("run again with new seeds") << Qt::KeyboardModifiers(Qt::ShiftModifier) << Qt::Key_R;
        QTest::newRow("verify") << Qt::KeyboardModifiers(Qt::ShiftModifier) << Qt::Key_V;
    }
    void manyRequestsWaitForAWordAndCanBeStopped()
    {
        QFETCH(const Qt::KeyboardModifiers, modifiers);
        QFETCH(const Qt::Key, key);
        const Window window(m_folder->path());
        QVERIFY(QTest::qWaitForWindowActive(window.window.get()));
        QVERIFY(window.make(21));
        window.application->queue().setSlots(0);
        window.chooseAll();
        window.press(key, modifiers);
        QTRY_VERIFY_WITH_TIMEOUT(window.notice().contains(u"takes 21 requests"_s), patience);
        QVERIFY2(window.notice().contains(u"othing costs"_s), qPrintable(window.notice()));
        QCOMPARE(window.jobs().size(), 21); // nothing was sent
        window.button(u"Send"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(window.toast().contains(u"21 requests"_s), patience);
        QCOMPARE(window.jobs().size(), 42);
        QVERIFY(window.notice().isEmpty());
        const auto *toast = window.window->findChild<ui::Toast *>(u"deedToast"_s);
        const auto buttons = toast->findChildren<QPushButton *>();
        const auto cancel = std::ranges::find(buttons, u"Cancel"_s, &QPushButton::text);
        QVERIFY(cancel != buttons.end());
        (*cancel)->click();
        QTRY_COMPARE_WITH_TIMEOUT(window.openJobs(), 0, patience);
        QCOMPARE(window.pictures(), 21);
        if (key == Qt::Key_V)
            QTRY_VERIFY_WITH_TIMEOUT(window.toast().contains(u"21 could not be checked"_s), patience);
    }

    void aSecondPressWhileTheFirstIsPreparedSendsNothingMore()
    {
        const Window window(m_folder->path());
        QVERIFY(QTest::qWaitForWindowActive(window.window.get()));
        QVERIFY(window.make(2));
        window.application->queue().setSlots(0);
        window.chooseAll();
        window.press(Qt::Key_R);
        window.press(Qt::Key_R);
        window.press(Qt::Key_R, Qt::ShiftModifier);
        window.press(Qt::Key_V, Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(window.jobs().size(), 4, patience);
        // Once it is on its way the key may be pressed again; what comes of that comes behind all else.
        window.choose(window.cells()->rowCount() - 1);
        window.press(Qt::Key_R);
        QTRY_COMPARE_WITH_TIMEOUT(window.jobs().size(), 5, patience);
    }

    void whatWasImportedCannotBeRunAgainAndSaysWhy()
    {
        const Window window(m_folder->path());
        QVERIFY(QTest::qWaitForWindowActive(window.window.get()));
        QVERIFY(window.make(1));
        const QString file = m_folder->path() + u"/other.png"_s;
        QImage image(40, 30, QImage::Format_RGB32);
        image.fill(Qt::darkCyan);
        QVERIFY(image.save(file));
        window.application->library().exchange().importFiles({file}, {}, window.window.get(),
                                                             [](const auto &) {});
        QTRY_COMPARE_WITH_TIMEOUT(window.pictures(), 2, patience);
        const QStringList names{u"&Run Again, Same Seed"_s, u"Run Again, &New Seed"_s, u"&Verify"_s};
        bool wasImported = false;
        for (int row = 0; row < 2; ++row) {
            window.choose(row);
            QTRY_VERIFY(window.cells()->index(row, 0).data(models::PictureRole).isValid());
            const auto picture = window.cells()->index(row, 0).data(models::PictureRole).value<Picture>();
            for (const QString &name : names) {
                QTRY_COMPARE(window.action(name)->isEnabled(), !picture.isImported());
                QCOMPARE(window.action(name)->toolTip().contains(u"imported"_s), picture.isImported());
            }
            if (!picture.isImported())
                continue;
            wasImported = true;
            window.press(Qt::Key_R);
            window.press(Qt::Key_V, Qt::ShiftModifier);
        }
        QVERIFY(wasImported);
        // With both chosen, the one that can be run is.
        window.chooseAll();
        window.press(Qt::Key_R);
        QTRY_COMPARE_WITH_TIMEOUT(window.pictures(), 3, patience);
        QCOMPARE(window.jobs().size(), 2);
    }

    void aCheckThatWasMadeBeforeTheWindowClosedIsTakenUp()
    {
        PictureName first;
        {
            const Window window(m_folder->path());
            QVERIFY(QTest::qWaitForWindowActive(window.window.get()));
            QVERIFY(window.make(1));
            const jobs::JobInfo made = window.jobs().first();
            first = {made.uuid, 0};
            window.application->queue().setSlots(0);
            window.choose(0);
            window.press(Qt::Key_V, Qt::ShiftModifier);
            QTRY_COMPARE_WITH_TIMEOUT(window.jobs().size(), 2, patience);
        }
        const Window again(m_folder->path());
        QVERIFY(QTest::qWaitForWindowActive(again.window.get()));
        QTRY_COMPARE_WITH_TIMEOUT(again.pictures(), 1, patience);
        QTRY_COMPARE_WITH_TIMEOUT(again.openJobs(), 1, patience);
        again.application->queue().resumeUnsent();
        again.choose(0);
        QTRY_COMPARE_WITH_TIMEOUT(again.openJobs(), 0, patience);
        QTRY_VERIFY_WITH_TIMEOUT(again.record().join(u' ').contains(u"identical"_s), patience);
        QTRY_COMPARE_WITH_TIMEOUT(again.pictures(), 1, patience);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_MAIN(TestVerify)
#include "tst_verify.moc"
