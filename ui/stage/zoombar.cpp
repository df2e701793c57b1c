#include "ui/stage/zoombar.h"

#include "ui/kit/plainlabel.h"
#include "ui/kit/segmentedcontrol.h"
#include "ui/kit/tokens.h"
#include "ui/stage/zoom.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

enum ZoomSegment { FitSegment, FullSegment, DoubleSegment };

} // namespace

ZoomBar::ZoomBar(QWidget *parent)
    : QWidget(parent)
    , m_percent(new PlainLabel({}, &Fonts::small, &Colors::textMuted, this))
    , m_segments(new SegmentedControl(u"Zoom"_s, this))
{
    m_segments->addSegment(u"Fit"_s);
    m_segments->addSegment(u"100 %"_s);
    m_segments->addSegment(u"200 %"_s);
    m_segments->setCompact(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_percent);
    row->addWidget(m_segments);
    connect(m_segments, &SegmentedControl::activated, this, [this](int segment) {
        if (segment == FitSegment)
            Q_EMIT fitChosen();
        else
            Q_EMIT scaleChosen(segment == FullSegment ? 1 : 2);
    });
}

void ZoomBar::show(const Zoom &zoom, bool hasPicture)
{
    const int percent = qRound(zoom.scale() * 100);
    const int segment = zoom.isFit()     ? FitSegment
                        : percent == 100 ? FullSegment
                        : percent == 200 ? DoubleSegment
                                         : -1;
    QButtonGroup *group = m_segments->segment(FitSegment)->group();
    group->setExclusive(segment >= 0); // between the steps none of them is on
    if (segment >= 0)
        m_segments->setCurrentIndex(segment);
    else if (QAbstractButton *on = group->checkedButton())
        on->setChecked(false);
    group->setExclusive(true);
    const bool isSaid = segment == FullSegment || segment == DoubleSegment;
    m_percent->setText(isSaid || !hasPicture ? QString() : u"%1 %"_s.arg(percent));
}

} // namespace janus::ui
