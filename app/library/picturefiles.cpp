#include "library/picturefiles.h"

#include "core/paramroles.h"
#include "library/halfnamed.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <sys/statvfs.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr qsizetype mostWords = 40;
constexpr qint64 mebibyte = 1024 * 1024;

QString incomingBelow(const QString &folder)
{
    return folder + "/.incoming"_L1;
}

QByteArray reasonText(const Picture &picture, const QByteArray &sha256, const Error &reason)
{
    const QString text = u"%1\n%2\nrequest %3, picture %4\nsha256 %5\n"_s.arg(
        reason.message, reason.detail, picture.requestId, QString::number(picture.index + 1),
        QString::fromLatin1(sha256));
    return text.toUtf8();
}

QString megabytes(qint64 bytes)
{
    return QString::number((bytes + mebibyte - 1) / mebibyte);
}

Result<void> roomIn(const QString &folder, qint64 bytes)
{
    const QByteArray name = QFile::encodeName(folder);
    if (::access(name.constData(), W_OK | X_OK) != 0)
        return support::fileError(errno, folder);
    struct statvfs status
    {
    };
    if (::statvfs(name.constData(), &status) != 0)
        return support::fileError(errno, folder);
    const qint64 free = qint64(status.f_bavail) * qint64(status.f_frsize);
    if (free >= bytes)
        return {};
    return Error{
        ErrorKind::Storage,
        u"The disk of %1 is nearly full: %2 MB are needed, %3 MB are free. Make room; nothing is sent "
        "and nothing is lost until then."_s.arg(QDir::toNativeSeparators(folder), megabytes(bytes),
                                                QString::number(free / mebibyte))};
}

} // namespace

PictureFiles::PictureFiles(const support::Paths &paths)
    : m_data(paths.data)
    , m_folder(std::make_shared<LibraryFolder>(paths.pictures))
{
}

Result<void> PictureFiles::room(qint64 bytes) const
{
    if (Result<void> right = m_folder->check(); !right)
        return right;
    for (const QString &folder : {m_folder->path(), m_data}) {
        if (Result<void> enough = roomIn(folder, bytes); !enough)
            return enough;
    }
    return {};
}

Result<std::shared_ptr<support::PartFile>> PictureFiles::layDown(const QByteArray &bytes) const
{
    if (Result<void> right = m_folder->check(); !right)
        return right.error();
    return support::PartFile::write(incomingBelow(m_folder->path()), u"picture"_s, bytes);
}

Result<QString> PictureFiles::save(const Picture &picture, const QString &suffix, support::PartFile &part,
                                   const QDateTime &time) const
{
    const QString month = time.toString(u"yyyy-MM"_s);
    const QString stem =
        u"%1-%2-%3-%4"_s.arg(time.toString(u"yyyyMMdd-HHmmss"_s), fileNameWords(prompt(picture.request)),
                             QString::number(picture.seed), QString::number(picture.index + 1));
    return put(picture.isSandbox() ? "Practice/"_L1 + month : month, stem, suffix, part);
}

Result<QString> PictureFiles::saveForeign(const QString &words, const QString &suffix,
                                          support::PartFile &part, const QDateTime &time) const
{
    return put(time.toString(u"yyyy-MM"_s),
               u"%1-%2"_s.arg(time.toString(u"yyyyMMdd-HHmmss"_s), fileNameWords(words)), suffix, part);
}

Result<QString> PictureFiles::put(const QString &below, const QString &stem, const QString &suffix,
                                  support::PartFile &part) const
{
    const QString folder = m_folder->path() + u'/' + below;
    if (Result<void> right = m_folder->check(); !right)
        return right.error();
    if (Result<void> made = support::makeFolderDurably(folder); !made)
        return made.error();
    const Result<QString> name = part.nameDurably(folder, stem, suffix);
    if (!name)
        return name;
    const QString file = below + u'/' + *name;
    m_folder->remember(file);
    return file;
}

Result<void> PictureFiles::saveSidecar(const QString &file, const QByteArray &json) const
{
    if (json.isEmpty())
        return {};
    return support::writeDurably(sidecarOf(absolute(file)), json, incomingBelow(m_folder->path()),
                                 support::IfExists::Replace);
}

void PictureFiles::remove(const QString &file) const
{
    QFile::remove(absolute(file));
    QFile::remove(sidecarOf(absolute(file)));
}

Result<void> PictureFiles::quarantine(const Picture &picture, const QByteArray &bytes,
                                      const QByteArray &sha256, const Error &reason) const
{
    const QString folder = quarantineFolder();
    if (Result<void> made = support::makeFolderDurably(folder); !made)
        return made;
    const QString stem =
        u"%1/job%2-%3-%4"_s.arg(folder, QString::number(picture.job), QString::number(picture.index + 1),
                                QString::fromLatin1(sha256.first(16)));
    if (QFile::exists(stem + ".txt"_L1))
        return {};
    const QString incoming = incomingBelow(folder);
    Result<void> kept = support::writeDurably(stem + ".bin"_L1, bytes, incoming, support::IfExists::Replace);
    if (!kept)
        return kept;
    return support::writeDurably(stem + ".txt"_L1, reasonText(picture, sha256, reason), incoming,
                                 support::IfExists::Replace);
}

void PictureFiles::tidyIncoming(const QDateTime &now,
                                const std::function<Result<bool>(const QString &)> &hasRow) const
{
    const QString folder = m_folder->path();
    settleHalfNamed(folder, incomingBelow(folder), hasRow);
    const QDir incoming(incomingBelow(folder));
    const QFileInfoList parts = incoming.entryInfoList({u"*.part"_s}, QDir::Files | QDir::Hidden);
    for (const QFileInfo &part : parts) {
        if (part.lastModified().daysTo(now) < 1 || !support::makeFolderDurably(quarantineFolder()))
            continue;
        QFile::rename(part.filePath(), quarantineFolder() + u'/' + part.fileName());
    }
}

QString PictureFiles::absolute(const QString &relative) const
{
    const QString clean = QDir::cleanPath(relative);
    if (relative.isEmpty() || QDir::isAbsolutePath(clean) || clean == ".."_L1 || clean.startsWith("../"_L1))
        return {};
    return m_folder->path() + u'/' + clean;
}

QString PictureFiles::relative(const QString &absolute) const
{
    const QString folder = QFileInfo(m_folder->path()).canonicalFilePath() + u'/';
    const QString file = QFileInfo(absolute).canonicalFilePath();
    return folder.size() > 1 && file.startsWith(folder) ? file.mid(folder.size()) : QString();
}

QString PictureFiles::quarantineFolder() const
{
    return m_data + "/quarantine"_L1;
}

QString sidecarOf(const QString &file)
{
    return file + ".json"_L1;
}

QString fileNameWords(const QString &prompt)
{
    // Letters lose their accents; whatever has no plain form becomes one hyphen.
    const QString plain = prompt.left(4 * mostWords).normalized(QString::NormalizationForm_KD);
    QString words;
    for (const QChar character : plain) {
        const QChar lower = character.toLower();
        const bool keep = (lower >= u'a' && lower <= u'z') || (lower >= u'0' && lower <= u'9');
        if (keep)
            words += lower;
        else if (!character.isMark() && !words.isEmpty() && !words.endsWith(u'-'))
            words += u'-';
    }
    words.truncate(mostWords);
    while (words.endsWith(u'-'))
        words.chop(1);
    return words.isEmpty() ? u"picture"_s : words;
}

} // namespace janus::library
