// A sweep sheet over the real library, queue and sandbox: it fills, fails, is mended, grows, and survives.
#include "library/deeds.h"
#include "library/exchange.h"
#include "sheetbench.h"

#include <QPixmap>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::models;
using library::CellState;
using library::SheetProgress;
using test::SheetBench;

namespace {

/// A submit that is refused for good.
sandbox::Fault refusal(int skip, int times)
{
    sandbox::Fault fault;
    fault.on = sandbox::Fault::On::Submit;
    fault.kind = sandbox::Fault::Kind::Status;
    fault.status = 422;
    fault.skip = skip;
    fault.times = times;
    fault.body = R"({"detail":[{"loc":["body","prompt"],"msg":"Not today","type":"value_error"}]})";
    return fault;
}

} // namespace

class TestSheetModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cellsFillAndEachRequestIsAsPlanned();
    void aCellSaysWhatItIs();
    void failedCellsAreTriedAgainAndTheOthersAreNot();
    void oneCellIsTriedAgain();
    void aColumnAddedLaterSendsItsOwnCellsOnly();
    void aRestartInTheMiddleNeitherLosesNorDoubles();
    void twoPressesOfStartSendOnce();
    void startSendsWhatAnotherModelHasLeft();
    void whatWasCalledOffMayBeSentAgain();
    void pagesShowTheThirdAxis();
    void aCellIsRerolledAndItsPictureStays();
    void seedsOnAnAxisAreNotRerolled();
    void theCentreIsWhereTheSheetGoesOnFrom();
    void aRemovedColumnComesBackWithItsPictures();
    void aRemovedColumnIsNotSentAnyMore();
    void rowsAndColumnsComeAndGoOneByOne();
    void anotherPlanIsTakenBeforeAnythingWasAskedFor();
    void whatCannotBeDoneChangesNothing();
    void trashedPicturesShowAsSuchAndComeBack();
    void aPictureThatIsGoneForGoodIsNotMadeAgainByItself();
    void whatIsNotTakenMayBeSentAgain();
    void hundredsOfCellsAreAnnouncedTogether();
};

void TestSheetModel::cellsFillAndEachRequestIsAsPlanned()
{
    SheetBench bench;
    QVERIFY(bench.isOpen);
    const Sweep plan = bench.plan(3, 2);
    QVERIFY(bench.show(bench.create(plan)));
    QCOMPARE(bench.model->rowCount(), 2);
    QCOMPARE(bench.model->columnCount(), 3);
    QCOMPARE(bench.model->progress(), SheetProgress{.empty = 6});
    QCOMPARE(bench.state(1, 2), CellState::Empty);
    QVERIFY(!bench.model->index(1, 2).data(KindRole).isValid());
    QCOMPARE(bench.model->toStart().size(), 6);

    bench.model->start();
    QVERIFY(bench.waitFor({.done = 6}));
    QCOMPARE(bench.studio.server->acceptedSubmits(), 6);
    QCOMPARE(bench.sentBodies(), SheetBench::plannedBodies(plan));
    for (const QList<int> &at : cellPlaces(plan)) {
        const QModelIndex index = bench.model->index(at[1], at[0]);
        QTRY_VERIFY(index.data(PictureRole).isValid());
        QCOMPARE(index.data(PictureRole).value<Picture>().request, requestOf(plan, at));
        QTRY_VERIFY(!index.data(Qt::DecorationRole).value<QPixmap>().isNull());
        QCOMPARE(index.data(KindRole).toInt(), int(CellKind::Picture));
    }
    bench.model->start(); // nothing is left
    QCOMPARE(bench.model->toStart().size(), 0);
    QVERIFY(bench.show(bench.model->sheetId()));
    QCOMPARE(bench.studio.server->acceptedSubmits(), 6);
}

