// A sweep sheet of hundreds of cells in the whole program: each is sent once, as planned, and the window
// stays free meanwhile. How free is reported, not judged: that is the machine's as well.
#include "application.h"
#include "core/paramroles.h"
#include "library/sheets.h"
#include "models/sheetmodel.h"
#include "models/stageroles.h"
#include "tests/figure.h"
#include "ui/kit/theme.h"
#include "ui/mainwindow.h"
#include "ui/stage/gridview.h"
#include "wiring.h"

#include <QElapsedTimer>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace janus;
using library::SheetProgress;
using models::SheetModel;

namespace {

/// The longest time in which the window could not have answered.
class Heart
{
public:
    Heart()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.callOnTimeout([this] { m_longest = std::max(m_longest, m_since.restart()); });
        m_since.start();
        m_timer.start(1);
    }
    qint64 longest()
    {
        m_timer.stop();
        return std::max(m_longest, m_since.elapsed());
    }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
};

/// The program in practice mode, with its window open on an empty library.
struct Program
{
    explicit Program(const QString &folder)
    {
        auto made = Application::create({support::Paths::below(folder), {}, 0});
        Q_ASSERT(made);
        application = std::move(*made);
        window = std::make_unique<ui::MainWindow>(studioOf(*application, theme), u"dark"_s);
        QSignalSpy complete(window.get(), &ui::MainWindow::pageComplete);
        window->show();
        application->open(window.get(),
                          [this](const Result<void> &opened) { window->onLibraryOpened(opened); });
        isOpen = complete.wait(60000) || !complete.isEmpty();
        model =
            std::make_unique<SheetModel>(application->library(), application->queue(), application->models(),
                                         [this](const QList<Wish> &wishes, const QString &service) {
                                             application->queue().enqueue(wishes, service, {}, nullptr, {});
                                         });
    }
    ~Program()
    {
        model.reset();
        window->close();
        window.reset();
    }

    Sweep plan(int columns, int rows) const
    {
        GenerationRequest base =
            withSeed(withPrompt(application->schema().defaults(), u"a lighthouse at dawn"_s), 1);
        base.input[u"image_size"_s] = QJsonObject{{u"width"_s, 64}, {u"height"_s, 48}};
        QJsonArray guidance;
        for (int k = 0; k < columns; ++k)
            guidance << 1 + 0.5 * k;
        QJsonArray seeds;
        for (int k = 0; k < rows; ++k)
            seeds << 100 + k;
        return {u"Light"_s,
                base,
                {{SweepAxis::Kind::Parameter, u"cfg_weight"_s, guidance},
                 {SweepAxis::Kind::Parameter, u"seed"_s, seeds}}};
    }

    bool show(const Sweep &plan)
    {
        application->library().sheets().create(plan, application->sandboxServiceName(), model.get(),
                                               [this](const Result<qint64> &made) { model->open(*made); });
        QSignalSpy opened(model.get(), &SheetModel::opened);
        return opened.wait(60000);
    }

    int picturesOnTheStage() const
    {
        const QAbstractItemModel *cells = window->findChild<ui::GridView *>()->model();
        int count = 0;
        for (int row = 0; row < cells->rowCount(); ++row)
            count += cells->index(row, 0).data(models::PictureIdRole).toLongLong() != 0 ? 1 : 0;
        return count;
    }

    ui::Theme theme;
    std::unique_ptr<Application> application;
    std::unique_ptr<ui::MainWindow> window;
    std::unique_ptr<SheetModel> model;
    bool isOpen = false;
};

} // namespace

class TestSheetLoad : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // Whatever is asked of hosts beyond this computer ends at a closed door, with or without a network.
    void initTestCase() { qputenv("https_proxy", "http://127.0.0.1:9"); }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void eachCellIsSentOnceAndTheWindowStaysFree()
    {
        const bool isLong = qEnvironmentVariableIsSet("JANUS_LONG");
        const int columns = isLong ? 25 : 10;
        const int rows = isLong ? 20 : 6;
        const int cells = columns * rows;
        Program program(m_folder->path());
        QVERIFY(program.isOpen);
        const Sweep plan = program.plan(columns, rows);
        QVERIFY(program.show(plan));

        QSet<QByteArray> bodies;
        const auto collect = [&] {
            if (const sandbox::SandboxThread *server = program.application->practiceServer()) {
                for (const sandbox::RecordedRequest &request : server->requests()) {
                    if (request.method == "POST")
                        bodies.insert(request.body);
                }
            }
        };
        QTimer collecting; // the server remembers its latest requests only
        collecting.callOnTimeout(collect);
        collecting.start(200);
        QElapsedTimer clock;
        clock.start();
        Heart heart;
        program.model->start();
        QVERIFY(QTest::qWaitFor([&] { return program.model->progress().done == cells; }, 240'000));
        const qint64 gap = heart.longest();
        test::figure(u"sheet cells=%1 seconds=%2 longest_gap_ms=%3"_s.arg(cells).arg(
            QString::number(double(clock.elapsed()) / 1000, 'f', 1), QString::number(gap)));
        collect();

        QCOMPARE(program.application->practiceServer()->acceptedSubmits(), cells);
        QSet<QByteArray> planned;
        for (const QList<int> &at : cellPlaces(plan))
            planned.insert(requestOf(plan, at).body());
        QCOMPARE(bodies, planned);
        QCOMPARE(int(program.model->pictures().size()), cells);
        for (const QList<int> &at : cellPlaces(plan)) {
            const library::SheetCell cell = program.model->cells().value(cellKey(plan, at));
            QCOMPARE(cell.request.body(), requestOf(plan, at).body());
            QVERIFY(cell.picture != 0);
        }
        QTRY_COMPARE_WITH_TIMEOUT(program.picturesOnTheStage(), cells, 30000);
    }

    void fiveHundredRequestsAreTakenInAndCalledOff()
    {
        Program program(m_folder->path());
        QVERIFY(program.isOpen);
        program.application->queue().setSlots(0);
        QVERIFY(program.show(program.plan(25, 20)));
        Heart takingIn;
        program.model->start();
        QTRY_COMPARE_WITH_TIMEOUT(program.application->queue().openCount(), 500, 60000);
        QTRY_COMPARE_WITH_TIMEOUT(program.model->progress(), SheetProgress{.waiting = 500}, 60000);
        const qint64 inGap = takingIn.longest();
        Heart callingOff;
        program.model->cancelWaiting();
        QTRY_COMPARE_WITH_TIMEOUT(program.model->progress(), SheetProgress{.empty = 500}, 60000);
        test::figure(u"sheet_taken_in cells=500 longest_gap_ms=%1 called_off_gap_ms=%2"_s.arg(inGap).arg(
            callingOff.longest()));
        QVERIFY(!program.application->practiceServer() ||
                program.application->practiceServer()->acceptedSubmits() == 0);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_MAIN(TestSheetLoad)
#include "tst_sheetload.moc"
