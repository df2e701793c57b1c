#pragma once

#include "core/query.h"

#include <QSize>
#include <QtGlobal>

namespace janus::models {

using janus::Grouping;

/// What a layout must know of one row, without a QVariant on the way: it is asked for thousands of them.
struct RowShape
{
    qint64 group = 0; ///< adjacent rows of one group stand under one header; 0: no header at all
    QSize size;       ///< pixels of the picture, gives the shape; never empty
    bool isLive = false;
};

/// A model that can tell the shapes of its rows cheaply, and that is told what of it is looked at. Beside
/// QAbstractItemModel, in the GUI thread.
class StageRows
{
public:
    virtual ~StageRows() = default;
    /// `row` must exist.
    virtual RowShape rowShape(int row) const = 0;
    /// What groups are; changes only together with a reset of the model.
    virtual Grouping grouping() const { return Grouping::Job; }

    /// The box, in device pixels, that pictures are drawn in from now on: the thumbnail of a row is wanted as
    /// `pixels.scaled(box, Qt::KeepAspectRatio)`. A side without a limit is `boundless`. Called before the
    /// first painting with that box. Thumbnails of another size are drawn stretched meanwhile.
    virtual void setThumbnailBox(const QSize &devicePixels) { Q_UNUSED(devicePixels) }
    /// The rows in sight, called at most once a painting and only when they changed. What comes next in
    /// either direction may be fetched ahead; what was asked for elsewhere is wanted no more.
    virtual void setInSight(int first, int last)
    {
        Q_UNUSED(first)
        Q_UNUSED(last)
    }

    static constexpr int boundless = 1 << 20;
};

} // namespace janus::models
