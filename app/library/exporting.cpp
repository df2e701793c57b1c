#include "library/exporting.h"

#include "library/database.h"
#include "library/exportnames.h"
#include "library/exporttarget.h"
#include "library/foldercontents.h"
#include "library/listedfile.h"
#include "library/picturetable.h"
#include "library/recipefile.h"
#include "library/recipetext.h"
#include "library/shortconnection.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr std::size_t rowsAtOnce = 64;

Error badTarget(const QString &sentence)
{
    return {ErrorKind::BadInput, sentence, {}, u"to"_s};
}

/// What a program of ours wrote, taken out again; what came from elsewhere as it is.
QByteArray asItCame(const QByteArray &file)
{
    const Result<QByteArray> sent = withoutRecipe(file);
    return sent ? *sent : file;
}

Result<QByteArray> fullBytes(const QByteArray &file, const Picture &picture)
{
    if (!isSaidInXmp(picture.marks))
        return file;
    const Result<Recipe> recipe = Recipe::fromJson(recipeJsonIn(file).value_or(QByteArray()));
    const Result<QByteArray> sent = recipe ? withoutRecipe(file, *recipe) : recipe.error();
    if (sent)
        return withRecipe(*sent, *recipe, picture);
    const Result<QByteArray> marked = withXmpPacket(file, marksXmp(picture.marks));
    return marked ? marked : Result<QByteArray>(file); // it has a packet of its own, which stays
}

/// Who made the picture says how; of one that came from elsewhere its own file does, or nobody.
std::optional<QString> sourceTypeFor(const QByteArray &file, const Picture &picture)
{
    return picture.isImported() ? sourceTypeIn(file) : std::optional(sourceTypeOf(picture));
}

Result<QByteArray> markedBytes(const QByteArray &file, const Picture &picture)
{
    Result<QByteArray> bare = withoutMetadata(asItCame(file));
    const std::optional<QString> type = sourceTypeFor(file, picture);
    return bare && type ? withXmpPacket(*bare, sourceTypeXmp(*type)) : bare;
}

/// One picture of the library as it is exported.
struct Ready
{
    QByteArray bytes;
    QByteArray sidecar; ///< of a picture whose file cannot carry its recipe
};

class Exporting
{
public:
    Exporting(const PictureFiles &files, const std::vector<PictureId> &ids, const ExportOptions &options,
              const std::function<bool(const ExportProgress &)> &progress)
        : m_files(files)
        , m_ids(ids)
        , m_options(options)
        , m_progress(progress)
    {
    }

    Result<void> run(QSqlDatabase &connection)
    {
        if (Result<void> room = checkRoom(connection); !room)
            return room;
        auto target = ExportTarget::open(m_options);
        if (!target)
            return target.error();
        for (std::size_t from = 0; from < m_ids.size() && !m_report.isCancelled; from += rowsAtOnce) {
            const auto first = m_ids.begin() + std::ptrdiff_t(from);
            const std::vector<PictureId> some(
                first, first + std::ptrdiff_t(std::min(rowsAtOnce, m_ids.size() - from)));
            if (Result<void> done = exportSome(connection, some, **target); !done)
                return done;
        }
        return m_report.isCancelled ? (*target)->giveUp() : (*target)->finish();
    }

    ExportReport report() const { return m_report; }

private:
    /// Before anything is written: the sizes are in the rows.
    Result<void> checkRoom(QSqlDatabase &connection) const
    {
        if (m_options.as != ExportOptions::As::Zip)
            return {};
        qint64 sum = 0;
        for (const PictureId id : m_ids) {
            const Result<ListedFile> listed = listedFile(connection, m_files, id);
            if (!listed)
                return listed.error();
            sum += listed->bytes;
        }
        return ExportTarget::checkZip(sum, qint64(m_ids.size()));
    }

    Result<void> exportSome(QSqlDatabase &connection, const std::vector<PictureId> &ids, ExportTarget &target)
    {
        const Result<QList<Picture>> pictures = table::pictures(connection, m_files, ids);
        if (!pictures)
            return pictures.error();
        qsizetype at = 0;
        for (const PictureId id : ids) {
            ++m_done;
            if (at >= pictures->size() || pictures->at(at).id != id) {
                leave({id, {}, u"This picture is no longer in the library."_s});
            } else {
                const Picture &picture = pictures->at(at++);
                const Result<ListedFile> listed = listedFile(connection, m_files, id);
                if (!listed)
                    return listed.error();
                if (Result<void> done = exportOne(picture, *listed, target); !done)
                    return done;
            }
            if (m_report.isCancelled)
                break;
        }
        return {};
    }

