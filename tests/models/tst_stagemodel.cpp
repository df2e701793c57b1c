#include "studiobench.h"

#include "library/deeds.h"
#include "models/stagemodel.h"
#include "picturerows.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::models;
using library::Deeds;
using library::fixture::addRow;
using test::StudioBench;

namespace {

/// A model over a library with pictures of these prompts, the oldest first.
struct Stage
{
    explicit Stage(const QStringList &prompts)
    {
        isOpen = bench.open();
        for (const QString &prompt : prompts)
            ids << addRow(*bench.library, {prompt});
        model = std::make_unique<StageModel>(*bench.library, *bench.queue);
        tester = std::make_unique<QAbstractItemModelTester>(
            model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        show(u""_s);
    }

    void show(const QString &text, Grouping grouping = Grouping::Job)
    {
        library::Listing listing{*Query::fromText(text), grouping};
        QSignalSpy listed(model.get(), &StageModel::listed);
        if (listing == model->listing())
            model->load();
        else
            model->setListing(listing);
        const auto isWhole = [&] { return !listed.isEmpty() && listed.last().at(1).toBool(); };
        if (!QTest::qWaitFor(isWhole, 30000))
            qWarning("the listing did not end");
    }

    QList<PictureId> shown() const
    {
        QList<PictureId> ids;
        for (int row = 0; row < model->rowCount(); ++row)
            ids << model->index(row).data(PictureIdRole).toLongLong();
        return ids;
    }

    Deeds &deeds() { return bench.library->deeds(); }

    StudioBench bench;
    bool isOpen = false;
    QList<PictureId> ids;
    std::unique_ptr<StageModel> model;
    std::unique_ptr<QAbstractItemModelTester> tester;
};

} // namespace

class TestStageModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anotherListingTakesThePlace();
    void trashedPicturesGoAndUndoBringsThemBackInTheirPlace();
    void selectionStaysWhenOthersComeAndGo();
    void marksShowAtOnceAndAreUndone();
    void aPictureLeavesAListingItNoLongerFits();
    void ratingsMoveInAListByRating();
    void daysHaveHeaders();
    void liveCellsAreShownInEveryGrouping_data();
    void liveCellsAreShownInEveryGrouping();
    void newPicturesComeIntoASearchTheyFit();
    void nothingIsReadBeforeTheFirstLoad();
    void aSecondListingBeforeTheFirstIsAnswered();
    void detailsAndThumbnailsOfWhatIsInSightAreFetchedTogether();
    void anotherProcessAddsAndTrashes();
};

void TestStageModel::anotherListingTakesThePlace()
{
    Stage stage({u"boat"_s, u"tower"_s, u"another boat"_s});
    QVERIFY(stage.isOpen);
    QCOMPARE(stage.shown(), (QList<PictureId>{stage.ids[2], stage.ids[1], stage.ids[0]}));
    stage.show(u"boat"_s);
    QCOMPARE(stage.shown(), (QList<PictureId>{stage.ids[2], stage.ids[0]}));
    QCOMPARE(stage.model->pictureCount(), 2);
    stage.show(u"sort:oldest"_s);
    QCOMPARE(stage.shown(), stage.ids);
    stage.show(u"nothing like it"_s);
    QCOMPARE(stage.model->rowCount(), 0);
}

void TestStageModel::trashedPicturesGoAndUndoBringsThemBackInTheirPlace()
{
    Stage stage({u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s});
    const QList<PictureId> before = stage.shown();
    QSignalSpy resets(stage.model.get(), &QAbstractItemModel::modelReset);
    stage.deeds().trash({stage.ids[1], stage.ids[2], stage.ids[4]});
    QTRY_COMPARE(stage.shown(), (QList<PictureId>{stage.ids[3], stage.ids[0]}));
    stage.deeds().undo();
    QTRY_COMPARE(stage.shown(), before);
    QCOMPARE(resets.size(), 0);
    stage.show(u"trash:yes"_s);
    QCOMPARE(stage.model->rowCount(), 0);
    stage.deeds().redo();
    QTRY_COMPARE(stage.model->rowCount(), 3);
    QTRY_VERIFY(stage.model->index(0).data(IsTrashedRole).toBool());
}

void TestStageModel::selectionStaysWhenOthersComeAndGo()
{
    Stage stage({u"a"_s, u"b"_s, u"c"_s, u"d"_s});
    QItemSelectionModel selection(stage.model.get());
    const QModelIndex chosen = stage.model->indexOfPicture(stage.ids[1]);
    selection.select(chosen, QItemSelectionModel::Select);
    stage.deeds().trash({stage.ids[3], stage.ids[0]});
    QTRY_COMPARE(stage.model->rowCount(), 2);
    QCOMPARE(selection.selectedIndexes().size(), 1);
    QCOMPARE(selection.selectedIndexes().first().data(PictureIdRole).toLongLong(), stage.ids[1]);
    stage.deeds().undo();
    QTRY_COMPARE(stage.model->rowCount(), 4);
    QCOMPARE(stage.model->picturesOf(selection.selectedIndexes()), (std::vector<PictureId>{stage.ids[1]}));
}

