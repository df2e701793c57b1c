#include "ui/kit/chip.h"

#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <QKeyEvent>
#include <QPainter>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int chipPadding = 9;
constexpr int chipGap = 5;

} // namespace

Chip::Chip(const QString &text, QWidget *parent)
    : QAbstractButton(parent)
{
    setText(text);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setProperty(look::radius, tokensOf(this).size.chip / 2);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void Chip::setRemovable(bool removable)
{
    m_removable = removable;
    updateGeometry();
    update();
}

void Chip::setOpensMenu(bool opens)
{
    m_opensMenu = opens;
    updateGeometry();
    update();
}

QString Chip::trailing() const
{
    return m_removable ? u"x"_s : m_opensMenu ? u"chevron-down"_s : QString();
}

QSize Chip::sizeHint() const
{
    const Tokens &tokens = tokensOf(this);
    const int mark = trailing().isEmpty() ? 0 : tokens.scaled(12) + chipGap;
    return {QFontMetrics(tokens.font.small).horizontalAdvance(text()) + 2 * chipPadding + mark + 1,
            tokens.size.chip};
}

QSize Chip::minimumSizeHint() const
{
    return {qMin(sizeHint().width(), tokensOf(this).scaled(48)), sizeHint().height()};
}

QRect Chip::trailingRect() const
{
    const int mark = tokensOf(this).scaled(12);
    const int x = layoutDirection() == Qt::RightToLeft ? chipPadding : width() - chipPadding - mark;
    return {x, 0, mark, height()};
}

void Chip::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    const Colors &c = tokens.color;
    const bool on = isChecked();
    const QColor ink = !isEnabled() ? c.textDisabled : on ? c.accent : c.text;
    QPainter painter(this);
    paint::Box box{.line = on ? QColor() : c.border, .radius = height() / 2.0};
    box.ground = on ? c.accentTint : isDown() ? c.pressed : underMouse() && isEnabled() ? c.hover : c.raised;
    paint::box(&painter, rect(), box);
    QRect words = rect().adjusted(chipPadding, 0, -chipPadding, 0);
    if (!trailing().isEmpty()) {
        paint::glyph(&painter, trailingRect(), trailing(), trailingRect().width(),
                     on ? ink : c.textSecondary);
        const int taken = trailingRect().width() + chipGap;
        layoutDirection() == Qt::RightToLeft ? words.setLeft(words.left() + taken)
                                             : words.setRight(words.right() - taken);
    }
    painter.setFont(tokens.font.small);
    painter.setPen(ink);
    painter.drawText(words.adjusted(0, 0, 1, 0), Qt::AlignCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width() + 1));
}

void Chip::keyPressEvent(QKeyEvent *event)
{
    if (m_removable && (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace))
        Q_EMIT removeRequested();
    else
        QAbstractButton::keyPressEvent(event);
}

void Chip::mouseReleaseEvent(QMouseEvent *event)
{
    const bool onCross =
        m_removable && trailingRect().adjusted(-4, 0, 4, 0).contains(event->position().toPoint());
    if (onCross && event->button() == Qt::LeftButton) {
        setDown(false);
        Q_EMIT removeRequested();
        return;
    }
    QAbstractButton::mouseReleaseEvent(event);
}

} // namespace janus::ui
