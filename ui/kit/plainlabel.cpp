#include "ui/kit/plainlabel.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

namespace janus::ui {

PlainLabel::PlainLabel(const QString &text, QWidget *parent)
    : PlainLabel(text, &Fonts::body, &Colors::text, parent)
{
}

PlainLabel::PlainLabel(const QString &text, Type type, Ink ink, QWidget *parent)
    : QLabel(parent)
    , m_type(type)
    , m_ink(ink)
{
    setTextFormat(Qt::PlainText);
    setText(text);
    restyle();
}

void PlainLabel::setType(Type type)
{
    m_type = type;
    restyle();
}

void PlainLabel::setInk(Ink ink)
{
    m_ink = ink;
    restyle();
}

void PlainLabel::setElideMode(Qt::TextElideMode mode)
{
    m_elide = mode;
    updateGeometry();
    update();
}

void PlainLabel::setSelectable(bool selectable)
{
    setTextInteractionFlags(selectable ? Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard
                                       : Qt::NoTextInteraction);
}

QSize PlainLabel::minimumSizeHint() const
{
    const QSize whole = QLabel::minimumSizeHint();
    if (m_elide == Qt::ElideNone)
        return whole;
    const int shortest = fontMetrics().horizontalAdvance(QStringLiteral("MMM…"));
    return {qMin(whole.width(), shortest), whole.height()};
}

void PlainLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void PlainLabel::restyle()
{
    const Tokens &tokens = tokensOf(this);
    setFont(tokens.font.*m_type);
    QPalette ink; // only these entries are set; the rest, disabled ink included, comes from the application
    ink.setColor(QPalette::Active, QPalette::WindowText, tokens.color.*m_ink);
    ink.setColor(QPalette::Inactive, QPalette::WindowText, tokens.color.*m_ink);
    setPalette(ink);
}

QString PlainLabel::shownText() const
{
    return fontMetrics().elidedText(text(), m_elide, contentsRect().width());
}

void PlainLabel::paintEvent(QPaintEvent *event)
{
    const bool plain = m_elide == Qt::ElideNone ||
                       textInteractionFlags().testFlag(Qt::TextSelectableByMouse) || shownText() == text();
    if (plain) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    const int alignment =
        int(QStyle::visualAlignment(layoutDirection(), this->alignment())) | Qt::TextSingleLine;
    style()->drawItemText(&painter, contentsRect(), alignment, palette(), isEnabled(), shownText(),
                          foregroundRole());
}

bool PlainLabel::event(QEvent *event)
{
    const bool cut = event->type() == QEvent::ToolTip && toolTip().isEmpty() && m_elide != Qt::ElideNone &&
                     shownText() != text();
    if (!cut)
        return QLabel::event(event);
    // A tool tip guesses whether its text is markup; escaped text inside <span> is certainly shown literally.
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(),
                       QStringLiteral("<span>%1</span>").arg(text().toHtmlEscaped()), this);
    return true;
}

} // namespace janus::ui
