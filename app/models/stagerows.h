#pragma once

#include <QSize>
#include <QtGlobal>

namespace janus::models {

/// What a layout must know of one row, without a QVariant on the way: it is asked for thousands of them.
struct RowShape
{
    qint64 group = 0; ///< adjacent rows of one group stand under one header; 0: no header at all
    QSize size;       ///< pixels of the picture, gives the shape; never empty
    bool isLive = false;
};

/// A model that can tell the shapes of its rows cheaply. Beside QAbstractItemModel, in the GUI thread.
class StageRows
{
public:
    virtual ~StageRows() = default;
    /// `row` must exist.
    virtual RowShape rowShape(int row) const = 0;
};

} // namespace janus::models
