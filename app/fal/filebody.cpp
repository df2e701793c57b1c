#include "fal/filebody.h"

#include "support/pool.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMimeDatabase>

#include <cstring>

using namespace Qt::StringLiterals;

namespace janus::fal {

namespace {

constexpr std::size_t windowsAhead = 2;
/// Enough for every magic number of the MIME database's that matters here.
constexpr qint64 firstBytes = 4096;

Error badFile(const QString &sentence, const QString &path)
{
    return {ErrorKind::BadInput, sentence.arg(QDir::toNativeSeparators(path)), {}, u"file"_s};
}

/// The bytes decide, whatever the name says; the name decides where bytes say nothing.
QString contentTypeOf(const QString &path, const QByteArray &start)
{
    if (start.startsWith("\x89PNG\r\n\x1a\n"))
        return u"image/png"_s;
    if (start.startsWith("\xff\xd8\xff"))
        return u"image/jpeg"_s;
    if (start.startsWith("RIFF") && start.mid(8, 4) == "WEBP")
        return u"image/webp"_s;
    if (start.startsWith("GIF87a") || start.startsWith("GIF89a"))
        return u"image/gif"_s;
    const QMimeDatabase types;
    const QMimeType byBytes = types.mimeTypeForData(start);
    if (!byBytes.isDefault() && byBytes.name() != "text/plain"_L1)
        return byBytes.name();
    const QList<QMimeType> byName = types.mimeTypesForFileName(path);
    // A name may promise a picture; bytes that are none are not called one.
    if (!byName.isEmpty() && !byName.first().name().startsWith("image/"_L1))
        return byName.first().name();
    return byBytes.isDefault() ? u"application/octet-stream"_s : byBytes.name();
}

} // namespace

Result<FileStamp> examineFile(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return badFile(u"There is no file “%1”."_s, path);
    if (info.isDir())
        return badFile(u"“%1” is a folder; only files can be uploaded."_s, path);
    if (!info.isFile())
        return badFile(u"“%1” is no plain file."_s, path);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return badFile(u"The file “%1” cannot be read."_s, path);
    if (info.size() == 0)
        return badFile(u"The file “%1” is empty."_s, path);
    return FileStamp{info.absoluteFilePath(), info.size(), info.lastModified(),
                     contentTypeOf(path, file.read(firstBytes))};
}

Result<QByteArray> readWindow(const FileStamp &stamp, qint64 offset, qint64 length)
{
    QFile file(stamp.path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return Error{ErrorKind::Storage, u"The file “%1” can no longer be read."_s.arg(stamp.path),
                     file.errorString()};
    const QFileInfo now(stamp.path);
    const bool isSame = now.size() == stamp.size && now.lastModified() == stamp.changed;
    QByteArray bytes = isSame && file.seek(offset) ? file.read(length) : QByteArray();
    if (bytes.size() != length)
        return Error{ErrorKind::Storage,
                     u"The file “%1” was changed while it was being sent."_s.arg(stamp.path),
                     file.errorString()};
    return bytes;
}

FileBody::FileBody(FileStamp stamp, qint64 offset, qint64 length, QObject *parent)
    : QIODevice(parent)
    , m_stamp(std::move(stamp))
    , m_offset(offset)
    , m_length(length)
{
    open(ReadOnly | Unbuffered);
    readAhead();
}

qint64 FileBody::bytesAvailable() const
{
    qint64 available = -m_at;
    for (const QByteArray &bytes : m_windows)
        available += bytes.size();
    return available + QIODevice::bytesAvailable();
}

qint64 FileBody::readData(char *out, qint64 most)
{
    if (atEnd())
        return -1;
    if (m_windows.empty())
        return 0; // readyRead() will say when there is more
    const QByteArray &bytes = m_windows.front();
    const qint64 count = qMin<qint64>(most, bytes.size() - m_at);
    std::memcpy(out, bytes.constData() + m_at, size_t(count));
    m_at += count;
    m_given += count;
    if (m_at == bytes.size()) {
        m_windows.pop_front();
        m_at = 0;
        readAhead();
    }
    Q_EMIT given(m_given);
    return count;
}

void FileBody::readAhead()
{
    if (m_isReading || m_asked == m_length || m_windows.size() >= windowsAhead)
        return;
    m_isReading = true;
    const qint64 count = qMin(window, m_length - m_asked);
    support::runInPool(
        *QThreadPool::globalInstance(), this,
        [stamp = m_stamp, from = m_offset + m_asked, count] { return readWindow(stamp, from, count); },
        [this](const Result<QByteArray> &bytes) { onWindow(bytes); });
    m_asked += count;
}

void FileBody::onWindow(const Result<QByteArray> &bytes)
{
    m_isReading = false;
    if (!bytes) {
        Q_EMIT failed(bytes.error());
        return;
    }
    m_windows.push_back(*bytes);
    readAhead();
    Q_EMIT readyRead();
}

} // namespace janus::fal
