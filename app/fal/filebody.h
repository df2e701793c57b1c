#pragma once

#include "core/result.h"

#include <QDateTime>
#include <QIODevice>
#include <QString>

#include <deque>

namespace janus::fal {

/// A file as it was when its upload began. Whatever is read later must still be of that file.
struct FileStamp
{
    QString path;
    qint64 size = 0;
    QDateTime changed;
    QString contentType = {}; ///< by its first bytes, else by its name; "application/octet-stream" at worst

    bool isSameAs(const FileStamp &other) const { return size == other.size && changed == other.changed; }
};

/// Looks at a file to be uploaded. BadInput, with a sentence, for what is missing, a folder, no plain file,
/// empty or unreadable. Blocks for the disk: for the pool.
Result<FileStamp> examineFile(const QString &path);

/// A window of a file; Storage when it cannot be read or the file has changed since `stamp`. Blocks for the
/// disk: for the pool.
Result<QByteArray> readWindow(const FileStamp &stamp, qint64 offset, qint64 length);

/// Part of a file as a request body: read from the disk in windows of 512 KiB by the pool, at most two in
/// memory. Sequential, so Qt cannot rewind it and never sends it twice by itself. Tells failed() once when
/// the file cannot be read on; the request must then be given up.
class FileBody final : public QIODevice
{
    Q_OBJECT
public:
    static constexpr qint64 window = 512 * 1024;

    FileBody(FileStamp stamp, qint64 offset, qint64 length, QObject *parent = nullptr);

    bool isSequential() const override { return true; }
    bool reset() override { return false; }
    bool atEnd() const override { return m_given == m_length; }
    qint64 bytesAvailable() const override;

Q_SIGNALS:
    /// Bytes that have left for the network, in all.
    void given(qint64 bytes);
    void failed(const janus::Error &error);

protected:
    qint64 readData(char *out, qint64 most) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    void readAhead();
    void onWindow(const Result<QByteArray> &bytes);

    const FileStamp m_stamp;
    const qint64 m_offset;
    const qint64 m_length;
    qint64 m_asked = 0; ///< from the disk
    qint64 m_given = 0; ///< to the network
    std::deque<QByteArray> m_windows;
    qsizetype m_at = 0; ///< in the first window
    bool m_isReading = false;
};

} // namespace janus::fal
