#include "ui/kit/segmentedcontrol.h"

#include "ui/kit/icon.h"
#include "ui/kit/rovingfocus.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

namespace janus::ui {

SegmentedControl::SegmentedControl(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_roving(new RovingFocus(m_group, this))
{
    setAccessibleName(name);
    setProperty(look::radius, tokensOf(this).size.radiusPopup);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(3, 3, 3, 3);
    row->setSpacing(2);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int index, bool on) {
        if (on)
            Q_EMIT currentChanged(index);
    });
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentedControl::activated);
}

int SegmentedControl::addSegment(const QString &text, const QString &iconName)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    if (!iconName.isEmpty())
        button->setIcon(icon(iconName));
    button->setToolButtonStyle(iconName.isEmpty() ? Qt::ToolButtonTextOnly : Qt::ToolButtonTextBesideIcon);
    button->setSizePolicy(QSizePolicy::MinimumExpanding, QSizePolicy::Fixed);
    return append(button);
}

int SegmentedControl::addIconSegment(const QString &iconName, const QString &text)
{
    auto *button = new QToolButton(this);
    button->setIcon(icon(iconName));
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    return append(button);
}

int SegmentedControl::append(QToolButton *button)
{
    const int index = count();
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setProperty(look::segment, true);
    button->setProperty(look::ringOnParent, true);
    button->setProperty(look::compact, m_compact);
    const int glyph = m_compact ? tokensOf(this).size.iconSmall : tokensOf(this).size.iconNormal;
    button->setIconSize({glyph, glyph});
    m_group->addButton(button, index);
    layout()->addWidget(button);
    if (index == 0)
        button->setChecked(true);
    m_roving->adopt(button);
    return index;
}

int SegmentedControl::count() const
{
    return int(m_group->buttons().size());
}

int SegmentedControl::currentIndex() const
{
    return m_group->checkedId();
}

void SegmentedControl::setCurrentIndex(int index)
{
    if (QAbstractButton *button = m_group->button(index))
        button->setChecked(true);
}

QToolButton *SegmentedControl::segment(int index) const
{
    return qobject_cast<QToolButton *>(m_group->button(index));
}

void SegmentedControl::setCompact(bool compact)
{
    m_compact = compact;
    const int glyph = compact ? tokensOf(this).size.iconSmall : tokensOf(this).size.iconNormal;
    for (QAbstractButton *button : m_group->buttons()) {
        button->setIconSize({glyph, glyph});
        look::set(button, look::compact, compact);
    }
    layout()->setContentsMargins(compact ? QMargins(2, 2, 2, 2) : QMargins(3, 3, 3, 3));
    updateGeometry();
}

QSize SegmentedControl::sizeHint() const
{
    return layout()->sizeHint();
}

void SegmentedControl::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    const QColor ground = tokens.scheme == Scheme::Light ? tokens.color.hover : tokens.color.field;
    paint::box(&painter, rect(),
               {.ground = ground, .line = tokens.color.border, .radius = qreal(tokens.size.radiusPopup)});
}

} // namespace janus::ui
