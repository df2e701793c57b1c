#pragma once

#include "core/picture.h"

#include <QItemSelection>
#include <QList>
#include <QObject>
#include <QPersistentModelIndex>

class QItemSelectionModel;

namespace janus::ui {

class CompareView;
class ImageStore;
class SurveyView;

/// Lays the selected cells of the stage before the views for culling, and answers their wishes: next
/// challenger, winner stays, out of the survey. While they are open the stage's current cell is the one that
/// is looked at, and the selection stays as it is.
class CullDesk : public QObject
{
    Q_OBJECT
public:
    /// All must outlive the desk.
    CullDesk(QItemSelectionModel *selection, ImageStore *store, CompareView *compare, SurveyView *survey,
             QObject *parent = nullptr);

    /// The first two of the selection and the rest of it as further challengers; of a single picture, it and
    /// those that follow it in the list. False, and nothing done, when there is no picture at all.
    bool openCompare();
    /// The first nine of the selection; of a single picture, it with the others of its batch, or with those
    /// that follow it.
    bool openSurvey();
    /// Puts the current cell back to where it was before, if told so.
    void close(bool restores);

Q_SIGNALS:
    /// Nothing is left to look at.
    void emptied();

private:
    void startWith(const QModelIndex &current);
    QModelIndexList chosen(int most) const;
    QModelIndex pictureFrom(int row, int direction) const;
    QModelIndex nextChallenger(int direction) const;
    QModelIndexList batchOf(const QModelIndex &index) const;
    QModelIndexList pictureAndNext(const QModelIndex &index) const;
    QModelIndex indexOf(PictureId id) const;
    void step(int direction);
    void keep(PictureId kept);
    void showCompare();
    void prefetch();
    void makeCurrent(PictureId id);
    void onDataChanged(const QModelIndex &first, const QModelIndex &last);
    void onRowsAboutToBeRemoved(const QModelIndex &parent, int first, int last);

    QItemSelectionModel *m_selection;
    ImageStore *m_store;
    CompareView *m_compare;
    SurveyView *m_survey;
    QPersistentModelIndex m_before; ///< current when the desk was opened
    bool m_isOpen = false;
    QPersistentModelIndex m_keeper;
    QPersistentModelIndex m_challenger;
    QList<QPersistentModelIndex> m_challengers; ///< empty: all pictures of the list
    bool m_isFromSelection = false;
    QList<QPersistentModelIndex> m_surveyed;
};

} // namespace janus::ui
