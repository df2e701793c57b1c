#include "ui/stage/practicecard.h"

#include "ui/kit/icon.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int flaskSide = 44;
constexpr int flaskGap = 20;
constexpr int widestCard = 640;

/// The lilac square with the flask.
QPixmap flaskTile(const Tokens &tokens, qreal ratio)
{
    QPixmap tile(QSize(flaskSide, flaskSide) * ratio);
    tile.setDevicePixelRatio(ratio);
    tile.fill(Qt::transparent);
    QPainter painter(&tile);
    const QRect all(0, 0, flaskSide, flaskSide);
    paint::box(&painter, all, {tokens.color.sandboxTint, {}, qreal(tokens.size.radiusPopup)});
    paint::glyph(&painter, all, u"flask"_s, tokens.size.iconCard, tokens.color.sandbox);
    return tile;
}

QPushButton *makeCardButton(const QString &text, const QString &iconName, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setAutoDefault(false);
    if (!iconName.isEmpty())
        button->setIcon(icon(iconName));
    return button;
}

} // namespace

PracticeCard::PracticeCard(QWidget *parent)
    : Card(parent)
    , m_flask(new PlainLabel({}, this))
{
    setAccessibleName(u"Practice mode"_s);
    auto *title = new PlainLabel(u"Practice mode"_s, &Fonts::heading, &Colors::text, this);
    auto *text =
        new PlainLabel(u"Nothing is sent and nothing costs. Queue, log and gallery behave as they "
                       "will with your key; practice pictures are drawn on this computer, marked, and "
                       "kept apart."_s,
                       &Fonts::body, &Colors::textSecondary, this);
    text->setWordWrap(true);
    QPushButton *add = makeCardButton(u"Add my fal key"_s, u"key"_s, this);
    QPushButton *keep = makeCardButton(u"Keep practising"_s, {}, this);
    auto *help = new QToolButton(this);
    help->setText(u"Where do I get a key"_s);
    help->setIcon(icon(u"external-link"_s));
    help->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    help->setLayoutDirection(layoutDirection() == Qt::RightToLeft ? Qt::LeftToRight : Qt::RightToLeft);
    help->setAutoRaise(true);
    connect(add, &QPushButton::clicked, this, &PracticeCard::addKeyRequested);
    connect(keep, &QPushButton::clicked, this, &PracticeCard::keepPractisingRequested);
    connect(help, &QToolButton::clicked, this, &PracticeCard::keyHelpRequested);
    auto *buttons = new QBoxLayout(QBoxLayout::LeftToRight);
    m_buttons = buttons;
    buttons->setSpacing(8);
    buttons->addWidget(add, 0, Qt::AlignLeft);
    buttons->addWidget(keep, 0, Qt::AlignLeft);
    buttons->addStretch(1);
    buttons->addWidget(help, 0, Qt::AlignLeft);
    auto *words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(title);
    words->addWidget(text);
    words->addSpacing(12);
    words->addLayout(buttons);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(flaskGap);
    row->addWidget(m_flask, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    restyle();
}

int PracticeCard::widest() const
{
    const QMargins shadow = shadowMargins();
    return tokensOf(this).scaled(widestCard) + shadow.left() + shadow.right();
}

int PracticeCard::fitTo(int width)
{
    const QMargins margins = contentsMargins();
    const int room = width - margins.left() - margins.right() - flaskSide - flaskGap;
    m_buttons->setDirection(QBoxLayout::LeftToRight);
    if (m_buttons->sizeHint().width() > room)
        m_buttons->setDirection(QBoxLayout::TopToBottom);
    return heightForWidth(width);
}

void PracticeCard::restyle()
{
    m_flask->setPixmap(flaskTile(tokensOf(this), devicePixelRatioF()));
}

void PracticeCard::changeEvent(QEvent *event)
{
    Card::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void PracticeCard::showEvent(QShowEvent *event)
{
    Card::showEvent(event);
    restyle(); // the device ratio is known only now
}

} // namespace janus::ui
