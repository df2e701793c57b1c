#include "ui/sheet/sheetheader.h"

#include "models/sheetmodel.h"
#include "ui/kit/tokens.h"
#include "ui/sheet/sheetcell.h"
#include "ui/stage/livecellpainter.h"

#include <algorithm>

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QPaintEvent>
#include <QToolTip>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int columnsHigh = 34;
constexpr int rowsLeast = 72;
constexpr int rowsMost = 168;
constexpr int rowsLeft = 20; ///< as the words above the table
constexpr int rowsGap = 12;
constexpr int mostNameLines = 3;
constexpr int mostMeasured = 200;

} // namespace

SheetHeader::SheetHeader(Qt::Orientation orientation, QWidget *parent)
    : QHeaderView(orientation, parent)
{
    setSectionsClickable(false);
    setHighlightSections(false);
    setSectionResizeMode(QHeaderView::Fixed);
    setMinimumSectionSize(8);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(orientation == Qt::Horizontal ? tr("Columns") : tr("Rows"));
}

void SheetHeader::refresh()
{
    m_wide = 0;
    Q_EMIT geometriesChanged();
    viewport()->update();
}

QString SheetHeader::text(int section) const
{
    return model() ? model()->headerData(section, orientation()).toString() : QString();
}

QString SheetHeader::countText(int row) const
{
    const auto *sheet = qobject_cast<const models::SheetModel *>(model());
    const library::SheetProgress progress =
        sheet ? sheet->progressOf(row, Qt::Vertical) : library::SheetProgress();
    return tr("%1 of %2").arg(progress.done).arg(progress.total());
}

QSize SheetHeader::sizeHint() const
{
    const Tokens &tokens = tokensOf(this);
    if (orientation() == Qt::Horizontal)
        return {0, tokens.scaled(columnsHigh)};
    if (m_wide == 0) {
        const QFontMetrics metrics(tokens.font.medium);
        int wide = 0;
        for (int row = 0; row < std::min(count(), mostMeasured); ++row)
            wide = std::max(wide, metrics.horizontalAdvance(text(row)));
        m_wide = std::clamp(wide, tokens.scaled(rowsLeast), tokens.scaled(rowsMost)) + rowsLeft + rowsGap;
    }
    return {m_wide, 0};
}

void SheetHeader::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), tokensOf(this).color.stage);
    if (count() == 0)
        return;
    const bool isAcross = orientation() == Qt::Horizontal;
    const QRect seen = event->rect();
    const int first = std::max(0, visualIndexAt(isAcross ? seen.left() : seen.top()));
    for (int section = first; section < count(); ++section) {
        const int at = sectionViewportPosition(section);
        if (at > (isAcross ? seen.right() : seen.bottom()))
            break;
        const int size = sectionSize(section);
        paintOne(&painter, section,
                 isAcross ? QRect(at, 0, size, viewport()->height())
                          : QRect(0, at, viewport()->width(), size));
    }
}

void SheetHeader::paintOne(QPainter *painter, int section, const QRect &rect) const
{
    const Tokens &tokens = tokensOf(this);
    painter->setPen(tokens.color.text);
    if (orientation() == Qt::Horizontal) {
        painter->setFont(tokens.font.medium);
        const QRect words = rect.adjusted(sheetCellMargin, 0, -sheetCellMargin, 0);
        painter->drawText(words, Qt::AlignCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(text(section), Qt::ElideRight, words.width()));
        return;
    }
    const int nameLine = tokens.scaled(18);
    const int countLine = tokens.scaled(16);
    const QRect words = rect.adjusted(rowsLeft, 0, -rowsGap, 0);
    const int room = (rect.height() - countLine) / nameLine;
    const QStringList lines =
        wrappedLines(text(section), tokens.font.medium, words.width(), std::clamp(room, 1, mostNameLines));
    int y = words.center().y() - (int(lines.size()) * nameLine + countLine) / 2;
    const auto line = [&](const QString &shown, int high) {
        const QRect place(words.left(), y, words.width(), high);
        painter->drawText(place,
                          int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::AlignVCenter |
                              Qt::TextSingleLine,
                          shown);
        y += high;
    };
    painter->setFont(tokens.font.medium);
    for (const QString &shown : lines)
        line(shown, nameLine);
    painter->setFont(tokens.font.small);
    painter->setPen(tokens.color.textMuted);
    line(countText(section), countLine);
}

void SheetHeader::changeEvent(QEvent *event)
{
    QHeaderView::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        refresh();
}

bool SheetHeader::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int section =
            logicalIndexAt(orientation() == Qt::Horizontal ? help->pos().x() : help->pos().y());
        const QString whole = section < 0 ? QString() : text(section).toHtmlEscaped();
        QToolTip::showText(help->globalPos(), whole, this);
        return true;
    }
    return QHeaderView::viewportEvent(event);
}

} // namespace janus::ui
