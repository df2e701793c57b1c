#include "rawlibrary.h"

#include "library/database.h"
#include "processfigures.h"
#include "prompts.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSqlDatabase>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::bench {

namespace {

const QString connectionName = u"raw-library"_s;

Result<void> fill(QSqlDatabase &database, const QStringList &prompts, int pictures)
{
    const auto run = [&database](const QString &sql) -> Result<void> {
        auto done = library::execute(database, sql);
        return done ? Result<void>() : done.error();
    };
    for (
        const QString &sql :
        {u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=OFF"_s,
         u"CREATE TABLE pictures(id INTEGER PRIMARY KEY, prompt TEXT NOT NULL, file TEXT NOT NULL, width "
         u"INTEGER,"
         " height INTEGER, seed INTEGER, created INTEGER)"_s,
         u"CREATE VIRTUAL TABLE words USING fts5(prompt, content='pictures', content_rowid='id', prefix='1 2 3')"_s,
         u"BEGIN"_s}) {
        if (Result<void> done = run(sql); !done)
            return done;
    }
    QSqlQuery insert(database);
    insert.prepare(
        u"INSERT INTO pictures(prompt, file, width, height, seed, created) VALUES (?, ?, ?, ?, ?, ?)"_s);
    for (int number = 0; number < pictures; ++number) {
        insert.addBindValue(prompts.at(number % prompts.size()));
        insert.addBindValue(u"2026-01/20260101-000000-a-picture-%1-1.jpg"_s.arg(number));
        insert.addBindValue(1024);
        insert.addBindValue(1024);
        insert.addBindValue(number);
        insert.addBindValue(number);
        if (!insert.exec())
            return library::sqlError(insert);
    }
    for (const QString &sql : {u"INSERT INTO words(words) VALUES ('rebuild')"_s, u"COMMIT"_s}) {
        if (Result<void> done = run(sql); !done)
            return done;
    }
    return {};
}

void removeDatabase(const QString &file)
{
    for (const QLatin1StringView part : {""_L1, "-wal"_L1, "-shm"_L1})
        QFile::remove(file + part);
}

} // namespace

Result<RawFigures> makeRawLibrary(const QString &file, int pictures)
{
    const Prompts maker;
    QStringList prompts; // made beforehand: only SQLite is measured
    for (int number = 0; number < std::clamp(pictures, 1, 100'000); ++number)
        prompts << maker.make(static_cast<quint64>(number));
    removeDatabase(file);
    QElapsedTimer timer;
    timer.start();
    const double cpu = cpuMs();
    Result<void> filled;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connectionName);
        database.setDatabaseName(file);
        filled = database.open() ? fill(database, prompts, pictures)
                                 : Error{ErrorKind::Storage, u"The database %1 cannot be made."_s.arg(file)};
        database.close();
    }
    QSqlDatabase::removeDatabase(connectionName);
    const RawFigures figures{static_cast<double>(timer.elapsed()) / 1000, (cpuMs() - cpu) / 1000};
    removeDatabase(file);
    if (!filled)
        return filled.error();
    return figures;
}

} // namespace janus::bench
