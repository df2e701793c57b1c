// Push buttons, tool buttons, segments, check boxes, radio buttons, switches, and the ring round them.
#include "ui/kit/icon.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <QCheckBox>
#include <QFocusFrame>
#include <QFontMetrics>
#include <QPainter>
#include <QRadioButton>
#include <QStyleOption>
#include <QVariant>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int buttonPadding = 12;
constexpr int buttonGap = 6;

bool hasLook(const QWidget *widget, const char *property)
{
    return widget && widget->property(property).toBool();
}

bool isPrimary(const QStyleOptionButton &option, const QWidget *widget)
{
    return (option.features & QStyleOptionButton::DefaultButton) || hasLook(widget, look::primary);
}

bool isFilled(const QStyleOptionButton &option, const QWidget *widget)
{
    return isPrimary(option, widget) || hasLook(widget, look::danger);
}

QFont buttonFont(const QStyleOptionButton &option, const QWidget *widget, const Tokens &tokens)
{
    QFont font = widget ? widget->font() : tokens.font.body;
    if (hasLook(widget, look::compact))
        font.setPixelSize(tokens.font.small.pixelSize());
    if (isFilled(option, widget) && (option.state & QStyle::State_Enabled))
        font.setWeight(QFont::DemiBold);
    return font;
}

/// Ground and line of a push button in its state.
paint::Box buttonLook(const QStyleOptionButton &option, const QWidget *widget, const Tokens &tokens)
{
    const Colors &c = tokens.color;
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool down = option.state & (QStyle::State_Sunken | QStyle::State_On);
    const bool hover = option.state & QStyle::State_MouseOver;
    const bool flat = option.features & QStyleOptionButton::Flat;
    paint::Box box{.radius = qreal(tokens.size.radiusControl)};
    if (isFilled(option, widget)) {
        const QColor rest = hasLook(widget, look::danger) ? c.dangerFill : c.accentFill;
        const QColor over = hasLook(widget, look::danger) ? c.dangerFill : c.accentFillHover;
        const QColor pressed = hasLook(widget, look::danger) ? c.dangerFill : c.accentFillPressed;
        box.ground = !enabled ? c.hover : down ? pressed : hover ? over : rest;
        return box;
    }
    if (!flat)
        box.line = c.border;
    if (!enabled)
        return box;
    box.ground = down ? c.pressed : hover ? c.hover : flat ? QColor() : c.raised;
    return box;
}

QColor buttonInk(const QStyleOptionButton &option, const QWidget *widget, const Colors &c)
{
    if (!(option.state & QStyle::State_Enabled))
        return c.textDisabled;
    if (hasLook(widget, look::link))
        return c.accent;
    return isFilled(option, widget) ? c.accentText : c.text;
}

/// The box of a button that meets a neighbour: it reaches beyond the joined side and is cut off there.
QRectF joinedRect(const QRect &rect, const QVariant &edge, int radius, Qt::LayoutDirection direction)
{
    QRectF reaching(rect);
    if (!edge.isValid())
        return reaching;
    const bool mirrored = direction == Qt::RightToLeft;
    if ((edge.toInt() == int(Qt::LeftEdge)) != mirrored)
        reaching.setLeft(reaching.left() - radius);
    else
        reaching.setRight(reaching.right() + radius);
    return reaching;
}

} // namespace

void StudioStyle::drawButtonBevel(const QStyleOptionButton &option, QPainter *painter,
                                  const QWidget *widget) const
{
    const QVariant joined = widget ? widget->property(look::joined) : QVariant();
    painter->save();
    if (joined.isValid())
        painter->setClipRect(option.rect, Qt::IntersectClip);
    paint::box(painter, joinedRect(option.rect, joined, m_tokens.size.radiusControl, option.direction),
               buttonLook(option, widget, m_tokens));
    painter->restore();
}

