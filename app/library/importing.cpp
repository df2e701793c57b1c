#include "library/importing.h"

#include "core/jobstate.h"
#include "core/paramroles.h"
#include "library/database.h"
#include "library/foldercontents.h"
#include "library/foreignreader.h"
#include "library/picturecheck.h"
#include "library/picturetable.h"
#include "library/recipefile.h"
#include "library/stamps.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <QSqlDatabase>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

const QString importService = u"import"_s;
constexpr qsizetype longestProgram = 200;

class Walk
{
public:
    Walk(const ImportLimits &limits, QList<FileTrouble> &refused)
        : m_limits(limits)
        , m_refused(refused)
    {
    }

    void take(const QString &path)
    {
        const QFileInfo info(QDir::cleanPath(QDir().absoluteFilePath(path)));
        const QString file = info.absoluteFilePath();
        if (info.isDir())
            look(file, 0);
        else if (info.isFile())
            add(file);
        else
            m_refused << FileTrouble{file, info.exists() ? u"This is no ordinary file."_s
                                                         : u"There is no such file."_s};
    }
    QStringList found() const { return m_found; }

private:
    void look(const QString &folder, int depth)
    {
        if (depth > m_limits.mostDepth) {
            m_refused << FileTrouble{
                folder, u"This folder lies too deep: %1 levels are looked into."_s.arg(m_limits.mostDepth)};
            return;
        }
        const QFileInfoList entries = QDir(folder).entryInfoList(
            QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::Name);
        for (const QFileInfo &entry : entries) {
            if (m_isFull)
                return;
            if (entry.isDir())
                look(entry.absoluteFilePath(), depth + 1);
            else if (entry.isFile() && hasPictureSuffix(entry.fileName()))
                add(entry.absoluteFilePath());
        }
    }

    void add(const QString &file)
    {
        if (m_isFull || m_seen.contains(file))
            return;
        if (m_found.size() >= m_limits.mostFiles) {
            m_isFull = true;
            m_refused << FileTrouble{
                file, u"One import takes %1 files; this one and those after it were left out."_s.arg(
                          m_limits.mostFiles)};
            return;
        }
        m_seen << file;
        m_found << file;
    }

    const ImportLimits &m_limits;
    QList<FileTrouble> &m_refused;
    QStringList m_found;
    QSet<QString> m_seen;
    bool m_isFull = false;
};

Error notAPicture()
{
    return {ErrorKind::Protocol, u"This is no JPEG, PNG or WebP picture."_s};
}

/// When a file of another program's was made, as far as that can be believed.
QDateTime timeOf(const QString &file)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QDateTime modified = QFileInfo(file).lastModified().toUTC();
    return modified.isValid() && modified.date().year() > 1980 && modified < now ? modified : now;
}

void describe(Candidate &candidate, const CheckedPicture &checked, const QByteArray &bytes)
{
    Picture &picture = candidate.picture;
    candidate.suffix = suffixOf(checked.format);
    candidate.sums = {sha256Of(bytes), {}, bytes.size()};
    candidate.sums.sent = candidate.sums.file;
    picture.size = checked.size;
    picture.bytes = bytes.size();
    picture.service = importService;
    picture.created = timeOf(candidate.file);
    if (!candidate.recipe) {
        if (const auto foreign = foreignRecipeOf(bytes)) {
            picture.request = knownRequest(*foreign);
            picture.seed = foreign->seed.value_or(0);
            picture.program = programText(*foreign).left(longestProgram);
        }
        return;
    }
    const Recipe &recipe = *candidate.recipe;
    picture.request = recipe.request();
    picture.seed = recipe.seed;
    picture.index = recipe.index;
    picture.count = recipe.count;
    candidate.isAsItCame =
        candidate.sums.file == recipe.sentSha256 || withoutRecipe(bytes, recipe).hasValue();
    if (candidate.isAsItCame) {
        candidate.sums.sent = recipe.sentSha256;
        candidate.sums.sentBytes = recipe.sentBytes;
    }
}

/// A QString that is null is NULL to the database, and these may not be.
QString notNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

QVariant orNull(const std::optional<double> &number)
{
    return number ? QVariant(*number) : QVariant();
}

} // namespace

QStringList filesToImport(const QStringList &paths, const ImportLimits &limits, QList<FileTrouble> &refused)
{
    Walk walk(limits, refused);
    for (const QString &path : paths)
        walk.take(path);
    return walk.found();
}

