#include "ui/kit/pill.h"

#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <QPainter>

namespace janus::ui {

namespace {

constexpr QMargins pillShadow(14, 8, 14, 20);
constexpr int pillPadding = 14;
constexpr int pillGap = 6;

} // namespace

Pill::Pill(const QString &iconName, const QString &text, QWidget *parent)
    : QAbstractButton(parent)
    , m_iconName(iconName)
{
    setText(text);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
}

void Pill::setIconName(const QString &name)
{
    m_iconName = name;
    updateGeometry();
    update();
}

QSize Pill::sizeHint() const
{
    const Tokens &tokens = tokensOf(this);
    const int glyph = m_iconName.isEmpty() ? 0 : tokens.size.iconSmall + pillGap;
    const QSize box(QFontMetrics(tokens.font.medium).horizontalAdvance(text()) + glyph + 2 * pillPadding,
                    tokens.size.control);
    return box.grownBy(pillShadow);
}

QRect Pill::boxRect() const
{
    return rect() - pillShadow;
}

bool Pill::hitButton(const QPoint &position) const
{
    return boxRect().contains(position);
}

void Pill::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    const Colors &c = tokens.color;
    const QRectF box(boxRect());
    const bool focus = hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange);
    QPainter painter(this);
    paint::shadow(&painter, box, box.height() / 2, 14, 6, 0.35);
    paint::box(&painter, box,
               {.ground = isDown()       ? c.pressed
                          : underMouse() ? c.hover
                                         : c.popup,
                .line = focus ? c.focusRing : c.borderControl,
                .radius = box.height() / 2,
                .lineWidth = focus ? 2.0 : 1.0});
    QRectF rest = box.adjusted(pillPadding, 0, -pillPadding, 0);
    if (!m_iconName.isEmpty()) {
        const int glyph = tokens.size.iconSmall;
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        const QRectF place(mirrored ? rest.right() - glyph : rest.left(), rest.top(), glyph, rest.height());
        paint::glyph(&painter, place, m_iconName, glyph, c.text);
        if (mirrored)
            rest.setRight(place.left() - pillGap);
        else
            rest.setLeft(place.right() + pillGap);
    }
    painter.setFont(tokens.font.medium);
    painter.setPen(c.text);
    painter.drawText(rest, Qt::AlignCenter | Qt::TextSingleLine, text());
}

} // namespace janus::ui
