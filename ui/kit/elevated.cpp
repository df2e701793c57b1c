#include "ui/kit/elevated.h"

#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QPainter>

namespace janus::ui {

namespace {

struct Shadow
{
    int blur, offset;
    double darkAlpha, lightAlpha;
};

constexpr Shadow popupShadow{20, 6, 0.35, 0.30};
constexpr Shadow cardShadow{36, 12, 0.40, 0.22};

} // namespace

Elevated::Elevated(Height height, int padding, QWidget *parent)
    : QWidget(parent)
    , m_height(height)
{
    setContentsMargins(shadowMargins() + QMargins(padding, padding, padding, padding));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

QMargins Elevated::shadowMargins() const
{
    const Shadow &shadow = m_height == Height::Card ? cardShadow : popupShadow;
    return {shadow.blur, shadow.blur - shadow.offset, shadow.blur, shadow.blur + shadow.offset};
}

void Elevated::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    const bool card = m_height == Height::Card;
    const Shadow &shadow = card ? cardShadow : popupShadow;
    const qreal radius = card ? tokens.size.radiusCard : tokens.size.radiusPopup;
    QPainter painter(this);
    paint::shadow(&painter, boxRect(), radius, shadow.blur, shadow.offset,
                  tokens.scheme == Scheme::Dark ? shadow.darkAlpha : shadow.lightAlpha);
    paint::box(&painter, boxRect(),
               {.ground = tokens.color.popup, .line = tokens.color.border, .radius = radius});
}

} // namespace janus::ui
