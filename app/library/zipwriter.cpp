#include "library/zipwriter.h"

#include "library/crc32.h"
#include "support/durablefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QtEndian>

#include <algorithm>
#include <cerrno>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr qint64 localHead = 30;
constexpr qint64 centralHead = 46;
constexpr qint64 endRecord = 22;
constexpr quint16 version = 20;
constexpr quint16 namesAreUtf8 = 1 << 11;

template <typename T>
void put(QByteArray &bytes, T value)
{
    char buffer[sizeof(T)];
    qToLittleEndian(value, buffer);
    bytes.append(buffer, sizeof buffer);
}

/// Two seconds are its smallest step; it begins in 1980.
quint32 dosTimeOf(const QDateTime &time)
{
    const QDateTime local = time.isValid() ? time.toLocalTime() : QDateTime::currentDateTime();
    const int year = std::clamp(local.date().year(), 1980, 2107) - 1980;
    const quint32 date = quint32(year << 9 | local.date().month() << 5 | local.date().day());
    const quint32 clock =
        quint32(local.time().hour() << 11 | local.time().minute() << 5 | local.time().second() / 2);
    return date << 16 | clock;
}

Error tooLarge()
{
    return {ErrorKind::BadInput,
            u"A zip file of this kind holds 4 GB and 65,535 files. Export to a folder, or in parts."_s};
}

} // namespace

Result<std::unique_ptr<ZipWriter>> ZipWriter::begin(const QString &target)
{
    const QFileInfo place(target);
    if (place.exists() || place.isSymLink())
        return support::fileError(EEXIST, target);
    const QString part = u"%1/.%2.%3.part"_s.arg(place.path(), place.fileName().left(60),
                                                 QString::number(QCoreApplication::applicationPid()));
    std::unique_ptr<ZipWriter> writer(new ZipWriter(target, part));
    const bool isOpen =
        writer->m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered);
    if (!isOpen)
        return support::fileError(errno, target);
    writer->m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    return writer;
}

ZipWriter::ZipWriter(QString target, QString part)
    : m_target(std::move(target))
    , m_file(std::move(part))
{
}

ZipWriter::~ZipWriter()
{
    if (m_file.isOpen())
        m_file.remove();
}

Result<void> ZipWriter::write(const QByteArray &bytes)
{
    qint64 at = 0;
    while (at < bytes.size()) {
        const qint64 written = m_file.write(bytes.constData() + at, bytes.size() - at);
        if (written <= 0)
            return support::fileError(written < 0 && errno != 0 ? errno : ENOSPC, m_target);
        at += written;
    }
    m_offset += at;
    return {};
}

Result<void> ZipWriter::add(const QString &name, const QByteArray &bytes, const QDateTime &modified)
{
    Entry entry{name.toUtf8(), crc32Of(bytes), 0, 0, dosTimeOf(modified)};
    const qint64 directory = m_directory + centralHead + entry.name.size();
    const qint64 end = m_offset + localHead + entry.name.size() + bytes.size() + directory + endRecord;
    if (end > mostBytes || m_entries.size() + 1 > std::size_t(mostFiles))
        return tooLarge();
    entry.size = quint32(bytes.size());
    entry.offset = quint32(m_offset);
    QByteArray head;
    put<quint32>(head, 0x04034b50);
    put<quint16>(head, version);
    put<quint16>(head, namesAreUtf8);
    put<quint16>(head, 0); // stored
    put<quint32>(head, entry.dosTime);
    put<quint32>(head, entry.crc);
    put<quint32>(head, entry.size);
    put<quint32>(head, entry.size);
    put<quint16>(head, quint16(entry.name.size()));
    put<quint16>(head, 0);
    if (Result<void> written = write(head + entry.name); !written)
        return written;
    if (Result<void> written = write(bytes); !written)
        return written;
    m_directory = directory;
    m_entries.push_back(std::move(entry));
    return {};
}

Result<void> ZipWriter::finish()
{
    const qint64 start = m_offset;
    QByteArray directory;
    for (const Entry &entry : m_entries) {
        put<quint32>(directory, 0x02014b50);
        put<quint16>(directory, 3 << 8 | version); // made on Unix: the attributes are its modes
        put<quint16>(directory, version);
        put<quint16>(directory, namesAreUtf8);
        put<quint16>(directory, 0);
        put<quint32>(directory, entry.dosTime);
        put<quint32>(directory, entry.crc);
        put<quint32>(directory, entry.size);
        put<quint32>(directory, entry.size);
        put<quint16>(directory, quint16(entry.name.size()));
        put<quint16>(directory, 0);
        put<quint16>(directory, 0);
        put<quint16>(directory, 0);
        put<quint16>(directory, 0);
        put<quint32>(directory, quint32(0100644) << 16);
        put<quint32>(directory, entry.offset);
        directory += entry.name;
    }
    put<quint32>(directory, 0x06054b50);
    put<quint16>(directory, 0);
    put<quint16>(directory, 0);
    put<quint16>(directory, quint16(m_entries.size()));
    put<quint16>(directory, quint16(m_entries.size()));
    put<quint32>(directory, quint32(directory.size() - 12));
    put<quint32>(directory, quint32(start));
    put<quint16>(directory, 0);
    if (Result<void> written = write(directory); !written)
        return written;
    m_file.close();
    Result<void> named = support::nameFileDurably(m_file.fileName(), m_target);
    if (!named)
        m_file.remove();
    return named;
}

} // namespace janus::library
