#include "library/looking.h"

#include "library/database.h"
#include "library/foldercontents.h"
#include "library/picturetable.h"
#include "library/recipefile.h"
#include "library/shortconnection.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QHash>
#include <QSqlDatabase>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr int rowsAtOnce = 500;
/// A file is written right after its picture's time was taken.
constexpr qint64 savedWithin = 60'000;

struct LookedRow
{
    PictureId id = 0;
    QString file;
    qint64 bytes = 0;
    QByteArray sha256;
    qint64 created = 0;
    OutsideState state = OutsideState::Fine;
    std::optional<Stamp> stamp;
};

QString folderOf(const QString &file)
{
    return file.left(std::max<qsizetype>(file.lastIndexOf(u'/'), 0));
}

Result<std::vector<LookedRow>> rowsBelow(QSqlDatabase &connection, const LookScope &scope, PictureId below)
{
    QVariantList values{below};
    QString inFolder;
    if (scope.folder) {
        inFolder = u" AND p.file >= ? AND p.file < ?"_s;
        values << *scope.folder + u'/' << *scope.folder + u'0'; // the character behind the slash
    }
    auto query =
        execute(connection,
                u"SELECT p.id, p.file, p.bytes, p.sha256, p.created, coalesce(o.state, 0), s.modified,"
                " s.bytes FROM pictures p LEFT JOIN outside o ON o.picture = p.id"
                " LEFT JOIN stamps s ON s.picture = p.id WHERE p.id < ?%1 ORDER BY p.id DESC LIMIT %2"_s.arg(
                    inFolder, QString::number(rowsAtOnce)),
                values);
    if (!query)
        return query.error();
    std::vector<LookedRow> rows;
    while (query->next()) {
        LookedRow row;
        row.id = query->value(0).toLongLong();
        row.file = query->value(1).toString();
        row.bytes = query->value(2).toLongLong();
        row.sha256 = query->value(3).toByteArray();
        row.created =
            QDateTime::fromString(query->value(4).toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
        row.state = OutsideState(std::clamp(query->value(5).toInt(), 0, 2));
        if (!query->value(6).isNull())
            row.stamp = Stamp{query->value(6).toLongLong(), query->value(7).toLongLong()};
        rows.push_back(std::move(row));
    }
    return rows;
}

class Comparison
{
public:
    Comparison(QSqlDatabase &connection, const PictureFiles &files, const LookScope &scope,
               const std::function<void(std::vector<OutsideFinding>)> &found,
               const std::function<bool()> &goesOn)
        : m_connection(connection)
        , m_files(files)
        , m_scope(scope)
        , m_found(found)
        , m_goesOn(goesOn)
    {
    }

    Result<LookReport> run()
    {
        if (Result<void> there = m_files.folder().check(); !there)
            return there.error();
        PictureId below = std::numeric_limits<PictureId>::max();
        while (goesOn()) {
            const Result<std::vector<LookedRow>> rows = rowsBelow(m_connection, m_scope, below);
            if (!rows)
                return rows.error();
            if (rows->empty())
                break;
            below = rows->back().id;
            for (const LookedRow &row : *rows) {
                if (!goesOn())
                    return m_report;
                look(row);
            }
            send();
        }
        if (!m_missing.empty())
            search();
        // A disk that goes while we look makes everything missing at once.
        if (Result<void> there = m_files.folder().check(); !there)
            return there.error();
        if (goesOn())
            tellMissing();
        send();
        return m_report;
    }

private:
    bool goesOn() const { return !m_goesOn || m_goesOn(); }

    void look(const LookedRow &row)
    {
        ++m_report.looked;
        m_report.folders << folderOf(row.file);
        const QString path = m_files.absolute(row.file);
        const std::optional<Stamp> now = stampOf(path);
        if (!now) {
            m_isNewlyMissing |= row.state != OutsideState::Missing;
            m_missing.insert(row.id, row);
            return;
        }
        if (isKnown(row, *now)) {
            if (row.state == OutsideState::Missing)
                m_findings.push_back({row.id, row.file, OutsideState::Fine, {}, {}});
            m_report.changed += row.state == OutsideState::Changed;
            return;
        }
        const bool isSame = now->bytes == row.bytes && sumOf(path) == row.sha256;
        m_report.changed += !isSame;
        m_findings.push_back(
            {row.id, row.file, isSame ? OutsideState::Fine : OutsideState::Changed, {}, now});
    }

    /// Whether nobody has touched the file since it was read whole, or written by us.
    static bool isKnown(const LookedRow &row, const Stamp &now)
    {
        if (row.stamp)
            return *row.stamp == now;
        return row.state != OutsideState::Changed && now.bytes == row.bytes &&
               std::abs(now.modified - row.created) < savedWithin;
    }

    QByteArray sumOf(const QString &path)
    {
        ++m_report.read;
        const Result<QByteArray> bytes = readPictureFile(path);
        return bytes ? sha256Of(*bytes) : QByteArray();
    }

    void search()
    {
        if (!m_isNewlyMissing && !m_scope.searchesMissing)
            return;
        QMultiHash<qint64, PictureId> byLength;
        for (const LookedRow &row : std::as_const(m_missing))
            byLength.insert(row.bytes, row.id);
        const QString folder = m_files.folder().path();
        // A folder that was touched may have got back what it had lost.
        const bool isEverywhere = m_isNewlyMissing || !m_scope.folder;
        const QString top = isEverywhere ? folder : folder + u'/' + *m_scope.folder;
        QDirIterator all(top, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
        while (all.hasNext() && !m_missing.empty() && goesOn()) {
            const QString path = all.next();
            const std::optional<Stamp> stamp = hasPictureSuffix(path) ? stampOf(path) : std::nullopt;
            if (!stamp || !byLength.contains(stamp->bytes))
                continue;
            const QString file = QDir(folder).relativeFilePath(path);
            const Result<PictureId> owner = table::idOf(m_connection, file);
            if (owner && *owner == 0)
                match(path, file, *stamp, byLength.values(stamp->bytes));
        }
    }

    void match(const QString &path, const QString &file, const Stamp &stamp,
               const QList<PictureId> &candidates)
    {
        const QByteArray sum = sumOf(path);
        for (const PictureId id : candidates) {
            const auto row = m_missing.constFind(id);
            if (row == m_missing.constEnd() || row->sha256 != sum)
                continue;
            ++m_report.foundAgain;
            m_report.folders << folderOf(file);
            m_findings.push_back({id, row->file, OutsideState::Fine, file, stamp});
            m_missing.erase(row);
            return;
        }
    }

    void tellMissing()
    {
        QHash<QString, int> gone; // folders that are not there, and how many of their pictures
        for (const LookedRow &row : std::as_const(m_missing)) {
            const QString folder = folderOf(row.file);
            if (!QFileInfo(m_files.absolute(folder)).isDir())
                ++gone[folder];
        }
        for (const LookedRow &row : std::as_const(m_missing)) {
            ++m_report.missing;
            if (row.state != OutsideState::Missing && gone.value(folderOf(row.file)) <= mostMissingWithFolder)
                m_findings.push_back({row.id, row.file, OutsideState::Missing, {}, {}});
        }
        for (auto folder = gone.cbegin(); folder != gone.cend(); ++folder) {
            if (folder.value() > mostMissingWithFolder)
                m_report.foldersMissing << folder.key();
        }
        m_report.foldersMissing.sort();
    }

    void send()
    {
        if (!m_findings.empty())
            m_found(std::exchange(m_findings, {}));
    }

    QSqlDatabase &m_connection;
    const PictureFiles &m_files;
    const LookScope &m_scope;
    const std::function<void(std::vector<OutsideFinding>)> &m_found;
    const std::function<bool()> &m_goesOn;
    LookReport m_report;
    std::vector<OutsideFinding> m_findings;
    QHash<PictureId, LookedRow> m_missing;
    bool m_isNewlyMissing = false;
};

Result<bool> noteOne(QSqlDatabase &connection, const OutsideFinding &finding)
{
    auto row = execute(connection,
                       u"SELECT coalesce(o.state, 0) FROM pictures p LEFT JOIN outside o ON o.picture = p.id"
                       " WHERE p.id = ? AND p.file = ?"_s,
                       {finding.id, finding.listed});
    if (!row)
        return row.error();
    if (!row->next())
        return false; // somebody else was quicker
    const bool isNew = row->value(0).toInt() != int(finding.state);
    row->finish();
    if (Result<void> kept = setStamp(connection, finding.id, finding.stamp); !kept)
        return kept.error();
    if (!finding.foundAt.isEmpty()) {
        if (auto moved = execute(connection, u"UPDATE pictures SET file = ? WHERE id = ?"_s,
                                 {finding.foundAt, finding.id});
            !moved)
            return moved.error();
    }
    if (isNew) {
        const QString now = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
        auto noted =
            finding.state == OutsideState::Fine
                ? execute(connection, u"DELETE FROM outside WHERE picture = ?"_s, {finding.id})
                : execute(connection,
                          u"INSERT OR REPLACE INTO outside(picture, state, since) VALUES (?, ?, ?)"_s,
                          {finding.id, int(finding.state), now});
        if (!noted)
            return noted.error();
    }
    return isNew || !finding.foundAt.isEmpty();
}

} // namespace

Result<LookReport> lookAtFiles(const QString &database, const PictureFiles &files, const LookScope &scope,
                               const std::function<void(std::vector<OutsideFinding>)> &found,
                               const std::function<bool()> &goesOn)
{
    Result<LookReport> report = LookReport();
    const Result<void> opened =
        withConnection(database, Access::ReadOnly, [&](QSqlDatabase &connection) -> Result<void> {
            report = Comparison(connection, files, scope, found, goesOn).run();
            return report ? Result<void>() : report.error();
        });
    return opened ? report : Result<LookReport>(opened.error());
}

Result<std::vector<PictureId>> noteFindings(QSqlDatabase &connection,
                                            const std::vector<OutsideFinding> &findings)
{
    Transaction transaction(connection);
    std::vector<PictureId> changed;
    for (const OutsideFinding &finding : findings) {
        const Result<bool> noted = noteOne(connection, finding);
        if (!noted)
            return noted.error();
        if (*noted)
            changed.push_back(finding.id);
    }
    const Result<void> committed = transaction.commit();
    return committed ? Result<std::vector<PictureId>>(changed) : committed.error();
}

} // namespace janus::library
