#include "ui/stage/imagestore.h"

namespace janus::ui {

namespace {

constexpr int storeKilobytes = 160 * 1024;

} // namespace

ImageStore::ImageStore(ImageProvider provider, QObject *parent)
    : QObject(parent)
    , m_provider(std::move(provider))
    , m_images(storeKilobytes)
{
}

ImageStore::~ImageStore() = default;

QPixmap ImageStore::image(PictureId id) const
{
    const QPixmap *image = m_images.object(id);
    return image ? *image : QPixmap();
}

void ImageStore::want(PictureId id)
{
    if (id == 0 || !m_provider || m_images.contains(id) || m_wanted.contains(id))
        return;
    m_wanted.insert(id);
    m_provider(id, this, [this, id](const QImage &image) {
        if (!m_wanted.remove(id) || image.isNull())
            return;
        const int kilobytes = int(image.sizeInBytes() / 1024) + 1;
        m_images.insert(id, new QPixmap(QPixmap::fromImage(image)), kilobytes);
        Q_EMIT arrived(id);
    });
}

void ImageStore::forget(PictureId id)
{
    m_images.remove(id);
    m_wanted.remove(id);
}

} // namespace janus::ui
