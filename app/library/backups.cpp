#include "library/backups.h"

#include "library/database.h"
#include "library/shortconnection.h"
#include "support/durablefile.h"
#include "support/filelock.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSqlDatabase>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace janus::library {

namespace {

constexpr qsizetype mostKept = 5;
constexpr int mostNumber = 999'999;
constexpr auto lockPatience = 10s;
constexpr auto timeFormat = "yyyyMMdd'T'HHmmss'Z'"_L1;
constexpr auto partPattern = ".making-*"_L1;

/// SQLite would make the file with the rights of the umask.
Result<void> makeEmpty(const QString &part)
{
    const int file = ::open(QFile::encodeName(part).constData(),
                            O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return support::fileError(errno, part);
    ::close(file);
    return {};
}

Result<void> makeFolder(const QString &folder)
{
    if (Result<void> made = support::makeFolderDurably(folder); !made)
        return made;
    return ::chmod(QFile::encodeName(folder).constData(), 0700) == 0 ? Result<void>()
                                                                     : support::fileError(errno, folder);
}

std::optional<Backups::Backup> backupNamed(const QFileInfo &file)
{
    static const QRegularExpression pattern(u"\\Alibrary-(\\d{6})-(\\d{8}T\\d{6}Z)\\.db\\z"_s);
    const QRegularExpressionMatch match = pattern.match(file.fileName());
    if (!match.hasMatch())
        return std::nullopt;
    QDateTime made = QDateTime::fromString(match.captured(2), QString(timeFormat));
    made.setTimeSpec(Qt::UTC);
    return Backups::Backup{file.filePath(), match.captured(1).toInt(), made};
}

Error busy()
{
    return {ErrorKind::Storage, u"Another Janus Studio is making a backup."_s};
}

Result<bool> hasRequests(QSqlDatabase &connection)
{
    auto query = execute(connection, u"SELECT EXISTS(SELECT 1 FROM jobs)"_s);
    if (!query)
        return query.error();
    return query->next() && query->value(0).toBool();
}

} // namespace

Backups::Backups(const QString &database)
    : m_database(database)
    , m_folder(QFileInfo(database).path() + "/backups"_L1)
{
}

QString Backups::lockFile() const
{
    return m_folder + "/.lock"_L1;
}

QList<Backups::Backup> Backups::newestFirst() const
{
    QList<Backup> found;
    const QFileInfoList files = QDir(m_folder).entryInfoList(QDir::Files);
    for (const QFileInfo &file : files) {
        if (const std::optional<Backup> backup = backupNamed(file))
            found << *backup;
    }
    std::ranges::sort(found, std::ranges::greater(), &Backup::number);
    return found;
}

bool Backups::isDue(const QDateTime &now) const
{
    const QList<Backup> known = newestFirst();
    if (known.isEmpty() || !known.first().made.isValid())
        return true;
    const qint64 age = known.first().made.secsTo(now);
    return age < 0 || age >= std::chrono::seconds(24h).count();
}

Result<QString> Backups::make(QSqlDatabase &connection, const QDateTime &now) const
{
    if (Result<void> made = makeFolder(m_folder); !made)
        return made.error();
    const auto lock =
        support::FileLock::take(lockFile(), support::FileLock::Mode::Alone, lockPatience, busy());
    return lock ? makeLocked(connection, now) : lock.error();
}

/// Whoever makes a backup holds the lock: what else is half made is of one that was killed.
Result<QString> Backups::makeLocked(QSqlDatabase &connection, const QDateTime &now) const
{
    QDir folder(m_folder);
    const QStringList left = folder.entryList({QString(partPattern)}, QDir::Files | QDir::Hidden);
    for (const QString &part : left)
        folder.remove(part);
    const QString part = folder.filePath(u".making-%1.db"_s.arg(::getpid()));
    if (Result<void> made = makeEmpty(part); !made)
        return made.error();
    Result<QString> name = [&]() -> Result<QString> {
        if (auto copied = execute(connection, u"VACUUM INTO ?"_s, {part}); !copied)
            return copied.error();
        if (const Result<void> whole = withConnection(part, Access::ReadOnly, checkIntegrity); !whole)
            return whole.error();
        return publish(part, now);
    }();
    if (!name)
        QFile::remove(part);
    return name;
}

Result<QString> Backups::publish(const QString &part, const QDateTime &now) const
{
    const QList<Backup> known = newestFirst();
    const int number = std::min(known.isEmpty() ? 1 : known.first().number + 1, mostNumber);
    const QString target = u"%1/library-%2-%3.db"_s.arg(
        m_folder, QString::number(number).rightJustified(6, u'0'), now.toUTC().toString(QString(timeFormat)));
    if (const Result<void> named = support::nameFileDurably(part, target); !named)
        return named.error();
    letOldOnesGo();
    return target;
}

void Backups::letOldOnesGo() const
{
    const QList<Backup> known = newestFirst();
    for (qsizetype at = mostKept; at < known.size(); ++at)
        QFile::remove(known[at].file);
}

Result<QString> Backups::makeIfDue(const QDateTime &now) const
{
    if (!isDue(now))
        return QString();
    if (Result<void> made = makeFolder(m_folder); !made)
        return made.error();
    const auto lock = support::FileLock::take(lockFile(), support::FileLock::Mode::Alone, {}, busy());
    if (!lock)
        return lock.error() == busy() ? Result<QString>(QString()) : lock.error();
    QString file;
    const Result<void> done =
        withConnection(m_database, Access::ReadOnly, [&](QSqlDatabase &connection) -> Result<void> {
            const Result<bool> filled = hasRequests(connection);
            if (!filled || !*filled)
                return filled ? Result<void>() : filled.error();
            const Result<QString> made = makeLocked(connection, now);
            file = made ? *made : QString();
            return made ? Result<void>() : made.error();
        });
    return done ? Result<QString>(file) : done.error();
}

Result<void> checkIntegrity(QSqlDatabase &connection)
{
    auto check = execute(connection, u"PRAGMA integrity_check(1)"_s);
    if (!check)
        return check.error();
    const QString word = check->next() ? check->value(0).toString() : QString();
    return word == "ok"_L1 ? Result<void>() : damageError(word);
}

} // namespace janus::library