Candidate examineFile(const QString &file, const PictureFiles &files)
{
    Candidate candidate;
    candidate.file = file;
    const auto refuse = [&candidate](const Error &error) {
        candidate.refused = error;
        return candidate;
    };
    const Result<QByteArray> bytes = readPictureFile(file);
    if (!bytes)
        return refuse(bytes.error());
    if (!formatOf(*bytes))
        return refuse(notAPicture());
    const Result<CheckedPicture> checked = checkPicture(*bytes, thumbnailBox);
    if (!checked)
        return refuse(checked.error());
    if (const auto json = recipeJsonOf(file, *bytes)) {
        if (Result<Recipe> recipe = Recipe::fromJson(*json)) {
            candidate.recipe = std::move(*recipe);
            if (!recipeJsonIn(*bytes))
                candidate.sidecar = *json;
        }
    }
    describe(candidate, *checked, *bytes);
    candidate.inPlace = files.relative(file);
    if (!candidate.inPlace.isEmpty())
        return candidate;
    Result<std::shared_ptr<support::PartFile>> part = files.layDown(*bytes);
    if (!part)
        return refuse(part.error());
    candidate.part = std::move(*part);
    return candidate;
}

Importing::Importing(QSqlDatabase &connection, const PictureFiles &files, const QString &ownerLocks)
    : m_connection(connection)
    , m_files(files)
    , m_restoring(connection, files, ownerLocks)
{
}

Result<void> Importing::enter(const std::vector<Candidate> &candidates, BatchId &set, ImportReport &report)
{
    // Whatever waits for the disk comes before the transaction, which keeps other programs waiting.
    std::vector<QString> places;
    for (const Candidate &candidate : candidates) {
        QString file = candidate.inPlace;
        if (!candidate.refused && file.isEmpty()) {
            const auto found = known(candidate);
            if (!found)
                return found.error();
            if (!*found || !(*found)->isThere) {
                const Result<QString> placed = place(candidate);
                if (!placed) {
                    for (const QString &name : m_unused)
                        m_files.remove(name);
                    return placed.error();
                }
                file = *placed;
                m_unused.push_back(file);
            }
        }
        places.push_back(file);
    }
    ImportReport entered = report;
    BatchId number = set;
    const Result<void> done = [&]() -> Result<void> {
        Transaction transaction(m_connection);
        const Result<PictureId> last = table::lastId(m_connection);
        if (!last)
            return last.error();
        for (std::size_t at = 0; at < candidates.size(); ++at) {
            if (Result<void> one = enterOne(candidates[at], places[at], number, entered); !one)
                return one;
        }
        if (Result<void> indexed = table::indexWords(m_connection, *last + 1); !indexed)
            return indexed;
        if (Result<void> ended = m_restoring.finish(); !ended)
            return ended;
        return transaction.commit();
    }();
    if (!done)
        m_unused.assign(places.begin(), places.end());
    for (std::size_t at = 0; at < candidates.size(); ++at) {
        const bool isCopy = candidates[at].inPlace.isEmpty() && !places[at].isEmpty();
        if (isCopy && std::ranges::find(m_unused, places[at]) != m_unused.end())
            m_files.remove(places[at]);
    }
    m_unused.clear();
    if (!done)
        return done;
    report = std::move(entered);
    set = number;
    return {};
}

Result<QString> Importing::place(const Candidate &candidate) const
{
    const QDateTime time =
        (candidate.recipe ? candidate.recipe->created : candidate.picture.created).toLocalTime();
    Picture named = candidate.picture;
    if (candidate.recipe)
        named.service = candidate.recipe->service;
    const Result<QString> file = candidate.recipe
                                     ? m_files.save(named, candidate.suffix, *candidate.part, time)
                                     : m_files.saveForeign(QFileInfo(candidate.file).completeBaseName(),
                                                           candidate.suffix, *candidate.part, time);
    if (!file)
        return file;
    const Result<void> beside = m_files.saveSidecar(*file, candidate.sidecar);
    if (!beside)
        m_files.remove(*file);
    return beside ? file : Result<QString>(beside.error());
}

Result<std::optional<Importing::Known>> Importing::knownAs(const QString &condition,
                                                           const QVariantList &values)
{
    auto row =
        execute(m_connection,
                u"SELECT p.id, p.file, coalesce(o.state, 0), t.picture IS NOT NULL FROM pictures p"
                " LEFT JOIN outside o ON o.picture = p.id LEFT JOIN trash t ON t.picture = p.id WHERE "_s +
                    condition + u" ORDER BY p.id LIMIT 1"_s,
                values);
    if (!row)
        return row.error();
    if (!row->next())
        return std::optional<Known>();
    const QString file = row->value(1).toString();
    const bool isThere =
        row->value(2).toInt() != int(OutsideState::Changed) && QFileInfo(m_files.absolute(file)).isFile();
    return std::optional(Known{row->value(0).toLongLong(), file, isThere, row->value(3).toBool()});
}

/// By its place, by the file's content, and by the content that the server sent.
Result<std::optional<Importing::Known>> Importing::known(const Candidate &candidate)
{
    if (!candidate.inPlace.isEmpty()) {
        const auto there = knownAs(u"p.file = ?"_s, {candidate.inPlace});
        if (!there || *there)
            return there;
    }
    const QString file = QString::fromLatin1(candidate.sums.file);
    const QString sent = QString::fromLatin1(candidate.sums.sent);
    const QVariantList values{candidate.picture.bytes, file, candidate.sums.sentBytes, sent};
    return knownAs(u"((p.bytes = ? AND p.sha256 = ?) OR (p.sent_bytes = ? AND p.sent_sha256 = ?))"_s, values);
}

