#include "ui/sheet/sheetprint.h"

#include "library/picturecheck.h"
#include "support/durablefile.h"

#include <algorithm>
#include <cmath>

#include <QBuffer>
#include <QFile>
#include <QFileInfo>
#include <QFontMetricsF>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostSheetPixels = 134'217'728; ///< half a gigabyte of memory
constexpr int leastPrintedCell = 32;
constexpr int printDpi = 300;
constexpr double leastPaperCell = 18 / 25.4; ///< inches: smaller pictures show nothing
constexpr double paperText = 9 / 72.0;       ///< inches
constexpr int mostPromptLines = 8;
constexpr int printedNameLines = 3;
constexpr int pngQuality = 75; ///< of Qt's scale: how hard to compress, nothing is lost

/// A part of a page: what fits on one leaf, or all of it.
struct PrintPart
{
    const SheetPrintPage *page = nullptr;
    int firstColumn = 0, columns = 0;
    int firstRow = 0, rows = 0;
};

/// PrintMeasures in the device's units; everything follows from the size of the text and of a cell.
struct PrintMeasures
{
    double em = 12; ///< size of body text
    double cellWide = 0, cellHigh = 0;

    double margin() const { return 2 * em; }
    double gap() const { return std::max(em / 2, cellWide / 24); }
    double title() const { return 2.4 * em; }
    double line() const { return 1.5 * em; }
    double columnHead() const { return 2.2 * em; }
};

QFont sized(QFont font, double pixels)
{
    font.setPixelSize(std::max(1, qRound(pixels)));
    return font;
}

double widestRowName(const QStringList &rows, const QFont &font, double most)
{
    double wide = 0;
    for (const QString &name : rows)
        wide = std::max(wide, QFontMetricsF(font).horizontalAdvance(name));
    return std::min(wide, most);
}

/// Draws parts of a sheet with one set of measures.
class SheetPress
{
public:
    SheetPress(const SheetPrint &sheet, const Tokens &tokens, PrintMeasures measures)
        : m_sheet(sheet)
        , m_tokens(tokens)
        , m(measures)
    {
    }

    double rowHead(const SheetPrintPage &page) const
    {
        return page.rows.isEmpty()
                   ? 0
                   : widestRowName(page.rows, sized(m_tokens.font.medium, m.em), 14 * m.em) + m.em;
    }
    double head(const SheetPrintPage &page) const
    {
        return m.title() + m.line() * ((m_sheet.axes.isEmpty() ? 0 : 1) + (page.title.isEmpty() ? 0 : 1)) +
               m.em;
    }
    double foot(double wide) const { return m.em + promptHeight(wide) + m.line(); }
    QSizeF size(const PrintPart &part) const
    {
        const double wide = contentWidth(part);
        return {wide + 2 * m.margin(), head(*part.page) + m.columnHead() + part.rows * m.cellHigh +
                                           (part.rows - 1) * m.gap() + foot(wide) + 2 * m.margin()};
    }

    /// False: stopped. `told` is called once a cell.
    bool draw(QPainter *painter, const PrintPart &part, const QSizeF &leaf,
              const std::function<bool()> &told) const
    {
        const QRectF room(m.margin(), m.margin(), leaf.width() - 2 * m.margin(),
                          leaf.height() - 2 * m.margin());
        drawHead(painter, *part.page, room);
        const double left = room.left() + rowHead(*part.page);
        const double top = room.top() + head(*part.page);
        drawColumnNames(painter, part, left, top);
        const double cells = top + m.columnHead();
        for (int row = 0; row < part.rows; ++row) {
            const double y = cells + row * (m.cellHigh + m.gap());
            if (!part.page->rows.isEmpty())
                drawRowName(painter, part.page->rows.value(part.firstRow + row),
                            QRectF(room.left(), y, rowHead(*part.page) - m.em, m.cellHigh));
            for (int column = 0; column < part.columns; ++column) {
                const qsizetype at =
                    qsizetype(part.firstRow + row) * part.page->columns.size() + part.firstColumn + column;
                const QRectF place(left + column * (m.cellWide + m.gap()), y, m.cellWide, m.cellHigh);
                drawCell(painter, part.page->cells.value(at), place);
                if (!told())
                    return false;
            }
        }
        const double end = cells + part.rows * m.cellHigh + (part.rows - 1) * m.gap();
        drawFoot(painter, QRectF(room.left(), end, room.width(), room.bottom() - end));
        return true;
    }

private:
    double contentWidth(const PrintPart &part) const
    {
        return std::max(rowHead(*part.page) + part.columns * m.cellWide + (part.columns - 1) * m.gap(),
                        24 * m.em);
    }

