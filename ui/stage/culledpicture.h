#pragma once

#include "core/picture.h"

#include <QPixmap>
#include <QString>

class QModelIndex;

namespace janus::ui {

/// A picture as the views for culling take it: what is known of it, and its thumbnail to stand in for it.
struct CulledPicture
{
    Picture picture; ///< id 0: none
    QPixmap thumbnail;
    bool isLoaded = false; ///< its recipe is known

    bool isNone() const { return picture.id == 0; }
    /// "51200714", with the place where a request had several: "51200714 · 3 of 4".
    QString seedText() const;
    /// "seed 51200714, 4 stars, picked".
    QString words() const;
};

/// Reads a cell of the stage (models/stageroles.h). Before the model has loaded the rest, only id, size, seed
/// and prompt are filled in; a live cell gives none.
CulledPicture readCulled(const QModelIndex &index);

} // namespace janus::ui
