#include "studiobench.h"

#include "core/paramroles.h"
#include "models/jobsmodel.h"
#include "models/logmodel.h"
#include "models/stagemodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::models;
using sandbox::Fault;
using test::StudioBench;

class TestModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void liveCellsBecomePicturesInTheirPlace()
    {
        StudioBench bench({.pace = 0, .capacity = 0});
        QVERIFY(bench.open());
        StageModel model(*bench.library, *bench.queue);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        load(model);
        bench.queue->setSlots(4);
        const QList<JobId> jobs = bench.enqueue(splitIntoSingles(bench.request(), 3));
        QTRY_COMPARE(model.rowCount(), 3);
        QCOMPARE(kind(model, 0), CellKind::Live);
        QCOMPARE(model.index(1).data(SeedRole).toString(), u"8"_s);
        QCOMPARE(model.index(1).data(PixelSizeRole).toSize(), QSize(96, 64));
        QVERIFY(bench.waitForState(jobs[2], JobState::Queued));
        QVERIFY(model.index(0).data(BatchIsOpenRole).toBool());
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        bench.server->setCapacity(1);
        for (const JobId job : jobs)
            QVERIFY(bench.waitForState(job, JobState::Done));
        QTRY_COMPARE(kind(model, 2), CellKind::Picture);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(resets.count() + removed.count(), 0);
        QCOMPARE(model.index(0).data(SeedRole).toString(), u"7"_s);
        QCOMPARE(model.index(2).data(SeedRole).toString(), u"9"_s);
        QCOMPARE(model.pictureCount(), 3);
    }

    void theNewestBatchIsOnTop()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        StageModel model(*bench.library, *bench.queue);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        load(model);
        QVERIFY(bench.waitForState(bench.enqueue({bench.request(u"old"_s)}).value(0), JobState::Done));
        QVERIFY(bench.waitForState(bench.enqueue({bench.request(u"new"_s)}).value(0), JobState::Done));
        QTRY_COMPARE(model.pictureCount(), 2);
        QCOMPARE(model.index(0).data(BatchTitleRole).toString(), u"new"_s);
        QCOMPARE(model.index(1).data(BatchTitleRole).toString(), u"old"_s);
    }

    void picturesAndTheirDetailsAreThereAfterARestart()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        QVERIFY(bench.waitForState(bench.enqueue({bench.request()}).value(0), JobState::Done));
        bench.restartQueue();
        StageModel model(*bench.library, *bench.queue);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        load(model);
        QCOMPARE(model.rowCount(), 1);
        const QModelIndex picture = model.index(0);
        QTRY_VERIFY(!picture.data(Qt::DecorationRole).value<QPixmap>().isNull());
        QTRY_COMPARE(picture.data(PromptRole).toString(), u"a red boat"_s);
        QCOMPARE(picture.data(PictureRole).value<Picture>().request, bench.request());
        QVERIFY(picture.data(IsSandboxRole).toBool());
        QVERIFY(picture.data(BatchMetaRole).toString().startsWith(u"1 picture"_s));
        QCOMPARE(model.indexOfPicture(picture.data(PictureIdRole).toLongLong()), picture);
    }

    void aCancelledRequestLeavesNoCellAFailedOneItsReason()
    {
        StudioBench bench({.pace = 0, .capacity = 0});
        QVERIFY(bench.open());
        StageModel model(*bench.library, *bench.queue);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        load(model);
        const JobId cancelled = bench.enqueue({bench.request()}).value(0);
        QVERIFY(bench.waitForState(cancelled, JobState::Queued));
        bench.queue->cancel(cancelled);
        QVERIFY(bench.waitForState(cancelled, JobState::Cancelled));
        QTRY_COMPARE(model.rowCount(), 0);
        bench.server->setCapacity(1);
        QVERIFY(bench.waitForState(bench.enqueue({withImageCount(bench.request(), 99)}).value(0),
                                   JobState::Failed));
        QVERIFY(model.rowCount() > 0);
        QVERIFY(!model.index(0).data(TroubleRole).toString().isEmpty());
        QCOMPARE(static_cast<JobState>(model.index(0).data(StateRole).toInt()), JobState::Failed);
    }

    void theQueueListsJobsAndFollowsThem()
    {
        StudioBench bench({.pace = 0, .capacity = 0});
        QVERIFY(bench.open());
        JobsModel model(*bench.queue);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const JobId job = bench.enqueue({bench.request(u"two\nlines"_s)}).value(0);
        QVERIFY(bench.waitForState(job, JobState::Queued));
        const QModelIndex row = model.indexOfJob(job);
        QVERIFY(row.isValid());
        QCOMPARE(row.siblingAtColumn(JobsModel::PromptColumn).data().toString(), u"two lines"_s);
        QVERIFY(row.data(JobsModel::CanCancelRole).toBool());
        QCOMPARE(model.openCount(), 1);
        bench.queue->cancel(job);
        QVERIFY(bench.waitForState(job, JobState::Cancelled));
        QCOMPARE(row.siblingAtColumn(JobsModel::StateColumn).data().toString(), u"Cancelled"_s);
        QVERIFY(!row.data(JobsModel::CanCancelRole).toBool());
        QCOMPARE(model.openCount(), 0);
    }

    void theLogShowsTheChosenJobLive()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        LogModel model(*bench.queue);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const JobId job = bench.enqueue({bench.request()}).value(0);
        model.setJob(job);
        QVERIFY(bench.waitForState(job, JobState::Done));
        QVERIFY(model.rowCount() > 2);
        QCOMPARE(model.rowCount(), bench.queue->log(job).size());
        QVERIFY(model.text().contains(u"Request accepted"_s));
        const JobId other = bench.enqueue({bench.request()}).value(0);
        const int lines = model.rowCount();
        QVERIFY(bench.waitForState(other, JobState::Done));
        QCOMPARE(model.rowCount(), lines);
        model.setJob(0);
        QCOMPARE(model.rowCount(), 0);
    }

private:
    static CellKind kind(const StageModel &model, int row)
    {
        return static_cast<CellKind>(model.index(row).data(KindRole).toInt());
    }

    static void load(StageModel &model)
    {
        QSignalSpy loaded(&model, &StageModel::loaded);
        model.load();
        QVERIFY(loaded.wait());
    }
};

QTEST_MAIN(TestModels)
#include "tst_models.moc"