    double promptHeight(double wide) const
    {
        const QFontMetricsF metrics(sized(m_tokens.font.body, m.em));
        const double needed =
            metrics.boundingRect(QRectF(0, 0, wide, 1e6), Qt::TextWordWrap, m_sheet.prompt).height();
        return std::min(needed, mostPromptLines * metrics.lineSpacing());
    }

    void drawHead(QPainter *painter, const SheetPrintPage &page, const QRectF &room) const
    {
        const Colors &color = m_tokens.color;
        double y = room.top();
        const auto line = [&](const QString &text, const QFont &font, const QColor &ink, double high) {
            painter->setFont(font);
            painter->setPen(ink);
            painter->drawText(QRectF(room.left(), y, room.width(), high),
                              Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine,
                              QFontMetricsF(font).elidedText(text, Qt::ElideRight, room.width()));
            y += high;
        };
        line(m_sheet.name, sized(m_tokens.font.title, 1.5 * m.em), color.text, m.title());
        if (!m_sheet.axes.isEmpty())
            line(m_sheet.axes, sized(m_tokens.font.body, m.em), color.textSecondary, m.line());
        if (!page.title.isEmpty())
            line(page.title, sized(m_tokens.font.medium, m.em), color.text, m.line());
    }

    void drawColumnNames(QPainter *painter, const PrintPart &part, double left, double top) const
    {
        const QFont font = sized(m_tokens.font.medium, m.em);
        painter->setFont(font);
        painter->setPen(m_tokens.color.text);
        for (int column = 0; column < part.columns; ++column) {
            const QString name = part.page->columns.value(part.firstColumn + column);
            painter->drawText(QRectF(left + column * (m.cellWide + m.gap()), top, m.cellWide, m.columnHead()),
                              Qt::AlignHCenter | Qt::AlignVCenter | Qt::TextSingleLine,
                              QFontMetricsF(font).elidedText(name, Qt::ElideRight, m.cellWide));
        }
    }

    void drawRowName(QPainter *painter, const QString &name, const QRectF &place) const
    {
        const QFont font = sized(m_tokens.font.medium, m.em);
        painter->setFont(font);
        painter->setPen(m_tokens.color.text);
        const double most = std::min(printedNameLines * QFontMetricsF(font).lineSpacing(), place.height());
        QRectF box = place;
        box.setHeight(most);
        box.moveCenter(place.center());
        painter->drawText(box, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, name);
    }

    void drawCell(QPainter *painter, const SheetPrintCell &cell, const QRectF &place) const
    {
        const QImage picture = imageOf(cell, place.size().toSize());
        QRectF frame = place;
        if (picture.isNull()) {
            painter->setPen(QPen(m_tokens.color.border, std::max(1.0, m.em / 12)));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(place);
            painter->setFont(sized(m_tokens.font.small, 0.9 * m.em));
            painter->setPen(m_tokens.color.textMuted);
            painter->drawText(place.adjusted(m.em / 2, m.em / 2, -m.em / 2, -m.em / 2),
                              Qt::AlignCenter | Qt::TextWordWrap,
                              cell.file.isEmpty() ? cell.note : QStringLiteral("File not found"));
        } else {
            const QSizeF fitted = QSizeF(picture.size()).scaled(place.size(), Qt::KeepAspectRatio);
            frame.setSize(fitted);
            frame.moveCenter(place.center());
            // One that already has its size is put down pixel by pixel.
            if (picture.size() == fitted.toSize())
                frame = QRectF(frame.topLeft().toPoint(), QSizeF(picture.size()));
            painter->drawImage(frame, picture);
        }
        if (cell.isCentre) {
            const double wide = std::max(2.0, m.em / 6);
            painter->setPen(QPen(m_tokens.color.accent, wide));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(frame.adjusted(-wide, -wide, wide, wide));
        }
    }

