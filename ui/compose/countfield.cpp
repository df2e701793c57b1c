#include "ui/compose/countfield.h"

#include "ui/compose/numberedit.h"
#include "ui/kit/segmentedcontrol.h"

#include <QHBoxLayout>
#include <QToolButton>

namespace janus::ui {

CountField::CountField(const ParamSpec &spec, QWidget *parent)
    : ParamWidget(spec, parent)
{
    QHBoxLayout *row = addRow(spec.title);
    m_edit = new NumberEdit(tr("Number of pictures"), NumberEdit::Digits::Whole, this);
    m_edit->setStep(1, spec.minimum.value_or(1), spec.maximum);
    m_edit->setWidthInDigits(4);
    m_edit->setToolTip(spec.hint.toHtmlEscaped());
    m_modes = new SegmentedControl(tr("How the pictures are asked for"), this);
    m_modes->addSegment(tr("Split"));
    m_modes->addSegment(tr("Together"));
    m_modes->setCompact(true);
    m_modes->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_modes->segment(0)->setToolTip(
        tr("One request for each picture, with seeds one apart: each can be run again alone."));
    m_modes->segment(1)->setToolTip(
        tr("One request for all pictures: a single picture needs its whole set to be made again."));
    row->addWidget(m_edit);
    row->addSpacing(8);
    row->addWidget(m_modes, 1);
    // The row is as high without the choice as with it.
    QSizePolicy keep = m_modes->sizePolicy();
    keep.setRetainSizeWhenHidden(true);
    m_modes->setSizePolicy(keep);
    setBuddy(m_edit);
    addField(m_edit);
    connect(m_edit, &NumberEdit::numberEdited, this, [this] {
        refresh();
        edit(m_edit->number());
    });
    connect(m_modes, &SegmentedControl::currentChanged, this, &CountField::refresh);
    connect(m_modes, &SegmentedControl::activated, this, &CountField::splitChanged);
    display(spec.defaultValue);
}

bool CountField::isSplit() const
{
    return m_modes->currentIndex() == 0;
}

void CountField::setSplit(bool split)
{
    m_modes->setCurrentIndex(split ? 0 : 1);
}

bool CountField::makesSeveralRequests() const
{
    return isSplit() && m_edit->number().toInteger() > 1;
}

void CountField::display(const QJsonValue &value)
{
    m_edit->setNumber(shownValue(value));
    refresh();
}

void CountField::setNarrow(bool narrow)
{
    ParamWidget::setNarrow(narrow);
    m_edit->setWidthInDigits(narrow ? 2 : 4);
}

void CountField::refresh()
{
    const bool several = m_edit->number().toInteger() > 1;
    m_modes->setVisible(several);
    setHintText(!several    ? QString()
                : isSplit() ? tr("Each picture has a seed of its own")
                            : tr("One request, one seed for all"));
}

} // namespace janus::ui
