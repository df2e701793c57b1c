#include "ui/compose/sentenceline.h"

#include "ui/kit/plainlabel.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace janus::ui {

SentenceLine::SentenceLine(QWidget *parent)
    : QWidget(parent)
    , m_label(new PlainLabel({}, &Fonts::small, &Colors::textMuted, this))
{
    m_label->setWordWrap(true);
    // Words longer than the line (a refused value may be one) must not make the panel wider.
    m_label->setMinimumWidth(1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(tokensOf(this).size.iconSmall + 6, 2, 0, 0);
    row->addWidget(m_label);
    hide();
}

void SentenceLine::say(const QString &sentence, const QString &iconName, Ink ink)
{
    m_icon = iconName;
    m_ink = ink;
    m_label->setInk(ink);
    m_label->setText(sentence);
    setVisible(!sentence.isEmpty());
    updateGeometry();
    update();
}

void SentenceLine::refuse(const QString &sentence)
{
    say(sentence, u"alert-circle"_s, &Colors::danger);
}

void SentenceLine::clear()
{
    say({}, {}, &Colors::textMuted);
}

QString SentenceLine::text() const
{
    return m_label->text();
}

void SentenceLine::paintEvent(QPaintEvent *)
{
    if (m_icon.isEmpty())
        return;
    const Tokens &tokens = tokensOf(this);
    const int side = tokens.size.iconSmall;
    const int line = m_label->fontMetrics().height();
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const QRectF place(mirrored ? width() - side : 0, m_label->y() + (line - side) / 2, side, side);
    QPainter painter(this);
    paint::glyph(&painter, place, m_icon, side, tokens.color.*m_ink);
}

} // namespace janus::ui