Result<void> Importing::enterOne(const Candidate &candidate, const QString &file, BatchId &set,
                                 ImportReport &report)
{
    if (candidate.refused) {
        report.refused << FileTrouble{candidate.file, candidate.refused->message};
        return {};
    }
    const auto found = known(candidate);
    if (!found)
        return found.error();
    // Its old name may be the one that was free for the copy.
    const bool isCopyAtItsPlace = *found && candidate.inPlace.isEmpty() && (*found)->file == file;
    if (*found && (file.isEmpty() || ((*found)->isThere && !isCopyAtItsPlace))) {
        report.duplicates << ImportDuplicate{candidate.file, (*found)->id, (*found)->isTrashed};
        return {};
    }
    if (*found) {
        report.foundAgain.push_back((*found)->id);
        return giveBack(candidate, file, (*found)->id);
    }
    const Result<bool> isTaken = candidate.recipe ? isTakenAsOurs(candidate) : Result<bool>(true);
    if (!isTaken)
        return isTaken.error();
    return *isTaken ? enterForeign(candidate, file, set, report) : enterOurs(candidate, file, report);
}

/// Whether the recipe's place in the journal has another picture: this file is a version of it that some
/// program has changed.
Result<bool> Importing::isTakenAsOurs(const Candidate &candidate)
{
    const Result<std::optional<QString>> listed = m_restoring.fileOf(nameOf(*candidate.recipe));
    return listed ? Result<bool>(listed->has_value()) : listed.error();
}

Result<void> Importing::enterOurs(const Candidate &candidate, const QString &file, ImportReport &report)
{
    const Recipe &recipe = *candidate.recipe;
    const Result<Restored> entered =
        m_restoring.enterOne({recipe,
                              file,
                              candidate.picture.size,
                              candidate.picture.bytes,
                              {candidate.sums.file, recipe.sentSha256, recipe.sentBytes}});
    if (!entered)
        return entered.error();
    if (*entered == Restored::Entered) {
        std::erase(m_unused, file);
        const Result<PictureId> id = table::idOf(m_connection, file);
        if (!id)
            return id.error();
        report.added.push_back(*id);
        return stamp(*id, file);
    }
    report.refused << FileTrouble{
        candidate.file,
        *entered == Restored::LeftToOwner
            ? u"This picture is being fetched by a Janus Studio that runs."_s
            : u"The picture's recipe contradicts the journal: its request was another one."_s};
    return {};
}

Result<void> Importing::enterForeign(const Candidate &candidate, const QString &file, BatchId &set,
                                     ImportReport &report)
{
    if (set == 0) {
        const Result<BatchId> made = newSet();
        if (!made)
            return made.error();
        set = *made;
    }
    Picture picture = candidate.picture;
    const QString now = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    auto job =
        execute(m_connection,
                u"INSERT INTO jobs(batch, uuid, service, endpoint, body, seed, state, created, ended, prompt,"
                " guidance, temperature, program) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                {set, QUuid::createUuid().toString(QUuid::WithoutBraces), importService,
                 notNull(picture.request.endpoint), picture.request.body(), picture.seed, int(JobState::Done),
                 now, now, notNull(prompt(picture.request)), orNull(guidance(picture.request)),
                 orNull(temperature(picture.request)),
                 picture.program.isEmpty() ? QVariant() : QVariant(picture.program)});
    if (!job)
        return job.error();
    picture.job = job->lastInsertId().toLongLong();
    picture.batch = set;
    Sums sums = candidate.sums;
    sums.sent = sums.file; // a changed one is what it is
    sums.sentBytes = picture.bytes;
    const Result<PictureId> id = table::insert(m_connection, picture, file, sums);
    if (!id)
        return id.error();
    std::erase(m_unused, file);
    report.added.push_back(*id);
    return stamp(*id, file);
}

Result<BatchId> Importing::newSet()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    auto made = execute(m_connection, u"INSERT INTO batches(created, prompt) VALUES (?, ?)"_s,
                        {now.toString(Qt::ISODateWithMs),
                         u"Imported on %1"_s.arg(now.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s))});
    return made ? Result<BatchId>(made->lastInsertId().toLongLong()) : made.error();
}

Result<void> Importing::giveBack(const Candidate &candidate, const QString &file, PictureId id)
{
    std::erase(m_unused, file);
    auto updated =
        execute(m_connection, u"UPDATE pictures SET file = ?, sha256 = ?, bytes = ? WHERE id = ?"_s,
                {file, QString::fromLatin1(candidate.sums.file), candidate.picture.bytes, id});
    if (!updated)
        return updated.error();
    auto fine = execute(m_connection, u"DELETE FROM outside WHERE picture = ?"_s, {id});
    return fine ? stamp(id, file) : fine.error();
}

Result<void> Importing::stamp(PictureId id, const QString &file)
{
    return setStamp(m_connection, id, stampOf(m_files.absolute(file)));
}

} // namespace janus::library
