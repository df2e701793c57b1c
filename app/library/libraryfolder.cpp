#include "library/libraryfolder.h"

#include "support/durablefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMutexLocker>

#include <algorithm>
#include <cerrno>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr qsizetype mostKnown = 25;

constexpr auto markText =
    "Janus Studio keeps the pictures of one library in this folder and knows it again by this "
    "file. Please leave it here.\n";

const QString whatToDo =
    u"Connect its disk or put it back, or choose another folder in the settings. Nothing is lost: what is "
    "ready waits until then."_s;

Error missing(const QString &path)
{
    const QFileInfo folder(path);
    const QString name = QDir::toNativeSeparators(path);
    const auto error = [&](const QString &sentence) {
        return Error{ErrorKind::Storage, sentence.arg(name) + u' ' + whatToDo};
    };
    if (folder.isDir() && ::access(QFile::encodeName(path).constData(), R_OK | X_OK) != 0)
        return error(u"The pictures folder %1 cannot be read."_s);
    if (folder.isDir())
        return error(u"The folder %1 is not the one this library's pictures are in."_s);
    if (folder.exists())
        return error(u"The pictures folder %1 is not a folder any more."_s);
    if (folder.isSymLink())
        return error(u"The pictures folder %1 leads to a place that is not there."_s);
    return error(u"The pictures folder %1 is not there."_s);
}

} // namespace

LibraryFolder::LibraryFolder(QString path)
    : m_path(std::move(path))
{
}

QString LibraryFolder::path() const
{
    const QMutexLocker locker(&m_mutex);
    return m_path;
}

void LibraryFolder::belongTo(const QString &identity, const QStringList &known)
{
    const QMutexLocker locker(&m_mutex);
    m_identity = identity;
    m_known = known;
    m_mayBegin = known.isEmpty();
}

Result<void> LibraryFolder::check()
{
    const QMutexLocker locker(&m_mutex);
    if (m_identity.isEmpty())
        return support::makeFolderDurably(m_path);
    if (isMarked(m_path)) {
        m_mayBegin = false;
        return {};
    }
    return m_mayBegin || holdsKnownPicture(m_path) ? makeAndMark(m_path) : missing(m_path);
}

void LibraryFolder::remember(const QString &file)
{
    const QMutexLocker locker(&m_mutex);
    m_known << file;
    if (m_known.size() > mostKnown)
        m_known.removeFirst();
}

bool LibraryFolder::looksRight(const QString &path) const
{
    const QMutexLocker locker(&m_mutex);
    return m_known.isEmpty() || isMarked(path) || holdsKnownPicture(path);
}

Result<void> LibraryFolder::moveTo(const QString &path)
{
    const QMutexLocker locker(&m_mutex);
    Result<void> made = makeAndMark(path);
    if (made)
        m_path = path;
    return made;
}

Result<void> LibraryFolder::makeAndMark(const QString &path)
{
    if (Result<void> made = support::makeFolderDurably(path); !made)
        return made;
    Result<void> marked =
        support::writeDurably(markIn(path), markText, path + "/.incoming"_L1, support::IfExists::Replace);
    if (marked)
        m_mayBegin = false;
    return marked;
}

bool LibraryFolder::isMarked(const QString &path) const
{
    return QFileInfo::exists(markIn(path));
}

bool LibraryFolder::holdsKnownPicture(const QString &path) const
{
    return std::ranges::any_of(m_known,
                               [&](const QString &name) { return QFileInfo(path + u'/' + name).isFile(); });
}

QString LibraryFolder::markIn(const QString &path) const
{
    return u"%1/.janus-library-%2"_s.arg(path, m_identity);
}

} // namespace janus::library
