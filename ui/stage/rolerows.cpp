#include "ui/stage/rolerows.h"

#include "models/stageroles.h"

#include <QAbstractItemModel>

namespace janus::ui {

models::RowShape RoleRows::rowShape(int row) const
{
    const QModelIndex index = m_model.index(row, 0);
    return {index.data(models::BatchIdRole).toLongLong(), index.data(models::PixelSizeRole).toSize()};
}

} // namespace janus::ui
