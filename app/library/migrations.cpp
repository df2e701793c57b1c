#include "library/migrations.h"

#include "library/database.h"
#include "support/checkpoint.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QSqlDatabase>

#include <algorithm>
#include <atomic>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

QString readScript(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

Result<qint64> number(QSqlDatabase &connection, const QString &sql)
{
    auto query = execute(connection, sql);
    if (!query)
        return query.error();
    return query->next() ? query->value(0).toLongLong() : 0;
}

/// Where the quoted text or comment that begins at `start` ends; `start` itself when there is none.
qsizetype skipQuoted(const QString &script, qsizetype start)
{
    const QStringView rest = QStringView(script).sliced(start);
    QString end;
    if (rest.startsWith("--"_L1))
        end = u"\n"_s;
    else if (rest.startsWith("/*"_L1))
        end = u"*/"_s;
    else if (rest.startsWith(u'\'') || rest.startsWith(u'"'))
        end = rest.first(1).toString(); // a doubled quote ends one text and begins the next: same thing here
    else
        return start;
    const qsizetype found = script.indexOf(end, start + (end == "*/"_L1 ? 2 : 1));
    return found < 0 ? script.size() : found + end.size();
}

/// A trigger's own statements have semicolons, too.
bool isWhole(const QString &bare)
{
    static const QRegularExpression trigger(u"^\\s*create\\s+(temp\\w*\\s+)?trigger\\b"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression end(u"\\bend\\s*$"_s, QRegularExpression::CaseInsensitiveOption);
    return !trigger.match(bare).hasMatch() || end.match(bare).hasMatch();
}

/// What acts by itself, or pretends to be a table.
struct SchemaPart
{
    QString type;
    QString name;
    QString sql;

    bool operator==(const SchemaPart &) const = default;
    bool acts() const { return type == "trigger"_L1 || type == "view"_L1; }
    bool isVirtual() const { return sql.startsWith("CREATE VIRTUAL"_L1, Qt::CaseInsensitive); }
};

Result<QList<SchemaPart>> partsOf(QSqlDatabase &connection)
{
    auto query = execute(connection, u"SELECT type, name, sql FROM sqlite_master WHERE type <> 'index'"_s);
    if (!query)
        return query.error();
    QList<SchemaPart> parts;
    while (query->next())
        parts << SchemaPart{query->value(0).toString(), query->value(1).toString(),
                            query->value(2).toString().simplified()};
    return parts;
}

Result<QSet<QString>> columnsOf(QSqlDatabase &connection, const QString &table)
{
    auto query = execute(connection, u"SELECT name FROM pragma_table_info(?)"_s, {table});
    if (!query)
        return query.error();
    QSet<QString> columns;
    while (query->next())
        columns << query->value(0).toString();
    return columns;
}

/// Another process may be making or migrating the file while its parts are read.
template <typename Check>
Result<void> inOneLook(QSqlDatabase &connection, Check check)
{
    if (auto begun = execute(connection, u"BEGIN"_s); !begun)
        return begun.error();
    Result<void> checked = check();
    if (auto ended = execute(connection, u"ROLLBACK"_s); !ended && checked)
        return ended.error();
    return checked;
}

Result<void> applyStep(QSqlDatabase &connection, const QString &file, int version)
{
    Transaction transaction(connection);
    const Result<qint64> present = number(connection, u"PRAGMA user_version"_s);
    if (!present)
        return present.error();
    if (*present >= version)
        return {}; // another process was quicker
    support::checkpoint("migration.before");
    for (const QString &statement : splitStatements(readScript(file))) {
        if (auto done = execute(connection, statement); !done)
            return done.error();
        support::checkpoint("migration-statement.after");
    }
    if (auto written = execute(connection, u"PRAGMA user_version = %1"_s.arg(version)); !written)
        return written.error();
    support::checkpoint("migration-commit.before");
    Result<void> committed = transaction.commit();
    support::checkpoint("migration.after");
    return committed;
}

} // namespace

Migrations::Migrations(const QString &folder)
{
    const QStringList files = QDir(folder).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    for (const QString &file : files)
        m_steps.push_back({file.section(u'-', 0, 0).toInt(), folder + u'/' + file});
    Q_ASSERT(!m_steps.empty());
    static const QRegularExpression id(u"PRAGMA application_id = (\\d+)"_s);
    m_applicationId = id.match(readScript(m_steps.front().file)).captured(1).toLongLong();
}

int Migrations::newest() const
{
    return m_steps.back().version;
}

Result<void> Migrations::checkOurs(QSqlDatabase &connection) const
{
    return inOneLook(connection, [this, &connection] { return checkOursAsOf(connection); });
}

Result<void> Migrations::checkOursAsOf(QSqlDatabase &connection) const
{
    const Result<qint64> version = number(connection, u"PRAGMA user_version"_s);
    if (!version)
        return version.error();
    const Result<qint64> id = number(connection, u"PRAGMA application_id"_s);
    const Result<qint64> things = number(connection, u"SELECT count(*) FROM sqlite_master"_s);
    if (!id || !things)
        return id ? things.error() : id.error();
    const bool isNew = *version == 0 && *id == 0 && *things == 0;
    if (!isNew && *id != m_applicationId)
        return Error{ErrorKind::Storage,
                     u"The file %1 belongs to another program."_s.arg(connection.databaseName())};
    if (*version > newest())
        return Error{
            ErrorKind::Storage,
            u"This library was made by a newer version of Janus Studio. Please update; nothing was changed."_s,
            u"version %1, this program knows %2"_s.arg(*version).arg(newest())};
    return {};
}

Result<void> Migrations::checkTables(QSqlDatabase &connection) const
{
    return inOneLook(connection, [this, &connection] { return checkTablesAsOf(connection); });
}

Result<void> Migrations::checkTablesAsOf(QSqlDatabase &connection) const
{
    const Result<qint64> version = number(connection, u"PRAGMA user_version"_s);
    if (!version)
        return version.error();
    if (*version == 0)
        return {};
    static std::atomic<int> counter{0};
    const QString name = u"janus-model-%1"_s.arg(++counter);
    const Result<void> compared = [&]() -> Result<void> {
        QSqlDatabase model = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        model.setDatabaseName(u":memory:"_s);
        if (!model.open())
            return Error{ErrorKind::Storage, u"The library's database could not be checked."_s};
        for (const Step &step : m_steps) {
            if (step.version > *version)
                break;
            for (const QString &statement : splitStatements(readScript(step.file))) {
                if (auto done = execute(model, statement); !done)
                    return done.error();
            }
        }
        return compareTables(connection, model);
    }();
    QSqlDatabase::removeDatabase(name);
    return compared;
}

Result<void> Migrations::compareTables(QSqlDatabase &connection, QSqlDatabase &model) const
{
    const auto expected = partsOf(model);
    const auto present = partsOf(connection);
    if (!expected || !present)
        return expected ? present.error() : expected.error();
    for (const SchemaPart &part : *present) {
        if (part.acts() && !expected->contains(part))
            return Error{
                ErrorKind::Storage,
                u"Another program has changed this library: it has a %1 that is not of Janus Studio. "
                "Nothing was changed."_s.arg(part.type),
                part.name};
    }
    for (const SchemaPart &part : *expected) {
        const auto same = [&](const SchemaPart &other) {
            return other.type == part.type && other.name == part.name &&
                   other.isVirtual() == part.isVirtual();
        };
        if (std::ranges::none_of(*present, same))
            return damageError(u"%1 %2 is missing"_s.arg(part.type, part.name));
        if (part.type != "table"_L1)
            continue;
        const auto columns = columnsOf(connection, part.name);
        const auto wanted = columnsOf(model, part.name);
        if (!columns || !wanted)
            return columns ? wanted.error() : columns.error();
        if (!columns->contains(*wanted))
            return damageError(u"columns of %1 are missing"_s.arg(part.name));
    }
    return {};
}

Result<bool> Migrations::isOlder(QSqlDatabase &connection) const
{
    const Result<qint64> version = number(connection, u"PRAGMA user_version"_s);
    return version ? Result<bool>(*version > 0 && *version < newest()) : version.error();
}

Result<void> Migrations::apply(QSqlDatabase &connection) const
{
    const Result<qint64> present = number(connection, u"PRAGMA user_version"_s);
    if (!present)
        return present.error();
    for (const Step &step : m_steps) {
        if (step.version <= *present)
            continue;
        if (Result<void> done = applyStep(connection, step.file, step.version); !done)
            return done;
    }
    return {};
}

QStringList splitStatements(const QString &script)
{
    QStringList statements;
    QString text; // the statement so far
    QString bare; // the same without comments and quoted text
    const auto finish = [&] {
        if (!bare.trimmed().isEmpty())
            statements << text.trimmed();
        text.clear();
        bare.clear();
    };
    for (qsizetype at = 0; at < script.size();) {
        if (const qsizetype end = skipQuoted(script, at); end > at) {
            text += QStringView(script).sliced(at, end - at);
            bare += u' ';
            at = end;
        } else if (script[at] == u';' && isWhole(bare)) {
            finish();
            ++at;
        } else {
            text += script[at];
            bare += script[at++];
        }
    }
    finish();
    return statements;
}

} // namespace janus::library
