#include "ui/stage/comparename.h"

#include "ui/kit/plainlabel.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"
#include "ui/stage/marksbar.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QResizeEvent>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int nameHeight = 32;
constexpr int narrowHeight = 60;
constexpr int narrowBelow = 400; ///< logical pixels at 100 %

} // namespace

CompareName::CompareName(Side side, QWidget *parent)
    : QWidget(parent)
    , m_side(side)
    , m_lines(new QBoxLayout(QBoxLayout::LeftToRight, this))
    , m_sign(new QWidget(this))
    , m_title(new PlainLabel({}, &Fonts::medium, &Colors::text, this))
    , m_seed(new PlainLabel({}, &Fonts::mono, &Colors::textSecondary, this))
    , m_marks(new MarksBar(MarksBar::Kind::Control, this))
{
    m_title->setElideMode(Qt::ElideRight);
    m_seed->setElideMode(Qt::ElideRight);
    m_marks->setName(side == Side::Keeper ? tr("Marks of the keeper") : tr("Marks of the challenger"));
    auto *words = new QHBoxLayout;
    words->setSpacing(8);
    words->addWidget(m_sign);
    words->addWidget(m_title);
    words->addWidget(m_seed);
    words->addStretch(1);
    m_lines->setContentsMargins(4, 0, 2, 0);
    m_lines->setSpacing(0);
    m_lines->addLayout(words, 1);
    m_lines->addWidget(m_marks);
    restyle();
}

QString CompareName::title() const
{
    return m_title->text();
}

void CompareName::show(const CulledPicture &picture, const QString &title)
{
    m_title->setText(title);
    m_seed->setText(picture.isNone() ? QString() : picture.seedText());
    m_marks->setMarks(picture.picture.marks);
    m_marks->setVisible(!picture.isNone());
    setAccessibleName(picture.isNone() ? title : u"%1: %2"_s.arg(title, picture.words()));
}

void CompareName::setCurrent(bool current)
{
    m_isCurrent = current;
    m_title->setInk(current ? &Colors::text : &Colors::textSecondary);
    update();
}

void CompareName::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = tokensOf(this);
    const bool isKeeper = m_side == Side::Keeper;
    paint::glyph(&painter, m_sign->geometry(), isKeeper ? u"crown"_s : u"circle-dashed"_s,
                 tokens.size.iconSmall, isKeeper ? tokens.color.star : tokens.color.textMuted);
    if (!m_isCurrent)
        return;
    const QRect words = m_sign->geometry().united(m_title->geometry());
    const QRectF line(words.left(), words.bottom() - 1, words.width(), 2);
    painter.fillRect(paint::snapped(&painter, line), tokens.color.accent);
}

void CompareName::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT clicked();
}

void CompareName::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        restyle();
}

void CompareName::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void CompareName::restyle()
{
    const Tokens &tokens = tokensOf(this);
    const bool isNarrow = width() < tokens.scaled(narrowBelow);
    m_lines->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    setFixedHeight(tokens.scaled(isNarrow ? narrowHeight : nameHeight));
    m_sign->setFixedWidth(tokens.size.iconNormal);
}

} // namespace janus::ui
