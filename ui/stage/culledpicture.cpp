#include "ui/stage/culledpicture.h"

#include "core/paramroles.h"
#include "models/stageroles.h"
#include "ui/stage/markkeys.h"

#include <QCoreApplication>
#include <QModelIndex>

using namespace Qt::StringLiterals;

namespace janus::ui {

QString CulledPicture::seedText() const
{
    const QString seed = QString::number(picture.seed);
    if (picture.count <= 1)
        return seed;
    return QCoreApplication::translate("janus::ui::CulledPicture", "%1 · %2 of %3")
        .arg(seed)
        .arg(picture.index + 1)
        .arg(picture.count);
}

QString CulledPicture::words() const
{
    const QString marks = wordsOf(picture.marks);
    const QString seed = QCoreApplication::translate("janus::ui::CulledPicture", "seed %1").arg(seedText());
    return marks.isEmpty() ? seed : seed + u", "_s + marks;
}

CulledPicture readCulled(const QModelIndex &index)
{
    CulledPicture culled;
    const PictureId id = index.data(models::PictureIdRole).toLongLong();
    if (id == 0)
        return culled;
    const QVariant whole = index.data(models::PictureRole);
    culled.isLoaded = whole.canConvert<Picture>();
    if (culled.isLoaded) {
        culled.picture = whole.value<Picture>();
    } else {
        culled.picture.seed = index.data(models::SeedRole).toLongLong();
        culled.picture.request = withPrompt({}, index.data(models::PromptRole).toString());
    }
    culled.picture.id = id;
    if (culled.picture.size.isEmpty())
        culled.picture.size = index.data(models::PixelSizeRole).toSize();
    culled.thumbnail = index.data(Qt::DecorationRole).value<QPixmap>();
    return culled;
}

} // namespace janus::ui
