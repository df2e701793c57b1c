#pragma once

#include "models/stagerows.h"

class QAbstractItemModel;

namespace janus::ui {

/// The shapes of a model that is no StageRows, read from its roles and grouped by job.
class RoleRows : public models::StageRows
{
public:
    /// `model` must outlive this.
    explicit RoleRows(const QAbstractItemModel &model)
        : m_model(model)
    {
    }
    models::RowShape rowShape(int row) const override;

private:
    const QAbstractItemModel &m_model;
};

} // namespace janus::ui
