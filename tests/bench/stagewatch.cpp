#include "stagewatch.h"

#include "models/stageroles.h"

#include <QAbstractItemView>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEvent>
#include <QImage>
#include <QPixmap>
#include <QTimer>

namespace janus::bench {

namespace {

constexpr int probeStep = 24; ///< cells are larger
/// Cells of one line are of different heights: a short one may be out of sight between two that are not.
constexpr int mostInOneLine = 24;

bool hasImage(const QVariant &decoration)
{
    return decoration.typeId() == QMetaType::QImage ? !decoration.value<QImage>().isNull()
                                                    : !decoration.value<QPixmap>().isNull();
}

bool isReal(const QModelIndex &index)
{
    if (index.data(models::KindRole).toInt() == static_cast<int>(models::CellKind::Live))
        return true;
    return hasImage(index.data(Qt::DecorationRole)) && index.data(models::PictureRole).isValid();
}

} // namespace

StageWatch::StageWatch(QAbstractItemView &view)
    : m_view(view)
{
    view.viewport()->installEventFilter(this);
}

bool StageWatch::eventFilter(QObject *, QEvent *event)
{
    if (event->type() == QEvent::Paint) {
        const bool isReal = m_watchesReal && isPageReal();
        QMetaObject::invokeMethod(
            this,
            [this, isReal] {
                ++m_paints;
                m_realPaints += isReal ? 1 : 0;
                Q_EMIT painted();
            },
            Qt::QueuedConnection);
    }
    return false;
}

QModelIndexList StageWatch::visible() const
{
    const QRect page = m_view.viewport()->rect();
    const QAbstractItemModel *model = m_view.model();
    QModelIndex first;
    for (int y = 1; y < page.height() && !first.isValid(); y += probeStep) {
        for (int x = 1; x < page.width() && !first.isValid(); x += probeStep)
            first = m_view.indexAt({x, y});
    }
    if (!first.isValid())
        return {};
    const auto inSight = [&](int row) { return m_view.visualRect(model->index(row, 0)).intersects(page); };
    QModelIndexList found;
    for (int row = first.row(), last = row; row >= 0 && last - row < mostInOneLine; --row) {
        if (inSight(row)) {
            found.prepend(model->index(row, 0));
            last = row;
        }
    }
    for (int row = first.row() + 1, last = row; row < model->rowCount() && row - last < mostInOneLine;
         ++row) {
        if (inSight(row)) {
            found << model->index(row, 0);
            last = row;
        }
    }
    return found;
}

bool StageWatch::isPageReal() const
{
    const QModelIndexList cells = visible();
    return !cells.isEmpty() && std::ranges::all_of(cells, isReal);
}

bool StageWatch::waitFor(const std::function<bool()> &condition, int milliseconds)
{
    const QDeadlineTimer deadline(milliseconds);
    QTimer waker; // so that the wait below ends
    waker.setTimerType(Qt::PreciseTimer);
    waker.start(milliseconds + 1);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

bool StageWatch::waitForPaint(int milliseconds)
{
    return waitFor([this, before = m_paints] { return m_paints > before; }, milliseconds);
}

bool StageWatch::waitForRealPage(int milliseconds)
{
    return waitFor([this, before = m_realPaints] { return m_realPaints > before; }, milliseconds);
}

} // namespace janus::bench
