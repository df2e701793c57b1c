#include "ui/stage/culldesk.h"

#include "models/stageroles.h"
#include "ui/stage/compareview.h"
#include "ui/stage/imagestore.h"
#include "ui/stage/surveyview.h"

#include <algorithm>
#include <vector>

#include <QItemSelectionModel>

namespace janus::ui {

namespace {

constexpr int mostChallengers = 500; ///< of a larger selection these are compared
constexpr int surveyedAlone = 4;     ///< so many, when only one was chosen and it is alone in its batch

PictureId idOf(const QModelIndex &index)
{
    return index.data(models::PictureIdRole).toLongLong();
}

int selectedCount(const QItemSelection &selection)
{
    int count = 0;
    for (const QItemSelectionRange &range : selection)
        count += range.height();
    return count;
}

} // namespace

CullDesk::CullDesk(QItemSelectionModel *selection, ImageStore *store, CompareView *compare,
                   SurveyView *survey, QObject *parent)
    : QObject(parent)
    , m_selection(selection)
    , m_store(store)
    , m_compare(compare)
    , m_survey(survey)
{
    const QAbstractItemModel *model = selection->model();
    connect(compare, &CompareView::stepRequested, this, &CullDesk::step);
    connect(compare, &CompareView::keepRequested, this, &CullDesk::keep);
    connect(compare, &CompareView::currentChanged, this, &CullDesk::makeCurrent);
    connect(survey, &SurveyView::currentChanged, this, &CullDesk::makeCurrent);
    connect(survey, &SurveyView::removed, this, [this](PictureId id) {
        m_surveyed.removeIf([id](const QPersistentModelIndex &index) { return idOf(index) == id; });
    });
    connect(model, &QAbstractItemModel::dataChanged, this, &CullDesk::onDataChanged);
    connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this, &CullDesk::onRowsAboutToBeRemoved);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        if (m_isOpen)
            Q_EMIT emptied();
    });
}

/// The first selected pictures in the list's order. Costs no more than the ranges of the selection and
/// `most`.
QModelIndexList CullDesk::chosen(int most) const
{
    const QItemSelection selection = m_selection->selection();
    std::vector<int> rows;
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= std::min(range.bottom(), range.top() + most - 1); ++row)
            rows.push_back(row);
    }
    std::ranges::sort(rows);
    QModelIndexList pictures;
    for (const int row : rows) {
        const QModelIndex index = m_selection->model()->index(row, 0);
        if (idOf(index) != 0 && pictures.size() < most)
            pictures.append(index);
    }
    return pictures;
}

/// The nearest picture from `row` on; requests that are still open are passed over.
QModelIndex CullDesk::pictureFrom(int row, int direction) const
{
    const QAbstractItemModel *model = m_selection->model();
    for (; row >= 0 && row < model->rowCount(); row += direction) {
        if (idOf(model->index(row, 0)) != 0)
            return model->index(row, 0);
    }
    return {};
}

void CullDesk::startWith(const QModelIndex &current)
{
    if (!m_isOpen)
        m_before = m_selection->currentIndex();
    m_isOpen = true;
    m_selection->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
}

bool CullDesk::openCompare()
{
    const QModelIndexList selected = chosen(mostChallengers);
    m_isFromSelection = selected.size() >= 2;
    m_challengers.clear();
    if (m_isFromSelection) {
        m_keeper = selected.at(0);
        m_challenger = selected.at(1);
        for (const QModelIndex &index : selected.mid(1))
            m_challengers.append(index);
    } else {
        const QModelIndex one = selected.isEmpty() ? m_selection->currentIndex() : selected.first();
        m_keeper = pictureFrom(std::max(0, one.row()), 1);
        if (!m_keeper.isValid())
            m_keeper = pictureFrom(one.row(), -1);
        if (!m_keeper.isValid())
            return false;
        m_challenger = pictureFrom(m_keeper.row() + 1, 1);
        if (!m_challenger.isValid())
            m_challenger = pictureFrom(m_keeper.row() - 1, -1);
    }
    m_compare->canvas()->fit();
    m_compare->setSide(Side::Keeper);
    m_compare->setEmptyText(CompareView::tr("There is no other picture to compare with."));
    startWith(m_keeper);
    showCompare();
    return true;
}

void CullDesk::showCompare()
{
    m_compare->setPictures(readCulled(m_keeper), readCulled(m_challenger));
    if (m_isFromSelection)
        m_compare->setChallengerPlace(int(m_challengers.indexOf(m_challenger)) + 1,
                                      int(m_challengers.size()));
    else
        m_compare->setChallengerPlace(0, 0);
    prefetch();
}

/// The next one is fetched as well, so that leafing through does not wait.
void CullDesk::prefetch()
{
    m_store->want(idOf(nextChallenger(1)));
}

QModelIndex CullDesk::nextChallenger(int direction) const
{
    if (!m_challenger.isValid())
        return {};
    if (m_isFromSelection)
        return m_challengers.value(m_challengers.indexOf(m_challenger) + direction);
    QModelIndex next = pictureFrom(m_challenger.row() + direction, direction);
    if (next.isValid() && next == m_keeper)
        next = pictureFrom(next.row() + direction, direction);
    return next;
}

void CullDesk::step(int direction)
{
    const QModelIndex next = nextChallenger(direction);
    if (!next.isValid())
        return;
    m_challenger = next;
    showCompare();
}

