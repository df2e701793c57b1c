#include "ui/kit/keycap.h"

#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QPainter>

namespace janus::ui {

using namespace Qt::StringLiterals;

KeyCap::KeyCap(const QKeySequence &keys, QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setKeys(keys);
}

KeyCap::KeyCap(const QString &text, QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setText(text);
}

void KeyCap::setKeys(const QKeySequence &keys)
{
    setText(display(keys.toString(QKeySequence::NativeText)));
}

QString KeyCap::display(const QString &shortcut)
{
    // A plus that is a key itself stays.
    QString text = shortcut;
    for (qsizetype i = text.size() - 2; i > 0; --i)
        if (text.at(i) == u'+')
            text[i] = u' ';
    return text.replace("Return"_L1, "Enter"_L1);
}

void KeyCap::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize KeyCap::sizeHint() const
{
    const Tokens &tokens = tokensOf(this);
    return {QFontMetrics(tokens.font.micro).horizontalAdvance(m_text) + 12, tokens.scaled(18)};
}

void KeyCap::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    paint::box(&painter, rect(),
               {.ground = tokens.color.field,
                .line = tokens.color.border,
                .radius = qreal(tokens.size.radiusBadge)});
    painter.setFont(tokens.font.micro);
    painter.setPen(tokens.color.textMuted);
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextSingleLine, m_text);
}

} // namespace janus::ui
