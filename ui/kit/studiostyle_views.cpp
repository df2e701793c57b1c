// Rows of views, headers, tabs, and the lines between the parts of a window.
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <QAbstractItemView>
#include <QFontMetrics>
#include <QMainWindow>
#include <QPainter>
#include <QStyleOption>
#include <QTreeView>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int tabPadding = 10;
constexpr int tabGap = 6;

/// A tab's text may carry a count behind a tab character: "Queue\t7".
struct TabText
{
    QString label, count;
};

TabText splitTab(const QString &text)
{
    const qsizetype tab = text.indexOf(u'\t');
    return tab < 0 ? TabText{text, {}} : TabText{text.left(tab), text.mid(tab + 1)};
}

int countWidth(const TabText &text, const Tokens &tokens)
{
    if (text.count.isEmpty())
        return 0;
    return qMax(tokens.scaled(16), QFontMetrics(tokens.font.micro).horizontalAdvance(text.count) + 10);
}

} // namespace

void StudioStyle::drawRowGround(const QStyleOptionViewItem &option, QPainter *painter,
                                const QWidget *widget) const
{
    const Colors &c = m_tokens.color;
    if (option.backgroundBrush.style() != Qt::NoBrush)
        painter->fillRect(option.rect, option.backgroundBrush);
    const bool selected = option.state & State_Selected;
    const bool hover = (option.state & State_MouseOver) && (option.state & State_Enabled);
    // The current item carries State_HasFocus only while its view has the focus.
    QStyleOption asFocus(option);
    asFocus.state.setFlag(State_KeyboardFocusChange,
                          option.state & State_KeyboardFocusChange ||
                              (widget && widget->window()->testAttribute(Qt::WA_KeyboardFocusChange)));
    paint::Box row;
    row.ground = selected ? c.pressed : hover ? c.hover : QColor();
    if (paint::showsFocus(&asFocus)) {
        row.line = c.focusRing;
        row.lineWidth = m_tokens.size.focusWidth;
    }
    const bool whole = option.viewItemPosition == QStyleOptionViewItem::OnlyOne ||
                       option.viewItemPosition == QStyleOptionViewItem::Invalid;
    row.radius = whole && !qobject_cast<const QTreeView *>(widget) ? m_tokens.size.radiusControl : 0;
    paint::box(painter, option.rect, row);
}

void StudioStyle::drawHeaderGround(const QStyleOptionHeader &option, QPainter *painter) const
{
    painter->fillRect(option.rect, m_tokens.color.panel);
    if (option.state & State_MouseOver && option.state & State_Enabled)
        painter->fillRect(option.rect, m_tokens.color.hover);
    paint::edgeLine(painter, option.rect, Qt::BottomEdge, m_tokens.color.border);
}

