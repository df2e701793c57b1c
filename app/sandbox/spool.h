#pragma once

#include "sandbox/httpparser.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace janus::sandbox {

/// The bytes all spools together may hold, and the folder they lie in, which goes with this object.
class SpoolSpace
{
public:
    /// `limit` in bytes. `makeRoom` is asked to give up something when it is reached; false: there is
    /// nothing.
    SpoolSpace(qint64 limit, std::function<bool()> makeRoom);

    bool take(qint64 bytes); ///< False: there is no room, whatever was given up.
    void giveBack(qint64 bytes) { m_used -= bytes; }
    qint64 used() const { return m_used; }
    QString freshPath();

private:
    std::unique_ptr<QTemporaryDir> m_folder; ///< Made when the first body comes.
    qint64 m_limit;
    qint64 m_used = 0;
    int m_made = 0;
    std::function<bool()> m_makeRoom;
};

/// One body that was sent, in a temporary file of its own that goes with this object.
class Spool : public BodySink
{
public:
    explicit Spool(std::shared_ptr<SpoolSpace> space);
    ~Spool() override;

    bool write(QByteArrayView bytes) override;
    qint64 size() const { return m_size; }
    QByteArray etag() const { return m_hash.result().toHex(); } ///< MD5 of the bytes, without quotes.
    /// Bytes from there on, at most so many; empty at the end or when the file cannot be read.
    QByteArray read(qint64 offset, qint64 most);

private:
    std::shared_ptr<SpoolSpace> m_space;
    QFile m_file;
    QCryptographicHash m_hash{QCryptographicHash::Md5};
    qint64 m_size = 0;
};

} // namespace janus::sandbox
