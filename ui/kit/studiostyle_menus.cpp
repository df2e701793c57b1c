// Menus and the menu bar.
#include "ui/kit/keycap.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <QFontMetrics>
#include <QMenu>
#include <QPainter>
#include <QStyleOption>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int itemPadding = 10;
constexpr int itemGap = 8;

struct ItemText
{
    QString label, shortcut;
};

ItemText splitItem(const QString &text)
{
    const qsizetype tab = text.indexOf(u'\t');
    return tab < 0 ? ItemText{text, {}} : ItemText{text.left(tab), KeyCap::display(text.mid(tab + 1))};
}

} // namespace

QSize StudioStyle::menuItemSize(const QStyleOptionMenuItem &option) const
{
    if (option.menuItemType == QStyleOptionMenuItem::Separator)
        return {10, 9};
    const ItemText text = splitItem(option.text);
    const QFontMetrics metrics(option.font);
    int width = 2 * itemPadding + m_tokens.size.iconNormal + itemGap +
                metrics.size(Qt::TextShowMnemonic, text.label).width() + 24;
    if (!text.shortcut.isEmpty())
        width += QFontMetrics(m_tokens.font.micro).horizontalAdvance(text.shortcut) + 12;
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        width += m_tokens.size.iconSmall;
    return {width, m_tokens.size.row};
}

void StudioStyle::drawMenuItem(const QStyleOptionMenuItem &option, QPainter *painter,
                               const QWidget *widget) const
{
    const Colors &c = m_tokens.color;
    const QRect all = option.rect;
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        const QRectF line(all.left() - 3, all.top() + 4, all.width() + 6, 1);
        return paint::edgeLine(painter, line, Qt::TopEdge, c.border);
    }
    const bool enabled = option.state & State_Enabled;
    const bool active = (option.state & State_Selected) && enabled;
    if (active)
        paint::box(painter, all, {.ground = c.hover, .radius = qreal(m_tokens.size.radiusControl)});
    const auto place = [&](int x, int width) {
        return visualRect(option.direction, all, QRect(all.left() + x, all.top(), width, all.height()));
    };
    const QColor ink = enabled ? c.text : c.textDisabled;
    const QColor quiet = !enabled ? c.textDisabled : active ? c.text : c.textSecondary;
    const int icon = m_tokens.size.iconNormal;
    if (option.checkType != QStyleOptionMenuItem::NotCheckable && option.checked)
        paint::glyph(painter, place(itemPadding, icon), u"check"_s, icon, quiet);
    else if (!option.icon.isNull())
        paint::icon(painter, place(itemPadding, icon), option.icon, icon, quiet, enabled);
    const ItemText text = splitItem(option.text);
    const int textLeft = itemPadding + icon + itemGap;
    painter->save();
    painter->setFont(option.font);
    painter->setPen(ink);
    const int hidden = styleHint(SH_UnderlineShortcut, &option, widget) ? 0 : Qt::TextHideMnemonic;
    painter->drawText(place(textLeft, all.width() - textLeft - itemPadding),
                      int(visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)) |
                          Qt::TextSingleLine | Qt::TextShowMnemonic | hidden,
                      text.label);
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu) {
        const int arrow = m_tokens.size.iconSmall;
        const bool mirrored = option.direction == Qt::RightToLeft;
        paint::glyph(painter, place(all.width() - itemPadding - arrow, arrow),
                     mirrored ? u"chevron-left"_s : u"chevron-right"_s, arrow, quiet);
    } else if (!text.shortcut.isEmpty()) {
        painter->setFont(m_tokens.font.micro);
        const int width = painter->fontMetrics().horizontalAdvance(text.shortcut) + 12;
        const int height = m_tokens.scaled(18);
        QRect cap = place(all.width() - itemPadding - width, width);
        cap.setTop(all.top() + (all.height() - height) / 2);
        cap.setHeight(height);
        paint::box(painter, cap,
                   {.ground = c.field, .line = c.border, .radius = qreal(m_tokens.size.radiusBadge)});
        painter->setPen(enabled ? c.textMuted : c.textDisabled);
        painter->drawText(cap, Qt::AlignCenter, text.shortcut);
    }
    painter->restore();
}

void StudioStyle::drawMenuBarItem(const QStyleOptionMenuItem &option, QPainter *painter) const
{
    const Colors &c = m_tokens.color;
    const bool enabled = option.state & State_Enabled;
    painter->fillRect(option.rect, c.window);
    const QRect item = option.rect.adjusted(0, 1, 0, -1);
    if (enabled && (option.state & State_Sunken))
        paint::box(painter, item, {.ground = c.pressed, .radius = qreal(m_tokens.size.radiusControl)});
    else if (enabled && (option.state & State_Selected))
        paint::box(painter, item, {.ground = c.hover, .radius = qreal(m_tokens.size.radiusControl)});
    painter->save();
    painter->setPen(enabled ? c.text : c.textDisabled);
    const int hidden = styleHint(SH_UnderlineShortcut, &option) ? 0 : Qt::TextHideMnemonic;
    painter->drawText(option.rect, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextShowMnemonic | hidden,
                      option.text);
    painter->restore();
}

} // namespace janus::ui
