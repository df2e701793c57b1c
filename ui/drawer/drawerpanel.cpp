#include "ui/drawer/drawerpanel.h"

#include "core/jobstate.h"
#include "models/jobsmodel.h"
#include "ui/drawer/logview.h"
#include "ui/drawer/queueview.h"
#include "ui/kit/icon.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QAbstractItemModel>
#include <QHBoxLayout>
#include <QPainter>
#include <QStackedLayout>
#include <QTabBar>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

class DrawerTabRow : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), tokensOf(this).color.panel);
        paint::edgeLine(&painter, rect(), Qt::BottomEdge, tokensOf(this).color.border);
    }
};

/// Where a view would be, with the view's ground.
class DrawerGround : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), tokensOf(this).color.field);
    }
};

} // namespace

DrawerPanel::DrawerPanel(QAbstractItemModel *jobs, QAbstractItemModel *log, QWidget *parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_lines(log)
    , m_queue(new QueueView)
    , m_log(new LogView)
    , m_tabRow(makeTabRow())
    , m_pages(new QStackedLayout)
{
    setAccessibleName(tr("Queue and log"));
    m_queue->setModel(jobs);
    m_log->setModel(log);
    m_pages->addWidget(makePage(m_queue,
                                tr("Nothing waiting. Ctrl+Enter adds a job; you can add more while it runs."),
                                m_queueStack));
    m_pages->addWidget(makePage(m_log, tr("Choose a job to see its log."), m_logStack));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tabRow);
    column->addLayout(m_pages, 1);
    connect(m_queue, &QueueView::cancelRequested, this, &DrawerPanel::cancelRequested);
    connect(m_queue, &QueueView::jobChosen, this, &DrawerPanel::jobChosen);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_pages->setCurrentIndex(tab);
        refresh();
    });
    watch(jobs);
    watch(log);
    refresh();
}

QWidget *DrawerPanel::makeTabRow()
{
    auto *row = new DrawerTabRow(this);
    m_tabs = new QTabBar(row);
    m_tabs->setAccessibleName(tr("Queue and log"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setFocusPolicy(Qt::TabFocus);
    m_tabs->addTab(icon(u"list-check"_s), tr("Queue"));
    m_tabs->addTab(icon(u"terminal-2"_s), tr("Log"));
    m_copy = new IconButton(u"copy"_s, tr("Copy the log"), row);
    auto *close = new IconButton(u"x"_s, tr("Close the drawer"), row);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(12, 0, 12, 0);
    layout->setSpacing(4);
    layout->addWidget(m_tabs);
    layout->addStretch(1);
    for (IconButton *button : {m_copy, close}) {
        button->setCompact(true);
        button->setGlyph(&Measures::iconSmall);
        layout->addWidget(button);
    }
    connect(m_copy, &IconButton::clicked, this, [this] { m_log->copy(); });
    connect(close, &IconButton::clicked, this, &DrawerPanel::closeRequested);
    return row;
}

QWidget *DrawerPanel::makePage(QWidget *view, const QString &whenEmpty, QStackedLayout *&stack)
{
    auto *page = new DrawerGround(this);
    auto *words = new PlainLabel(whenEmpty, &Fonts::small, &Colors::textMuted, page);
    words->setAlignment(Qt::AlignCenter);
    words->setWordWrap(true);
    words->setContentsMargins(16, 0, 16, 0);
    stack = new QStackedLayout(page);
    stack->addWidget(view);
    stack->addWidget(words);
    return page;
}

void DrawerPanel::watch(QAbstractItemModel *model)
{
    if (!model)
        return;
    connect(model, &QAbstractItemModel::rowsInserted, this, &DrawerPanel::refresh);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &DrawerPanel::refresh);
    connect(model, &QAbstractItemModel::modelReset, this, &DrawerPanel::refresh);
    if (model == m_jobs)
        connect(model, &QAbstractItemModel::dataChanged, this, &DrawerPanel::refresh);
}

void DrawerPanel::showTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

DrawerPanel::Tab DrawerPanel::currentTab() const
{
    return m_tabs->currentIndex() == LogTab ? LogTab : QueueTab;
}

int DrawerPanel::openJobs() const
{
    int open = 0;
    for (int row = 0; m_jobs && row < m_jobs->rowCount(); ++row) {
        const int state = m_jobs->index(row, 0).data(models::JobsModel::StateRole).toInt();
        open += !isTerminal(static_cast<JobState>(state));
    }
    return open;
}

void DrawerPanel::refresh()
{
    const int open = openJobs();
    // The style draws what stands behind the tab character as a badge.
    m_tabs->setTabText(QueueTab, open > 0 ? tr("Queue") + u'\t' + QString::number(open) : tr("Queue"));
    m_tabs->setAccessibleTabName(QueueTab, open > 0 ? tr("Queue, %1 open").arg(open) : tr("Queue"));
    m_queueStack->setCurrentIndex(m_jobs && m_jobs->rowCount() > 0 ? 0 : 1);
    const bool hasLines = m_lines && m_lines->rowCount() > 0;
    m_logStack->setCurrentIndex(hasLines ? 0 : 1);
    m_copy->setVisible(currentTab() == LogTab && hasLines);
}

} // namespace janus::ui
