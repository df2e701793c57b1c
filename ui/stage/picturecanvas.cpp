#include "ui/stage/picturecanvas.h"

#include "models/stageroles.h"
#include "ui/kit/stylepaint.h"
#include "ui/stage/imagestore.h"
#include "ui/stage/livecellpainter.h"
#include "ui/stage/zoomedpicture.h"

#include <algorithm>

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int canvasWheelNotch = 120;   ///< angle of one step; touch pads send less at once
constexpr double panStep = 64;          ///< logical pixels per arrow key
constexpr double liveDrawnLarger = 1.5; ///< a live cell's text, when it fills the loupe
constexpr int enlargesLiveFrom = 480;   ///< logical pixels of width

} // namespace

PictureCanvas::PictureCanvas(ImageStore *store, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(u"Picture"_s);
    setMinimumSize(120, 90);
    m_secondTimer.setInterval(std::chrono::seconds(1));
    connect(&m_secondTimer, &QTimer::timeout, this, qOverload<>(&QWidget::update));
    connect(store, &ImageStore::arrived, this, [this](PictureId id) {
        if (m_index.data(models::PictureIdRole).toLongLong() == id)
            update();
    });
}

void PictureCanvas::setIndex(const QModelIndex &index)
{
    // Pictures of one size keep the zoom, so that the same spot of neighbours can be compared.
    const QSize before = m_index.data(models::PixelSizeRole).toSize();
    const bool isLive = index.data(models::KindRole).toInt() == int(models::CellKind::Live);
    if (isLive || index.data(models::PixelSizeRole).toSize() != before)
        m_zoom.fit();
    m_index = index;
    refresh();
}

void PictureCanvas::refresh()
{
    const StageCell cell = readCell(m_index);
    m_store->want(cell.picture);
    m_zoom.setPicture(cell.size);
    const QString name = m_index.data(Qt::AccessibleTextRole).toString();
    setAccessibleName(name.isEmpty() ? u"Picture"_s : name);
    if (cell.isLive() && cell.state == JobState::Running)
        m_secondTimer.start();
    else
        m_secondTimer.stop();
    changed();
}

void PictureCanvas::setUsualTimes(const UsualTimes &usual)
{
    m_usual = usual;
    update();
}

LiveText PictureCanvas::textOf(const StageCell &cell) const
{
    return liveText(cell, QDateTime::currentDateTimeUtc(), m_usual);
}

void PictureCanvas::setPadding(const QMargins &padding)
{
    m_padding = padding;
    placeRoom();
}

void PictureCanvas::changed()
{
    updateCursor();
    update();
    Q_EMIT zoomChanged();
}

void PictureCanvas::fit()
{
    m_zoom.fit();
    changed();
}

void PictureCanvas::setScale(double scale)
{
    m_zoom.setScale(scale, m_zoom.room().center());
    changed();
}

void PictureCanvas::toggleFit()
{
    if (m_zoom.isFit())
        setScale(1);
    else
        fit();
}

void PictureCanvas::placeRoom()
{
    const QRectF room = QRectF(rect()).marginsRemoved(m_padding);
    m_zoom.setRoom(room.isValid() ? room : QRectF(rect()), devicePixelRatioF());
    changed();
}

void PictureCanvas::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeRoom();
}

void PictureCanvas::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.fillRect(event->rect(), tokensOf(this).color.stage);
    if (!m_index.isValid())
        return;
    const StageCell cell = readCell(m_index);
    if (cell.isLive())
        paintLive(&painter, cell);
    else
        paintWhole(&painter, cell);
}

void PictureCanvas::paintWhole(QPainter *painter, const StageCell &cell)
{
    const Tokens &tokens = tokensOf(this);
    const QPixmap whole = m_store->image(cell.picture);
    paintZoomed(painter, m_zoom, {whole, cell.thumbnail}, m_scaled, tokens.color.panel);
}

/// Where a live cell is drawn: in the picture's place, or in all the room while that is zoomed.
QRect PictureCanvas::liveRect() const
{
    return (m_zoom.isFit() ? m_zoom.picture() : m_zoom.room()).toRect();
}

/// The tokens live cells are drawn with: larger text, icons and buttons where there is room for them.
Tokens PictureCanvas::liveTokens() const
{
    Tokens tokens = tokensOf(this);
    if (liveRect().width() < enlargesLiveFrom)
        return tokens;
    tokens.textScale *= liveDrawnLarger;
    for (QFont *font : {&tokens.font.small, &tokens.font.title, &tokens.font.number})
        font->setPixelSize(qRound(font->pixelSize() * liveDrawnLarger));
    for (int *length : {&tokens.size.iconSmall, &tokens.size.iconNormal, &tokens.size.controlSmall})
        *length = qRound(*length * liveDrawnLarger);
    return tokens;
}