void TestSheetModel::aCellSaysWhatItIs()
{
    SheetBench bench;
    const Sweep plan = bench.plan(2, 2);
    QVERIFY(bench.show(bench.create(plan)));
    QCOMPARE(bench.model->headerData(1, Qt::Horizontal).toString(), u"2"_s);
    QCOMPARE(bench.model->headerData(1, Qt::Horizontal, Qt::ToolTipRole).toString(), u"Guidance 2"_s);
    QCOMPARE(bench.model->headerData(0, Qt::Vertical).toString(), u"boat 1"_s);
    QCOMPARE(bench.model->name(), u"Boats"_s);
    const QModelIndex cell = bench.model->index(0, 1);
    QCOMPARE(cell.data(CellKeyRole).toString(), u"[2,\"boat 1\"]"_s);
    QCOMPARE(cell.data(Qt::AccessibleTextRole).toString(),
             u"Guidance 2, Words “boat” boat 1. Not asked for yet"_s);
    QCOMPARE(cell.data(CellRequestRole).value<GenerationRequest>(), requestOf(plan, {1, 0}));
    QCOMPARE(cell.data(PixelSizeRole).toSize(), QSize(64, 48));
    QCOMPARE(bench.model->placeOf(cell), (QList<int>{1, 0}));
    QCOMPARE(bench.model->indexOfCell(u"[2,\"boat 1\"]"_s), cell);
    QVERIFY(!bench.model->indexOfCell(u"[3,\"boat 1\"]"_s).isValid());
    bench.studio.server->setCapacity(0);
    bench.model->start();
    QTRY_COMPARE_WITH_TIMEOUT(cell.data(StateRole).toInt(), int(JobState::Queued), 30000);
    QCOMPARE(cell.data(KindRole).toInt(), int(CellKind::Live));
    QCOMPARE(bench.state(0, 1), CellState::Live);
    QCOMPARE(bench.model->progressOf(1, Qt::Horizontal).total(), 2);
    bench.studio.server->setCapacity(8);
    QVERIFY(bench.waitFor({.done = 4}));
    QCOMPARE(cell.data(Qt::AccessibleTextRole).toString(),
             u"Guidance 2, Words “boat” boat 1. Picture, seed 88124017"_s);
    QCOMPARE(bench.model->progressOf(1, Qt::Vertical), SheetProgress{.done = 2});
}

void TestSheetModel::failedCellsAreTriedAgainAndTheOthersAreNot()
{
    SheetBench bench;
    const Sweep plan = bench.plan(4, 3);
    QVERIFY(bench.show(bench.create(plan)));
    bench.studio.server->addFault(refusal(2, 3));
    bench.model->start();
    QVERIFY(bench.waitFor({.done = 9, .failed = 3}));
    QCOMPARE(bench.studio.server->acceptedSubmits(), 9);
    int failed = 0;
    for (const QList<int> &at : cellPlaces(plan)) {
        const QModelIndex cell = bench.model->index(at[1], at[0]);
        if (bench.state(at[1], at[0]) != CellState::Failed)
            continue;
        ++failed;
        QVERIFY(cell.data(ErrorTextRole).toString().contains(u"Not today"_s));
        QCOMPARE(cell.data(KindRole).toInt(), int(CellKind::Live));
    }
    QCOMPARE(failed, 3);
    bench.model->start(); // what failed is not what was never asked for
    bench.model->retryFailed();
    bench.model->retryFailed();
    QVERIFY(bench.waitFor({.done = 12}));
    QCOMPARE(bench.studio.server->acceptedSubmits(), 12);
    QCOMPARE(bench.studio.posts(), 15);
    QList<QByteArray> accepted;
    for (const library::SheetCell &cell : bench.model->cells())
        accepted << cell.request.body();
    std::ranges::sort(accepted);
    QCOMPARE(accepted, SheetBench::plannedBodies(plan));
}

