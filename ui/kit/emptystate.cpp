#include "ui/kit/emptystate.h"

#include "ui/kit/icon.h"
#include "ui/kit/keycap.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/stylepaint.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace janus::ui {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_icon(new PlainLabel({}, this))
    , m_title(new PlainLabel({}, &Fonts::title, &Colors::text, this))
    , m_text(new PlainLabel({}, &Fonts::small, &Colors::textSecondary, this))
    , m_keys(new KeyCap(QString(), this))
    , m_buttons(new QHBoxLayout)
{
    m_icon->hide();
    m_title->hide();
    m_text->hide();
    m_keys->hide();
    m_title->setAlignment(Qt::AlignCenter);
    m_text->setAlignment(Qt::AlignCenter);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addStretch(1);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addSpacing(4);
    column->addWidget(m_title, 0, Qt::AlignHCenter);
    auto *line = new QHBoxLayout;
    line->setSpacing(6);
    line->addStretch(1);
    line->addWidget(m_text);
    line->addWidget(m_keys);
    line->addStretch(1);
    column->addLayout(line);
    m_buttons->setSpacing(8);
    m_buttons->setAlignment(Qt::AlignHCenter);
    column->addLayout(m_buttons);
    column->addStretch(1);
}

void EmptyState::setIconName(const QString &name)
{
    m_iconName = name;
    m_icon->setVisible(!name.isEmpty());
    restyle();
}

void EmptyState::setTitle(const QString &title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    setAccessibleName(title);
    fitTexts();
}

void EmptyState::setText(const QString &text)
{
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    setAccessibleDescription(text);
    fitTexts();
}

void EmptyState::setKeys(const QKeySequence &keys)
{
    m_keys->setKeys(keys);
    m_keys->setVisible(!keys.isEmpty());
    fitTexts();
}

QPushButton *EmptyState::addButton(const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setAutoDefault(false);
    m_buttons->addWidget(button);
    return button;
}

void EmptyState::setShape(QSize proportion, int longestSide)
{
    m_shape = proportion;
    m_longestSide = longestSide;
    fitTexts();
    update();
}

QRect EmptyState::frameRect() const
{
    if (m_shape.isEmpty())
        return {};
    const QSize most = QSize(m_longestSide, m_longestSide).boundedTo(size());
    QRect frame({0, 0}, m_shape.scaled(most, Qt::KeepAspectRatio));
    frame.moveCenter(rect().center());
    return frame;
}

/// Texts wrap inside the frame, but are never wider than they need.
void EmptyState::fitTexts()
{
    const int room = (m_shape.isEmpty() ? width() : frameRect().width()) - 24;
    const int keys = m_keys->isHidden() ? 0 : m_keys->sizeHint().width() + 6;
    const std::pair<PlainLabel *, int> labels[] = {{m_title, room}, {m_text, room - keys}};
    for (const auto &[label, most] : labels) {
        const int wanted = label->fontMetrics().horizontalAdvance(label->text()) + 2;
        const bool wraps = wanted > most && most > 0;
        label->setWordWrap(wraps);
        label->setFixedWidth(wraps ? most : wanted);
        label->setFixedHeight(wraps ? label->heightForWidth(most) : label->fontMetrics().height());
    }
}

void EmptyState::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitTexts();
}

void EmptyState::restyle()
{
    const Tokens &tokens = tokensOf(this);
    if (!m_iconName.isEmpty())
        m_icon->setPixmap(
            pixmap(m_iconName, tokens.size.iconEmpty, tokens.color.textSecondary, devicePixelRatioF()));
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange) {
        restyle();
        fitTexts();
    }
}

void EmptyState::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    restyle(); // the device ratio is known only now
}

void EmptyState::paintEvent(QPaintEvent *)
{
    const QRect frame = frameRect();
    if (frame.isEmpty())
        return;
    QPainter painter(this);
    const QRectF crisp = paint::snapped(&painter, frame);
    const qreal width = paint::lineWidth(&painter);
    QPen pen(tokensOf(this).color.borderControl, width);
    pen.setDashPattern({4, 3});
    pen.setCapStyle(Qt::FlatCap);
    painter.setPen(pen);
    painter.drawRect(crisp.adjusted(width / 2, width / 2, -width / 2, -width / 2));
}

} // namespace janus::ui
