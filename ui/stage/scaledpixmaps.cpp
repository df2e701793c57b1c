#include "ui/stage/scaledpixmaps.h"

#include <QPainter>

namespace janus::ui {

ScaledPixmaps::ScaledPixmaps(int kilobytes)
    : m_cache(kilobytes)
{
}

void ScaledPixmaps::draw(QPainter *painter, const QRectF &target, const QPixmap &source)
{
    const qreal ratio = painter->device()->devicePixelRatioF();
    const QSize wanted = (target.size() * ratio).toSize().expandedTo(QSize(1, 1));
    const bool isSmaller = wanted.width() < source.width() || wanted.height() < source.height();
    if (!isSmaller) {
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        painter->drawPixmap(target, source, QRectF(source.rect()));
        return;
    }
    const Key key{source.cacheKey(), wanted};
    const QPixmap *scaled = m_cache.object(key);
    if (!scaled) {
        auto *made = new QPixmap(source.scaled(wanted, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        made->setDevicePixelRatio(1);
        const int cost = wanted.width() * wanted.height() / 256; // kilobytes at four bytes a pixel
        if (!m_cache.insert(key, made, cost + 1)) {
            painter->setRenderHint(QPainter::SmoothPixmapTransform);
            painter->drawPixmap(target, source, QRectF(source.rect()));
            return;
        }
        scaled = made;
    }
    painter->drawPixmap(target, *scaled, QRectF(scaled->rect()));
}

} // namespace janus::ui
