#pragma once

#include <QItemSelection>
#include <QList>

namespace janus::ui {

/// Adjacent rows, both ends included.
struct GridSpan
{
    int first = 0;
    int last = 0;

    int count() const { return last - first + 1; }
    bool operator==(const GridSpan &) const = default;
};

/// Rows as spans in ascending order that neither overlap nor touch. A hundred thousand selected rows are
/// mostly one of them.
using GridSpans = QList<GridSpan>;

/// Adds rows behind all those that are in `spans`.
void appendSpan(GridSpans &spans, const GridSpan &span);
GridSpans unitedSpans(const GridSpans &a, const GridSpans &b);
/// What is in `a` and not in `b`.
GridSpans subtractedSpans(const GridSpans &a, const GridSpans &b);
bool spansContain(const GridSpans &spans, int row);
qsizetype rowsInSpans(const GridSpans &spans);

/// The rows of a flat model's selection.
GridSpans spansOf(const QItemSelection &selection);
QItemSelection selectionOf(const QAbstractItemModel &model, const GridSpans &spans);

} // namespace janus::ui