void StudioStyle::drawHeaderLabel(const QStyleOptionHeader &option, QPainter *painter) const
{
    painter->save();
    painter->setFont(m_tokens.font.micro);
    painter->setPen(m_tokens.color.textMuted);
    const int align = int(visualAlignment(option.direction, option.textAlignment & Qt::AlignHorizontal_Mask
                                                                ? option.textAlignment
                                                                : Qt::AlignLeft));
    const QString text = painter->fontMetrics().elidedText(option.text, Qt::ElideRight, option.rect.width());
    painter->drawText(option.rect, (align & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter | Qt::TextSingleLine,
                      text);
    painter->restore();
}

QSize StudioStyle::tabSize(const QStyleOptionTab &option) const
{
    const TabText text = splitTab(option.text);
    int width =
        QFontMetrics(m_tokens.font.medium).size(Qt::TextShowMnemonic, text.label).width() + 2 * tabPadding;
    if (!option.icon.isNull())
        width += m_tokens.size.iconSmall + tabGap;
    if (!text.count.isEmpty())
        width += countWidth(text, m_tokens) + tabGap;
    width += option.leftButtonSize.width() + option.rightButtonSize.width();
    return {width, m_tokens.size.tab};
}

void StudioStyle::drawTabGround(const QStyleOptionTab &option, QPainter *painter) const
{
    const Colors &c = m_tokens.color;
    const bool selected = option.state & State_Selected;
    const QRectF inner = QRectF(option.rect).adjusted(2, 3, -2, -4);
    if (!selected && (option.state & State_MouseOver) && (option.state & State_Enabled))
        paint::box(painter, inner, {.ground = c.hover, .radius = qreal(m_tokens.size.radiusControl)});
    if (selected)
        paint::edgeLine(painter, QRectF(option.rect).adjusted(tabPadding, 0, -tabPadding, 0), Qt::BottomEdge,
                        c.accent, 2);
    if (paint::showsFocus(&option))
        paint::box(painter, inner,
                   {.line = c.focusRing, .radius = qreal(m_tokens.size.radiusControl), .lineWidth = 2});
}

void StudioStyle::drawTabLabel(const QStyleOptionTab &option, QPainter *painter) const
{
    const Colors &c = m_tokens.color;
    const bool enabled = option.state & State_Enabled;
    const bool selected = option.state & State_Selected;
    const bool hover = option.state & State_MouseOver;
    const QColor ink = !enabled ? c.textDisabled : selected || hover ? c.text : c.textSecondary;
    const TabText text = splitTab(option.text);
    int x = option.rect.left() + tabPadding + option.leftButtonSize.width();
    const auto place = [&](int width) {
        const QRect logical(x, option.rect.top(), width, option.rect.height());
        x += width + tabGap;
        return visualRect(option.direction, option.rect, logical);
    };
    painter->save();
    const int iconSize = m_tokens.size.iconSmall;
    if (!option.icon.isNull())
        paint::icon(painter, place(iconSize), option.icon, iconSize, ink, enabled);
    painter->setFont(selected ? m_tokens.font.medium : m_tokens.font.body);
    painter->setPen(ink);
    const int hidden = styleHint(SH_UnderlineShortcut, &option) ? 0 : Qt::TextHideMnemonic;
    const int width = QFontMetrics(m_tokens.font.medium).size(Qt::TextShowMnemonic, text.label).width();
    painter->drawText(place(width).adjusted(-1, 0, 1, 0),
                      Qt::AlignCenter | Qt::TextSingleLine | Qt::TextShowMnemonic | hidden, text.label);
    if (!text.count.isEmpty()) {
        QRectF pill(place(countWidth(text, m_tokens)));
        const qreal height = m_tokens.scaled(16);
        pill = QRectF(pill.left(), pill.center().y() - height / 2, pill.width(), height);
        paint::box(painter, pill, {.ground = c.pressed, .radius = height / 2});
        painter->setFont(m_tokens.font.micro);
        painter->setPen(c.textSecondary);
        painter->drawText(pill, Qt::AlignCenter, text.count);
    }
    painter->restore();
}

void StudioStyle::drawBranch(const QStyleOption &option, QPainter *painter) const
{
    if (option.state & State_Selected)
        painter->fillRect(option.rect, m_tokens.color.pressed);
    if (!(option.state & State_Children))
        return;
    const bool mirrored = option.direction == Qt::RightToLeft;
    const QString name = option.state & State_Open ? u"chevron-down"_s
                         : mirrored                ? u"chevron-left"_s
                                                   : u"chevron-right"_s;
    paint::glyph(painter, option.rect, name, m_tokens.size.iconSmall,
                 option.state & State_MouseOver ? m_tokens.color.text : m_tokens.color.textSecondary);
}

/// The six pixels one can grab belong to the dock; the line stands where the stage begins.
void StudioStyle::drawDockHandle(const QStyleOption &option, QPainter *painter, const QWidget *widget) const
{
    const Colors &c = m_tokens.color;
    const QRect rect = option.rect;
    painter->fillRect(rect, c.panel);
    const bool upright = rect.height() > rect.width();
    const auto *window = qobject_cast<const QMainWindow *>(widget);
    const QRect stage = window && window->centralWidget() ? window->centralWidget()->geometry() : QRect();
    if (upright)
        paint::edgeLine(painter, rect, rect.center().x() < stage.center().x() ? Qt::RightEdge : Qt::LeftEdge,
                        c.border);
    else
        paint::edgeLine(painter, rect, rect.center().y() < stage.center().y() ? Qt::BottomEdge : Qt::TopEdge,
                        c.border);
}

void StudioStyle::drawSplitter(const QStyleOption &option, QPainter *painter) const
{
    const QRectF rect(option.rect);
    const QColor color =
        option.state & State_MouseOver ? m_tokens.color.borderControl : m_tokens.color.border;
    // State_Horizontal means the panes lie side by side.
    if (option.state & State_Horizontal)
        paint::edgeLine(painter, QRectF(rect.center().x(), rect.top(), 1, rect.height()), Qt::LeftEdge,
                        color);
    else
        paint::edgeLine(painter, QRectF(rect.left(), rect.center().y(), rect.width(), 1), Qt::TopEdge, color);
}

} // namespace janus::ui