void TestSheetModel::oneCellIsTriedAgain()
{
    SheetBench bench;
    QVERIFY(bench.show(bench.create(bench.plan(3, 1))));
    bench.studio.server->addFault(refusal(0, 2));
    bench.model->start();
    QVERIFY(bench.waitFor({.done = 1, .failed = 2}));
    QModelIndex failed;
    for (int column = 0; column < 3; ++column) {
        if (bench.state(0, column) == CellState::Failed)
            failed = bench.model->index(0, column);
    }
    bench.model->retry(failed);
    QVERIFY(bench.waitFor({.done = 2, .failed = 1}));
    QCOMPARE(CellState(failed.data(CellStateRole).toInt()), CellState::Done);
    QCOMPARE(bench.studio.posts(), 4);
}

void TestSheetModel::aColumnAddedLaterSendsItsOwnCellsOnly()
{
    SheetBench bench;
    const Sweep plan = bench.plan(2, 3);
    QVERIFY(bench.show(bench.create(plan)));
    bench.model->start();
    QVERIFY(bench.waitFor({.done = 6}));
    QSignalSpy columns(bench.model.get(), &QAbstractItemModel::columnsInserted);
    QSignalSpy resets(bench.model.get(), &QAbstractItemModel::modelReset);
    bench.model->addValues(0, {2, 9.5});
    QTRY_COMPARE(bench.model->columnCount(), 3);
    QCOMPARE(columns.size(), 1);
    QCOMPARE(bench.model->headerData(2, Qt::Horizontal).toString(), u"9.5"_s);
    QTRY_COMPARE(bench.model->progress(), (SheetProgress{.done = 6, .empty = 3}));
    bench.model->start();
    QVERIFY(bench.waitFor({.done = 9}));
    QCOMPARE(bench.studio.posts(), 9);
    QCOMPARE(bench.sentBodies(), SheetBench::plannedBodies(bench.model->sweep()));
    QCOMPARE(resets.size(), 0);
}

void TestSheetModel::aRestartInTheMiddleNeitherLosesNorDoubles()
{
    SheetBench bench;
    const Sweep plan = bench.plan(5, 4);
    const qint64 sheet = bench.create(plan);
    QVERIFY(bench.show(sheet));
    bench.model->start();
    QVERIFY(test::waitFor([&] { return bench.model->progress().done >= 5; }));
    bench.studio.patience = std::chrono::seconds(2);
    bench.restart(); // as a crash would: the queue is gone in the middle of everything
    QVERIFY(bench.show(sheet));
    QCOMPARE(bench.model->progress().empty, 0);
    bench.model->addValues(1, {u"boat 5"_s});
    QTRY_COMPARE(bench.model->progress().empty, 5);
    bench.model->start();
    bool isRecovered = false;
    bench.studio.queue->recover(bench.model.get(),
                                [&](const Result<jobs::JobQueue::Recovered> &) { isRecovered = true; });
    QTRY_VERIFY_WITH_TIMEOUT(isRecovered, 30000);
    bench.studio.queue->resumeUnsent();
    // A submit that was cut off on its way is looked for, not found, and sent again at a person's word only.
    const auto sendLostAgain = [&](const jobs::JobInfo &job) {
        if (job.state == JobState::Unknown && job.search == jobs::LostSearch::NotFound)
            bench.studio.queue->sendAgain(job.id, bench.model.get(), [](const auto &) {});
    };
    for (const JobId id : bench.studio.queue->jobs())
        sendLostAgain(*bench.studio.queue->find(id));
    connect(bench.studio.queue.get(), &jobs::JobQueue::jobChanged, bench.model.get(), sendLostAgain,
            Qt::QueuedConnection);
    QVERIFY(bench.waitForAllDone());
    QCOMPARE(bench.studio.server->acceptedSubmits(), 25);
    QCOMPARE(int(bench.model->pictures().size()), 25);
    QList<QByteArray> made;
    for (const library::SheetCell &cell : bench.model->cells())
        made << cell.request.body();
    std::ranges::sort(made);
    QCOMPARE(made, SheetBench::plannedBodies(bench.model->sweep()));
}

