#include "library/rebuilding.h"

#include "library/foldercontents.h"
#include "library/picturecheck.h"
#include "library/picturefiles.h"
#include "library/recipefile.h"
#include "library/restoring.h"
#include "support/pool.h"

#include <QDir>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

/// Files looked at, and rows written, at a time.
constexpr int chunk = 64;

/// What a file said at the first look; enough to find its row and its place in the order.
struct Look
{
    QString file;
    bool isForeign = false;
    QString trouble;
    qint64 setTime = 0;
    QString setId;
    qint64 jobNumber = 0;
    PictureName identity;
};

Look lookAt(const QString &file, const QString &path)
{
    Look look;
    look.file = file;
    const std::optional<QByteArray> json = recipeJsonOf(path);
    if (!json) {
        look.isForeign = true;
        return look;
    }
    const Result<Recipe> recipe = Recipe::fromJson(*json);
    if (!recipe) {
        look.trouble = recipe.error().message;
        return look;
    }
    look.setTime = recipe->setCreated.toMSecsSinceEpoch();
    look.setId = recipe->setId;
    look.jobNumber = recipe->jobNumber;
    look.identity = nameOf(*recipe);
    return look;
}

/// In the order in which sets, jobs and pictures were made, so that their new numbers have it, too.
bool isEarlier(const Look &a, const Look &b)
{
    return std::tie(a.setTime, a.setId, a.jobNumber, a.identity.index, a.file) <
           std::tie(b.setTime, b.setId, b.jobNumber, b.identity.index, b.file);
}

/// Reads a file whole and makes sure of it: the hash in its recipe says that it is what was decoded when it
/// came; one that was changed since is decoded again.
Result<FoundPicture> readWhole(const QString &file, const QString &path)
{
    const Result<QByteArray> bytes = readPictureFile(path);
    if (!bytes)
        return bytes.error();
    const std::optional<QByteArray> json = recipeJsonOf(path, *bytes);
    const Result<Recipe> recipe = Recipe::fromJson(json.value_or(QByteArray()));
    if (!recipe)
        return recipe.error();
    FoundPicture found{
        *recipe, file, {}, bytes->size(), {sha256Of(*bytes), recipe->sentSha256, recipe->sentBytes}};
    const bool isAsItCame = found.sums.file == recipe->sentSha256 || withoutRecipe(*bytes, *recipe);
    if (isAsItCame) {
        const Result<QSize> size = sizeOfPicture(*bytes);
        if (!size)
            return size.error();
        found.size = *size;
        return found;
    }
    const Result<CheckedPicture> checked = checkPicture(*bytes, thumbnailBox);
    if (!checked)
        return checked.error();
    found.size = checked->size;
    return found;
}

class Rebuild
{
public:
    Rebuild(QSqlDatabase &connection, const support::Paths &paths,
            const std::function<bool(const RebuildProgress &)> &progress)
        : m_files(paths)
        , m_folder(paths.pictures)
        , m_progress(progress)
        , m_restoring(connection, m_files, paths.ownerLocks())
    {
    }

    Result<RebuildReport> run()
    {
        const Result<QStringList> files = filesBelow(m_folder);
        if (!files)
            return files.error();
        std::vector<Look> looks = lookAtAll(*files);
        std::ranges::sort(looks, isEarlier);
        for (std::size_t from = 0; from < looks.size() && goesOn(true, from, looks.size()); from += chunk) {
            const std::size_t to = std::min(looks.size(), from + chunk);
            if (const Result<void> done = restore({looks.begin() + from, looks.begin() + to}); !done)
                return done.error();
        }
        if (const Result<void> finished = m_restoring.finish(); !finished)
            return finished.error();
        return m_report;
    }

private:
    bool goesOn(bool isRestoring, std::size_t done, std::size_t total) const
    {
        return !m_progress || m_progress({isRestoring, int(done), int(total)});
    }

    /// Those with a recipe; the others are counted.
    std::vector<Look> lookAtAll(const QStringList &all)
    {
        QStringList names;
        std::ranges::copy_if(all, std::back_inserter(names), hasPictureSuffix);
        std::vector<Look> looks;
        for (qsizetype from = 0; from < names.size() && goesOn(false, from, names.size()); from += chunk) {
            std::vector<Look> part(std::min<qsizetype>(chunk, names.size() - from));
            support::forEachInParallel(int(part.size()), [&](int at) {
                part[at] = lookAt(names[from + at], m_files.absolute(names[from + at]));
            });
            for (Look &look : part)
                take(look, looks);
        }
        return looks;
    }

    void take(Look &look, std::vector<Look> &looks)
    {
        ++m_report.found;
        if (look.isForeign)
            ++m_report.foreign;
        else if (!look.trouble.isEmpty())
            m_report.unreadable.append({look.file, look.trouble});
        else
            looks.push_back(std::move(look));
    }

    Result<void> restore(const std::vector<Look> &looks)
    {
        std::vector<QString> wanted;
        for (const Look &look : looks) {
            const Result<bool> known = isKnown(look);
            if (!known)
                return known.error();
            if (!*known)
                wanted.push_back(look.file);
        }
        std::vector<std::optional<Result<FoundPicture>>> found(wanted.size());
        support::forEachInParallel(int(wanted.size()), [&](int at) {
            found[at] = readWhole(wanted[at], m_files.absolute(wanted[at]));
        });
        std::vector<FoundPicture> good;
        for (std::size_t at = 0; at < found.size(); ++at) {
            if (*found[at])
                good.push_back(**found[at]);
            else
                m_report.unreadable.append({wanted[at], (*found[at]).error().message});
        }
        return enter(good);
    }

    Result<bool> isKnown(const Look &look)
    {
        const Result<std::optional<QString>> listed = m_restoring.fileOf(look.identity);
        if (!listed)
            return listed.error();
        const bool same = *listed && **listed == look.file;
        m_report.known += same;
        return same;
    }

    Result<void> enter(const std::vector<FoundPicture> &pictures)
    {
        if (pictures.empty())
            return {};
        const Result<std::vector<Restored>> entered = m_restoring.enter(pictures);
        if (!entered)
            return entered.error();
        for (std::size_t at = 0; at < pictures.size(); ++at)
            count((*entered)[at], pictures[at].file);
        return {};
    }

    void count(Restored how, const QString &file)
    {
        switch (how) {
        case Restored::Entered:
            ++m_report.restored;
            break;
        case Restored::Moved:
            ++m_report.moved;
            break;
        case Restored::Copy:
            ++m_report.copies;
            break;
        case Restored::LeftToOwner:
            ++m_report.known;
            break;
        case Restored::Contradicts:
            m_report.unreadable.append(
                {file, u"The picture's recipe contradicts the journal: its request was another one."_s});
            break;
        }
    }

    const PictureFiles m_files;
    const QString m_folder;
    const std::function<bool(const RebuildProgress &)> &m_progress;
    Restoring m_restoring;
    RebuildReport m_report;
};

} // namespace

Result<RebuildReport> rebuildFromFiles(QSqlDatabase &connection, const support::Paths &paths,
                                       const std::function<bool(const RebuildProgress &)> &progress)
{
    return Rebuild(connection, paths, progress).run();
}

} // namespace janus::library
