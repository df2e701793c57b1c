#include "ui/compose/dropcover.h"

#include "models/pictureids.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QPainter>
#include <QUrl>
#include <QWindow>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

DropCover::DropCover(const QString &text, QWidget *panel)
    : QWidget(panel)
    , m_text(text)
{
    setAcceptDrops(true);
    setAccessibleName(text);
    panel->installEventFilter(this);
    hide();
}

void DropCover::watch(QWidget *widget)
{
    if (QWindow *window = widget->window()->windowHandle()) {
        window->removeEventFilter(this);
        window->installEventFilter(this);
    }
}

bool DropCover::brings(const QMimeData &data)
{
    static const QStringList suffixes{u"png"_s, u"jpg"_s, u"jpeg"_s, u"webp"_s, u"json"_s};
    if (data.hasFormat(QString::fromLatin1(models::pictureIdsMime)))
        return true;
    const QList<QUrl> urls = data.urls();
    return std::ranges::any_of(urls, [](const QUrl &url) {
        return url.isLocalFile() && suffixes.contains(QFileInfo(url.toLocalFile()).suffix().toLower());
    });
}

bool DropCover::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parent()) {
        if (event->type() == QEvent::Resize && isVisible())
            cover();
        return QWidget::eventFilter(watched, event);
    }
    // Before the widget below the drag hears of it.
    if (event->type() == QEvent::DragEnter && brings(*static_cast<QDragEnterEvent *>(event)->mimeData()))
        cover();
    else if (event->type() == QEvent::DragLeave || event->type() == QEvent::Drop)
        QMetaObject::invokeMethod(this, &QWidget::hide, Qt::QueuedConnection); // it may be the one dropped on
    return QWidget::eventFilter(watched, event);
}

void DropCover::cover()
{
    if (!parentWidget()->isVisible())
        return;
    setGeometry(parentWidget()->rect());
    setOver(false);
    show();
    raise();
}

void DropCover::setOver(bool isOver)
{
    m_isOver = isOver;
    update();
}

void DropCover::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = tokens.color.panel;
    ground.setAlphaF(0.86F); // what stands in the form stays to be seen
    painter.fillRect(rect(), ground);
    constexpr int margin = 8;
    const QRectF frame = QRectF(rect()).adjusted(margin, margin, -margin, -margin);
    painter.setPen(QPen(m_isOver ? tokens.color.accent : tokens.color.borderControl, 2, Qt::DashLine));
    painter.setBrush(m_isOver ? QBrush(tokens.color.accentTint) : Qt::NoBrush);
    painter.drawRoundedRect(frame, tokens.size.radiusCard, tokens.size.radiusCard);
    painter.setFont(tokens.font.strong);
    painter.setPen(m_isOver ? tokens.color.accent : tokens.color.text);
    painter.drawText(frame.adjusted(margin, margin, -margin, -margin), Qt::AlignCenter | Qt::TextWordWrap,
                     m_text);
}

void DropCover::dragEnterEvent(QDragEnterEvent *event)
{
    if (!brings(*event->mimeData()))
        return;
    setOver(true);
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void DropCover::dragMoveEvent(QDragMoveEvent *event)
{
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void DropCover::dragLeaveEvent(QDragLeaveEvent *)
{
    setOver(false);
}

void DropCover::dropEvent(QDropEvent *event)
{
    event->setDropAction(Qt::CopyAction);
    event->accept();
    hide();
    Q_EMIT dropped(*event->mimeData());
}

} // namespace janus::ui
