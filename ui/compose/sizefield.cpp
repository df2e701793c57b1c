#include "ui/compose/sizefield.h"

#include "ui/compose/numberedit.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/sizechips.h"
#include "ui/kit/studiostyle.h"

#include <QHBoxLayout>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

QList<SizeChip> chipsFor(const QStringList &presets)
{
    QList<SizeChip> chips;
    for (const QString &preset : presets) {
        const QSize pixels = presetPixels(preset);
        SizeChip chip{presetLabel(preset), pixels.isValid() ? pixels : QSize(), presetLabel(preset)};
        if (pixels.isValid())
            chip.accessibleName += u", %1 × %2"_s.arg(pixels.width()).arg(pixels.height());
        chips << chip;
    }
    return chips;
}

} // namespace

SizeField::SizeField(const ParamSpec &spec, QWidget *parent)
    : ParamWidget(spec, parent)
    , m_chips(new SizeChips(spec.title, this))
{
    addWide(m_chips);
    m_chips->setChips(chipsFor(spec.choices));
    m_chips->setVisible(!spec.choices.isEmpty());
    QHBoxLayout *row = addRow(tr("Pixels"));
    m_width = new NumberEdit(tr("Width in pixels"), NumberEdit::Digits::Whole, this);
    m_swap = new IconButton(u"arrows-exchange"_s, tr("Swap width and height (Ctrl+R)"), this);
    m_height = new NumberEdit(tr("Height in pixels"), NumberEdit::Digits::Whole, this);
    m_lock = new IconButton(u"lock-open"_s, tr("Keep the proportion"), this);
    m_width->setUnit(tr("w"));
    m_height->setUnit(tr("h"));
    m_lock->setCheckable(true);
    for (NumberEdit *side : {m_width, m_height}) {
        side->setStep(16, spec.minimum.value_or(1), spec.maximum);
        side->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        side->setMaximumWidth(tokensOf(this).scaled(96));
        addField(side);
        connect(side, &NumberEdit::numberEdited, this, [this, side] { onSide(side); });
    }
    row->addWidget(m_width, 1);
    row->addSpacing(2);
    row->addWidget(m_swap);
    row->addSpacing(2);
    row->addWidget(m_height, 1);
    row->addSpacing(2);
    row->addWidget(m_lock);
    setBuddy(m_width);
    for (IconButton *button : {m_swap, m_lock})
        button->setCompact(true);
    connect(m_chips, &SizeChips::activated, this, &SizeField::onChip);
    connect(m_swap, &IconButton::clicked, this, &SizeField::swapSides);
    connect(m_lock, &IconButton::toggled, this, &SizeField::onLocked);
    display(spec.defaultValue);
}

void SizeField::display(const QJsonValue &value)
{
    const QJsonValue shown = shownValue(value);
    if (shown.isObject()) {
        m_width->setNumber(shown["width"_L1]);
        m_height->setNumber(shown["height"_L1]);
        m_chips->setCurrentIndex(static_cast<int>(spec().choices.indexOf(presetOf(pixels()))));
    } else {
        showPixels(presetPixels(shown.toString()));
        m_chips->setCurrentIndex(static_cast<int>(spec().choices.indexOf(shown.toString())));
    }
    m_proportion = pixels();
}

void SizeField::onChip(int index)
{
    const QString preset = spec().choices.at(index);
    showPixels(presetPixels(preset));
    m_proportion = pixels();
    edit(preset);
}

void SizeField::onSide(NumberEdit *edited)
{
    const qint64 side = edited->number().toInteger();
    if (m_lock->isChecked() && !m_proportion.isEmpty() && side > 0) {
        const bool wide = edited == m_width;
        const double factor = wide ? double(m_proportion.height()) / m_proportion.width()
                                   : double(m_proportion.width()) / m_proportion.height();
        const qint64 other = std::max<qint64>(1, std::llround(std::min<double>(double(side) * factor, 1e9)));
        (wide ? m_height : m_width)->setNumber(other);
    }
    onTyped();
}

void SizeField::onTyped()
{
    const QJsonValue typed = typedValue();
    m_chips->setCurrentIndex(static_cast<int>(spec().choices.indexOf(typed.toString())));
    edit(typed);
}

void SizeField::onLocked(bool locked)
{
    m_proportion = pixels();
    m_lock->setIconName(locked ? u"lock"_s : u"lock-open"_s);
    m_lock->setName(locked ? tr("The proportion is kept") : tr("Keep the proportion"));
}

void SizeField::swapSides()
{
    const QJsonValue width = m_width->number();
    m_width->setNumber(m_height->number());
    m_height->setNumber(width);
    m_proportion = m_proportion.transposed();
    onTyped();
}

void SizeField::showPixels(QSize pixels)
{
    m_width->setNumber(pixels.isValid() ? QJsonValue(pixels.width()) : QJsonValue());
    m_height->setNumber(pixels.isValid() ? QJsonValue(pixels.height()) : QJsonValue());
}

QJsonValue SizeField::typedValue() const
{
    const QString preset = presetOf(pixels());
    if (!preset.isEmpty())
        return preset;
    return QJsonObject{{u"width"_s, m_width->number()}, {u"height"_s, m_height->number()}};
}

/// Empty unless both sides are numbers an int can hold.
QSize SizeField::pixels() const
{
    const qint64 width = m_width->number().toInteger();
    const qint64 height = m_height->number().toInteger();
    constexpr qint64 most = 1'000'000;
    const bool sensible = width > 0 && height > 0 && width <= most && height <= most;
    return sensible ? QSize(static_cast<int>(width), static_cast<int>(height)) : QSize();
}

QString SizeField::presetOf(QSize pixels) const
{
    const auto it = std::ranges::find_if(spec().choices, [pixels](const QString &preset) {
        return pixels.isValid() && presetPixels(preset) == pixels;
    });
    return it == spec().choices.end() ? QString() : *it;
}

void SizeField::setError(const QString &sentence)
{
    ParamWidget::setError(sentence);
    // The sentence names the side it is about; when it does not, both are marked.
    look::set(m_width, look::refused, !sentence.isEmpty() && !sentence.startsWith("Height"_L1));
    look::set(m_height, look::refused, !sentence.isEmpty() && !sentence.startsWith("Width"_L1));
}

QString SizeField::partInError() const
{
    return error().startsWith("Width"_L1)    ? tr("width")
           : error().startsWith("Height"_L1) ? tr("height")
                                             : tr("size");
}

QWidget *SizeField::firstField() const
{
    return error().startsWith("Height"_L1) ? m_height : m_width;
}

} // namespace janus::ui
