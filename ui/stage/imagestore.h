#pragma once

#include "ui/stage/stagecell.h"

#include <QCache>
#include <QObject>
#include <QPixmap>
#include <QSet>

namespace janus::ui {

/// The whole pictures of what is looked at large and of its neighbours, fetched once and kept for a while.
/// GUI thread.
class ImageStore : public QObject
{
    Q_OBJECT
public:
    explicit ImageStore(ImageProvider provider, QObject *parent = nullptr);
    ~ImageStore() override;

    /// The picture, or a null pixmap while it is on the way or when it cannot be read.
    QPixmap image(PictureId id) const;
    /// Asks for it unless it is here or was asked for. `arrived` follows, never from inside this call's
    /// caller's painting: providers answer later.
    void want(PictureId id);
    /// Drops it, for instance because its file changed.
    void forget(PictureId id);

Q_SIGNALS:
    void arrived(janus::PictureId id);

private:
    ImageProvider m_provider;
    QCache<PictureId, QPixmap> m_images;
    QSet<PictureId> m_wanted;
};

} // namespace janus::ui