void TestStageModel::marksShowAtOnceAndAreUndone()
{
    Stage stage({u"a"_s, u"b"_s});
    const QModelIndex index = stage.model->indexOfPicture(stage.ids[0]);
    const auto marks = [&] { return index.data(MarksRole).value<Marks>(); };
    QTRY_VERIFY(index.data(MarksRole).isValid());
    stage.deeds().mark({stage.ids[0]}, {.rating = 4, .addTags = {u"sea"_s}});
    QCOMPARE(marks().rating, 4); // before it is on disk
    QSignalSpy changed(&stage.deeds(), &Deeds::changed);
    QTRY_COMPARE(changed.size(), 1);
    QTRY_COMPARE(marks().tags, QStringList{u"sea"_s});
    stage.deeds().undo();
    QTRY_COMPARE(marks(), Marks());
}

void TestStageModel::aPictureLeavesAListingItNoLongerFits()
{
    Stage stage({u"a"_s, u"b"_s, u"c"_s});
    QSignalSpy changed(&stage.deeds(), &Deeds::changed);
    stage.deeds().mark({stage.ids[0], stage.ids[1]}, {.pick = Pick::Picked});
    QTRY_COMPARE(changed.size(), 1);
    stage.show(u"pick:picked"_s);
    QCOMPARE(stage.model->rowCount(), 2);
    stage.deeds().mark({stage.ids[1]}, {.pick = Pick::None});
    QTRY_COMPARE(stage.shown(), QList<PictureId>{stage.ids[0]});
    stage.deeds().mark({stage.ids[2]}, {.pick = Pick::Picked});
    QTRY_COMPARE(stage.shown(), (QList<PictureId>{stage.ids[2], stage.ids[0]}));
}

void TestStageModel::ratingsMoveInAListByRating()
{
    Stage stage({u"a"_s, u"b"_s, u"c"_s});
    stage.show(u"sort:rating"_s);
    stage.deeds().mark({stage.ids[0]}, {.rating = 5});
    QTRY_COMPARE(stage.shown().first(), stage.ids[0]);
}

void TestStageModel::daysHaveHeaders()
{
    Stage stage({u"a"_s, u"b"_s});
    addRow(*stage.bench.library, {.prompt = u"c"_s, .created = u"2026-03-15T12:00:00.000Z"_s});
    stage.show(u""_s, Grouping::Day);
    QCOMPARE(stage.model->grouping(), Grouping::Day);
    QCOMPARE(stage.model->index(0).data(BatchTitleRole).toString(), u"Sunday, 15 March 2026"_s);
    QCOMPARE(stage.model->index(0).data(BatchMetaRole).toString(), u"1 picture"_s);
    QCOMPARE(stage.model->index(1).data(BatchMetaRole).toString(), u"2 pictures"_s);
    QVERIFY(stage.model->rowShape(0).group != stage.model->rowShape(1).group);
}

void TestStageModel::liveCellsAreShownInEveryGrouping_data()
{
    QTest::addColumn<Grouping>("grouping");
    QTest::newRow("by job") << Grouping::Job;
    QTest::newRow("by day") << Grouping::Day;
    QTest::newRow("flat") << Grouping::Flat;
}

void TestStageModel::liveCellsAreShownInEveryGrouping()
{
    QFETCH(Grouping, grouping);
    Stage stage({u"old"_s, u"older"_s});
    stage.show(u""_s, grouping);
    stage.bench.server->setCapacity(0);
    const QList<JobId> jobs = stage.bench.enqueue({stage.bench.request(u"x"_s), stage.bench.request(u"y"_s)});
    QTRY_COMPARE(stage.model->rowCount(), 4);
    QCOMPARE(stage.model->pictureCount(), 2);
    for (int row : {0, 1}) {
        QCOMPARE(stage.model->index(row).data(KindRole).toInt(), int(CellKind::Live));
        QCOMPARE(stage.model->index(row).data(JobIdRole).toLongLong(), jobs[row]);
    }
    stage.bench.server->setCapacity(2);
    QTRY_COMPARE(stage.model->pictureCount(), 4);
    QCOMPARE(stage.model->rowCount(), 4);
    for (int row : {0, 1})
        QTRY_COMPARE(stage.model->index(row).data(JobIdRole).toLongLong(), jobs[row]);
    const QList<PictureId> now = stage.shown();
    stage.show(u""_s, grouping);
    if (grouping == Grouping::Job)
        QCOMPARE(stage.shown(), now);
}

