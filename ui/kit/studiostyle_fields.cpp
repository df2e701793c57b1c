// Line edits, number fields, combo boxes and the frames of text editors and views.
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <QAbstractScrollArea>
#include <QFrame>
#include <QPainter>
#include <QStyleOption>
#include <QVariant>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

bool isTextEditor(const QWidget *widget)
{
    return widget && (widget->inherits("QPlainTextEdit") || widget->inherits("QTextEdit"));
}

} // namespace

void StudioStyle::drawFieldFrame(const QStyleOption &option, const QRect &rect, QPainter *painter,
                                 const QWidget *widget) const
{
    if (widget && widget->property(look::bare).toBool())
        return;
    const Colors &c = m_tokens.color;
    const bool enabled = option.state & State_Enabled;
    // A field shows focus however it came: the caret alone is easily missed.
    const bool focus = enabled && (option.state & State_HasFocus);
    const bool refused = widget && widget->property(look::refused).toBool();
    paint::Box field{.radius = qreal(m_tokens.size.radiusControl)};
    field.ground = enabled ? c.field : QColor();
    field.line = !enabled ? c.border : focus ? c.focusRing : refused ? c.danger : c.borderControl;
    field.lineWidth = focus || refused ? m_tokens.size.focusWidth : 1;
    paint::box(painter, rect, field);
}

void StudioStyle::drawSpinBox(const QStyleOptionSpinBox &option, QPainter *painter,
                              const QWidget *widget) const
{
    if (option.frame)
        drawFieldFrame(option, option.rect, painter, widget);
    if (option.buttonSymbols == QAbstractSpinBox::NoButtons)
        return;
    const Colors &c = m_tokens.color;
    const auto arrow = [&](SubControl part, const QString &name, QAbstractSpinBox::StepEnabledFlag step) {
        const bool active = option.activeSubControls == part && (option.state & State_MouseOver);
        const bool can = (option.stepEnabled & step) && (option.state & State_Enabled);
        paint::glyph(painter, spinBoxRect(option, part), name, m_tokens.scaled(12),
                     !can     ? c.textDisabled
                     : active ? c.text
                              : c.textSecondary);
    };
    arrow(SC_SpinBoxUp, u"chevron-up"_s, QAbstractSpinBox::StepUpEnabled);
    arrow(SC_SpinBoxDown, u"chevron-down"_s, QAbstractSpinBox::StepDownEnabled);
}

QRect StudioStyle::spinBoxRect(const QStyleOptionSpinBox &option, SubControl part) const
{
    const QRect all = option.rect;
    const bool buttons = option.buttonSymbols != QAbstractSpinBox::NoButtons;
    const int width = buttons ? m_tokens.scaled(20) : 0;
    const int half = all.height() / 2;
    QRect rect = all;
    if (part == SC_SpinBoxUp)
        rect = buttons ? QRect(all.right() - width, all.top() + 1, width, half - 1) : QRect();
    else if (part == SC_SpinBoxDown)
        rect = buttons ? QRect(all.right() - width, all.top() + half, width, half - 1) : QRect();
    else if (part == SC_SpinBoxEditField)
        rect = all.adjusted(2, 2, -2 - width, -2);
    return visualRect(option.direction, all, rect);
}

void StudioStyle::drawComboBox(const QStyleOptionComboBox &option, QPainter *painter,
                               const QWidget *widget) const
{
    const Colors &c = m_tokens.color;
    const bool enabled = option.state & State_Enabled;
    const bool open = option.state & State_On;
    if (option.editable) {
        drawFieldFrame(option, option.rect, painter, widget);
    } else {
        const bool refused = widget && widget->property(look::refused).toBool();
        const bool focus = paint::showsFocus(&option);
        const bool bare = widget && widget->property(look::bare).toBool();
        paint::Box box{.radius = qreal(m_tokens.size.radiusControl)};
        box.ground = !enabled                         ? QColor()
                     : open                           ? c.pressed
                     : option.state & State_MouseOver ? c.hover
                     : bare                           ? QColor()
                                                      : c.raised;
        box.line = focus ? c.focusRing : refused ? c.danger : bare ? QColor() : c.border;
        box.lineWidth = focus || refused ? m_tokens.size.focusWidth : 1;
        paint::box(painter, option.rect, box);
    }
    paint::glyph(painter, comboBoxRect(option, SC_ComboBoxArrow), u"chevron-down"_s, m_tokens.size.iconSmall,
                 enabled ? c.textSecondary : c.textDisabled);
}

void StudioStyle::drawComboLabel(const QStyleOptionComboBox &option, QPainter *painter) const
{
    if (option.editable)
        return;
    const Colors &c = m_tokens.color;
    const bool enabled = option.state & State_Enabled;
    QRect rest = option.rect.adjusted(9, 0, -9 - m_tokens.size.iconNormal, 0);
    painter->save();
    if (!option.currentIcon.isNull()) {
        const QRect place(rest.left(), rest.top(), option.iconSize.width(), rest.height());
        paint::icon(painter, visualRect(option.direction, option.rect, place), option.currentIcon,
                    option.iconSize.width(), enabled ? c.textSecondary : c.textDisabled, enabled);
        rest.setLeft(place.right() + 7);
    }
    const QString text = option.fontMetrics.elidedText(option.currentText, Qt::ElideRight, rest.width());
    painter->setPen(enabled ? c.text : c.textDisabled);
    painter->drawText(
        visualRect(option.direction, option.rect, rest),
        int(visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine, text);
    painter->restore();
}

QRect StudioStyle::comboBoxRect(const QStyleOptionComboBox &option, SubControl part) const
{
    const QRect all = option.rect;
    const int arrow = m_tokens.size.iconNormal;
    QRect rect = all;
    if (part == SC_ComboBoxArrow)
        rect = QRect(all.right() - 7 - arrow, all.top(), arrow, all.height());
    else if (part == SC_ComboBoxEditField)
        rect = all.adjusted(2, 2, -10 - arrow, -2);
    else if (part == SC_ComboBoxListBoxPopup)
        return all;
    return visualRect(option.direction, all, rect);
}

void StudioStyle::drawFrame(const QStyleOption &option, QPainter *painter, const QWidget *widget) const
{
    if (widget && widget->property(look::bare).toBool())
        return;
    if (isTextEditor(widget))
        return drawFieldFrame(option, option.rect, painter, widget);
    paint::box(painter, option.rect, {.line = m_tokens.color.border});
}

void StudioStyle::drawShapedFrame(const QStyleOption &option, QPainter *painter, const QWidget *widget) const
{
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(&option);
    const int shape = frame ? frame->frameShape : QFrame::StyledPanel;
    const QRectF rect(option.rect);
    if (shape == QFrame::HLine)
        paint::edgeLine(painter, QRectF(rect.left(), rect.center().y(), rect.width(), 1), Qt::TopEdge,
                        m_tokens.color.border);
    else if (shape == QFrame::VLine)
        paint::edgeLine(painter, QRectF(rect.center().x(), rect.top(), 1, rect.height()), Qt::LeftEdge,
                        m_tokens.color.border);
    else if (shape != QFrame::NoFrame)
        drawFrame(option, painter, widget);
}

} // namespace janus::ui
