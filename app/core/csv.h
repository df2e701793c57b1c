#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QChar>
#include <QList>
#include <QString>
#include <QStringList>

namespace janus {

/// A row of a table in text form.
struct CsvRow
{
    int line = 1; ///< of the file, from 1, on which it begins
    QStringList cells;

    bool operator==(const CsvRow &) const = default;
};

/// Reads RFC 4180: commas, cells in double quotes may hold commas, quotes (doubled) and line breaks; every
/// kind of line end. Tables of spreadsheets that use semicolons or tabs instead are known by their first row.
/// Rows without anything in them are left out. Fails with BadInput when a quote is not closed.
Result<QList<CsvRow>> readCsv(const QString &text);

/// What becomes of a text that a spreadsheet would take for a formula (OWASP, "CSV Injection").
enum class Formulas {
    Keep,
    Defuse, ///< an apostrophe before it
};

/// One row with CRLF; quotes only what needs them.
QString csvLine(const QStringList &cells, Formulas formulas);
/// One cell of it.
QString csvCell(const QString &text, Formulas formulas);
/// The text of a cell that was written with Formulas::Defuse.
QString undefused(const QString &cell);

/// The text of a file that somebody else has written: UTF-8, with or without a byte order mark. Fails with
/// BadInput and a sentence that names the file for anything else.
Result<QString> textOfFile(const QByteArray &content, const QString &fileName);

} // namespace janus
