#include "library/verifying.h"

#include "library/database.h"
#include "library/foldercontents.h"
#include "library/picturecheck.h"
#include "library/recipefile.h"
#include "support/pool.h"

#include <QFile>
#include <QSet>
#include <QSqlDatabase>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr std::size_t picturesAtOnce = 64;

int &countOf(VerifyReport &report, FileState state)
{
    switch (state) {
    case FileState::Missing:
        return report.missing;
    case FileState::Damaged:
        return report.damaged;
    case FileState::Replaced:
        return report.replaced;
    case FileState::Changed:
        return report.changed;
    case FileState::Unlisted:
        return report.unlisted;
    case FileState::Foreign:
        return report.foreign;
    }
    Q_UNREACHABLE();
}

/// Nothing when the file is what the row says.
std::optional<FileFinding> compare(const ListedPicture &listed, const QString &path)
{
    FileFinding finding{FileState::Missing, path, listed.id, listed.requestId, listed.service, {}};
    if (path.isEmpty() || !QFile::exists(path))
        return finding;
    const Result<QByteArray> bytes = readPictureFile(path);
    if (bytes && sha256Of(*bytes) == listed.sha256)
        return {};
    const Result<CheckedPicture> checked =
        bytes ? checkPicture(*bytes, thumbnailBox) : Result<CheckedPicture>(bytes.error());
    if (!checked) {
        finding.state = FileState::Damaged;
        finding.message = checked.error().message;
        return finding;
    }
    const Result<Recipe> recipe = Recipe::fromJson(recipeJsonOf(path, *bytes).value_or(QByteArray()));
    const bool isSame = recipe && recipe->job.uuid == listed.job && recipe->index == listed.index;
    finding.state = isSame ? FileState::Changed : FileState::Replaced;
    return finding;
}

FileFinding notListed(const QString &path)
{
    const bool isOurs = hasPictureSuffix(path) && Recipe::fromJson(recipeJsonOf(path).value_or(QByteArray()));
    return {isOurs ? FileState::Unlisted : FileState::Foreign, path, 0, {}, {}, {}};
}

class Verification
{
public:
    Verification(const std::vector<ListedPicture> &listed, const support::Paths &paths,
                 const std::function<void(const FileFinding &)> &found,
                 const std::function<bool(int, int)> &progress)
        : m_listed(listed)
        , m_files(paths)
        , m_folder(paths.pictures)
        , m_found(found)
        , m_progress(progress)
    {
    }

    Result<VerifyReport> run()
    {
        const Result<QStringList> all = filesBelow(m_folder);
        if (!all)
            return all.error();
        const QStringList strangers = notInRows(*all);
        m_total = m_listed.size() + std::size_t(strangers.size());
        m_report.pictures = int(m_listed.size());
        inChunks(m_listed.size(), [this](std::size_t at) {
            return compare(m_listed[at], m_files.absolute(m_listed[at].file));
        });
        m_report.good = int(m_done) - m_report.lost() - m_report.changed;
        inChunks(std::size_t(strangers.size()), [this, &strangers](std::size_t at) {
            return std::optional(notListed(m_files.absolute(strangers[qsizetype(at)])));
        });
        return m_report;
    }

private:
    QStringList notInRows(const QStringList &all) const
    {
        QSet<QString> listed;
        for (const ListedPicture &picture : m_listed)
            listed << picture.file << sidecarOf(picture.file);
        QStringList others;
        std::ranges::copy_if(all, std::back_inserter(others),
                             [&listed](const QString &file) { return !listed.contains(file); });
        return others;
    }

    template <typename Work>
    void inChunks(std::size_t count, Work work)
    {
        for (std::size_t from = 0; from < count && goesOn(); from += picturesAtOnce) {
            std::vector<std::optional<FileFinding>> findings(std::min(picturesAtOnce, count - from));
            support::forEachInParallel(int(findings.size()), [&](int at) {
                findings[std::size_t(at)] = work(from + std::size_t(at));
            });
            m_done += findings.size();
            for (const std::optional<FileFinding> &finding : findings) {
                if (!finding)
                    continue;
                ++countOf(m_report, finding->state);
                m_found(*finding);
            }
        }
    }

    bool goesOn() const { return !m_progress || m_progress(int(m_done), int(m_total)); }

    const std::vector<ListedPicture> &m_listed;
    const PictureFiles m_files;
    const QString m_folder;
    const std::function<void(const FileFinding &)> &m_found;
    const std::function<bool(int, int)> &m_progress;
    std::size_t m_done = 0;
    std::size_t m_total = 0;
    VerifyReport m_report;
};

} // namespace

Result<std::vector<ListedPicture>> listedPictures(QSqlDatabase &connection)
{
    auto query = execute(connection, u"SELECT p.id, p.file, p.sha256, j.uuid, p.idx, j.request_id, j.service"
                                     " FROM pictures p JOIN jobs j ON j.id = p.job ORDER BY p.file"_s);
    if (!query)
        return query.error();
    std::vector<ListedPicture> listed;
    while (query->next())
        listed.push_back({query->value(0).toLongLong(), query->value(1).toString(),
                          query->value(2).toByteArray(), query->value(3).toString(), query->value(4).toInt(),
                          query->value(5).toString(), query->value(6).toString()});
    return listed;
}

Result<VerifyReport> verifyFiles(const std::vector<ListedPicture> &listed, const support::Paths &paths,
                                 const std::function<void(const FileFinding &)> &found,
                                 const std::function<bool(int, int)> &progress)
{
    return Verification(listed, paths, found, progress).run();
}

} // namespace janus::library
