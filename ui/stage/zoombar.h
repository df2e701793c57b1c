#pragma once

#include <QWidget>

namespace janus::ui {

class PlainLabel;
class SegmentedControl;
class Zoom;

/// Fit, 100 % or 200 %, and the scale in words when it is none of these.
class ZoomBar : public QWidget
{
    Q_OBJECT
public:
    explicit ZoomBar(QWidget *parent = nullptr);

    /// What is on now. `hasPicture` is false when there is nothing whose scale could be told.
    void show(const Zoom &zoom, bool hasPicture = true);
    SegmentedControl *segments() const { return m_segments; }

Q_SIGNALS:
    void fitChosen();
    /// 1 is 100 %.
    void scaleChosen(double scale);

private:
    PlainLabel *m_percent;
    SegmentedControl *m_segments;
};

} // namespace janus::ui