void StudioStyle::drawButtonLabel(const QStyleOptionButton &option, QPainter *painter,
                                  const QWidget *widget) const
{
    const QColor ink = buttonInk(option, widget, m_tokens.color);
    const bool enabled = option.state & State_Enabled;
    painter->save();
    painter->setFont(buttonFont(option, widget, m_tokens));
    const int icon = option.icon.isNull() ? 0 : qMin(option.iconSize.width(), option.rect.width());
    const int chevron = option.features & QStyleOptionButton::HasMenu ? m_tokens.size.iconSmall : 0;
    const int gaps = (icon && !option.text.isEmpty() ? buttonGap : 0) + (chevron ? buttonGap : 0);
    const int room = option.rect.width() - icon - chevron - gaps - 8;
    const QFontMetrics metrics = painter->fontMetrics();
    const int wanted = metrics.size(Qt::TextShowMnemonic, option.text).width();
    const QString text = wanted > room
                             ? metrics.elidedText(option.text, Qt::ElideRight, room, Qt::TextShowMnemonic)
                             : option.text;
    const int used = qMin(wanted, room) + icon + chevron + gaps;
    int x = option.rect.left() + (option.rect.width() - used) / 2;
    const auto place = [&](int width) {
        const QRect logical(x, option.rect.top(), width, option.rect.height());
        x += width + buttonGap;
        return visualRect(option.direction, option.rect, logical);
    };
    if (icon)
        paint::icon(painter, place(icon), option.icon, icon, ink, enabled);
    if (!text.isEmpty()) {
        painter->setPen(ink);
        const int hidden = styleHint(SH_UnderlineShortcut, &option, widget) ? 0 : Qt::TextHideMnemonic;
        painter->drawText(place(qMin(wanted, room)).adjusted(-1, 0, 1, 0),
                          Qt::AlignCenter | Qt::TextSingleLine | Qt::TextShowMnemonic | hidden, text);
    }
    if (chevron)
        paint::glyph(painter, place(chevron), u"chevron-down"_s, chevron, ink);
    painter->restore();
}

QSize StudioStyle::buttonSize(const QStyleOptionButton &option, const QWidget *widget) const
{
    const QFontMetrics metrics(buttonFont(option, widget, m_tokens));
    const bool compact = hasLook(widget, look::compact);
    const int height = compact ? m_tokens.size.controlSmall : m_tokens.size.control;
    int width = option.text.isEmpty() ? 0 : metrics.size(Qt::TextShowMnemonic, option.text).width() + 2;
    if (!option.icon.isNull())
        width += option.iconSize.width() + (width ? buttonGap : 0);
    if (option.features & QStyleOptionButton::HasMenu)
        width += m_tokens.size.iconSmall + buttonGap;
    return {qMax(width + 2 * (compact ? 9 : buttonPadding), height), qMax(height, metrics.height() + 4)};
}

void StudioStyle::drawToolGround(const QStyleOptionToolButton &option, QPainter *painter,
                                 const QWidget *widget) const
{
    const Colors &c = m_tokens.color;
    const bool enabled = option.state & State_Enabled;
    const bool on = option.state & State_On;
    const bool down = option.state & State_Sunken;
    const bool hover = enabled && (option.state & State_MouseOver);
    paint::Box box{.radius = qreal(m_tokens.size.radiusControl)};
    if (hasLook(widget, look::segment)) {
        const bool light = m_tokens.scheme == Scheme::Light;
        if (on) {
            box.ground = light ? c.raised : c.pressed;
            box.line = light ? c.border : QColor();
        } else if (hover) {
            box.ground = light ? c.pressed : c.hover;
        }
        return paint::box(painter, option.rect, box);
    }
    if (!(option.state & State_AutoRaise)) {
        box.ground = c.raised;
        box.line = c.border;
    }
    if (!enabled)
        box.ground = QColor();
    else if (down || on)
        box.ground = c.pressed;
    else if (hover)
        box.ground = c.hover;
    paint::box(painter, option.rect, box);
}