void TestStageModel::newPicturesComeIntoASearchTheyFit()
{
    Stage stage({u"boat"_s});
    stage.show(u"boat"_s);
    const JobId job = stage.bench.enqueue({stage.bench.request(u"a new boat"_s)}).value(0);
    QVERIFY(stage.bench.waitForState(job, JobState::Done));
    QTRY_COMPARE(stage.model->rowCount(), 2);
    QCOMPARE(stage.model->index(1).data(PictureIdRole).toLongLong(), stage.ids[0]);
    const JobId other = stage.bench.enqueue({stage.bench.request(u"a tower"_s)}).value(0);
    QVERIFY(stage.bench.waitForState(other, JobState::Done));
    const JobId more = stage.bench.enqueue({stage.bench.request(u"boats"_s)}).value(0);
    QVERIFY(stage.bench.waitForState(more, JobState::Done));
    QTRY_COMPARE(stage.model->rowCount(), 3);
}

void TestStageModel::nothingIsReadBeforeTheFirstLoad()
{
    StudioBench bench; // whose library is not open yet
    bench.restartQueue();
    StageModel model(*bench.library, *bench.queue);
    QSignalSpy loaded(&model, &StageModel::loaded);
    model.setListing({*Query::fromText(u"boat"_s), Grouping::Day});
    bool isOpen = false;
    bench.library->open(&model, [&](const Result<void> &opened) { isOpen = opened.hasValue(); });
    QTRY_VERIFY(isOpen);
    QCOMPARE(loaded.size(), 0);
    QVERIFY(!model.isLoaded());
    addRow(*bench.library, {u"boat"_s});
    model.load();
    QTRY_COMPARE(model.rowCount(), 1);
    QCOMPARE(loaded.size(), 1);
}

void TestStageModel::aSecondListingBeforeTheFirstIsAnswered()
{
    Stage stage({u"boat"_s, u"tower"_s});
    QSignalSpy loaded(stage.model.get(), &StageModel::loaded);
    stage.model->setListing({*Query::fromText(u"boat"_s), Grouping::Flat});
    stage.model->setListing({*Query::fromText(u"tower"_s), Grouping::Flat});
    QTRY_COMPARE(loaded.size(), 1);
    QCOMPARE(stage.shown(), QList<PictureId>{stage.ids[1]});
}

void TestStageModel::detailsAndThumbnailsOfWhatIsInSightAreFetchedTogether()
{
    StudioBench bench;
    QVERIFY(bench.open());
    QList<GenerationRequest> requests;
    for (int i = 0; i < 6; ++i)
        requests << bench.request(u"boat %1"_s.arg(i));
    for (const JobId job : bench.enqueue(requests))
        QVERIFY(bench.waitForState(job, JobState::Done));
    StageModel model(*bench.library, *bench.queue);
    QSignalSpy loaded(&model, &StageModel::loaded);
    model.load();
    QTRY_COMPARE(loaded.size(), 1);
    model.setThumbnailBox({40, 40});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setInSight(0, 5);
    const auto isComplete = [&](const QSize &most) {
        for (int row = 0; row < 6; ++row) {
            const QSize size = model.index(row).data(Qt::DecorationRole).value<QPixmap>().size();
            if (size.isEmpty() || !model.index(row).data(PictureRole).isValid() ||
                std::max(size.width(), size.height()) != most.width())
                return false;
        }
        return true;
    };
    QTRY_VERIFY(isComplete({40, 40}));
    QVERIFY2(changed.size() <= 13, "one answer for details, and at most one for each thumbnail");
    model.setThumbnailBox({20, 20});
    QVERIFY(!model.index(0).data(Qt::DecorationRole).value<QPixmap>().isNull()); // the old one meanwhile
    QTRY_VERIFY(isComplete({20, 20}));
}

void TestStageModel::anotherProcessAddsAndTrashes()
{
    Stage stage({u"a"_s, u"b"_s});
    library::Library other(support::Paths::below(stage.bench.folder.path()));
    bool isOpen = false;
    other.open(&other, [&](const Result<void> &opened) { isOpen = opened.hasValue(); });
    QTRY_VERIFY(isOpen);
    other.deeds().trash({stage.ids[0]});
    QTRY_COMPARE_WITH_TIMEOUT(stage.shown(), QList<PictureId>{stage.ids[1]}, 20000);
    const PictureId added = addRow(other, {u"c"_s});
    QTRY_COMPARE_WITH_TIMEOUT(stage.shown(), (QList<PictureId>{added, stage.ids[1]}), 20000);
}

QTEST_MAIN(TestStageModel)
#include "tst_stagemodel.moc"
