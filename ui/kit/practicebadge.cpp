#include "ui/kit/practicebadge.h"

#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QPainter>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int badgePadding = 5;
constexpr int badgeGap = 3;

QFont badgeFont(const Tokens &tokens)
{
    QFont font = tokens.font.micro;
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

PracticeBadge::PracticeBadge(QWidget *parent)
    : QWidget(parent)
{
    setText(tr("Practice"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void PracticeBadge::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize PracticeBadge::sizeHint() const
{
    return sizeFor(tokensOf(this), Form::FlaskAndWord, m_text);
}

QSize PracticeBadge::sizeFor(const Tokens &tokens, Form form, const QString &text)
{
    const int flask = tokens.scaled(12);
    const int word =
        form == Form::FlaskOnly ? 0 : badgeGap + QFontMetrics(badgeFont(tokens)).horizontalAdvance(text);
    return {2 * badgePadding + flask + word, tokens.size.badge};
}

void PracticeBadge::paintAt(QPainter *painter, const Tokens &tokens, QPointF corner, Form form,
                            const QString &text)
{
    const QRectF box(corner, sizeFor(tokens, form, text));
    const int flask = tokens.scaled(12);
    paint::box(painter, box, {.ground = tokens.color.sandboxTint, .radius = qreal(tokens.size.radiusBadge)});
    paint::glyph(painter, QRectF(box.left() + badgePadding, box.top(), flask, box.height()), u"flask"_s,
                 flask, tokens.color.sandbox);
    if (form == Form::FlaskOnly)
        return;
    painter->save();
    painter->setFont(badgeFont(tokens));
    painter->setPen(tokens.color.sandbox);
    painter->drawText(box.adjusted(badgePadding + flask + badgeGap, 0, 2, 0),
                      Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
    painter->restore();
}

void PracticeBadge::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    paintAt(&painter, tokens, QPointF(0, (height() - tokens.size.badge) / 2), Form::FlaskAndWord, m_text);
}

} // namespace janus::ui