void TestSheetModel::twoPressesOfStartSendOnce()
{
    SheetBench bench;
    QVERIFY(bench.show(bench.create(bench.plan(3, 2))));
    bench.model->start();
    bench.model->start();
    QTRY_VERIFY_WITH_TIMEOUT(bench.model->progress().empty == 0, 30000);
    bench.model->start();
    QVERIFY(bench.waitFor({.done = 6}));
    QCOMPARE(bench.studio.posts(), 6);
}

void TestSheetModel::startSendsWhatAnotherModelHasLeft()
{
    SheetBench bench;
    const qint64 sheet = bench.create(bench.plan(3, 1));
    QVERIFY(bench.show(sheet));
    // Another one, as of another process, has sent a cell; nothing was told.
    bench.studio.server->setCapacity(0);
    QSignalBlocker unheard(bench.studio.queue.get());
    bool isTaken = false;
    bench.studio.queue->enqueue({wishOf(bench.model->sweep(), sheet, {1, 0})}, u"sandbox"_s, {},
                                bench.model.get(), [&](const auto &) { isTaken = true; });
    QTRY_VERIFY(isTaken);
    unheard.unblock();
    QCOMPARE(bench.model->toStart().size(), 3);
    bench.model->start();
    QTRY_COMPARE_WITH_TIMEOUT(bench.studio.posts(), 3, 30000);
    bench.studio.server->setCapacity(8);
    QVERIFY(bench.waitFor({.done = 3}));
    QCOMPARE(bench.studio.posts(), 3);
}

void TestSheetModel::whatWasCalledOffMayBeSentAgain()
{
    SheetBench bench;
    QVERIFY(bench.show(bench.create(bench.plan(4, 2))));
    bench.studio.queue->setSlots(0);
    bench.model->start();
    QVERIFY(bench.waitFor({.waiting = 8}));
    bench.model->cancelWaiting();
    QVERIFY(bench.waitFor({.empty = 8}));
    bench.studio.queue->setSlots(4);
    bench.model->start();
    QVERIFY(bench.waitFor({.done = 8}));
    QCOMPARE(bench.studio.posts(), 8);
}

void TestSheetModel::pagesShowTheThirdAxis()
{
    SheetBench bench;
    Sweep plan = bench.plan(2, 2);
    plan.axes << SweepAxis{SweepAxis::Kind::Parameter, u"seed"_s, {5, 6, 7}};
    QVERIFY(bench.show(bench.create(plan)));
    QCOMPARE(bench.model->pageCount(), 3);
    bench.model->start();
    QVERIFY(bench.waitFor({.done = 12}));
    QSignalSpy pages(bench.model.get(), &SheetModel::pageChanged);
    for (int page : {2, 0, 1}) {
        bench.model->setPage(page);
        QCOMPARE(bench.model->index(0, 0).data(SeedRole).toString(), QString::number(5 + page));
        QCOMPARE(bench.model->index(1, 1).data(CellKeyRole).toString(), u"[2,\"boat 2\",%1]"_s.arg(5 + page));
    }
    QCOMPARE(pages.size(), 3);
    bench.model->setPage(99);
    QCOMPARE(bench.model->page(), 2);
    QCOMPARE(int(bench.model->pictures().size()), 12);
}

void TestSheetModel::aCellIsRerolledAndItsPictureStays()
{
    SheetBench bench;
    QVERIFY(bench.show(bench.create(bench.plan(2, 1))));
    bench.model->start();
    QVERIFY(bench.waitFor({.done = 2}));
    const QModelIndex cell = bench.model->index(0, 1);
    const PictureId first = bench.model->pictureAt(cell);
    QTRY_VERIFY(cell.data(PictureRole).isValid());
    const PictureName name = cell.data(PictureRole).value<Picture>().name();
    QVERIFY(bench.model->canReroll());
    bench.model->reroll(cell, 4242);
    QTRY_VERIFY_WITH_TIMEOUT(bench.model->pictureAt(cell) != first && bench.model->pictureAt(cell) != 0,
                             30000);
    QTRY_VERIFY(cell.data(PictureRole).isValid());
    const Picture second = cell.data(PictureRole).value<Picture>();
    QCOMPARE(second.seed, 4242);
    QCOMPARE(second.provenance.parent, std::optional(name));
    QCOMPARE(withSeed(second.request, 88124017), requestOf(bench.model->sweep(), {1, 0}));
    QList<Picture> both;
    bench.studio.library->pictures({first, second.id}, bench.model.get(),
                                   [&](const Result<QList<Picture>> &found) { both = *found; });
    QTRY_COMPARE(both.size(), 2);
    bench.restart(); // the newest counts after a restart, too
    QVERIFY(bench.show(1));
    QCOMPARE(bench.model->pictureAt(bench.model->index(0, 1)), second.id);
}