void StudioStyle::drawToolButton(const QStyleOptionToolButton &option, QPainter *painter,
                                 const QWidget *widget) const
{
    const Colors &c = m_tokens.color;
    const bool enabled = option.state & State_Enabled;
    const bool awake = option.state & (State_On | State_Sunken | State_MouseOver);
    drawToolGround(option, painter, widget);
    const bool showsText = option.toolButtonStyle != Qt::ToolButtonIconOnly && !option.text.isEmpty();
    const QVariant own = widget ? widget->property(look::ink) : QVariant();
    QColor ink = !enabled ? c.textDisabled : awake ? c.text : c.textSecondary;
    if (own.isValid() && enabled)
        ink = own.value<QColor>();
    const bool showsIcon = option.toolButtonStyle != Qt::ToolButtonTextOnly && !option.icon.isNull();
    const bool splits = option.features & QStyleOptionToolButton::MenuButtonPopup;
    const bool chevron = splits || (showsText && (option.features & QStyleOptionToolButton::HasMenu));
    painter->save();
    painter->setFont(option.font);
    if ((option.state & State_On) && showsText) {
        QFont medium = option.font;
        medium.setWeight(QFont::Medium);
        painter->setFont(medium);
    }
    const int icon = showsIcon ? option.iconSize.width() : 0;
    const int arrow = chevron ? m_tokens.size.iconSmall : 0;
    const int text = showsText ? painter->fontMetrics().size(Qt::TextShowMnemonic, option.text).width() : 0;
    const int gaps = (icon && text ? buttonGap : 0) + (arrow ? buttonGap : 0);
    int x = option.rect.left() + qMax(2, (option.rect.width() - icon - text - arrow - gaps) / 2);
    const auto place = [&](int width) {
        const QRect logical(x, option.rect.top(), width, option.rect.height());
        x += width + buttonGap;
        return visualRect(option.direction, option.rect, logical);
    };
    if (icon)
        paint::icon(painter, place(icon), option.icon, icon, ink, enabled);
    if (text) {
        painter->setPen(ink);
        const int hidden = styleHint(SH_UnderlineShortcut, &option, widget) ? 0 : Qt::TextHideMnemonic;
        painter->drawText(place(text).adjusted(-2, 0, 2, 0),
                          Qt::AlignCenter | Qt::TextSingleLine | Qt::TextShowMnemonic | hidden, option.text);
    }
    if (arrow)
        paint::glyph(painter, place(arrow), u"chevron-down"_s, arrow, ink);
    if (option.features & QStyleOptionToolButton::Arrow && !icon)
        paint::glyph(painter, option.rect,
                     option.arrowType == Qt::RightArrow  ? u"chevron-right"_s
                     : option.arrowType == Qt::LeftArrow ? u"chevron-left"_s
                     : option.arrowType == Qt::UpArrow   ? u"chevron-up"_s
                                                         : u"chevron-down"_s,
                     m_tokens.size.iconSmall, ink);
    painter->restore();
}

QSize StudioStyle::toolButtonSize(const QStyleOptionToolButton &option, const QWidget *widget) const
{
    const Measures &size = m_tokens.size;
    const bool segment = hasLook(widget, look::segment);
    const bool compact = hasLook(widget, look::compact);
    const int height = segment   ? (compact ? m_tokens.scaled(20) : size.segment)
                       : compact ? size.controlSmall
                                 : size.control;
    const bool showsText = option.toolButtonStyle != Qt::ToolButtonIconOnly && !option.text.isEmpty();
    if (!showsText) {
        const bool splits = option.features & QStyleOptionToolButton::MenuButtonPopup;
        const int width = segment ? m_tokens.scaled(32) : height;
        return {width + (splits ? size.iconSmall : 0), height};
    }
    QFont medium = option.font;
    medium.setWeight(QFont::Medium); // room for the chosen look, so nothing moves when it is chosen
    int width = QFontMetrics(medium).size(Qt::TextShowMnemonic, option.text).width();
    if (option.toolButtonStyle != Qt::ToolButtonTextOnly && !option.icon.isNull())
        width += option.iconSize.width() + buttonGap;
    if (option.features & QStyleOptionToolButton::HasMenu)
        width += size.iconSmall + buttonGap;
    return {width + 2 * (compact ? 9 : buttonPadding), height};
}

