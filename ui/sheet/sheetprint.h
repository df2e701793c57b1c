#pragma once

#include "core/result.h"
#include "ui/kit/tokens.h"

#include <QList>
#include <QSize>
#include <QString>
#include <QStringList>

#include <functional>

namespace janus::ui {

/// One cell of a sheet on paper: the picture of a file, or a word in its place.
struct SheetPrintCell
{
    QString file; ///< absolute; empty: no picture
    QString note; ///< "Failed"; plain text
    bool isCentre = false;
};

struct SheetPrintPage
{
    QString title; ///< of a sheet with pages: "Temperature 0.8"
    QStringList columns;
    QStringList rows;            ///< empty when nothing varies over rows
    QList<SheetPrintCell> cells; ///< row by row
};

/// A sheet as it leaves the program, with everything that is written round its pictures. Copied out of the
/// model, so that another thread can draw it.
struct SheetPrint
{
    QString name;
    QString axes;   ///< "Columns: Guidance · Rows: Words"
    QString prompt; ///< may be long and of any script
    QString foot;   ///< "Seed 88124017 · fal-ai/janus · 25 November 2026"
    QSize shape;    ///< of all cells, in pixels as they were asked for
    QList<SheetPrintPage> pages;
};

/// How much is done; false stops, and nothing is written.
using SheetProgress = std::function<bool(int done, int total)>;

enum class SheetPaper { A4, A3 };

/// No side of a sheet's picture is longer, in pixels.
constexpr int longestSheetSide = 16'384;

/// The width that cells of `wanted` pixels get so that the whole picture keeps to longestSheetSide and to
/// what memory can hold.
int printedCellWidth(const SheetPrint &sheet, const Tokens &tokens, int wanted);
/// The picture's size with cells of that width.
QSize printedSize(const SheetPrint &sheet, const Tokens &tokens, int cellWidth);

/// The first page of `sheet` as a PNG file: the title, the values along both sides, every picture whole,
/// below the prompt. `target` is replaced if it is there, and only by a whole file. `tokens` are those of
/// paper (Scheme::Light). Cancelled when progress stopped it, Storage when the file cannot be written. Reads
/// and decodes pictures: not on the UI thread.
Result<void> writeSheetPicture(const SheetPrint &sheet, const Tokens &tokens, int cellWidth,
                               const QString &target, const SheetProgress &progress = {});

/// All pages as a PDF, landscape, with text as text. Sheets too large for one leaf go on over several. The
/// same errors; not on the UI thread.
Result<void> writeSheetPdf(const SheetPrint &sheet, const Tokens &tokens, SheetPaper paper,
                           const QString &target, const SheetProgress &progress = {});

} // namespace janus::ui
