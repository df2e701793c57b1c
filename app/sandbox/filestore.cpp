#include "sandbox/filestore.h"

#include "sandbox/tokens.h"

#include <algorithm>

namespace janus::sandbox {

namespace {

/// How many files may be announced, and stored, besides the limit of their bytes.
constexpr qsizetype mostEntries = 10000;

class FileSource : public BodySource
{
public:
    FileSource(QList<std::shared_ptr<Spool>> pieces, qint64 offset, qint64 length)
        : m_pieces(std::move(pieces))
        , m_offset(offset)
        , m_length(length)
    {
    }

    qint64 size() const override { return m_length; }

    QByteArray read(qint64 most) override
    {
        while (!m_pieces.isEmpty() && m_offset >= m_pieces.first()->size()) {
            m_offset -= m_pieces.first()->size();
            m_pieces.removeFirst();
        }
        if (m_pieces.isEmpty())
            return {};
        const QByteArray bytes = m_pieces.first()->read(m_offset, most);
        m_offset += bytes.size();
        return bytes;
    }

private:
    QList<std::shared_ptr<Spool>> m_pieces;
    qint64 m_offset; ///< In the first of the pieces left.
    qint64 m_length;
};

} // namespace

FileStore::FileStore(qint64 limit)
    : m_space(std::make_shared<SpoolSpace>(limit, [this] { return forgetOldest(); }))
{
}

QByteArray FileStore::begin(Upload upload)
{
    if (m_uploads.size() >= mostEntries)
        m_uploads.remove(m_uploadAge.takeFirst());
    const QByteArray id = freshId();
    m_uploads.insert(id, std::move(upload));
    m_uploadAge.append(id);
    return id;
}

Upload *FileStore::upload(const QByteArray &id)
{
    const auto it = m_uploads.find(id);
    return it == m_uploads.end() ? nullptr : &*it;
}

const StoredFile *FileStore::finish(const QByteArray &id, const QList<std::shared_ptr<Spool>> &pieces)
{
    const auto upload = m_uploads.constFind(id);
    if (upload == m_uploads.constEnd())
        return nullptr;
    StoredFile file{id,
                    upload->name,
                    upload->contentType,
                    {},
                    pieces,
                    0,
                    upload->lifecycle,
                    QDateTime::currentDateTimeUtc()};
    QCryptographicHash joined(QCryptographicHash::Md5);
    for (const auto &piece : pieces) {
        file.size += piece->size();
        joined.addData(piece->etag());
    }
    // As object stores do it: the hash of the hashes and the number of parts.
    file.etag = pieces.size() == 1 ? pieces.first()->etag()
                                   : joined.result().toHex() + '-' + QByteArray::number(pieces.size());
    m_uploads.erase(upload);
    m_uploadAge.removeOne(id);
    if (m_files.size() >= mostEntries)
        forgetOldest();
    m_fileAge.append(id);
    return &*m_files.insert(id, std::move(file));
}

const StoredFile *FileStore::find(const QByteArray &id) const
{
    const auto it = m_files.constFind(id);
    return it == m_files.constEnd() ? nullptr : &*it;
}

bool FileStore::forgetOldest()
{
    if (!m_fileAge.isEmpty()) {
        m_files.remove(m_fileAge.takeFirst());
        return true;
    }
    const auto holdsParts = [this](const QByteArray &id) { return !m_uploads.value(id).parts.isEmpty(); };
    const auto oldest = std::ranges::find_if(m_uploadAge, holdsParts);
    if (oldest == m_uploadAge.end())
        return false;
    m_uploads.remove(*oldest);
    m_uploadAge.erase(oldest);
    return true;
}

std::unique_ptr<BodySource> FileStore::source(const StoredFile &file, qint64 offset, qint64 length)
{
    return std::make_unique<FileSource>(file.pieces, offset, length);
}

} // namespace janus::sandbox
