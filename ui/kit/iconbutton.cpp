#include "ui/kit/iconbutton.h"

#include "ui/kit/icon.h"
#include "ui/kit/studiostyle.h"

#include <QEvent>

namespace janus::ui {

IconButton::IconButton(const QString &iconName, const QString &name, QWidget *parent)
    : QToolButton(parent)
{
    setAutoRaise(true);
    setToolButtonStyle(Qt::ToolButtonIconOnly);
    setFocusPolicy(Qt::TabFocus);
    setIconName(iconName);
    setName(name);
    restyle();
}

void IconButton::setIconName(const QString &iconName)
{
    setIcon(ui::icon(iconName));
}

void IconButton::setName(const QString &name)
{
    setToolTip(name.toHtmlEscaped() == name ? name
                                            : QStringLiteral("<span>%1</span>").arg(name.toHtmlEscaped()));
    setAccessibleName(name);
}

void IconButton::setCompact(bool compact)
{
    look::set(this, look::compact, compact);
}

void IconButton::setGlyph(int Measures::*size)
{
    m_glyph = size;
    restyle();
}

void IconButton::setInk(Ink ink)
{
    m_ink = ink;
    restyle();
}

void IconButton::changeEvent(QEvent *event)
{
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void IconButton::restyle()
{
    const Tokens &tokens = tokensOf(this);
    const int glyph = tokens.size.*m_glyph;
    setIconSize({glyph, glyph});
    setProperty(look::ink, m_ink ? QVariant(tokens.color.*m_ink) : QVariant());
    update();
}

} // namespace janus::ui
