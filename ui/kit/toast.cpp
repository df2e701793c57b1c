#include "ui/kit/toast.h"

#include "ui/kit/announce.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>

namespace janus::ui {

using namespace Qt::StringLiterals;

Toast::Toast(QWidget *parent)
    : Elevated(Height::Popup, 0, parent)
    , m_text(new PlainLabel({}, this))
    , m_action(new QPushButton(this))
    , m_close(new IconButton(u"x"_s, tr("Close"), this))
{
    m_action->setFlat(true);
    m_action->setAutoDefault(false);
    m_action->setProperty(look::link, true);
    m_action->hide();
    m_close->setCompact(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 8, 6);
    row->setSpacing(4);
    row->addWidget(m_text);
    row->addWidget(m_action);
    row->addWidget(m_close);
    m_time.setSingleShot(true);
    connect(&m_time, &QTimer::timeout, this, &Toast::onTime);
    connect(m_close, &IconButton::clicked, this, &Toast::dismiss);
    connect(m_action, &QPushButton::clicked, this, [this] {
        Q_EMIT actionTriggered();
        dismiss();
    });
    parent->installEventFilter(this);
    hide();
}

void Toast::setText(const QString &text)
{
    m_text->setText(text);
    setAccessibleName(text);
}

void Toast::setAction(const QString &text)
{
    m_action->setText(text);
    m_action->setVisible(!text.isEmpty());
}

void Toast::popUp()
{
    show();
    raise();
    place();
    announce(this, m_text->text());
    m_time.start(tokensOf(this).motion.toast);
}

void Toast::place()
{
    adjustSize();
    const QRect stage = parentWidget()->rect();
    const QSize size = this->size().boundedTo(stage.size());
    // The shadow's room below is larger than above; what counts is where the box stands.
    const int boxBottom = stage.bottom() + 1 - 16;
    setGeometry(stage.center().x() - size.width() / 2, boxBottom - size.height() + shadowMargins().bottom(),
                size.width(), size.height());
}

bool Toast::event(QEvent *event)
{
    if (event->type() == QEvent::Leave && isVisible())
        m_time.start(tokensOf(this).motion.toast);
    return Elevated::event(event);
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    return Elevated::eventFilter(watched, event);
}

void Toast::onTime()
{
    const bool inUse = underMouse() || m_action->hasFocus() || m_close->hasFocus();
    if (inUse)
        m_time.start(tokensOf(this).motion.toast);
    else
        dismiss();
}

void Toast::dismiss()
{
    m_time.stop();
    hide();
    Q_EMIT closed();
}

} // namespace janus::ui
