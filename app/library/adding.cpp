#include "library/adding.h"

#include "library/database.h"
#include "library/picturetable.h"

#include <QFile>
#include <QSqlDatabase>

#include <openssl/evp.h>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

/// OpenSSL's, because it uses the processor's own instructions: five times as fast as Qt's.
QByteArray sha256Of(const QByteArray &bytes)
{
    QByteArray digest(EVP_MAX_MD_SIZE, 0);
    unsigned int length = 0;
    EVP_Digest(bytes.constData(), size_t(bytes.size()), reinterpret_cast<unsigned char *>(digest.data()),
               &length, EVP_sha256(), nullptr);
    return digest.first(length).toHex();
}

/// Everything of an add that happens on the database's thread.
class Adding
{
public:
    Adding(QSqlDatabase &connection, const PictureFiles &files, const NewPicture &incoming,
           const ExaminedPicture &examined)
        : m_connection(connection)
        , m_files(files)
        , m_incoming(incoming)
        , m_examined(examined)
    {
    }

    Result<AddedPicture> run() const
    {
        const auto first = existing();
        if (!first)
            return first.error();
        if (*first)
            return AddedPicture{**first};
        if (!m_examined.picture)
            return refused();
        const Result<bool> known = table::hasJob(m_connection, m_incoming.picture.job);
        if (!known)
            return known.error();
        if (!*known)
            return Error{ErrorKind::Internal, u"The picture belongs to no request that is known."_s};
        return keep();
    }

private:
    Result<std::optional<Picture>> existing() const
    {
        const Picture &picture = m_incoming.picture;
        auto found = table::pictureOfJob(m_connection, m_files, picture.job, picture.index);
        if (!found || *found)
            return found;
        // After a backup took the database's place two jobs can stand for one request.
        return table::pictureOfRequest(m_connection, m_files, picture.service, picture.requestId,
                                       picture.index);
    }

    Error refused() const
    {
        Error error = m_examined.picture.error();
        const Result<void> kept =
            m_files.quarantine(m_incoming.picture, m_incoming.bytes, m_examined.sha256, error);
        error.detail += kept ? u" kept in quarantine: %1"_s.arg(QString::fromLatin1(m_examined.sha256))
                             : u" not kept: %1"_s.arg(kept.error().detail);
        return error;
    }

    Result<AddedPicture> keep() const
    {
        Picture picture = m_incoming.picture;
        picture.created = QDateTime::currentDateTimeUtc();
        picture.size = m_examined.picture->size;
        picture.bytes = m_examined.size;
        if (m_examined.notLaidDown)
            return *m_examined.notLaidDown;
        const Result<QString> file = m_files.save(picture, suffixOf(m_examined.picture->format),
                                                  *m_examined.part, picture.created.toLocalTime());
        if (!file)
            return file.error();
        Result<AddedPicture> added = enter(picture, *file);
        if (!added || !added->isNew)
            QFile::remove(m_files.absolute(*file)); // without its row it would be a picture nobody knows of
        return added;
    }

    Result<AddedPicture> enter(const Picture &picture, const QString &file) const
    {
        Transaction transaction(m_connection);
        const auto first = existing(); // another process may have been quicker
        if (!first)
            return first.error();
        if (*first)
            return AddedPicture{**first};
        const Result<PictureId> id = table::insert(m_connection, picture, file, m_examined.sha256);
        if (!id)
            return id.error();
        const auto stored = table::pictures(m_connection, m_files, {*id});
        if (!stored)
            return stored.error();
        if (Result<void> committed = transaction.commit(); !committed)
            return committed.error();
        return AddedPicture{stored->first(), true};
    }

    QSqlDatabase &m_connection;
    const PictureFiles &m_files;
    const NewPicture &m_incoming;
    const ExaminedPicture &m_examined;
};

} // namespace

ExaminedPicture examinePicture(const QByteArray &bytes)
{
    ExaminedPicture found{checkPicture(bytes, ImageSize::Thumbnail)};
    if (found.picture)
        found.picture->image = thumbnailOf(found.picture->image);
    return found;
}

void readyForKeeping(ExaminedPicture &examined, const PictureFiles &files, QByteArray &bytes)
{
    examined.size = bytes.size();
    examined.sha256 = sha256Of(bytes);
    if (!examined.picture)
        return;
    Result<std::shared_ptr<support::PartFile>> part = files.layDown(bytes);
    if (part)
        examined.part = std::move(*part);
    else
        examined.notLaidDown = part.error();
    bytes.clear();
}

Result<AddedPicture> keepPicture(QSqlDatabase &connection, const PictureFiles &files,
                                 const NewPicture &incoming, const ExaminedPicture &examined)
{
    return Adding(connection, files, incoming, examined).run();
}

} // namespace janus::library
