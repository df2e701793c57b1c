#include "sandbox/spool.h"

#include <QFile>

namespace janus::sandbox {

SpoolSpace::SpoolSpace(qint64 limit, std::function<bool()> makeRoom)
    : m_limit(limit)
    , m_makeRoom(std::move(makeRoom))
{
}

bool SpoolSpace::take(qint64 bytes)
{
    while (m_used + bytes > m_limit) {
        if (!m_makeRoom())
            return false;
    }
    m_used += bytes;
    return true;
}

QString SpoolSpace::freshPath()
{
    if (!m_folder)
        m_folder = std::make_unique<QTemporaryDir>();
    return m_folder->filePath(QString::number(m_made++));
}

Spool::Spool(std::shared_ptr<SpoolSpace> space)
    : m_space(std::move(space))
    , m_path(m_space->freshPath())
{
}

Spool::~Spool()
{
    m_space->giveBack(m_size);
    if (m_size > 0)
        QFile::remove(m_path);
}

bool Spool::write(QByteArrayView bytes)
{
    if (!m_space->take(bytes.size()))
        return false;
    m_size += bytes.size();
    m_hash.addData(bytes);
    // Open only for so long: thousands of files are kept, and a process may have a thousand open.
    QFile file(m_path);
    return file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered) &&
           file.write(bytes.data(), bytes.size()) == bytes.size();
}

QByteArray Spool::read(qint64 offset, qint64 most) const
{
    QFile file(m_path);
    return file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) && file.seek(offset) ? file.read(most)
                                                                                       : QByteArray();
}

} // namespace janus::sandbox
