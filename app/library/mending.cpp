#include "library/mending.h"

#include "core/jobstate.h"
#include "library/backups.h"
#include "library/database.h"
#include "library/migrations.h"
#include "library/shortconnection.h"
#include "support/durablefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QSqlDatabase>

#include <array>
#include <cerrno>
#include <cstdio>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

/// The database itself goes first: from then on it is lost, and whoever comes next goes on here.
constexpr std::array parts{""_L1, "-wal"_L1, "-shm"_L1, "-journal"_L1};

QString noteOf(const QString &database)
{
    return QFileInfo(database).path() + "/mended.json"_L1;
}

bool hasContent(const QString &file)
{
    return QFileInfo(file).size() > 0;
}

/// The backup is older than reality: what was waiting then may have been sent, and billed, since.
Result<void> doubtUnsent(QSqlDatabase &connection)
{
    Transaction transaction(connection);
    auto doubted = execute(connection,
                           u"UPDATE jobs SET state = ?, submitted = coalesce(submitted, created), error_kind "
                           u"= ?, error_message = ?"
                           " WHERE state IN (?, ?)"_s,
                           {int(JobState::Unknown), int(ErrorKind::OutcomeUnknown),
                            u"The library had to be restored from a backup that was made before this request "
                            u"was sent. It may have "
                            "been accepted, and billed, since."_s,
                            int(JobState::Waiting), int(JobState::Submitting)});
    return doubted ? transaction.commit() : doubted.error();
}

Result<void> checkAndPrepare(QSqlDatabase &connection)
{
    if (Result<void> ours = Migrations(u":/migrations"_s).checkOurs(connection); !ours)
        return ours;
    if (Result<void> whole = checkIntegrity(connection); !whole)
        return whole;
    if (Result<void> known = Migrations(u":/migrations"_s).checkTables(connection); !known)
        return known;
    return doubtUnsent(connection);
}

/// A copy of the newest backup that is whole, beside the database; nothing when there is none.
Result<std::optional<Backups::Backup>> laidOut(const QString &database, const QString &copy)
{
    for (const Backups::Backup &backup : Backups(database).newestFirst()) {
        for (const QLatin1StringView part : parts)
            QFile::remove(copy + part);
        if (!QFile::copy(backup.file, copy)) {
            const QFileInfo readable(backup.file);
            if (readable.isReadable())
                return Error{ErrorKind::Storage,
                             u"The library's backup could not be copied to %1."_s.arg(copy)};
            continue;
        }
        QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
        const Result<void> good = withConnection(copy, Access::ReadWrite, checkAndPrepare);
        if (good)
            return std::optional(backup);
        if (isDiskTrouble(good.error()))
            return good.error(); // it says nothing about the backup
    }
    for (const QLatin1StringView part : parts)
        QFile::remove(copy + part);
    return std::optional<Backups::Backup>();
}

QString sentenceFor(const std::optional<Backups::Backup> &backup, bool wasThere, const QString &folder)
{
    const QString what =
        wasThere ? u"The library's database was damaged"_s : u"The library's database was missing"_s;
    const QString instead = backup ? u"its backup of %1 took its place"_s.arg(QLocale::c().toString(
                                         backup->made.toLocalTime(), u"d MMMM yyyy, HH:mm"_s))
                                   : u"there was no good backup, and a new one was begun"_s;
    const QString aside =
        wasThere ? u" The damaged file is kept in %1."_s.arg(QDir::toNativeSeparators(folder)) : QString();
    return u"%1: %2.%3"_s.arg(what, instead, aside);
}

Result<void> writeNote(const QString &database, const Mended &mended)
{
    const QJsonObject note{{u"sentence"_s, mended.sentence},
                           {u"backup"_s, mended.backup.toString(Qt::ISODateWithMs)}};
    return support::writeDurably(noteOf(database), QJsonDocument(note).toJson(),
                                 QFileInfo(database).path() + "/.incoming"_L1, support::IfExists::Replace);
}

Result<void> moveAside(const QString &database, const QString &folder)
{
    if (Result<void> made = support::makeFolderDurably(folder); !made)
        return made;
    ::chmod(QFile::encodeName(QFileInfo(folder).path()).constData(), 0700);
    for (const QLatin1StringView part : parts) {
        const QString from = database + part;
        const QString to = folder + u'/' + QFileInfo(database).fileName() + part;
        if (QFileInfo::exists(from) &&
            ::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
            return support::fileError(errno, from);
    }
    return {};
}

/// A folder that is not there yet.
QString freshFolder(const QString &database, const QDateTime &now)
{
    const QString stem = QFileInfo(database).path() + "/damaged/"_L1 + now.toString(u"yyyyMMdd-HHmmss"_s);
    QString folder = stem;
    for (int number = 2; QFileInfo::exists(folder); ++number)
        folder = u"%1-%2"_s.arg(stem, QString::number(number));
    return folder;
}

} // namespace

bool isDatabaseLost(const QString &database)
{
    return !hasContent(database) &&
           (hasContent(database + "-wal"_L1) || QFileInfo::exists(noteOf(database)) ||
            !Backups(database).newestFirst().isEmpty());
}

Result<void> mend(const QString &database, const QDateTime &now)
{
    const QString copy = QFileInfo(database).path() + "/.restoring.db"_L1;
    const auto backup = laidOut(database, copy);
    if (!backup)
        return backup.error();
    const bool wasThere = hasContent(database);
    const std::optional<Mended> before = mendedNote(database);
    const QString folder = freshFolder(database, now);
    // What a call that was killed has said already stays true.
    const Mended mended{before && !wasThere ? before->sentence : sentenceFor(*backup, wasThere, folder),
                        *backup ? (*backup)->made : QDateTime()};
    if (Result<void> noted = writeNote(database, mended); !noted)
        return noted;
    if (Result<void> moved = moveAside(database, folder); !moved)
        return moved;
    return *backup ? support::nameFileDurably(copy, database) : Result<void>();
}

std::optional<Mended> mendedNote(const QString &database)
{
    QFile file(noteOf(database));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QJsonObject note = QJsonDocument::fromJson(file.readAll()).object();
    return Mended{note.value("sentence"_L1).toString(u"The library's database had to be mended."_s),
                  QDateTime::fromString(note.value("backup"_L1).toString(), Qt::ISODateWithMs)};
}

void forgetMended(const QString &database)
{
    QFile::remove(noteOf(database));
}

} // namespace janus::library
