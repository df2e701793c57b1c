#include "library/wordstore.h"

#include "core/wordfiles.h"
#include "library/database.h"
#include "library/library.h"
#include "support/durablefile.h"
#include "support/pool.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QLocale>
#include <QPointer>
#include <QSqlDatabase>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr qsizetype mostRows = 10'000; ///< of one import

/// One row of either table.
struct NamedText
{
    QString name;
    QString text;
};

struct WordTable
{
    QString table;
    QString column; ///< of the text
    QString noun;
};

const WordTable listTable{u"word_lists"_s, u"entries"_s, u"list"_s};
const WordTable styleTable{u"styles"_s, u"text"_s, u"style"_s};

Result<QList<NamedText>> rowsOf(QSqlDatabase &connection, const WordTable &of)
{
    auto query =
        execute(connection, u"SELECT name, %1 FROM %2 ORDER BY name, rowid"_s.arg(of.column, of.table));
    if (!query)
        return query.error();
    QList<NamedText> rows;
    while (query->next())
        rows << NamedText{query->value(0).toString(), query->value(1).toString()};
    return rows;
}

bool areSameName(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

Result<bool> isTaken(QSqlDatabase &connection, const WordTable &of, const QString &name)
{
    auto query = execute(connection, u"SELECT name FROM %1"_s.arg(of.table));
    if (!query)
        return query.error();
    while (query->next()) {
        if (areSameName(query->value(0).toString(), name))
            return true;
    }
    return false;
}

Result<void> put(QSqlDatabase &connection, const WordTable &of, const NamedText &row)
{
    auto done = execute(
        connection,
        u"INSERT INTO %1(name, %2) VALUES (?, ?)"
        " ON CONFLICT(name) DO UPDATE SET name = excluded.name, %2 = excluded.%2"_s.arg(of.table, of.column),
        {row.name, row.text});
    return done ? Result<void>() : done.error();
}

Result<void> drop(QSqlDatabase &connection, const WordTable &of, const QString &name)
{
    auto done = execute(connection, u"DELETE FROM %1 WHERE name = ?"_s.arg(of.table), {name});
    return done ? Result<void>() : done.error();
}

Result<void> keep(QSqlDatabase &connection, const WordTable &of, const NamedText &row, const QString &before)
{
    Transaction transaction(connection);
    if (!areSameName(row.name, before)) {
        const Result<bool> taken = isTaken(connection, of, row.name);
        if (!taken)
            return taken.error();
        if (*taken)
            return Error{ErrorKind::BadInput, u"There is a %1 “%2” already."_s.arg(of.noun, row.name)};
    }
    // SQL and we do not agree on what is the same letter beyond ASCII, so the old row goes in any case.
    if (!before.isEmpty() && before != row.name) {
        if (Result<void> dropped = drop(connection, of, before); !dropped)
            return dropped;
    }
    if (Result<void> done = put(connection, of, row); !done)
        return done;
    return transaction.commit();
}

/// Adds rows beside those that are there, whose names are read once.
class Adding
{
public:
    static Result<Adding> to(QSqlDatabase &connection, const WordTable &of)
    {
        const auto rows = rowsOf(connection, of);
        if (!rows)
            return rows.error();
        Adding adding(connection, of);
        for (const NamedText &row : *rows)
            adding.m_texts.insert(row.name.toCaseFolded(), row.text);
        return adding;
    }

    /// Under its own name, or the next free one; answers an empty one when it is there already.
    Result<QString> add(const NamedText &row)
    {
        QString name = row.name;
        int &number = m_numbers[row.name.toCaseFolded()];
        for (auto there = find(name); there != m_texts.cend(); there = find(name)) {
            if (*there == row.text)
                return QString();
            number = std::max(2, number + 1);
            name = u"%1 %2"_s.arg(row.name, QString::number(number));
        }
        if (const Result<void> done = put(m_connection, m_of, {name, row.text}); !done)
            return done.error();
        m_texts.insert(name.toCaseFolded(), row.text);
        return name;
    }

private:
    Adding(QSqlDatabase &connection, const WordTable &of)
        : m_connection(connection)
        , m_of(of)
    {
    }
    QHash<QString, QString>::const_iterator find(const QString &name) const
    {
        return m_texts.constFind(name.toCaseFolded());
    }

    QSqlDatabase &m_connection;
    const WordTable &m_of;
    QHash<QString, QString> m_texts; ///< by case-folded name
    QHash<QString, int> m_numbers;   ///< given last to this name
};

struct ReadFiles
{
    QList<NamedText> rows;
    WordStore::Imported report;
};

Result<QByteArray> contentOfFile(const QString &path)
{
    QFile file(path);
    const QString name = QFileInfo(path).fileName();
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Storage, u"%1 cannot be read: %2."_s.arg(name, file.errorString())};
    if (file.size() > wordfiles::largestFile)
        return Error{ErrorKind::BadInput, u"%1 is too large for words: more than 10 MB."_s.arg(name)};
    return file.readAll();
}