void TestSheetModel::seedsOnAnAxisAreNotRerolled()
{
    SheetBench bench;
    Sweep plan = bench.plan(2, 1);
    plan.axes[1] = {SweepAxis::Kind::Parameter, u"seed"_s, {5, 6}};
    QVERIFY(bench.show(bench.create(plan)));
    QVERIFY(!bench.model->canReroll());
    QSignalSpy failed(bench.model.get(), &SheetModel::failed);
    bench.model->reroll(bench.model->index(0, 0), 9);
    QCOMPARE(failed.size(), 1);
}

void TestSheetModel::theCentreIsWhereTheSheetGoesOnFrom()
{
    SheetBench bench;
    const Sweep plan = bench.plan(2, 2);
    QVERIFY(bench.show(bench.create(plan)));
    bench.model->start();
    QVERIFY(bench.waitFor({.done = 4}));
    bench.model->reroll(bench.model->index(1, 1), 4242);
    QTRY_COMPARE_WITH_TIMEOUT(bench.model->index(1, 1).data(SeedRole).toString(), u"4242"_s, 30000);
    QVERIFY(bench.waitFor({.done = 4}));
    bench.model->setCentre(bench.model->index(1, 1));
    QTRY_VERIFY(bench.model->index(1, 1).data(IsCentreRole).toBool());
    QVERIFY(!bench.model->index(0, 1).data(IsCentreRole).toBool());
    QCOMPARE(prompt(bench.model->sweep().base), u"a red boat 2"_s);
    QCOMPARE(seed(bench.model->sweep().base), Seed(4242));
    bench.model->addValues(0, {3});
    QTRY_COMPARE(bench.model->columnCount(), 3);
    bench.model->start();
    QVERIFY(bench.waitFor({.done = 6}));
    const QModelIndex added = bench.model->index(0, 2);
    QTRY_VERIFY(added.data(PictureRole).isValid());
    const Picture picture = added.data(PictureRole).value<Picture>();
    GenerationRequest wanted = withSeed(requestOf(plan, {0, 0}), 4242);
    wanted.input[u"cfg_weight"_s] = 3;
    QCOMPARE(picture.request, wanted);
    QTRY_VERIFY(bench.model->index(1, 1).data(PictureRole).isValid());
    QCOMPARE(picture.provenance.parent,
             std::optional(bench.model->index(1, 1).data(PictureRole).value<Picture>().name()));
    QCOMPARE(bench.studio.posts(), 7);
    bench.model->setCentre({});
    QTRY_VERIFY(!bench.model->index(1, 1).data(IsCentreRole).toBool());
}

void TestSheetModel::aRemovedColumnComesBackWithItsPictures()
{
    SheetBench bench;
    QVERIFY(bench.show(bench.create(bench.plan(3, 1))));
    bench.model->start();
    QVERIFY(bench.waitFor({.done = 3}));
    const PictureId picture = bench.model->pictureAt(bench.model->index(0, 1));
    bench.model->removeValue(0, 1);
    QTRY_COMPARE(bench.model->columnCount(), 2);
    QCOMPARE(bench.model->progress(), SheetProgress{.done = 2});
    bench.model->addValues(0, {2});
    QTRY_COMPARE(bench.model->columnCount(), 3);
    QCOMPARE(bench.model->pictureAt(bench.model->index(0, 2)), picture);
    bench.model->start();
    Sweep moved = bench.model->sweep();
    const QJsonValue last = moved.axes[0].values.takeAt(2);
    moved.axes[0].values.insert(1, last);
    bench.model->replan(moved);
    QTRY_COMPARE(bench.model->pictureAt(bench.model->index(0, 1)), picture);
    QCOMPARE(bench.studio.posts(), 3);
}