    Result<void> exportOne(const Picture &picture, const ListedFile &listed, ExportTarget &target)
    {
        const Result<Ready> ready = makeReady(picture, listed);
        if (!ready) {
            leave({picture.id, picture.file, ready.error().message});
            return {};
        }
        const QString stem = exportName(m_options.nameTemplate, picture, m_done, int(m_ids.size()));
        const QString suffix = u'.' + QFileInfo(picture.file).suffix();
        const Result<QString> name = target.put(stem, suffix, ready->bytes, ready->sidecar, picture.created);
        if (!name)
            return afterSome(name.error());
        ++m_report.exported;
        m_report.bytes += ready->bytes.size() + ready->sidecar.size();
        tell({m_done, int(m_ids.size()), picture.id, *name});
        return {};
    }

    Result<Ready> makeReady(const Picture &picture, const ListedFile &listed) const
    {
        const Result<QByteArray> file = verifiedBytes(listed);
        if (!file)
            return file.error();
        Result<QByteArray> bytes = exportedBytes(*file, picture, m_options.profile);
        if (!bytes)
            return bytes.error();
        Ready ready{*bytes, {}};
        if (m_options.profile == ExportProfile::FullRecipe && !recipeJsonIn(*bytes))
            ready.sidecar = recipeJsonOf(picture.file, *bytes).value_or(QByteArray());
        return ready;
    }

    void leave(const ExportTrouble &trouble)
    {
        m_report.left << trouble;
        tell({m_done, int(m_ids.size()), 0, {}});
    }

    void tell(const ExportProgress &now)
    {
        if (m_progress && !m_progress(now))
            m_report.isCancelled = true;
    }

    Error afterSome(Error error) const
    {
        if (m_report.exported > 0 && m_options.as == ExportOptions::As::Folder)
            error.message += u" %1 of %2 pictures had been exported by then."_s.arg(
                QString::number(m_report.exported), QString::number(m_ids.size()));
        return error;
    }

    const PictureFiles &m_files;
    const std::vector<PictureId> &m_ids;
    const ExportOptions &m_options;
    const std::function<bool(const ExportProgress &)> &m_progress;
    ExportReport m_report;
    int m_done = 0;
};

} // namespace

Result<void> checkExport(const ExportOptions &options)
{
    if (Result<void> named = checkExportName(options.nameTemplate); !named)
        return named;
    const QFileInfo target(options.target);
    const QString shown = QDir::toNativeSeparators(options.target);
    if (options.target.isEmpty() || target.isRelative())
        return badTarget(u"The export needs a place to go to."_s);
    if (options.as == ExportOptions::As::Zip && (target.exists() || target.isSymLink()))
        return badTarget(u"%1 is there already; it is not replaced."_s.arg(shown));
    if (options.as == ExportOptions::As::Folder && target.exists() && !target.isDir())
        return badTarget(u"%1 is a file, not a folder."_s.arg(shown));
    if (!target.exists() && !QFileInfo(target.path()).isDir())
        return badTarget(u"The folder %1 is not there."_s.arg(QDir::toNativeSeparators(target.path())));
    return {};
}

Result<QByteArray> exportedBytes(const QByteArray &file, const Picture &picture, ExportProfile profile)
{
    switch (profile) {
    case ExportProfile::FullRecipe:
        return fullBytes(file, picture);
    case ExportProfile::MarkOnly:
        return markedBytes(file, picture);
    case ExportProfile::Clean:
        return withoutMetadata(asItCame(file));
    }
    Q_UNREACHABLE();
}

Result<QList<Carried>> previewOf(ExportProfile profile, const Picture &picture)
{
    const Result<QByteArray> file = readPictureFile(picture.file);
    const Result<QByteArray> bytes = file ? exportedBytes(*file, picture, profile) : file;
    return bytes ? Result<QList<Carried>>(carriedBy(*bytes)) : bytes.error();
}

Result<ExportReport> exportPictures(const QString &database, const PictureFiles &files,
                                    const std::vector<PictureId> &ids, const ExportOptions &options,
                                    const std::function<bool(const ExportProgress &)> &progress)
{
    if (Result<void> good = checkExport(options); !good)
        return good.error();
    Exporting exporting(files, ids, options, progress);
    const Result<void> done = withConnection(
        database, Access::ReadOnly, [&](QSqlDatabase &connection) { return exporting.run(connection); });
    return done ? Result<ExportReport>(exporting.report()) : done.error();
}

} // namespace janus::library
