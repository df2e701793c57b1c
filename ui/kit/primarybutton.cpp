#include "ui/kit/primarybutton.h"

#include "ui/kit/icon.h"
#include "ui/kit/studiostyle.h"

#include <QEvent>

namespace janus::ui {

PrimaryButton::PrimaryButton(const QString &text, QWidget *parent)
    : QPushButton(text, parent)
{
    setProperty(look::primary, true);
    setAutoDefault(false);
    restyle();
}

void PrimaryButton::setIconName(const QString &name)
{
    setIcon(ui::icon(name));
    updateGeometry();
}

QSize PrimaryButton::sizeHint() const
{
    return {QPushButton::sizeHint().width() + 8, tokensOf(this).size.primary};
}

QSize PrimaryButton::minimumSizeHint() const
{
    return sizeHint();
}

void PrimaryButton::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void PrimaryButton::restyle()
{
    const Tokens &tokens = tokensOf(this);
    QFont larger = tokens.font.strong;
    larger.setPixelSize(tokens.scaled(14));
    setFont(larger);
    setIconSize({tokens.size.iconNormal, tokens.size.iconNormal});
}

} // namespace janus::ui