QList<LiveButton> PictureCanvas::liveButtonsNow() const
{
    const StageCell cell = readCell(m_index);
    if (!m_index.isValid() || !cell.isLive())
        return {};
    return liveButtons(liveTokens(), textOf(cell), liveRect(), cell.state);
}

void PictureCanvas::paintLive(QPainter *painter, const StageCell &cell)
{
    paintLiveCell(painter, liveTokens(), textOf(cell), liveRect(), {cell.state, std::nullopt});
}

void PictureCanvas::wheelEvent(QWheelEvent *event)
{
    m_wheel += event->angleDelta().y();
    for (; std::abs(m_wheel) >= canvasWheelNotch;
         m_wheel += m_wheel > 0 ? -canvasWheelNotch : canvasWheelNotch) {
        m_zoom.step(m_wheel > 0 ? 1 : -1, event->position());
        changed();
    }
    event->accept();
}

void PictureCanvas::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QList<LiveButton> buttons = liveButtonsNow();
    const auto under = std::ranges::find_if(
        buttons, [&](const LiveButton &b) { return b.rect.contains(event->position().toPoint()); });
    if (under != buttons.end()) {
        Q_EMIT jobActionRequested(m_index.data(models::JobIdRole).toLongLong(), under->action);
        return;
    }
    m_grabbed = event->position();
    m_isPanning = m_zoom.isPannable();
    updateCursor();
}

void PictureCanvas::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_isPanning)
        return;
    m_zoom.pan(event->position() - m_grabbed);
    m_grabbed = event->position();
    update();
}

void PictureCanvas::mouseReleaseEvent(QMouseEvent *)
{
    m_isPanning = false;
    updateCursor();
}

void PictureCanvas::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (m_zoom.isFit()) {
        m_zoom.setScale(1, event->position());
        changed();
    } else {
        fit();
    }
}

void PictureCanvas::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isMouse = event->reason() == QContextMenuEvent::Mouse;
    Q_EMIT contextMenuRequested(isMouse ? event->globalPos() : mapToGlobal(rect().center()));
    event->accept();
}

void PictureCanvas::updateCursor()
{
    setCursor(!m_zoom.isPannable() ? Qt::ArrowCursor
              : m_isPanning        ? Qt::ClosedHandCursor
                                   : Qt::OpenHandCursor);
}

void PictureCanvas::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = !(event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier));
    event->setAccepted(isPlain && ((m_zoom.isPannable() && panByKey(event->key())) ||
                                   stepByKey(event->key()) || zoomByKey(event)));
}

bool PictureCanvas::panByKey(int key)
{
    QPointF delta;
    switch (key) {
    case Qt::Key_Left:
        delta = {panStep, 0};
        break;
    case Qt::Key_Right:
        delta = {-panStep, 0};
        break;
    case Qt::Key_Up:
        delta = {0, panStep};
        break;
    case Qt::Key_Down:
        delta = {0, -panStep};
        break;
    default:
        return false;
    }
    m_zoom.pan(delta);
    update();
    return true;
}

bool PictureCanvas::stepByKey(int key)
{
    const bool isBack = key == Qt::Key_Left || key == Qt::Key_Up || key == Qt::Key_PageUp;
    const bool isOn = key == Qt::Key_Right || key == Qt::Key_Down || key == Qt::Key_PageDown;
    if (isBack || isOn)
        Q_EMIT stepRequested(isBack ? -1 : 1);
    return isBack || isOn;
}

bool PictureCanvas::zoomByKey(QKeyEvent *event)
{
    const QPointF middle = m_zoom.room().center();
    switch (event->key()) {
    case Qt::Key_Z:
        toggleFit();
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        m_zoom.step(1, middle);
        changed();
        return true;
    case Qt::Key_Minus:
        m_zoom.step(-1, middle);
        changed();
        return true;
    case Qt::Key_Escape:
    case Qt::Key_G:
        Q_EMIT leaveRequested();
        return true;
    case Qt::Key_F11:
    case Qt::Key_Space:
        Q_EMIT fullScreenRequested();
        return true;
    default:
        return false;
    }
}

} // namespace janus::ui