void TestSheetModel::aRemovedColumnIsNotSentAnyMore()
{
    SheetBench bench;
    QVERIFY(bench.show(bench.create(bench.plan(3, 2))));
    bench.studio.queue->setSlots(0);
    bench.model->start();
    QVERIFY(bench.waitFor({.waiting = 6}));
    bench.model->removeValue(0, 1);
    QTRY_COMPARE(bench.model->columnCount(), 2);
    QTRY_COMPARE(bench.studio.queue->openCount(), 4);
    bench.studio.queue->setSlots(4);
    QVERIFY(bench.waitFor({.done = 4}));
    QCOMPARE(bench.studio.posts(), 4);
}

void TestSheetModel::rowsAndColumnsComeAndGoOneByOne()
{
    SheetBench bench;
    QVERIFY(bench.show(bench.create(bench.plan(2, 2))));
    QSignalSpy resets(bench.model.get(), &QAbstractItemModel::modelReset);
    bench.model->addValues(1, {u"ship"_s, u"canoe"_s});
    bench.model->addValues(0, {7});
    bench.model->removeValue(1, 0);
    bench.model->removeValue(0, 1);
    bench.model->rename(u"  Boats   and ships "_s);
    QTRY_COMPARE(bench.model->name(), u"Boats and ships"_s);
    QCOMPARE(bench.model->rowCount(), 3);
    QCOMPARE(bench.model->columnCount(), 2);
    QCOMPARE(bench.model->headerData(1, Qt::Horizontal).toString(), u"7"_s);
    QCOMPARE(bench.model->headerData(2, Qt::Vertical).toString(), u"canoe"_s);
    QCOMPARE(resets.size(), 0);
    bench.restart();
    QVERIFY(bench.show(1));
    QCOMPARE(bench.model->rowCount(), 3);
    QCOMPARE(bench.model->name(), u"Boats and ships"_s);
}

void TestSheetModel::anotherPlanIsTakenBeforeAnythingWasAskedFor()
{
    SheetBench bench;
    QVERIFY(bench.show(bench.create(bench.plan(2, 2))));
    Sweep other = bench.plan(2, 2);
    other.axes[1] = {SweepAxis::Kind::Parameter, u"temperature"_s, {0.5, 1, 1.5}};
    bench.model->replan(other);
    QTRY_COMPARE(bench.model->rowCount(), 3);
    bench.model->start();
    QVERIFY(bench.waitFor({.done = 6}));
    QSignalSpy failed(bench.model.get(), &SheetModel::failed);
    bench.model->replan(bench.plan(2, 2));
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(bench.model->sweep(), other);
}

void TestSheetModel::whatCannotBeDoneChangesNothing()
{
    SheetBench bench;
    const Sweep plan = bench.plan(2, 1);
    QVERIFY(bench.show(bench.create(plan)));
    QSignalSpy failed(bench.model.get(), &SheetModel::failed);
    const auto sentence = [&failed] { return failed.last().first().value<Error>().message; };
    bench.model->addValues(0, {30});
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(sentence(), u"Columns: Guidance (cfg_weight) must be between 1 and 20; it is 30."_s);
    bench.model->addValues(2, {1});
    QTRY_COMPARE(failed.size(), 2);
    bench.model->removeValue(1, 0);
    QTRY_COMPARE(failed.size(), 3);
    bench.model->open(99);
    QTRY_COMPARE(failed.size(), 4);
    QCOMPARE(sentence(), u"The library has no sweep sheet with the number 99."_s);
    QCOMPARE(bench.model->sweep(), plan);
    bench.model->open(0);
    QVERIFY(!bench.model->isOpen());
    QCOMPARE(bench.model->rowCount(), 0);
    bench.model->start();
    bench.model->addValues(0, {3});
}

