#include "core/csv.h"

#include <QLocale>
#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

/// What parts the cells: the sign that stands most often in the first row outside of quotes.
QChar separatorOf(const QString &text)
{
    qsizetype commas = 0;
    qsizetype semicolons = 0;
    qsizetype tabs = 0;
    bool isQuoted = false;
    for (const QChar c : text) {
        if (c == u'"')
            isQuoted = !isQuoted;
        else if (!isQuoted && (c == u'\n' || c == u'\r'))
            break;
        else if (!isQuoted) {
            commas += c == u',';
            semicolons += c == u';';
            tabs += c == u'\t';
        }
    }
    if (tabs > commas && tabs > semicolons)
        return u'\t';
    return semicolons > commas ? u';' : u',';
}

class CsvReader
{
public:
    explicit CsvReader(const QString &text)
        : m_text(text)
        , m_separator(separatorOf(text))
    {
    }

    Result<QList<CsvRow>> read()
    {
        while (m_at < m_text.size()) {
            const QChar c = m_text[m_at];
            if (c == u'"' && m_cell.isEmpty() && !m_wasQuoted) {
                if (Result<void> read = readQuoted(); !read)
                    return read.error();
            } else if (c == m_separator) {
                endCell();
                ++m_at;
            } else if (c == u'\n' || c == u'\r') {
                endRow();
                m_at += c == u'\r' && m_text.mid(m_at + 1, 1) == "\n"_L1 ? 2 : 1;
                m_row.line = ++m_line;
            } else {
                m_cell += c;
                ++m_at;
            }
        }
        endRow();
        return std::move(m_rows);
    }

private:
    Result<void> readQuoted()
    {
        const int opened = m_line;
        m_wasQuoted = true;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const QChar c = m_text[m_at];
            const QChar next = m_at + 1 < m_text.size() ? m_text[m_at + 1] : QChar();
            if (c == u'"' && next != u'"') {
                ++m_at;
                return {};
            }
            if (c == u'"')
                ++m_at;
            m_line += c == u'\n' || (c == u'\r' && next != u'\n');
            m_cell += c;
        }
        return Error{ErrorKind::BadInput, u"The quote that opens in line %1 is not closed."_s.arg(opened)};
    }

    void endCell()
    {
        m_row.cells << m_cell;
        m_cell.clear();
        m_wasQuoted = false;
    }

    void endRow()
    {
        const bool isEmpty = m_row.cells.isEmpty() && m_cell.trimmed().isEmpty() && !m_wasQuoted;
        endCell();
        if (!isEmpty)
            m_rows << m_row;
        m_row.cells.clear();
    }

    const QString &m_text;
    const QChar m_separator;
    qsizetype m_at = 0;
    int m_line = 1;
    QString m_cell;
    bool m_wasQuoted = false; ///< the cell that is being read
    CsvRow m_row;
    QList<CsvRow> m_rows;
};

bool looksLikeFormula(const QString &text)
{
    if (text.isEmpty() || !u"=+-@\t\r"_s.contains(text.front()))
        return false;
    bool isNumber = false;
    (void)QLocale::c().toDouble(text, &isNumber);
    return !isNumber;
}

bool isDefused(const QString &text)
{
    qsizetype apostrophes = 0;
    while (apostrophes < text.size() && text[apostrophes] == u'\'')
        ++apostrophes;
    return apostrophes > 0 && looksLikeFormula(text.mid(apostrophes));
}

} // namespace

Result<QList<CsvRow>> readCsv(const QString &text)
{
    return CsvReader(text).read();
}

QString csvCell(const QString &text, Formulas formulas)
{
    // Also what looks as if it had been: so that there is a way back.
    const bool needsDefusing = formulas == Formulas::Defuse && (looksLikeFormula(text) || isDefused(text));
    QString cell = needsDefusing ? u'\'' + text : text;
    const bool needsQuotes = cell.contains(u',') || cell.contains(u'"') || cell.contains(u'\n') ||
                             cell.contains(u'\r') || cell.trimmed() != cell;
    return needsQuotes ? u'"' + cell.replace(u'"', "\"\""_L1) + u'"' : cell;
}

QString csvLine(const QStringList &cells, Formulas formulas)
{
    QStringList written;
    for (const QString &cell : cells)
        written << csvCell(cell, formulas);
    return written.join(u',') + "\r\n"_L1;
}

QString undefused(const QString &cell)
{
    return isDefused(cell) ? cell.mid(1) : cell;
}

Result<QString> textOfFile(const QByteArray &content, const QString &fileName)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    QString text = decoder.decode(content);
    if (decoder.hasError() || text.contains(QChar::Null))
        return Error{ErrorKind::BadInput, u"%1 is no text in UTF-8."_s.arg(fileName)};
    return text;
}

} // namespace janus
