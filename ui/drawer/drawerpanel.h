#pragma once

#include "core/picture.h"

#include <QWidget>

class QAbstractItemModel;
class QStackedLayout;
class QTabBar;

namespace janus::ui {

class IconButton;
class LogView;
class QueueView;

/// The bottom dock: the queue, and the log of the job chosen in it. Its row of tabs serves as the dock's
/// title. The models stay the caller's and must outlive the panel; they carry the roles of models::JobsModel
/// and models::LogModel.
class DrawerPanel : public QWidget
{
    Q_OBJECT
public:
    enum Tab { QueueTab, LogTab };

    explicit DrawerPanel(QAbstractItemModel *jobs, QAbstractItemModel *log, QWidget *parent = nullptr);

    void showTab(Tab tab);
    Tab currentTab() const;
    /// Jobs that have not ended: the number beside "Queue".
    int openJobs() const;
    /// The row of tabs, for whoever wants it in a dock's title.
    QWidget *tabRow() const { return m_tabRow; }

    QTabBar *tabs() const { return m_tabs; }
    QueueView *queueView() const { return m_queue; }
    LogView *logView() const { return m_log; }

Q_SIGNALS:
    void cancelRequested(janus::JobId id);
    /// The job whose log is wanted.
    void jobChosen(janus::JobId id);
    void closeRequested();

private:
    QWidget *makeTabRow();
    QWidget *makePage(QWidget *view, const QString &whenEmpty, QStackedLayout *&stack);
    void watch(QAbstractItemModel *model);
    void refresh();

    QAbstractItemModel *m_jobs;
    QAbstractItemModel *m_lines;
    QueueView *m_queue;
    LogView *m_log;
    QTabBar *m_tabs = nullptr;
    IconButton *m_copy = nullptr;
    QWidget *m_tabRow;
    QStackedLayout *m_queueStack = nullptr;
    QStackedLayout *m_logStack = nullptr;
    QStackedLayout *m_pages;
};

} // namespace janus::ui
