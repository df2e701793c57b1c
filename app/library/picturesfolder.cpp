#include "library/picturesfolder.h"

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

constexpr auto markText =
    "Janus Studio keeps the pictures of one library in this folder and knows it again by this "
    "file. Please leave it here.\n";

const QString whatToDo =
    u"Connect its disk or put it back, or choose another folder in the settings. Nothing is lost: what is "
    "ready waits until then."_s;

} // namespace

PicturesFolder::PicturesFolder(QString path)
    : m_path(std::move(path))
{
}

void PicturesFolder::belongTo(const QString &identity, const QStringList &known)
{
    const QMutexLocker locker(&m_mutex);
    m_identity = identity;
    m_known = known;
    m_mayBegin = known.isEmpty();
}

Result<void> PicturesFolder::check()
{
    const QMutexLocker locker(&m_mutex);
    if (m_identity.isEmpty())
        return support::makeFolderDurably(m_path);
    if (isMarked()) {
        m_mayBegin = false;
        return {};
    }
    if (m_mayBegin)
        return makeAndMark();
    return holdsKnownPicture() ? mark() : missing();
}

Result<void> PicturesFolder::claim()
{
    const QMutexLocker locker(&m_mutex);
    return makeAndMark();
}

Result<void> PicturesFolder::makeAndMark()
{
    if (Result<void> made = support::makeFolderDurably(m_path); !made)
        return made;
    Result<void> marked = mark();
    if (marked)
        m_mayBegin = false;
    return marked;
}

Result<void> PicturesFolder::mark()
{
    return support::writeDurably(markName(), markText, m_path + "/.incoming"_L1, support::IfExists::Replace);
}

bool PicturesFolder::isMarked() const
{
    return QFileInfo::exists(markName());
}

bool PicturesFolder::holdsKnownPicture() const
{
    return std::ranges::any_of(
        m_known, [this](const QString &name) { return QFileInfo(m_path + u'/' + name).isFile(); });
}

Error PicturesFolder::missing() const
{
    const QFileInfo folder(m_path);
    const QString name = QDir::toNativeSeparators(m_path);
    const auto error = [&](const QString &sentence) {
        return Error{ErrorKind::Storage, sentence.arg(name) + u' ' + whatToDo};
    };
    if (folder.isDir() && ::access(QFile::encodeName(m_path).constData(), R_OK | X_OK) != 0)
        return error(u"The pictures folder %1 cannot be read."_s);
    if (folder.isDir())
        return error(u"The folder %1 is not the one this library's pictures are in."_s);
    if (folder.exists())
        return error(u"The pictures folder %1 is not a folder any more."_s);
    if (folder.isSymLink())
        return error(u"The pictures folder %1 leads to a place that is not there."_s);
    return error(u"The pictures folder %1 is not there."_s);
}

QString PicturesFolder::markName() const
{
    return u"%1/.janus-library-%2"_s.arg(m_path, m_identity);
}

} // namespace janus::library