ReadFiles readFiles(const QStringList &paths, bool areStyles)
{
    ReadFiles files;
    for (const QString &path : paths) {
        const QString name = QFileInfo(path).fileName();
        const Result<QByteArray> content = contentOfFile(path);
        if (!content) {
            files.report.problems << content.error().message;
        } else if (areStyles) {
            const Result<wordfiles::Styles> styles = wordfiles::readStyles(*content, name);
            if (!styles) {
                files.report.problems << styles.error().message;
                continue;
            }
            for (const words::Style &style : styles->styles)
                files.rows << NamedText{style.name, style.text};
            files.report.notes += styles->notes;
        } else {
            const Result<words::List> list = wordfiles::readList(*content, name);
            if (!list) {
                files.report.problems << list.error().message;
                continue;
            }
            files.rows << NamedText{list->name, list->text};
            if (words::entriesOf(list->text, words::mostEntries + 1).size() > words::mostEntries)
                files.report.notes << u"Of the list “%1” only the first %2 entries are used."_s.arg(
                    list->name, QLocale(QLocale::English).toString(words::mostEntries));
        }
    }
    return files;
}

/// All of them or none.
Result<WordStore::Imported> addAll(QSqlDatabase &connection, const WordTable &of, ReadFiles files)
{
    if (files.rows.size() > mostRows)
        return Error{ErrorKind::BadInput,
                     u"There are %1 %2s in these files; at most %3 are taken in at once."_s.arg(
                         QString::number(files.rows.size()), of.noun, QString::number(mostRows))};
    Transaction transaction(connection);
    Result<Adding> adding = Adding::to(connection, of);
    if (!adding)
        return adding.error();
    int there = 0;
    for (const NamedText &row : std::as_const(files.rows)) {
        const Result<QString> name = adding->add(row);
        if (!name)
            return name.error();
        if (name->isEmpty())
            ++there;
        else
            files.report.added << *name;
    }
    if (there > 0)
        files.report.notes << (there == 1
                                   ? u"One %1 was there already."_s.arg(of.noun)
                                   : u"%1 %2s were there already."_s.arg(QString::number(there), of.noun));
    if (const Result<void> committed = transaction.commit(); !committed)
        return committed.error();
    return std::move(files.report);
}

} // namespace

WordStore::WordStore(Library &library, QObject *parent)
    : QObject(parent)
    , m_library(library)
{
    connect(&library, &Library::changedOutside, this, &WordStore::load);
}

Result<WordStore::Kept> WordStore::read(QSqlDatabase &connection)
{
    const auto lists = rowsOf(connection, listTable);
    if (!lists)
        return lists.error();
    const auto styles = rowsOf(connection, styleTable);
    if (!styles)
        return styles.error();
    Kept kept;
    for (const NamedText &row : *lists)
        kept.lists << words::List{row.name, row.text};
    for (const NamedText &row : *styles)
        kept.styles << words::Style{row.name, row.text};
    return kept;
}

void WordStore::take(const Kept &kept)
{
    const bool isNew = !m_isLoaded || kept.lists != m_lists || kept.styles != m_styles;
    m_isLoaded = true;
    m_lists = kept.lists;
    m_styles = kept.styles;
    if (isNew)
        Q_EMIT changed();
}

