#include "library/foldercontents.h"

#include "library/picturefiles.h"
#include "library/recipefile.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr qint64 largestPicture = 256 * 1024 * 1024;
/// Recipes of ordinary prompts lie within it.
constexpr qint64 beginning = 64 * 1024;

std::optional<QByteArray> sidecarJson(const QString &path)
{
    QFile file(sidecarOf(path));
    if (!file.open(QIODevice::ReadOnly) || file.size() > Recipe::mostJson)
        return {};
    return file.readAll();
}

} // namespace

Result<QStringList> filesBelow(const QString &folder)
{
    const QDir top(folder);
    if (!top.exists())
        return Error{ErrorKind::Storage,
                     u"The pictures folder %1 is not there."_s.arg(QDir::toNativeSeparators(folder))};
    QStringList files;
    QDirIterator all(folder, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (all.hasNext())
        files << top.relativeFilePath(all.next());
    files.sort();
    return files;
}

bool hasPictureSuffix(const QString &file)
{
    const QString suffix = file.section(u'.', -1).toLower();
    return suffix == "jpg"_L1 || suffix == "jpeg"_L1 || suffix == "png"_L1 || suffix == "webp"_L1;
}

Result<QByteArray> readPictureFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Storage, u"The file cannot be read: %1"_s.arg(file.errorString()), path};
    if (file.size() > largestPicture)
        return Error{ErrorKind::Protocol, u"The file is too large for a picture."_s, path};
    QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return Error{ErrorKind::Storage, u"The file cannot be read: %1"_s.arg(file.errorString()), path};
    return bytes;
}

std::optional<QByteArray> recipeJsonOf(const QString &path, const QByteArray &bytes)
{
    const std::optional<QByteArray> inside = recipeJsonIn(bytes);
    return inside ? inside : sidecarJson(path);
}

std::optional<QByteArray> recipeJsonOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestPicture)
        return {};
    QByteArray bytes = file.read(beginning);
    if (const std::optional<QByteArray> early = recipeJsonIn(bytes))
        return early;
    bytes += file.readAll();
    return recipeJsonOf(path, bytes);
}

} // namespace janus::library