void StudioStyle::drawCheck(const QStyleOption &option, QPainter *painter, const QWidget *) const
{
    const Colors &c = m_tokens.color;
    const bool enabled = option.state & State_Enabled;
    const bool on = option.state & (State_On | State_NoChange);
    const bool hover = enabled && (option.state & State_MouseOver);
    QRectF box(0, 0, m_tokens.size.indicator, m_tokens.size.indicator);
    box.moveCenter(QRectF(option.rect).center());
    paint::Box boxLook{.radius = qreal(m_tokens.size.radiusBadge)};
    boxLook.ground = !enabled ? QColor()
                     : on     ? (hover ? c.accentFillHover : c.accentFill)
                     : hover  ? c.hover
                              : c.field;
    boxLook.line = !enabled ? c.border : on ? boxLook.ground : c.borderControl;
    paint::box(painter, box, boxLook);
    if (!on)
        return;
    // Heavier than the line icons: it stands on a fill and is read at a glance.
    const qreal unit = box.width() / 16;
    QPolygonF mark{{4.2, 8.4}, {7.0, 11.1}, {11.9, 5.3}};
    if (option.state & State_NoChange)
        mark = QPolygonF{{4.5, 8}, {11.5, 8}};
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(paint::snapped(painter, box).topLeft());
    painter->scale(unit, unit);
    painter->setPen(
        QPen(enabled ? c.accentText : c.textDisabled, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(mark);
    painter->restore();
}

void StudioStyle::drawRadio(const QStyleOption &option, QPainter *painter) const
{
    const Colors &c = m_tokens.color;
    const bool enabled = option.state & State_Enabled;
    const bool on = option.state & State_On;
    QRectF box(0, 0, m_tokens.size.indicator, m_tokens.size.indicator);
    box.moveCenter(QRectF(option.rect).center());
    const qreal half = box.width() / 2;
    paint::Box ring{.radius = half};
    ring.ground = !enabled                         ? QColor()
                  : on                             ? c.accentText
                  : option.state & State_MouseOver ? c.hover
                                                   : c.field;
    ring.line = !enabled ? c.border : on ? c.accentFill : c.borderControl;
    ring.lineWidth = on ? m_tokens.scaled(5) : 1;
    paint::box(painter, box, ring);
}

void StudioStyle::drawSwitch(const QStyleOption &option, QPainter *painter) const
{
    const Colors &c = m_tokens.color;
    const bool enabled = option.state & State_Enabled;
    const bool on = option.state & State_On;
    QRectF box(0, 0, m_tokens.size.switchWidth, m_tokens.size.switchHeight);
    box.moveCenter(QRectF(option.rect).center());
    paint::Box track{.radius = box.height() / 2};
    track.ground = !enabled                         ? QColor()
                   : on                             ? c.accentFill
                   : option.state & State_MouseOver ? c.hover
                                                    : c.field;
    track.line = !enabled ? c.border : on ? c.accentFill : c.borderControl;
    paint::box(painter, box, track);
    const qreal knob = box.height() - 6;
    const bool right = on != (option.direction == Qt::RightToLeft);
    const QRectF place(right ? box.right() - 3 - knob : box.left() + 3, box.top() + 3, knob, knob);
    paint::dot(painter, place, !enabled ? c.textDisabled : on ? c.accentText : c.borderControl);
}

void StudioStyle::drawCheckLabel(const QStyleOptionButton &option, QPainter *painter) const
{
    const Colors &c = m_tokens.color;
    const bool enabled = option.state & State_Enabled;
    QRect rest = option.rect;
    if (!option.icon.isNull()) {
        const QRect place(rest.left(), rest.top(), option.iconSize.width(), rest.height());
        paint::icon(painter, visualRect(option.direction, option.rect, place), option.icon,
                    option.iconSize.width(), enabled ? c.textSecondary : c.textDisabled, enabled);
        rest.setLeft(place.right() + 1 + buttonGap);
    }
    painter->save();
    painter->setPen(enabled ? c.text : c.textDisabled);
    painter->drawText(visualRect(option.direction, option.rect, rest),
                      int(visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)) |
                          Qt::TextShowMnemonic |
                          (styleHint(SH_UnderlineShortcut, &option) ? 0 : Qt::TextHideMnemonic),
                      option.text);
    painter->restore();
}

void StudioStyle::drawFocusFrame(const QStyleOption &option, QPainter *painter, const QWidget *widget) const
{
    const auto *frame = qobject_cast<const QFocusFrame *>(widget);
    const QWidget *target = frame ? frame->widget() : nullptr;
    const int margin = m_tokens.size.focusOffset + m_tokens.size.focusWidth;
    QRectF around(option.rect);
    qreal radius = m_tokens.size.radiusControl;
    if (target && target->property(look::radius).isValid())
        radius = target->property(look::radius).toReal();
    const bool check = qobject_cast<const QCheckBox *>(target);
    const auto *radio = qobject_cast<const QRadioButton *>(target);
    if (check || radio) {
        QStyleOptionButton inner;
        inner.initFrom(target);
        const QRect box =
            subElementRect(check ? SE_CheckBoxIndicator : SE_RadioButtonIndicator, &inner, target);
        around = QRectF(box).translated(margin, margin).adjusted(-margin, -margin, margin, margin);
        radius =
            radio || target->property(look::toggle).toBool() ? box.height() / 2.0 : m_tokens.size.radiusBadge;
    }
    paint::box(painter, around,
               {.line = m_tokens.color.focusRing,
                .radius = radius + margin,
                .lineWidth = qreal(m_tokens.size.focusWidth)});
}

} // namespace janus::ui
