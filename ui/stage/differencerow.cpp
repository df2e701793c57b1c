#include "ui/stage/differencerow.h"

#include "ui/kit/tokens.h"

#include <algorithm>
#include <cmath>

#include <QEvent>
#include <QPainter>
#include <QStyle>
#include <QTextLayout>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int rowHeight = 28;
constexpr int nameColumn = 108;
constexpr int narrowName = 76;
constexpr int narrowRow = 520; ///< below this width names get less, all at 100 %
constexpr int columnGap = 8;
constexpr int lineRoom = 10; ///< above and below the lines of a value together

/// One line's worth of text: every line break and tab is a space, nothing is moved.
QString onOneLine(QString text)
{
    for (QChar &sign : text) {
        if (sign.isSpace() || sign.category() == QChar::Other_Control)
            sign = u' ';
    }
    return text;
}

QString ownWords(const QList<WordRun> &runs)
{
    QStringList words;
    for (const WordRun &run : runs) {
        if (!run.isCommon)
            words += run.text.simplified();
    }
    return words.join(u", "_s);
}

/// "a red fox (only here: red)".
QString spoken(const DifferenceCell &cell)
{
    const QString own = ownWords(cell.runs);
    const bool isMarked = !own.isEmpty();
    return isMarked ? DifferenceRow::tr("%1 (only here: %2)").arg(cell.text().simplified(), own)
                    : cell.text().simplified();
}

} // namespace

QString DifferenceCell::text() const
{
    QString text;
    for (const WordRun &run : runs)
        text += run.text;
    return text;
}

DifferenceRow::DifferenceRow(const QString &name, const QList<DifferenceCell> &cells, QWidget *parent)
    : QWidget(parent)
    , m_name(name)
    , m_cells(cells)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    QStringList words;
    for (const DifferenceCell &cell : cells)
        words += spoken(cell);
    setAccessibleName(u"%1: %2"_s.arg(name, words.join(u"; "_s)));
}

int DifferenceRow::nameWidth(int width) const
{
    const Tokens &tokens = tokensOf(this);
    return tokens.scaled(width < tokens.scaled(narrowRow) ? narrowName : nameColumn);
}

/// Two columns follow the panes above: the second begins in the middle.
QRectF DifferenceRow::column(int at, int width) const
{
    const qreal first = nameWidth(width);
    const auto count = int(m_cells.size());
    qreal left = first + at * (width - first) / std::max(1, count);
    qreal right = first + (at + 1) * (width - first) / std::max(1, count) - columnGap;
    if (count == 2) {
        left = at == 0 ? first : (width + columnGap) / 2;
        right = at == 0 ? (width - columnGap) / 2.0 - columnGap : width;
    }
    return {left, 0, std::max(right - left, qreal(1)), 0};
}

qreal DifferenceRow::lay(QTextLayout &layout, const DifferenceCell &cell, qreal width) const
{
    const Tokens &tokens = tokensOf(this);
    const Colors &c = tokens.color;
    QString text = onOneLine(cell.text());
    QList<QTextLayout::FormatRange> formats;
    int at = 0;
    for (const WordRun &run : cell.runs) {
        QTextCharFormat format;
        if (!run.isCommon) {
            const bool isRemoved = cell.own == OwnWords::Removed;
            format.setForeground(isRemoved ? c.danger : c.success);
            format.setBackground(isRemoved ? c.dangerTint : c.successTint);
            format.setFontStrikeOut(isRemoved);
            format.setFontUnderline(!isRemoved);
            formats.append({at, int(run.text.size()), format});
        }
        at += int(run.text.size());
    }
    if (!cell.aside.isEmpty()) {
        QTextCharFormat quiet;
        quiet.setForeground(c.textMuted);
        formats.append({at, int(cell.aside.size()) + 2, quiet});
        text += u"  "_s + cell.aside;
    }
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(Qt::LayoutDirectionAuto);
    option.setAlignment(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignAbsolute);
    layout.setText(text);
    layout.setFont(cell.isMono ? tokens.font.mono : tokens.font.body);
    layout.setTextOption(option);
    layout.setFormats(formats);
    layout.beginLayout();
    qreal y = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, y});
        y += std::ceil(line.height());
    }
    layout.endLayout();
    return y;
}

int DifferenceRow::heightForWidth(int width) const
{
    qreal most = 0;
    for (int at = 0; at < m_cells.size(); ++at) {
        QTextLayout layout;
        most = std::max(most, lay(layout, m_cells.at(at), column(at, width).width()));
    }
    for (const DifferenceCell &cell : m_reserve) {
        QTextLayout layout;
        most = std::max(most, lay(layout, cell, column(0, width).width()));
    }
    return std::max(tokensOf(this).scaled(rowHeight), int(std::ceil(most)) + lineRoom);
}

QSize DifferenceRow::sizeHint() const
{
    const int wide = tokensOf(this).scaled(400);
    return {wide, heightForWidth(wide)};
}

QSize DifferenceRow::minimumSizeHint() const
{
    return {tokensOf(this).scaled(160), tokensOf(this).scaled(rowHeight)};
}

void DifferenceRow::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    const int line = tokens.scaled(rowHeight);
    const QRect name(0, 0, nameWidth(width()) - columnGap, line);
    painter.setFont(tokens.font.body);
    painter.setPen(tokens.color.textMuted);
    painter.drawText(QStyle::visualRect(layoutDirection(), rect(), name),
                     int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::AlignVCenter |
                         Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(m_name, Qt::ElideRight, name.width()));
    painter.setPen(tokens.color.text);
    for (int at = 0; at < m_cells.size(); ++at) {
        const QRectF place = column(at, width());
        QTextLayout layout;
        const qreal high = lay(layout, m_cells.at(at), place.width());
        const qreal top = layout.lineCount() > 1 ? lineRoom / 2.0 : (line - high) / 2;
        const qreal left = layoutDirection() == Qt::LeftToRight ? place.left() : width() - place.right();
        layout.draw(&painter, {left, std::floor(top)});
    }
}

void DifferenceRow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        updateGeometry();
}

} // namespace janus::ui
