#include "ui/kit/noticebar.h"

#include "ui/kit/announce.h"
#include "ui/kit/icon.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

struct KindLook
{
    Ink ground, ink;
    QLatin1String icon;
};

KindLook lookOf(NoticeBar::Kind kind)
{
    switch (kind) {
    case NoticeBar::Kind::Danger:
        return {&Colors::dangerTint, &Colors::danger, "alert-circle"_L1};
    case NoticeBar::Kind::Warning:
        return {&Colors::warningTint, &Colors::warning, "alert-triangle"_L1};
    case NoticeBar::Kind::Success:
        return {&Colors::successTint, &Colors::success, "circle-check"_L1};
    case NoticeBar::Kind::Practice:
        return {&Colors::sandboxTint, &Colors::sandbox, "flask"_L1};
    case NoticeBar::Kind::Info:
        break;
    }
    return {&Colors::infoTint, &Colors::info, "info-circle"_L1};
}

} // namespace

NoticeBar::NoticeBar(Kind kind, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_icon(new PlainLabel({}, this))
    , m_strong(new PlainLabel({}, &Fonts::strong, &Colors::text, this))
    , m_text(new PlainLabel({}, this))
    , m_close(new IconButton(u"x"_s, tr("Close"), this))
    , m_row(new QHBoxLayout(this))
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_text->setElideMode(Qt::ElideRight);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_strong->hide();
    m_row->setContentsMargins(16, 0, 12, 0);
    m_row->setSpacing(8);
    m_row->addWidget(m_icon);
    m_row->addSpacing(4);
    m_row->addWidget(m_strong);
    m_row->addWidget(m_text, 1);
    m_row->addWidget(m_close);
    connect(m_close, &IconButton::clicked, this, &NoticeBar::close);
    restyle();
}

void NoticeBar::setKind(Kind kind)
{
    m_kind = kind;
    restyle();
}

void NoticeBar::setIconName(const QString &name)
{
    m_iconName = name;
    restyle();
}

void NoticeBar::setText(const QString &strong, const QString &text)
{
    m_strong->setText(strong);
    m_strong->setVisible(!strong.isEmpty());
    m_text->setText(text);
    setAccessibleName(strong.isEmpty() ? text : text.isEmpty() ? strong : strong + u' ' + text);
    if (isVisible())
        announce(this, accessibleName());
}

QPushButton *NoticeBar::addButton(const QString &text)
{
    Q_ASSERT(m_buttons.size() < 2);
    auto *button = new QPushButton(text, this);
    button->setAutoDefault(false);
    button->setProperty(look::compact, true);
    m_row->insertWidget(m_row->indexOf(m_close), button);
    m_buttons.append(button);
    return button;
}

void NoticeBar::removeButtons()
{
    for (QPushButton *button : std::as_const(m_buttons)) {
        button->hide();
        button->deleteLater(); // it may be the sender of the click that led here
    }
    m_buttons.clear();
}

void NoticeBar::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

void NoticeBar::close()
{
    hide();
    Q_EMIT closed();
}

void NoticeBar::restyle()
{
    const Tokens &tokens = tokensOf(this);
    const KindLook look = lookOf(m_kind);
    const QString name = m_iconName.isEmpty() ? QString(look.icon) : m_iconName;
    m_icon->setPixmap(pixmap(name, tokens.size.iconTool, tokens.color.*look.ink, devicePixelRatioF()));
    setFixedHeight(tokens.size.bar);
    update();
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    const Colors &c = tokensOf(this).color;
    QPainter painter(this);
    painter.fillRect(rect(), c.*lookOf(m_kind).ground);
    paint::edgeLine(&painter, rect(), Qt::BottomEdge, c.border);
}

void NoticeBar::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    restyle(); // the device ratio is known only now
    announce(this, accessibleName());
}

void NoticeBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void NoticeBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_close->isVisible())
        close();
    else
        QWidget::keyPressEvent(event);
}

} // namespace janus::ui
