#include "ui/stage/gridspans.h"

#include <algorithm>

namespace janus::ui {

void appendSpan(GridSpans &spans, const GridSpan &span)
{
    if (!spans.isEmpty() && spans.last().last + 1 >= span.first)
        spans.last().last = std::max(spans.last().last, span.last);
    else
        spans.append(span);
}

GridSpans unitedSpans(const GridSpans &a, const GridSpans &b)
{
    GridSpans spans;
    spans.reserve(a.size() + b.size());
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < a.size() || j < b.size()) {
        const bool takesA = j >= b.size() || (i < a.size() && a[i].first <= b[j].first);
        appendSpan(spans, takesA ? a[i++] : b[j++]);
    }
    return spans;
}

GridSpans subtractedSpans(const GridSpans &a, const GridSpans &b)
{
    GridSpans spans;
    qsizetype j = 0;
    for (GridSpan rest : a) {
        while (j < b.size() && b[j].last < rest.first)
            ++j;
        for (qsizetype k = j; k < b.size() && b[k].first <= rest.last; ++k) {
            if (b[k].first > rest.first)
                spans.append({rest.first, b[k].first - 1});
            rest.first = b[k].last + 1;
        }
        if (rest.first <= rest.last)
            spans.append(rest);
    }
    return spans;
}

bool spansContain(const GridSpans &spans, int row)
{
    const auto after = std::ranges::upper_bound(spans, row, {}, &GridSpan::first);
    return after != spans.begin() && std::prev(after)->last >= row;
}

qsizetype rowsInSpans(const GridSpans &spans)
{
    qsizetype rows = 0;
    for (const GridSpan &span : spans)
        rows += span.count();
    return rows;
}

GridSpans spansOf(const QItemSelection &selection)
{
    GridSpans ranges;
    ranges.reserve(selection.size());
    for (const QItemSelectionRange &range : selection) {
        if (range.isValid())
            ranges.append({range.top(), range.bottom()});
    }
    std::ranges::sort(ranges, {}, &GridSpan::first);
    GridSpans spans;
    for (const GridSpan &range : std::as_const(ranges))
        appendSpan(spans, range);
    return spans;
}

QItemSelection selectionOf(const QAbstractItemModel &model, const GridSpans &spans)
{
    QItemSelection selection;
    selection.reserve(spans.size());
    for (const GridSpan &span : spans)
        selection.append(QItemSelectionRange(model.index(span.first, 0), model.index(span.last, 0)));
    return selection;
}

} // namespace janus::ui
