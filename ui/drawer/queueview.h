#pragma once

#include "core/picture.h"

#include <QTreeView>

namespace janus::ui {

/// The queue as rows. Delete, or the cross of a row, asks to cancel; the current row says which job's log is
/// wanted.
class QueueView : public QTreeView
{
    Q_OBJECT
public:
    explicit QueueView(QWidget *parent = nullptr);

    /// Not owned. The columns and roles of models::JobsModel.
    void setModel(QAbstractItemModel *model) override;
    QList<JobId> selectedJobs() const;

Q_SIGNALS:
    void cancelRequested(janus::JobId id);
    void jobChosen(janus::JobId id);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;

private:
    void restyle();
    void layOutColumns();
    void cancel(const QModelIndex &index);
};

} // namespace janus::ui
