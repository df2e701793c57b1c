#include "ui/compose/seedfield.h"

#include "core/seed.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QRandomGenerator>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace janus::ui {

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
    m_dice = new IconButton(u"dice-5"_s, tr("Draw a new seed (Ctrl+D)"), this);
    m_lock = new IconButton(u"lock-open"_s, {}, this);
    m_lock->setCheckable(true);
    m_next = new QToolButton(this);
    m_next->setText(u"+1"_s);
    m_next->setAutoRaise(true);
    m_next->setFocusPolicy(Qt::TabFocus);
    m_next->setToolTip(tr("Next seed"));
    m_next->setAccessibleName(tr("Next seed"));
    row->addWidget(m_edit, 1);
    row->addSpacing(4);
    for (IconButton *button : {m_dice, m_lock}) {
        button->setCompact(true);
        row->addWidget(button);
    }
    row->addWidget(m_next);
    setBuddy(m_edit);
    addField(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, &SeedField::onTyped);
    connect(m_dice, &IconButton::clicked, this, &SeedField::drawNew);
    connect(m_next, &QToolButton::clicked, this, &SeedField::next);
    connect(m_lock, &IconButton::toggled, this, [this] {
        refreshLock();
        Q_EMIT lockChanged();
    });
    refreshLock();
    restyle();
}

bool SeedField::isLocked() const
{
    return m_lock->isChecked();
}

void SeedField::setLocked(bool locked)
{
    const QSignalBlocker quiet(m_lock);
    m_lock->setChecked(locked);
    refreshLock();
}

void SeedField::toggleLock()
{
    m_lock->toggle();
}

void SeedField::drawNew()
{
    m_isFresh = true;
    setSeed(drawSeed(*QRandomGenerator::global()));
}

void SeedField::next()
{
    setLocked(true);
    setSeed(nextSeed(value().toInteger(-1)));
}

void SeedField::drawIfUnlocked()
{
    const bool has = !value().isUndefined() && !value().isNull();
    if (has && (isLocked() || m_isFresh)) {
        m_isFresh = false;
        return;
    }
    drawNew();
    m_isFresh = false;
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
    setLocked(!typed.isEmpty());
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
    m_next->setFont(tokens.font.small);
    m_next->setFixedSize(tokens.size.controlSmall + 2, tokens.size.controlSmall);
}

void SeedField::refreshLock()
{
    m_lock->setIconName(isLocked() ? u"lock"_s : u"lock-open"_s);
    m_lock->setName(isLocked() ? tr("This seed is kept (Ctrl+Shift+D)")
                               : tr("Keep this seed; else Generate draws a new one (Ctrl+Shift+D)"));
}

} // namespace janus::ui
