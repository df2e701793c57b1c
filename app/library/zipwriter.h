#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QFile>
#include <QString>

#include <memory>
#include <vector>

namespace janus::library {

/// Writes a ZIP archive, one file after the other, not packed: pictures are packed already. The archive has
/// its name only when it is whole and on the disk itself; what is given up leaves nothing.
///
/// A writer of our own because of all that a library can do this needs a page (PKWARE APPNOTE 4.3: local
/// header, bytes, central directory), and a library would bring a reader of hostile archives along. The plain
/// form has room for 65,535 files and 4 GiB; more is refused before it is written.
///
/// Blocks for the disk.
class ZipWriter
{
public:
    static constexpr qint64 mostBytes = 0xffffffff;
    static constexpr int mostFiles = 0xffff;

    /// A Storage error when there is such a file already, or its folder cannot be written.
    static Result<std::unique_ptr<ZipWriter>> begin(const QString &target);
    ~ZipWriter();
    ZipWriter(const ZipWriter &) = delete;
    ZipWriter &operator=(const ZipWriter &) = delete;

    /// `name` is safe, unique, and has no folders. BadInput when there is no room in the form.
    Result<void> add(const QString &name, const QByteArray &bytes, const QDateTime &modified);
    /// Ends the archive, syncs it and gives it its name.
    Result<void> finish();

private:
    struct Entry
    {
        QByteArray name;
        quint32 crc = 0;
        quint32 size = 0;
        quint32 offset = 0;
        quint32 dosTime = 0;
    };

    ZipWriter(QString target, QString part);
    Result<void> write(const QByteArray &bytes);

    const QString m_target;
    QFile m_file; ///< the part; removed unless it got its name
    std::vector<Entry> m_entries;
    qint64 m_offset = 0;
    qint64 m_directory = 0; ///< how long it will be
};

} // namespace janus::library
