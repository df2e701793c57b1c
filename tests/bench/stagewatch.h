#pragma once

#include <QModelIndexList>
#include <QObject>
#include <QPointer>

#include <functional>

class QAbstractItemView;

namespace janus::bench {

/// Sees what an artist sees of a view of pictures: when it was painted, and whether all that is in sight is
/// real, with thumbnail and details. Asks nothing of the view but what every QAbstractItemView answers.
class StageWatch : public QObject
{
    Q_OBJECT
public:
    explicit StageWatch(QAbstractItemView &view);

    /// Paintings that are over, the flush to the screen included.
    int paints() const { return m_paints; }
    /// Paintings that began when everything in sight was real. Counted only while watchesReal().
    int realPaints() const { return m_realPaints; }
    /// Looking is work in the thread that is measured, so it is done only on request.
    void watchReal(bool watches) { m_watchesReal = watches; }

    QModelIndexList visible() const;
    bool isPageReal() const;

    /// Handles events until `condition` holds; false when it does not within `milliseconds`. Sleeps in
    /// between.
    static bool waitFor(const std::function<bool()> &condition, int milliseconds);
    bool waitForPaint(int milliseconds = 5000);
    /// Waits until a painting showed nothing but real cells.
    bool waitForRealPage(int milliseconds = 20000);

Q_SIGNALS:
    void painted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QAbstractItemView &m_view;
    int m_paints = 0;
    int m_realPaints = 0;
    bool m_watchesReal = true;
};

} // namespace janus::bench