    static QImage imageOf(const SheetPrintCell &cell, const QSize &box)
    {
        QFile file(cell.file);
        if (cell.file.isEmpty() || !file.open(QIODevice::ReadOnly))
            return {};
        const Result<library::CheckedPicture> picture = library::checkPicture(file.readAll(), box);
        return picture ? picture->image : QImage();
    }

    void drawFoot(QPainter *painter, const QRectF &room) const
    {
        const QRectF prompt(room.left(), room.top() + m.em, room.width(), promptHeight(room.width()));
        painter->setFont(sized(m_tokens.font.body, m.em));
        painter->setPen(m_tokens.color.text);
        painter->save();
        painter->setClipRect(prompt);
        painter->drawText(prompt, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_sheet.prompt);
        painter->restore();
        painter->setPen(m_tokens.color.textSecondary);
        painter->drawText(QRectF(room.left(), prompt.bottom() + m.em / 4, room.width(), m.line()),
                          Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine, m_sheet.foot);
    }

    const SheetPrint &m_sheet;
    const Tokens &m_tokens;
    PrintMeasures m;
};

double shapeRatio(const SheetPrint &sheet)
{
    return sheet.shape.isEmpty() ? 1 : double(sheet.shape.height()) / sheet.shape.width();
}

PrintMeasures measuresFor(const SheetPrint &sheet, int cellWidth)
{
    PrintMeasures measures;
    measures.em = std::clamp(cellWidth * 0.075, 11.0, 48.0);
    measures.cellWide = cellWidth;
    measures.cellHigh = std::max(1.0, std::round(cellWidth * shapeRatio(sheet)));
    return measures;
}

PrintPart whole(const SheetPrintPage &page)
{
    return {&page, 0, int(page.columns.size()), 0, std::max(1, int(page.rows.size()))};
}

Error exportStopped()
{
    return {ErrorKind::Cancelled, u"The export was stopped; no file was written."_s};
}

Error noMemory()
{
    return {ErrorKind::Storage,
            u"There is not enough memory for a picture of this size. Choose smaller cells."_s};
}

/// Its part lies beside the target, so that it is on the same file system.
Result<void> writeWhole(const QString &target, const QByteArray &bytes)
{
    return support::writeDurably(target, bytes, QFileInfo(target).absolutePath(), support::IfExists::Replace);
}

/// Counts cells over all parts.
struct PrintCounter
{
    const SheetProgress &progress;
    int total = 0;
    int done = 0;

    bool operator()() { return !progress || progress(++done, total); }
};

/// How a page is laid on leaves: how many columns and rows each takes.
struct PrintLeaves
{
    PrintMeasures measures;
    int columns = 1;
    int rows = 1;
};

PrintLeaves leavesFor(const SheetPrint &sheet, const Tokens &tokens, const SheetPrintPage &page,
                      const QSizeF &leaf)
{
    PrintMeasures measures;
    measures.em = paperText * printDpi;
    const SheetPress press(sheet, tokens, measures);
    const double gap = measures.em / 2;
    const double wide = leaf.width() - 2 * measures.margin() - press.rowHead(page);
    const double high = leaf.height() - 2 * measures.margin() - press.head(page) - measures.columnHead() -
                        press.foot(leaf.width() - 2 * measures.margin());
    const double ratio = shapeRatio(sheet);
    const PrintPart all = whole(page);
    const double least = leastPaperCell * printDpi;
    // The largest cells with which everything is on one leaf, or the smallest that still show something.
    const double inWidth = (wide - (all.columns - 1) * gap) / all.columns;
    const double inHeight = (high - (all.rows - 1) * gap) / all.rows / ratio;
    const double cell = std::min({std::max(least, std::min(inWidth, inHeight)), wide, high / ratio});
    measures.cellWide = std::floor(cell);
    measures.cellHigh = std::floor(cell * ratio);
    // measures.gap() may be larger than the half em assumed above: give back what it takes.
    while (measures.gap() > gap && measures.cellWide > least &&
           (all.columns * measures.cellWide + (all.columns - 1) * measures.gap() > wide ||
            all.rows * measures.cellHigh + (all.rows - 1) * measures.gap() > high)) {
        measures.cellWide = std::floor(measures.cellWide * 0.98);
        measures.cellHigh = std::floor(measures.cellWide * ratio);
    }
    const auto fitting = [&](double room, double size, int most) {
        return std::clamp(int((room + measures.gap()) / (size + measures.gap())), 1, most);
    };
    return {measures, fitting(wide, measures.cellWide, all.columns),
            fitting(high, measures.cellHigh, all.rows)};
}

} // namespace

