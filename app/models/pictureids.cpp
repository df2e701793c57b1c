#include "models/pictureids.h"

#include <QMimeData>

namespace janus::models {

library::PictureIds pictureIdsOf(const QMimeData &data)
{
    library::PictureIds ids;
    for (const QByteArray &line : data.data(QString::fromLatin1(pictureIdsMime)).split('\n')) {
        bool isNumber = false;
        const PictureId id = line.toLongLong(&isNumber);
        if (isNumber && id > 0)
            ids.push_back(id);
    }
    return ids;
}

} // namespace janus::models