void WordStore::load()
{
    m_library.database().run<Kept>(this, &WordStore::read, [this](const Result<Kept> &kept) {
        if (kept)
            take(*kept);
        else
            Q_EMIT failed(kept.error());
    });
}

void WordStore::keepList(const words::List &list, const QString &before, QObject *context, Done done)
{
    if (Result<void> checked = wordfiles::checkListName(list.name); !checked)
        return done(checked);
    m_library.database().run<void>(
        context,
        [list, before](QSqlDatabase &connection) {
            return keep(connection, listTable, {list.name, list.text}, before);
        },
        std::move(done));
    load();
}

void WordStore::keepStyle(const words::Style &style, const QString &before, QObject *context, Done done)
{
    if (Result<void> checked = wordfiles::checkStyleName(style.name); !checked)
        return done(checked);
    m_library.database().run<void>(
        this,
        [style, before](QSqlDatabase &connection) {
            return keep(connection, styleTable, {style.name, style.text}, before);
        },
        [this, style, before, context = QPointer<QObject>(context),
         done = std::move(done)](const Result<void> &kept) {
            if (kept && !before.isEmpty() && before != style.name)
                Q_EMIT styleRenamed(before, style.name);
            if (context)
                done(kept);
        });
    load();
}

void WordStore::removeList(const QString &name, QObject *context, Done done)
{
    m_library.database().run<void>(
        context, [name](QSqlDatabase &connection) { return drop(connection, listTable, name); },
        std::move(done));
    load();
}

void WordStore::removeStyle(const QString &name, QObject *context, Done done)
{
    m_library.database().run<void>(
        context, [name](QSqlDatabase &connection) { return drop(connection, styleTable, name); },
        std::move(done));
    load();
}

void WordStore::importStyles(const QStringList &files, QObject *context, std::function<void(Imported)> done)
{
    takeFiles(files, true, context, std::move(done));
}

void WordStore::importLists(const QStringList &files, QObject *context, std::function<void(Imported)> done)
{
    takeFiles(files, false, context, std::move(done));
}

void WordStore::takeFiles(const QStringList &files, bool areStyles, QObject *context,
                          std::function<void(Imported)> done)
{
    support::runInPool(
        *QThreadPool::globalInstance(), this, [files, areStyles] { return readFiles(files, areStyles); },
        [this, areStyles, context = QPointer<QObject>(context), done = std::move(done)](ReadFiles read) {
            const WordTable &of = areStyles ? styleTable : listTable;
            m_library.database().run<Imported>(
                context, [read, &of](QSqlDatabase &connection) { return addAll(connection, of, read); },
                [done, report = read.report](const Result<Imported> &added) {
                    if (added)
                        return done(*added);
                    Imported failed = report;
                    failed.problems << added.error().message;
                    done(failed);
                });
            load();
        });
}

void WordStore::exportStyles(const QString &file, QObject *context, Done done)
{
    const QByteArray content = file.endsWith(".json"_L1, Qt::CaseInsensitive)
                                   ? wordfiles::stylesAsJson(m_styles)
                                   : wordfiles::stylesAsCsv(m_styles);
    support::runInPool(
        *QThreadPool::globalInstance(), context,
        [file, content] {
            return support::writeDurably(file, content, QFileInfo(file).absolutePath(),
                                         support::IfExists::Replace);
        },
        std::move(done));
}

void WordStore::exportLists(const QString &folder, QObject *context,
                            std::function<void(Result<QStringList>)> done)
{
    support::runInPool(
        *QThreadPool::globalInstance(), context,
        [folder, lists = m_lists]() -> Result<QStringList> {
            QStringList names;
            for (const words::List &list : lists) {
                const QString stem = QFileInfo(wordfiles::fileNameOf(list)).completeBaseName();
                const Result<QString> name =
                    support::writeUnderFreeName(folder, stem, u".txt"_s, wordfiles::contentOf(list), folder);
                if (!name)
                    return name.error();
                names << *name;
            }
            return names;
        },
        std::move(done));
}

} // namespace janus::library
