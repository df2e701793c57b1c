// The drawer: queue and log over stand-in models.
#include "panelprobe.h"
#include "panelsamples.h"

#include "ui/drawer/drawerpanel.h"
#include "ui/drawer/logdelegate.h"
#include "ui/drawer/logview.h"
#include "ui/drawer/queuedelegate.h"
#include "ui/drawer/queueview.h"

#include <QClipboard>
#include <QLabel>
#include <QScrollBar>
#include <QTabBar>
#include <QToolButton>

#include <algorithm>

using namespace janus;
using namespace janus::ui;
using namespace Qt::StringLiterals;

namespace {

struct Desk
{
    explicit Desk(int count = 0)
    {
        samples::prepareJobs(jobs);
        for (int k = 1; k <= count; ++k)
            addJob(k);
        panel.resize(1000, 180);
        probe::show(panel);
    }
    void addJob(JobId id, JobState state = JobState::Queued)
    {
        samples::addJob(jobs, id, u"A fox <b>%1</b>"_s.arg(id), state, u"In queue"_s, u"2nd"_s);
    }
    void addLines(int count)
    {
        for (int k = 0; k < count; ++k)
            samples::addLine(log, u"14:07:31.204"_s, u"info"_s, u"line %1"_s.arg(log.rowCount()));
    }
    QStringList shownWords() const
    {
        QStringList words;
        for (const QLabel *label : panel.findChildren<QLabel *>()) {
            if (label->isVisible())
                words << label->text();
        }
        return words;
    }
    QPoint crossOf(int row)
    {
        QStyleOptionViewItem option;
        option.initFrom(panel.queueView());
        option.rect = panel.queueView()->visualRect(jobs.index(row, models::JobsModel::SeedColumn));
        return QueueDelegate::cancelRect(option).center();
    }

    QStandardItemModel jobs;
    QStandardItemModel log;
    DrawerPanel panel{&jobs, &log};
};

} // namespace

class tst_drawer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.apply(*qApp); }

    void anEmptyQueueSaysWhatToDo();
    void anEmptyLogSaysWhatToDo();
    void theTabCountsOpenJobs();
    void deleteCancelsTheChosenJobs();
    void aJobThatEndedIsNotCancelled();
    void theCrossCancelsItsRow();
    void cancellingWhileRowsVanishIsSafe();
    void choosingARowChoosesTheLog();
    void theLogFollowsItsEnd();
    void theLogStaysWhereOneReads();
    void anotherJobsLogStartsAtItsEnd();
    void copyTakesTheWholeLogOrTheChosenLines();
    void markupIsPaintedAsItIs();
    void theDrawerCanBeUsedWithTheKeyboardAlone();
    void everythingThatTakesTheFocusHasAName();
    void aNarrowDrawerShowsAllColumns();

private:
    Theme m_theme;
};

void tst_drawer::anEmptyQueueSaysWhatToDo()
{
    Desk desk;
    QCOMPARE(desk.shownWords(),
             QStringList{u"Nothing waiting. Ctrl+Enter adds a job; you can add more while it runs."_s});
    desk.addJob(1);
    QCOMPARE(desk.shownWords(), QStringList());
    desk.jobs.removeRow(0);
    QCOMPARE(desk.shownWords().size(), 1);
}

void tst_drawer::anEmptyLogSaysWhatToDo()
{
    Desk desk;
    desk.panel.showTab(DrawerPanel::LogTab);
    QCOMPARE(desk.shownWords(), QStringList{u"Choose a job to see its log."_s});
    desk.addLines(1);
    QCOMPARE(desk.shownWords(), QStringList());
}

void tst_drawer::theTabCountsOpenJobs()
{
    Desk desk(3);
    desk.addJob(4, JobState::Done);
    QCOMPARE(desk.panel.openJobs(), 3);
    QCOMPARE(desk.panel.tabs()->tabText(DrawerPanel::QueueTab), u"Queue\t3"_s);
    desk.jobs.item(0)->setData(static_cast<int>(JobState::Failed), models::JobsModel::StateRole);
    QCOMPARE(desk.panel.tabs()->tabText(DrawerPanel::QueueTab), u"Queue\t2"_s);
    desk.jobs.removeRows(0, desk.jobs.rowCount());
    QCOMPARE(desk.panel.tabs()->tabText(DrawerPanel::QueueTab), u"Queue"_s);
}

