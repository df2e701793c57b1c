#pragma once

#include <QCache>
#include <QPixmap>
#include <QRect>

class QPainter;

namespace janus::ui {

/// Pictures scaled down well, once per size. Drawing a large pixmap small with the painter alone looks
/// ragged, and scaling it well at every painting is slow. GUI thread.
class ScaledPixmaps
{
public:
    /// At most this many kilobytes are kept.
    explicit ScaledPixmaps(int kilobytes = 96 * 1024);

    /// Draws `source` into the whole of `target` (logical pixels), sharp at the painter's device ratio.
    void draw(QPainter *painter, const QRectF &target, const QPixmap &source);

private:
    struct Key
    {
        qint64 source;
        QSize size;
        bool operator==(const Key &) const = default;
    };
    friend size_t qHash(const Key &key, size_t seed)
    {
        return qHashMulti(seed, key.source, key.size.width(), key.size.height());
    }
    QCache<Key, QPixmap> m_cache;
};

} // namespace janus::ui