QSize printedSize(const SheetPrint &sheet, const Tokens &tokens, int cellWidth)
{
    if (sheet.pages.isEmpty())
        return {};
    const SheetPress press(sheet, tokens, measuresFor(sheet, cellWidth));
    const QSizeF size = press.size(whole(sheet.pages.first()));
    return {int(std::ceil(size.width())), int(std::ceil(size.height()))};
}

int printedCellWidth(const SheetPrint &sheet, const Tokens &tokens, int wanted)
{
    int width = std::max(leastPrintedCell, wanted);
    while (width > 1) {
        const QSize size = printedSize(sheet, tokens, width);
        const double over =
            std::max(double(std::max(size.width(), size.height())) / longestSheetSide,
                     std::sqrt(double(size.width()) * size.height() / double(mostSheetPixels)));
        if (over <= 1)
            break;
        width = std::min(width - 1, int(width / over));
    }
    return std::max(1, width);
}

Result<void> writeSheetPicture(const SheetPrint &sheet, const Tokens &tokens, int cellWidth,
                               const QString &target, const SheetProgress &progress)
{
    const int width = printedCellWidth(sheet, tokens, cellWidth);
    const QSize size = printedSize(sheet, tokens, width);
    QImage image(size, QImage::Format_RGB32);
    if (image.isNull())
        return noMemory();
    image.fill(tokens.color.raised);
    const PrintPart part = whole(sheet.pages.first());
    PrintCounter counter{progress, part.columns * part.rows};
    {
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        if (!SheetPress(sheet, tokens, measuresFor(sheet, width)).draw(&painter, part, size, counter))
            return exportStopped();
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG", pngQuality))
        return noMemory();
    return writeWhole(target, bytes);
}

Result<void> writeSheetPdf(const SheetPrint &sheet, const Tokens &tokens, SheetPaper paper,
                           const QString &target, const SheetProgress &progress)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(printDpi);
    writer.setPageLayout(QPageLayout(QPageSize(paper == SheetPaper::A3 ? QPageSize::A3 : QPageSize::A4),
                                     QPageLayout::Landscape, QMarginsF()));
    writer.setTitle(sheet.name);
    writer.setCreator(u"Janus Studio"_s);
    const QSizeF leaf(writer.width(), writer.height());
    PrintCounter counter{progress};
    for (const SheetPrintPage &page : sheet.pages)
        counter.total += int(page.cells.size());
    QPainter painter(&writer);
    bool isFirst = true;
    for (const SheetPrintPage &page : sheet.pages) {
        const PrintLeaves leaves = leavesFor(sheet, tokens, page, leaf);
        const SheetPress press(sheet, tokens, leaves.measures);
        const PrintPart all = whole(page);
        for (int row = 0; row < all.rows; row += leaves.rows) {
            for (int column = 0; column < all.columns; column += leaves.columns) {
                if (!std::exchange(isFirst, false) && !writer.newPage())
                    return noMemory();
                const PrintPart part{&page, column, std::min(leaves.columns, all.columns - column), row,
                                     std::min(leaves.rows, all.rows - row)};
                if (!press.draw(&painter, part, leaf, std::ref(counter)))
                    return exportStopped();
            }
        }
    }
    painter.end();
    return writeWhole(target, bytes);
}

} // namespace janus::ui