void TestSheetModel::trashedPicturesShowAsSuchAndComeBack()
{
    SheetBench bench;
    QVERIFY(bench.show(bench.create(bench.plan(2, 1))));
    bench.model->start();
    QVERIFY(bench.waitFor({.done = 2}));
    const QModelIndex cell = bench.model->index(0, 0);
    QVERIFY(!cell.data(IsTrashedRole).toBool());
    bench.studio.library->deeds().trash({bench.model->pictureAt(cell)});
    QTRY_VERIFY(cell.data(IsTrashedRole).toBool());
    QCOMPARE(bench.model->progress(), SheetProgress{.done = 2});
    bench.studio.library->deeds().undo();
    QTRY_VERIFY(!cell.data(IsTrashedRole).toBool());
}

void TestSheetModel::aPictureThatIsGoneForGoodIsNotMadeAgainByItself()
{
    SheetBench bench;
    QVERIFY(bench.show(bench.create(bench.plan(2, 1))));
    bench.model->start();
    QVERIFY(bench.waitFor({.done = 2}));
    const QModelIndex cell = bench.model->index(0, 0);
    bench.studio.library->exchange().setSystemTrash([](const QString &file) { return QFile::remove(file); });
    const PictureId picture = bench.model->pictureAt(cell);
    bench.studio.library->deeds().trash({picture});
    QTRY_VERIFY(cell.data(IsTrashedRole).toBool());
    bench.studio.library->exchange().emptyTrash({picture}, bench.model.get(), [](const auto &) {});
    QVERIFY(bench.waitFor({.done = 1, .removed = 1}));
    QCOMPARE(bench.model->toStart().size(), 0);
    bench.model->start();
    bench.model->retry(cell);
    QVERIFY(bench.waitFor({.done = 2}));
    QCOMPARE(bench.studio.posts(), 3);
}

void TestSheetModel::whatIsNotTakenMayBeSentAgain()
{
    SheetBench bench;
    const qint64 sheet = bench.create(bench.plan(2, 1));
    bool isOutOfOrder = true;
    SheetModel model(*bench.studio.library, *bench.studio.queue, *bench.models,
                     [&](const QList<Wish> &wishes, const QString &service) {
                         if (!isOutOfOrder)
                             bench.studio.queue->enqueue(wishes, service, {}, nullptr, {});
                     });
    QSignalSpy opened(&model, &SheetModel::opened);
    model.open(sheet);
    QVERIFY(opened.wait(30000));
    model.start();
    QTRY_COMPARE(model.progress(), SheetProgress{.waiting = 2});
    QTRY_COMPARE(model.progress(), SheetProgress{.empty = 2});
    isOutOfOrder = false;
    model.start();
    QTRY_COMPARE_WITH_TIMEOUT(model.progress(), SheetProgress{.done = 2}, 30000);
    QCOMPARE(bench.studio.posts(), 2);
}

void TestSheetModel::hundredsOfCellsAreAnnouncedTogether()
{
    SheetBench bench;
    QVERIFY(bench.show(bench.create(bench.plan(20, 20))));
    bench.studio.queue->setSlots(0);
    QSignalSpy changed(bench.model.get(), &QAbstractItemModel::dataChanged);
    QSignalSpy added(bench.studio.queue.get(), &jobs::JobQueue::jobAdded);
    bench.model->start();
    QTRY_COMPARE_WITH_TIMEOUT(added.size(), 400, 30000);
    QVERIFY(bench.waitFor({.waiting = 400}));
    QVERIFY2(changed.size() < 20, qPrintable(QString::number(changed.size())));
    bench.model->cancelWaiting();
    QVERIFY(bench.waitFor({.empty = 400}));
}

QTEST_MAIN(TestSheetModel)
#include "tst_sheetmodel.moc"
