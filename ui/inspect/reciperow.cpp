#include "ui/inspect/reciperow.h"

#include "ui/kit/announce.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

RecipeRow *neighbourRow(QWidget *row, int step)
{
    const QList<RecipeRow *> rows = row->window()->findChildren<RecipeRow *>();
    const auto shown = [&](qsizetype k) { return k >= 0 && k < rows.size(); };
    for (qsizetype k = rows.indexOf(static_cast<RecipeRow *>(row)) + step; shown(k); k += step) {
        if (rows.at(k)->isVisible())
            return rows.at(k);
    }
    return nullptr;
}

} // namespace

RecipeRow::RecipeRow(const QString &name, const QString &value, QWidget *parent)
    : QWidget(parent)
    , m_name(name)
    , m_value(value)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(u"%1: %2"_s.arg(name, value));
    setAccessibleDescription(tr("Enter copies the value."));
    m_said.setSingleShot(true);
    m_said.setInterval(1200);
    connect(&m_said, &QTimer::timeout, this, qOverload<>(&QWidget::update));
}

void RecipeRow::setMono(bool mono)
{
    m_isMono = mono;
    update();
}

void RecipeRow::setQuiet(bool quiet)
{
    m_isQuiet = quiet;
    update();
}

IconButton *RecipeRow::addButton(const QString &iconName, const QString &name)
{
    m_button = new IconButton(iconName, name, this);
    m_button->setCompact(true);
    m_button->setGlyph(&Measures::iconSmall);
    m_button->setCursor(Qt::ArrowCursor);
    placeButton();
    m_button->show(); // the row may be visible already
    return m_button;
}

void RecipeRow::copy()
{
    const QString text = m_copied.isEmpty() ? m_value : m_copied;
    QGuiApplication::clipboard()->setText(text);
    m_said.start();
    update();
    announce(this, tr("Copied"));
    Q_EMIT copied(text);
}

QSize RecipeRow::sizeHint() const
{
    return {tokensOf(this).scaled(200), tokensOf(this).size.recipeRow};
}

int RecipeRow::nameWidth() const
{
    return tokensOf(this).scaled(92);
}

QFont RecipeRow::valueFont() const
{
    const Fonts &font = tokensOf(this).font;
    return m_isMono ? font.mono : font.body;
}

QRect RecipeRow::valueRect() const
{
    const int right = m_button ? m_button->width() + 4 : 0;
    const QRect ours(padding + nameWidth(), 0, width() - 2 * padding - nameWidth() - right, height());
    return QStyle::visualRect(layoutDirection(), rect(), ours);
}

void RecipeRow::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    const Colors &c = tokens.color;
    QPainter painter(this);
    paint::Box ground{.radius = qreal(tokens.size.radiusControl)};
    ground.ground = underMouse() ? c.hover : QColor();
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        ground.line = c.focusRing;
        ground.lineWidth = tokens.size.focusWidth;
    }
    paint::box(&painter, rect(), ground);
    const int left = int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::AlignVCenter |
                     Qt::TextSingleLine;
    const QRect name =
        QStyle::visualRect(layoutDirection(), rect(), QRect(padding, 0, nameWidth() - 8, height()));
    painter.setFont(tokens.font.small);
    painter.setPen(c.textMuted);
    painter.drawText(name, left, painter.fontMetrics().elidedText(m_name, Qt::ElideRight, name.width()));
    const bool copied = m_said.isActive();
    painter.setFont(copied ? tokens.font.small : valueFont());
    painter.setPen(copied || m_isQuiet ? c.textMuted : c.text);
    const QString text = copied ? tr("Copied") : m_value.simplified();
    painter.drawText(valueRect(), left, painter.fontMetrics().elidedText(text, m_elide, valueRect().width()));
}

void RecipeRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeButton();
}

void RecipeRow::placeButton()
{
    if (!m_button)
        return;
    const QSize size = m_button->sizeHint();
    const QRect place(width() - size.width() - padding, (height() - size.height()) / 2, size.width(),
                      size.height());
    m_button->setGeometry(QStyle::visualRect(layoutDirection(), rect(), place));
}

void RecipeRow::mousePressEvent(QMouseEvent *event)
{
    event->setAccepted(event->button() == Qt::LeftButton);
}

void RecipeRow::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        copy();
}

void RecipeRow::keyPressEvent(QKeyEvent *event)
{
    const int key = event->key();
    if (event->matches(QKeySequence::Copy) || key == Qt::Key_Return || key == Qt::Key_Enter ||
        key == Qt::Key_Space) {
        if (!event->isAutoRepeat())
            copy();
        return;
    }
    if (key == Qt::Key_Up || key == Qt::Key_Down) {
        if (RecipeRow *next = neighbourRow(this, key == Qt::Key_Up ? -1 : 1))
            next->setFocus(Qt::TabFocusReason);
        return;
    }
    QWidget::keyPressEvent(event);
}

bool RecipeRow::event(QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    const bool cut = event->type() == QEvent::ToolTip &&
                     QFontMetrics(valueFont()).horizontalAdvance(m_value) > valueRect().width();
    if (!cut)
        return QWidget::event(event);
    // Escaped text inside <span> is certainly shown literally.
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(),
                       u"<span>%1</span>"_s.arg(m_value.toHtmlEscaped()), this);
    return true;
}

} // namespace janus::ui
