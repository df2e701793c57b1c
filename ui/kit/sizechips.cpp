#include "ui/kit/sizechips.h"

#include "ui/kit/rovingfocus.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QGridLayout>
#include <QPainter>

namespace janus::ui {

namespace {

constexpr double longestSide = 26;
constexpr double longestSquareSide = 22;

/// The drawn rectangle, in proportion to the largest of all chips, so that HD looks larger than its small
/// brother.
QSizeF drawnShape(QSize pixels, int largest)
{
    if (pixels.isEmpty() || largest <= 0)
        return {};
    QSizeF shape = QSizeF(pixels) * (longestSide / largest);
    const double shorter = qMin(shape.width(), shape.height());
    if (shorter > longestSquareSide)
        shape *= longestSquareSide / shorter;
    return shape.expandedTo({6, 6});
}

class SizeChipButton : public QAbstractButton
{
public:
    SizeChipButton(const SizeChip &chip, QSizeF shape, QWidget *parent)
        : QAbstractButton(parent)
        , m_shape(shape)
    {
        setText(chip.text);
        setAccessibleName(chip.accessibleName.isEmpty() ? chip.text : chip.accessibleName);
        setToolTip(chip.accessibleName);
        setCheckable(true);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    QSize sizeHint() const override
    {
        const Tokens &tokens = tokensOf(this);
        const int text = QFontMetrics(tokens.font.micro).horizontalAdvance(this->text());
        return {qMax(tokens.scaled(36), text + 8), tokens.size.sizeChip};
    }

    QSize minimumSizeHint() const override { return {30, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensOf(this);
        const Colors &c = tokens.color;
        QPainter painter(this);
        const bool on = isChecked();
        const bool hover = isEnabled() && underMouse();
        const QColor ink = !isEnabled() ? c.textDisabled : on || hover ? c.text : c.textSecondary;
        paint::Box frame{.line = on ? c.borderControl : c.border, .radius = qreal(tokens.size.radiusControl)};
        frame.ground = !isEnabled() ? QColor() : on || isDown() ? c.pressed : hover ? c.hover : QColor();
        paint::box(&painter, rect(), frame);
        QRectF shape({0, 0}, m_shape * tokens.textScale);
        const qreal line = tokens.scaled(13) + 4;
        shape.moveCenter({width() / 2.0, 5 + (height() - 5 - line) / 2.0});
        if (!shape.isEmpty())
            paint::box(&painter, shape,
                       {.ground = on && isEnabled() ? c.accent : QColor(),
                        .line = on && isEnabled() ? c.accent : ink,
                        .radius = 1,
                        .lineWidth = 1.5});
        painter.setFont(tokens.font.micro);
        painter.setPen(ink);
        const QRectF place =
            m_shape.isEmpty() ? QRectF(rect()) : QRectF(0, height() - line, width(), line - 3);
        painter.drawText(place, Qt::AlignCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, width() - 4));
    }

private:
    QSizeF m_shape;
};

} // namespace

SizeChips::SizeChips(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_roving(new RovingFocus(m_group, this))
    , m_grid(new QGridLayout(this))
{
    setAccessibleName(name);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(6);
    connect(m_group, &QButtonGroup::idClicked, this, &SizeChips::activated);
}

void SizeChips::setChips(const QList<SizeChip> &chips)
{
    m_chips = chips;
    rebuild();
}

void SizeChips::setColumns(int columns)
{
    m_columns = qMax(1, columns);
    rebuild();
}

void SizeChips::rebuild()
{
    const int chosen = currentIndex();
    qDeleteAll(m_group->buttons());
    int largest = 0;
    for (const SizeChip &chip : m_chips)
        largest = qMax(largest, qMax(chip.pixels.width(), chip.pixels.height()));
    for (int index = 0; index < m_chips.size(); ++index) {
        const SizeChip &chip = m_chips.at(index);
        auto *button = new SizeChipButton(chip, drawnShape(chip.pixels, largest), this);
        m_group->addButton(button, index);
        m_grid->addWidget(button, index / m_columns, index % m_columns);
        m_roving->adopt(button);
    }
    setCurrentIndex(chosen);
}

int SizeChips::currentIndex() const
{
    return m_group->checkedId();
}

void SizeChips::setCurrentIndex(int index)
{
    if (QAbstractButton *button = m_group->button(index)) {
        button->setChecked(true);
    } else if (QAbstractButton *chosen = m_group->checkedButton()) {
        // An exclusive group never lets go of its last button by itself.
        m_group->setExclusive(false);
        chosen->setChecked(false);
        m_group->setExclusive(true);
    }
    m_roving->refresh();
}

} // namespace janus::ui
