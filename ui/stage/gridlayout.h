#pragma once

#include "core/picture.h"

#include <functional>
#include <vector>

#include <QList>
#include <QRect>
#include <QSize>

namespace janus::ui {

/// Lengths the grid is laid out with, in logical pixels.
struct GridMetrics
{
    int width = 800;      ///< of the viewport
    int cellWidth = 182;  ///< wished width of every picture
    int sidePadding = 16; ///< left and right of the columns
    int topPadding = 8;   ///< above the first header
    int gap = 8;          ///< between pictures: a mat of `mat` round each
    int mat = 4;
    int header = 32;   ///< one painted row per batch
    int headerGap = 6; ///< above a header
    int foot = 22;     ///< below each picture

    bool operator==(const GridMetrics &) const = default;
};

/// What the layout needs to know of one row of the model.
struct GridRow
{
    BatchId batch = 0;
    QSize size; ///< the picture's pixels; gives the shape
};

/// One batch in the layout: consecutive rows under one header.
struct GridBatch
{
    BatchId id = 0;
    int firstRow = 0;
    int count = 0;
    double ratio = 1; ///< height to width of its tallest picture
    int top = 0;      ///< of its header, in content coordinates

    int lastRow() const { return firstRow + count - 1; }
};

/// Where everything stands in a grid of pictures grouped by batch. Pictures have one width, their height
/// follows from their shape, and the columns run straight through all batches. Pure arithmetic: no widget, no
/// model. Positions are found from the batches alone, so that 100,000 pictures cost no more than 100. All
/// coordinates are content coordinates: the top of the whole grid is 0.
class GridLayout
{
public:
    using Reader = std::function<GridRow(int row)>;

    const GridMetrics &metrics() const { return m_metrics; }
    void setMetrics(const GridMetrics &metrics);

    /// Follow the model. `read` is called once for each new or changed row.
    void reset(int count, const Reader &read);
    void insert(int first, int count, const Reader &read);
    void remove(int first, int count);
    /// Returns whether anything moved.
    bool refresh(int first, int last, const Reader &read);

    int rowCount() const { return int(m_rows.size()); }
    const std::vector<GridBatch> &batches() const { return m_batches; }
    int columns() const { return m_columns; }
    /// The width pictures really have: the wished one, or less in a very narrow view.
    int pictureWidth() const { return m_pictureWidth; }
    int contentHeight() const { return m_contentHeight; }

    /// Index of the batch a row belongs to, or -1.
    int batchOfRow(int row) const;
    /// Index of a batch by id, or -1.
    int batchOfId(BatchId id) const;
    /// The last batch that begins at or above `y`; 0 above the first one, -1 when there is none.
    int batchAt(int y) const;

    QRect headerRect(int batch) const;
    QRect pictureRect(int row) const;
    /// The line below a picture.
    QRect footRect(int row) const;
    /// Picture and foot.
    QRect cellRect(int row) const;
    /// Picture, foot and the mat round them: what is painted when it is selected.
    QRect matRect(int row) const;

    /// The row whose cell contains `point`, or -1.
    int rowAt(const QPoint &point) const;
    /// Rows whose cells touch `area`, in order. Costs what it finds, not what there is.
    QList<int> rowsIn(const QRect &area) const;
    int columnOf(int row) const;

    /// The row above or below (`lines` = -1 or +1), as near to `column` as that line allows. `row` at the
    /// ends.
    int rowInNextLine(int row, int lines, int column) const;
    /// The row nearest to `column` in the line at height `y`.
    int rowNear(int column, int y) const;

private:
    struct Row
    {
        BatchId batch;
        float ratio;
        bool operator==(const Row &) const = default;
    };
    static Row toRow(const GridRow &row);
    void rebuildBatches();
    void place();
    int pictureHeight(double ratio) const;
    int lineHeight(const GridBatch &batch) const;
    int firstLineTop(const GridBatch &batch) const;
    int lineCount(const GridBatch &batch) const;
    int rowInLine(const GridBatch &batch, int line, int column) const;

    GridMetrics m_metrics;
    std::vector<Row> m_rows;
    std::vector<GridBatch> m_batches;
    int m_columns = 1;
    int m_pictureWidth = 182;
    int m_contentHeight = 0;
};

} // namespace janus::ui
