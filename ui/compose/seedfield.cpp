#include "ui/compose/seedfield.h"

#include "core/seed.h"
#include "ui/kit/segmentedcontrol.h"
#include "ui/kit/studiostyle.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QRandomGenerator>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QToolButton>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr std::array<QLatin1StringView, 3> seedModeWords{"draw"_L1, "locked"_L1, "count"_L1};

} // namespace

QString seedModeWord(SeedMode mode)
{
    return seedModeWords[std::size_t(mode)];
}

SeedMode seedModeFrom(const QString &word)
{
    return word == seedModeWords[1]   ? SeedMode::Locked
           : word == seedModeWords[2] ? SeedMode::CountUp
                                      : SeedMode::Draw;
}

SeedField::SeedField(const ParamSpec &spec, QWidget *parent)
    : ParamWidget(spec, parent)
{
    QHBoxLayout *row = addRow(spec.title);
    m_edit = new QLineEdit(this);
    m_edit->setAccessibleName(spec.title);
    m_edit->setToolTip(spec.hint.toHtmlEscaped());
    m_edit->setPlaceholderText(tr("random"));
    m_edit->setTextMargins(2, 0, 0, 0);
    m_edit->setProperty(look::compact, true);
    m_edit->setValidator(
        new QRegularExpressionValidator(QRegularExpression(uR"(\s*[-+]?\d{0,24}\s*)"_s), this));
    m_modes = new SegmentedControl(tr("What Generate does with the seed"), this);
    m_modes->addIconSegment(u"dice-5"_s, tr("A new seed each time"));
    m_modes->addIconSegment(u"lock"_s, tr("Keep this seed"));
    m_modes->addSegment(u"+1"_s);
    nextButton()->setAccessibleName(tr("Count up"));
    m_modes->setCompact(true);
    diceButton()->setToolTip(tr("A new seed at each Generate; press once more to draw one now (Ctrl+D)"));
    lockButton()->setToolTip(tr("Keep this seed at each Generate (Ctrl+Shift+D)"));
    nextButton()->setToolTip(
        tr("Count up: after each Generate the next seed; press once more for the next one now"));
    row->addWidget(m_edit, 1);
    row->addSpacing(8);
    row->addWidget(m_modes);
    setBuddy(m_edit);
    addField(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, &SeedField::onTyped);
    connect(m_modes, &SegmentedControl::activated, this, &SeedField::onPressed);
    refreshHint();
    restyle();
}

QToolButton *SeedField::diceButton() const
{
    return m_modes->segment(int(SeedMode::Draw));
}

QToolButton *SeedField::lockButton() const
{
    return m_modes->segment(int(SeedMode::Locked));
}

QToolButton *SeedField::nextButton() const
{
    return m_modes->segment(int(SeedMode::CountUp));
}

SeedMode SeedField::mode() const
{
    return m_shown;
}

void SeedField::setMode(SeedMode mode)
{
    if (mode != SeedMode::Locked)
        m_unlocked = mode;
    m_shown = mode;
    m_modes->setCurrentIndex(int(mode));
    refreshHint();
}

void SeedField::setChosen(bool isChosen)
{
    if (isChosen && m_shown == SeedMode::Draw)
        setMode(SeedMode::Locked);
    else if (!isChosen && m_shown == SeedMode::Locked)
        setMode(m_unlocked);
}

void SeedField::toggleLock()
{
    setMode(isLocked() ? m_unlocked : SeedMode::Locked);
    Q_EMIT modeChanged();
}

void SeedField::onPressed(int index)
{
    const auto pressed = SeedMode(index);
    if (pressed != m_shown) {
        setMode(pressed);
        Q_EMIT modeChanged();
    } else if (pressed == SeedMode::Draw) {
        drawNew();
    } else if (pressed == SeedMode::Locked) {
        toggleLock();
    } else {
        next();
    }
}

void SeedField::drawNew()
{
    m_isFresh = true;
    setSeed(drawSeed(*QRandomGenerator::global()));
}

void SeedField::next()
{
    setChosen(true);
    setSeed(nextSeed(value().toInteger(-1)));
}

bool SeedField::hasSeed() const
{
    return !value().isUndefined() && !value().isNull();
}

void SeedField::prepare()
{
    if (!hasSeed() || (m_shown == SeedMode::Draw && !m_isFresh))
        drawNew();
    m_isFresh = false;
}

void SeedField::advance(int seeds)
{
    if (m_shown == SeedMode::CountUp && hasSeed())
        setSeed(nextSeed(value().toInteger(), seeds));
}

void SeedField::setSeed(qint64 seed)
{
    m_edit->setText(QString::number(seed));
    m_edit->setCursorPosition(0);
    edit(seed);
}

void SeedField::onTyped()
{
    const QString typed = m_edit->text().trimmed();
    bool ok = false;
    const qint64 seed = QLocale::c().toLongLong(typed, &ok);
    m_isFresh = false;
    setChosen(!typed.isEmpty());
    edit(typed.isEmpty() ? QJsonValue(QJsonValue::Undefined) : ok ? QJsonValue(seed) : QJsonValue(typed));
}

void SeedField::display(const QJsonValue &value)
{
    m_isFresh = false;
    const bool none = value.isUndefined() || value.isNull();
    m_edit->setText(none               ? QString()
                    : value.isString() ? value.toString()
                                       : QString::number(value.toInteger()));
    m_edit->setCursorPosition(0);
}

void SeedField::changeEvent(QEvent *event)
{
    ParamWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void SeedField::restyle()
{
    const Tokens &tokens = tokensOf(this);
    m_edit->setFont(tokens.font.mono);
    for (int mode = 0; mode < m_modes->count(); ++mode) // ten digits keep their room in the narrow dock
        m_modes->segment(mode)->setFixedWidth(tokens.scaled(26));
}

void SeedField::setLow(bool low)
{
    if (std::exchange(m_isLow, low) != low)
        refreshHint();
}

void SeedField::refreshHint()
{
    if (m_isLow)
        return setHintText({});
    switch (m_shown) {
    case SeedMode::Draw:
        return setHintText(tr("A new one at each Generate"));
    case SeedMode::Locked:
        return setHintText(tr("Stays as it is"));
    case SeedMode::CountUp:
        return setHintText(tr("The next one after each Generate"));
    }
}

} // namespace janus::ui
