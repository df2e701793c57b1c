// Sliders, scroll bars and progress bars.
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <QAbstractScrollArea>
#include <QPainter>
#include <QStyleOption>

namespace janus::ui {

namespace {

/// What lies behind a scroll bar: the ground of the view it belongs to.
QColor groundBehind(const QWidget *scrollBar, const QColor &otherwise)
{
    for (const QWidget *parent = scrollBar ? scrollBar->parentWidget() : nullptr; parent;
         parent = parent->parentWidget())
        if (const auto *area = qobject_cast<const QAbstractScrollArea *>(parent)) {
            const QWidget *viewport = area->viewport();
            const bool seeThrough =
                !viewport->autoFillBackground() && viewport->backgroundRole() == QPalette::NoRole;
            return seeThrough ? QColor() : viewport->palette().color(viewport->backgroundRole());
        }
    return otherwise;
}

} // namespace

QRect StudioStyle::sliderRect(const QStyleOptionSlider &option, SubControl part) const
{
    const QRect all = option.rect;
    if (part == SC_SliderGroove)
        return all;
    // The thumb keeps room for its focus ring at both ends; the track runs the whole length.
    const int thumb = m_tokens.scaled(14);
    const int margin = m_tokens.size.focusWidth;
    const bool horizontal = option.orientation == Qt::Horizontal;
    const int span = (horizontal ? all.width() : all.height()) - thumb - 2 * margin;
    const int offset = margin + sliderPositionFromValue(option.minimum, option.maximum, option.sliderPosition,
                                                        qMax(0, span), option.upsideDown);
    if (horizontal)
        return {all.left() + offset, all.center().y() - thumb / 2 + 1 - (all.height() % 2), thumb, thumb};
    return {all.center().x() - thumb / 2 + 1 - (all.width() % 2), all.top() + offset, thumb, thumb};
}

void StudioStyle::drawSlider(const QStyleOptionSlider &option, QPainter *painter, const QWidget *widget) const
{
    const Colors &c = m_tokens.color;
    const bool enabled = option.state & State_Enabled;
    const bool horizontal = option.orientation == Qt::Horizontal;
    const QRectF thumb(sliderRect(option, SC_SliderHandle));
    const QRectF all(option.rect);
    const qreal width = 3;
    QRectF track = horizontal ? QRectF(all.left(), thumb.center().y() - width / 2, all.width(), width)
                              : QRectF(thumb.center().x() - width / 2, all.top(), width, all.height());
    QRectF done = track;
    if (horizontal && option.upsideDown)
        done.setLeft(thumb.center().x());
    else if (horizontal)
        done.setRight(thumb.center().x());
    else if (option.upsideDown)
        done.setTop(thumb.center().y());
    else
        done.setBottom(thumb.center().y());
    paint::box(painter, track, {.ground = enabled ? c.borderControl : c.border, .radius = width / 2});
    if (enabled)
        paint::box(painter, done, {.ground = c.accent, .radius = width / 2});
    const QColor ground = widget ? widget->palette().color(widget->backgroundRole()) : c.panel;
    const bool hot =
        enabled && (option.state & State_MouseOver) && (option.activeSubControls & SC_SliderHandle);
    const bool light = m_tokens.scheme == Scheme::Light;
    if (paint::showsFocus(&option)) {
        paint::dot(painter, thumb.adjusted(-2, -2, 2, 2), c.focusRing);
        paint::dot(painter, thumb, ground);
        paint::dot(painter, thumb.adjusted(2, 2, -2, -2), light ? c.textSecondary : c.text);
    } else if (light && enabled) {
        paint::dot(painter, thumb, c.textSecondary);
        paint::dot(painter, thumb.adjusted(1.5, 1.5, -1.5, -1.5), hot ? c.hover : c.raised);
    } else {
        paint::dot(painter, thumb, ground);
        paint::dot(painter, thumb.adjusted(2, 2, -2, -2),
                   !enabled ? c.textDisabled
                   : hot    ? c.accentText
                            : c.text);
    }
}

QRect StudioStyle::scrollBarRect(const QStyleOptionSlider &option, SubControl part) const
{
    const QRect all = option.rect;
    const bool horizontal = option.orientation == Qt::Horizontal;
    const int length = horizontal ? all.width() : all.height();
    const int range = option.maximum - option.minimum;
    int thumb = length;
    if (range > 0) {
        thumb = int(qint64(option.pageStep) * length / (qint64(range) + option.pageStep));
        thumb = qMin(length, qMax(thumb, m_tokens.size.scrollMin));
    }
    const int start = sliderPositionFromValue(option.minimum, option.maximum, option.sliderPosition,
                                              length - thumb, option.upsideDown);
    const auto stretch = [&](int from, int to) {
        const QRect rect = horizontal ? QRect(all.left() + from, all.top(), to - from, all.height())
                                      : QRect(all.left(), all.top() + from, all.width(), to - from);
        return rect;
    };
    switch (part) {
    case SC_ScrollBarGroove:
        return all;
    case SC_ScrollBarSlider:
        return stretch(start, start + thumb);
    case SC_ScrollBarSubPage:
        return stretch(0, start);
    case SC_ScrollBarAddPage:
        return stretch(start + thumb, length);
    default:
        return {};
    }
}

void StudioStyle::drawScrollBar(const QStyleOptionSlider &option, QPainter *painter,
                                const QWidget *widget) const
{
    const QColor ground = groundBehind(widget, QColor());
    if (ground.isValid())
        painter->fillRect(option.rect, ground);
    if (option.maximum <= option.minimum)
        return;
    const Colors &c = m_tokens.color;
    const bool hot = option.state & (State_MouseOver | State_Sunken);
    QRectF thumb(scrollBarRect(option, SC_ScrollBarSlider));
    const qreal side = (m_tokens.size.scrollBar - m_tokens.size.scrollThumb) / 2.0;
    if (option.orientation == Qt::Horizontal)
        thumb.adjust(2, side, -2, -side);
    else
        thumb.adjust(side, 2, -side, -2);
    paint::box(
        painter, thumb,
        {.ground = hot ? c.scrollThumbHover : c.scrollThumb, .radius = m_tokens.size.scrollThumb / 2.0});
}

void StudioStyle::drawProgress(const QStyleOptionProgressBar &option, QPainter *painter) const
{
    const Colors &c = m_tokens.color;
    QRectF bar(option.rect);
    const qreal height = qMin(bar.height(), qreal(m_tokens.scaled(6)));
    bar = QRectF(bar.left(), bar.center().y() - height / 2, bar.width(), height);
    const QColor ground = m_tokens.scheme == Scheme::Light ? c.hover : c.field;
    paint::box(painter, bar, {.ground = ground, .line = c.border, .radius = height / 2});
    const int range = option.maximum - option.minimum;
    if (range <= 0) // unknown length: the words beside the bar say what happens, nothing loops
        return;
    const qreal share = qBound(0.0, (option.progress - option.minimum) / qreal(range), 1.0);
    if (share <= 0)
        return;
    QRectF done = bar;
    done.setWidth(qMax(height, bar.width() * share));
    if (option.invertedAppearance != (option.direction == Qt::RightToLeft))
        done.moveRight(bar.right());
    paint::box(painter, done, {.ground = c.accent, .radius = height / 2});
}

} // namespace janus::ui