void tst_drawer::deleteCancelsTheChosenJobs()
{
    Desk desk(4);
    QSignalSpy cancelled(&desk.panel, &DrawerPanel::cancelRequested);
    QueueView *queue = desk.panel.queueView();
    queue->setFocus();
    queue->setCurrentIndex(desk.jobs.index(1, 0));
    QTest::keyClick(queue, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(queue, Qt::Key_Delete);
    QList<JobId> ids;
    for (const QList<QVariant> &signal : cancelled)
        ids << signal.at(0).toLongLong();
    std::sort(ids.begin(), ids.end());
    QCOMPARE(ids, (QList<JobId>{2, 3}));
}

void tst_drawer::aJobThatEndedIsNotCancelled()
{
    Desk desk;
    desk.addJob(1, JobState::Done);
    QSignalSpy cancelled(&desk.panel, &DrawerPanel::cancelRequested);
    desk.panel.queueView()->setCurrentIndex(desk.jobs.index(0, 0));
    QTest::keyClick(desk.panel.queueView(), Qt::Key_Delete);
    QTest::mouseClick(desk.panel.queueView()->viewport(), Qt::LeftButton, {}, desk.crossOf(0));
    QCOMPARE(cancelled.count(), 0);
}

void tst_drawer::theCrossCancelsItsRow()
{
    Desk desk(3);
    QSignalSpy cancelled(&desk.panel, &DrawerPanel::cancelRequested);
    QTest::mouseClick(desk.panel.queueView()->viewport(), Qt::LeftButton, {}, desk.crossOf(2));
    QCOMPARE(cancelled.count(), 1);
    QCOMPARE(cancelled.at(0).at(0).toLongLong(), 3);
    QTest::mouseClick(desk.panel.queueView()->viewport(), Qt::LeftButton, {},
                      desk.crossOf(1) - QPoint(60, 0));
    QCOMPARE(cancelled.count(), 1);
}

void tst_drawer::cancellingWhileRowsVanishIsSafe()
{
    Desk desk(3);
    connect(&desk.panel, &DrawerPanel::cancelRequested, this, [&desk] { desk.jobs.removeRow(0); });
    desk.panel.queueView()->selectAll();
    QTest::keyClick(desk.panel.queueView(), Qt::Key_Delete);
    QVERIFY(desk.jobs.rowCount() < 3);
}

void tst_drawer::choosingARowChoosesTheLog()
{
    Desk desk(3);
    QSignalSpy chosen(&desk.panel, &DrawerPanel::jobChosen);
    const QRect row = desk.panel.queueView()->visualRect(desk.jobs.index(1, 1));
    QTest::mouseClick(desk.panel.queueView()->viewport(), Qt::LeftButton, {}, row.center());
    QCOMPARE(chosen.last().at(0).toLongLong(), 2);
    QTest::keyClick(desk.panel.queueView(), Qt::Key_Down);
    QCOMPARE(chosen.last().at(0).toLongLong(), 3);
    QCOMPARE(desk.panel.queueView()->selectedJobs(), QList<JobId>{3});
}

void tst_drawer::theLogFollowsItsEnd()
{
    Desk desk;
    desk.panel.showTab(DrawerPanel::LogTab);
    QScrollBar *bar = desk.panel.logView()->verticalScrollBar();
    desk.addLines(100);
    QTRY_VERIFY(bar->maximum() > 0);
    QTRY_COMPARE(bar->value(), bar->maximum());
    const int before = bar->maximum();
    desk.addLines(20);
    QTRY_VERIFY(bar->maximum() > before);
    QTRY_COMPARE(bar->value(), bar->maximum());
}

void tst_drawer::theLogStaysWhereOneReads()
{
    Desk desk;
    desk.panel.showTab(DrawerPanel::LogTab);
    desk.addLines(100);
    LogView *log = desk.panel.logView();
    QScrollBar *bar = log->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    QTRY_COMPARE(bar->value(), bar->maximum());
    bar->setValue(bar->maximum() / 2);
    const int place = bar->value();
    const int before = bar->maximum();
    desk.addLines(20);
    QTRY_VERIFY(bar->maximum() > before);
    QCOMPARE(bar->value(), place);
    QVERIFY(!log->isFollowing());
    bar->setValue(bar->maximum());
    desk.addLines(20);
    QTRY_VERIFY(bar->value() > before && bar->value() == bar->maximum());
}

void tst_drawer::anotherJobsLogStartsAtItsEnd()
{
    Desk desk;
    desk.panel.showTab(DrawerPanel::LogTab);
    desk.addLines(100);
    QScrollBar *bar = desk.panel.logView()->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    bar->setValue(0);
    desk.log.clear();
    desk.addLines(50);
    QTRY_VERIFY(bar->maximum() > 0 && bar->value() == bar->maximum());
}

void tst_drawer::copyTakesTheWholeLogOrTheChosenLines()
{
    Desk desk;
    desk.panel.showTab(DrawerPanel::LogTab);
    desk.addLines(3);
    LogView *log = desk.panel.logView();
    log->copy();
    QCOMPARE(QApplication::clipboard()->text().count(u'\n'), 3);
    QCOMPARE(QApplication::clipboard()->text().section(u'\n', 1, 1), u"14:07:31.204  info    line 1"_s);
    log->setFocus();
    log->setCurrentIndex(desk.log.index(1, 0));
    QTest::keyClick(log, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keySequence(log, QKeySequence::Copy);
    QCOMPARE(QApplication::clipboard()->text().count(u'\n'), 2);
}

void tst_drawer::markupIsPaintedAsItIs()
{
    // The same words with and without markup must not look the same: tags are painted, not obeyed.
    const auto shot = [](const QString &message) {
        QStandardItemModel jobs;
        QStandardItemModel log;
        samples::addLine(log, u"14:07:31.204"_s, u"info"_s, message);
        DrawerPanel panel(&jobs, &log);
        panel.resize(600, 180);
        panel.showTab(DrawerPanel::LogTab);
        return panel.grab().toImage();
    };
    QVERIFY(shot(u"<i></i>word"_s) != shot(u"word"_s));
}

void tst_drawer::theDrawerCanBeUsedWithTheKeyboardAlone()
{
    Desk desk(2);
    desk.addLines(3);
    const QList<QWidget *> walk = probe::tabWalk(&desk.panel);
    QVERIFY(walk.contains(desk.panel.tabs()));
    QVERIFY(walk.contains(desk.panel.queueView()));
    desk.panel.tabs()->setFocus();
    QTest::keyClick(desk.panel.tabs(), Qt::Key_Right);
    QCOMPARE(desk.panel.currentTab(), DrawerPanel::LogTab);
    QVERIFY(probe::tabWalk(&desk.panel).contains(desk.panel.logView()));
}

void tst_drawer::everythingThatTakesTheFocusHasAName()
{
    Desk desk(2);
    QCOMPARE(probe::namelessFocusables(&desk.panel), QStringList());
    desk.addLines(1);
    desk.panel.showTab(DrawerPanel::LogTab);
    QCOMPARE(probe::namelessFocusables(&desk.panel), QStringList());
}

void tst_drawer::aNarrowDrawerShowsAllColumns()
{
    Desk desk(2);
    for (const int width : {1440, 1000, 620}) {
        desk.panel.resize(width, 180);
        QApplication::processEvents();
        const QModelIndex last = desk.jobs.index(0, models::JobsModel::SeedColumn);
        QVERIFY(desk.panel.queueView()->visualRect(last).right() <=
                desk.panel.queueView()->viewport()->width());
        QVERIFY(desk.panel.queueView()->columnWidth(models::JobsModel::PromptColumn) >= 80);
    }
}

QTEST_MAIN(tst_drawer)
#include "tst_drawer.moc"