/// The loser is out of the list; whoever wins meets the next one.
void CullDesk::keep(PictureId kept)
{
    QModelIndex next = nextChallenger(1);
    m_challengers.removeOne(m_challenger);
    if (!next.isValid() && !m_challengers.isEmpty())
        next = m_challengers.first(); // one that was passed over
    if (kept == idOf(m_challenger))
        m_keeper = m_challenger;
    m_challenger = next;
    m_compare->setEmptyText(CompareView::tr("No challenger is left: this one stays."));
    showCompare();
}

QModelIndexList CullDesk::batchOf(const QModelIndex &index) const
{
    const QAbstractItemModel *model = m_selection->model();
    const QVariant batch = index.data(models::BatchIdRole);
    int row = index.row();
    while (row > 0 && index.row() - row < SurveyView::most - 1 &&
           model->index(row - 1, 0).data(models::BatchIdRole) == batch)
        --row;
    QModelIndexList batchCells;
    for (; row < model->rowCount() && batchCells.size() < SurveyView::most &&
           model->index(row, 0).data(models::BatchIdRole) == batch;
         ++row) {
        if (idOf(model->index(row, 0)) != 0)
            batchCells.append(model->index(row, 0));
    }
    return batchCells;
}

QModelIndexList CullDesk::pictureAndNext(const QModelIndex &index) const
{
    QModelIndexList pictures;
    for (QModelIndex at = index; at.isValid() && pictures.size() < surveyedAlone;
         at = pictureFrom(at.row() + 1, 1))
        pictures.append(at);
    return pictures;
}

bool CullDesk::openSurvey()
{
    QModelIndexList pictures = chosen(SurveyView::most);
    int count = selectedCount(m_selection->selection());
    QModelIndex current = pictures.value(0);
    if (pictures.size() < 2) {
        current =
            pictures.isEmpty() ? pictureFrom(std::max(0, m_selection->currentIndex().row()), 1) : current;
        if (!current.isValid())
            current = pictureFrom(m_selection->currentIndex().row(), -1);
        if (!current.isValid())
            return false;
        pictures = batchOf(current);
        if (pictures.size() < 2)
            pictures = pictureAndNext(current);
        count = 0;
    }
    QList<CulledPicture> shown;
    m_surveyed.clear();
    for (const QModelIndex &index : std::as_const(pictures)) {
        shown.append(readCulled(index));
        m_surveyed.append(index);
    }
    startWith(current);
    m_survey->setPictures(shown, count);
    m_survey->setCurrentIndex(int(pictures.indexOf(current)));
    return true;
}

void CullDesk::close(bool restores)
{
    if (!m_isOpen)
        return;
    m_isOpen = false;
    if (restores && m_before.isValid())
        m_selection->setCurrentIndex(m_before, QItemSelectionModel::NoUpdate);
    m_keeper = m_challenger = QPersistentModelIndex();
    m_challengers.clear();
    m_surveyed.clear();
}

QModelIndex CullDesk::indexOf(PictureId id) const
{
    for (const QPersistentModelIndex &index : {m_keeper, m_challenger}) {
        if (m_compare->isVisible() && idOf(index) == id)
            return index;
    }
    for (const QPersistentModelIndex &index : m_surveyed) {
        if (idOf(index) == id)
            return index;
    }
    return {};
}

void CullDesk::makeCurrent(PictureId id)
{
    const QModelIndex index = id == 0 ? QModelIndex() : indexOf(id);
    if (m_isOpen && index.isValid())
        m_selection->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
}

void CullDesk::onDataChanged(const QModelIndex &first, const QModelIndex &last)
{
    const auto isIn = [&](const QModelIndex &index) {
        return index.isValid() && index.row() >= first.row() && index.row() <= last.row();
    };
    if (m_compare->isVisible() && (isIn(m_keeper) || isIn(m_challenger)))
        showCompare();
    if (!m_survey->isVisible())
        return;
    for (const QPersistentModelIndex &index : std::as_const(m_surveyed)) {
        if (isIn(index))
            m_survey->refresh(readCulled(index));
    }
}

/// A picture that goes from the library goes from the desk.
void CullDesk::onRowsAboutToBeRemoved(const QModelIndex &, int first, int last)
{
    const auto isIn = [&](const QModelIndex &index) {
        return index.isValid() && index.row() >= first && index.row() <= last;
    };
    const QList<QPersistentModelIndex> surveyed = m_surveyed;
    for (const QPersistentModelIndex &index : surveyed) {
        if (isIn(index))
            m_survey->forget(idOf(index));
    }
    const bool losesKeeper = isIn(m_keeper);
    const bool losesChallenger = isIn(m_challenger);
    const auto outside = [&](QModelIndex index, int direction) {
        while (isIn(index))
            index = m_isFromSelection ? QModelIndex() : pictureFrom(index.row() + direction, direction);
        return index;
    };
    QModelIndex next = losesKeeper || losesChallenger ? outside(nextChallenger(1), 1) : QModelIndex();
    if (!next.isValid() && (losesKeeper || losesChallenger))
        next = outside(nextChallenger(-1), -1);
    m_challengers.removeIf(isIn);
    if (!m_compare->isVisible() || (!losesKeeper && !losesChallenger))
        return;
    if (losesKeeper)
        m_keeper = losesChallenger ? QPersistentModelIndex(next) : m_challenger;
    m_challenger = losesKeeper && losesChallenger ? QPersistentModelIndex() : QPersistentModelIndex(next);
    if (!m_keeper.isValid())
        Q_EMIT emptied();
    else
        showCompare();
}

} // namespace janus::ui
