#include "ui/inspect/previewbox.h"

#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace janus::ui {

PreviewBox::PreviewBox(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Preview"));
}

void PreviewBox::setPicture(const QPixmap &pixmap)
{
    m_pixmap = pixmap;
    update();
}

QSize PreviewBox::sizeHint() const
{
    return {200, 150};
}

/// As large as it fits, in the middle.
QRectF PreviewBox::pictureRect() const
{
    const QSizeF whole = m_pixmap.deviceIndependentSize();
    QRectF place({}, whole.scaled(size(), Qt::KeepAspectRatio));
    place.moveCenter(QRectF(rect()).center());
    return place;
}

void PreviewBox::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.color.stage);
    if (m_pixmap.isNull()) {
        paint::glyph(&painter, rect(), u"photo"_s, tokens.size.iconCard, tokens.color.textMuted);
        return;
    }
    const QRectF place = paint::snapped(&painter, pictureRect());
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawPixmap(place, m_pixmap, QRectF(m_pixmap.rect()));
}

} // namespace janus::ui
