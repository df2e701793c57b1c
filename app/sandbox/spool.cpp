#include "sandbox/spool.h"

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
    , m_file(m_space->freshPath())
{
}

Spool::~Spool()
{
    m_space->giveBack(m_size);
    if (m_file.isOpen())
        m_file.remove();
}

bool Spool::write(QByteArrayView bytes)
{
    if (!m_file.isOpen() && !m_file.open(QIODevice::ReadWrite | QIODevice::Truncate | QIODevice::Unbuffered))
        return false;
    if (!m_space->take(bytes.size()))
        return false;
    m_size += bytes.size();
    m_hash.addData(bytes);
    return m_file.write(bytes.data(), bytes.size()) == bytes.size();
}

QByteArray Spool::read(qint64 offset, qint64 most)
{
    return m_file.isOpen() && m_file.seek(offset) ? m_file.read(most) : QByteArray();
}

} // namespace janus::sandbox
