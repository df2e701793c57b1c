#include "ui/stage/fullscreenviewer.h"

#include "ui/stage/picturecanvas.h"

#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QVBoxLayout>

namespace janus::ui {

using namespace Qt::StringLiterals;

FullScreenViewer::FullScreenViewer(QItemSelectionModel *selection, ImageStore *store, QWidget *parent)
    : QWidget(parent, Qt::Window | Qt::FramelessWindowHint)
    , m_selection(selection)
    , m_canvas(new PictureCanvas(store, this))
{
    setWindowTitle(u"Picture"_s);
    setFocusProxy(m_canvas);
    m_canvas->setPadding({});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_canvas);
    connect(m_canvas, &PictureCanvas::leaveRequested, this, &QWidget::hide);
    connect(m_canvas, &PictureCanvas::fullScreenRequested, this, &QWidget::hide);
    connect(m_canvas, &PictureCanvas::stepRequested, this, &FullScreenViewer::stepRequested);
    connect(selection, &QItemSelectionModel::currentChanged, this, &FullScreenViewer::showCurrent);
    connect(selection->model(), &QAbstractItemModel::dataChanged, this, &FullScreenViewer::showCurrent);
}

void FullScreenViewer::setUsualTimes(const UsualTimes &usual)
{
    m_canvas->setUsualTimes(usual);
}

void FullScreenViewer::showCurrent()
{
    if (isVisible())
        m_canvas->setIndex(m_selection->currentIndex());
}

void FullScreenViewer::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showCurrent();
    m_canvas->setFocus();
}

void FullScreenViewer::keyPressEvent(QKeyEvent *event)
{
    if (const std::optional<MarkWish> wish = markOfKey(event))
        Q_EMIT markWished(*wish);
    else
        QWidget::keyPressEvent(event);
}

void FullScreenViewer::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    Q_EMIT left();
}

} // namespace janus::ui
