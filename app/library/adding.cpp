#include "library/adding.h"

#include "library/database.h"
#include "library/recipefile.h"
#include "support/checkpoint.h"

#include <QSqlDatabase>
#include <QtDebug>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

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
        support::checkpoint("quarantine.before");
        const Result<void> kept =
            m_files.quarantine(m_incoming.picture, m_incoming.bytes, m_examined.sums.sent, error);
        support::checkpoint("quarantine.after");
        error.detail += kept ? u" kept in quarantine: %1"_s.arg(QString::fromLatin1(m_examined.sums.sent))
                             : u" not kept: %1"_s.arg(kept.error().detail);
        return error;
    }

    Result<AddedPicture> keep() const
    {
        if (m_examined.notLaidDown)
            return *m_examined.notLaidDown;
        const Picture &picture = m_incoming.picture;
        const Result<QString> file = m_files.save(picture, suffixOf(m_examined.picture->format),
                                                  *m_examined.part, picture.created.toLocalTime());
        if (!file)
            return file.error();
        const Result<void> whole = m_files.saveSidecar(*file, m_examined.sidecar);
        const Result<AddedPicture> added = whole ? enter(picture, *file) : whole.error();
        // Without its row it would be a picture nobody knows of. A rebuild elsewhere may have given it one.
        const bool isKnown = added && (added->isNew || added->picture.file == m_files.absolute(*file));
        if (!isKnown)
            m_files.remove(*file);
        return added;
    }

    Result<AddedPicture> enter(const Picture &picture, const QString &file) const
    {
        support::checkpoint("picture-row.before");
        Transaction transaction(m_connection);
        const auto first = existing(); // another process may have been quicker
        if (!first)
            return first.error();
        if (*first)
            return AddedPicture{**first};
        const Result<PictureId> id = table::insert(m_connection, picture, file, m_examined.sums);
        if (!id)
            return id.error();
        if (Result<void> indexed = table::indexWords(m_connection, *id); !indexed)
            return indexed.error();
        const auto stored = table::pictures(m_connection, m_files, {*id});
        if (!stored)
            return stored.error();
        support::checkpoint("picture-commit.before");
        if (Result<void> committed = transaction.commit(); !committed)
            return committed.error();
        support::checkpoint("picture-row.after");
        const Picture &kept = stored->first();
        return AddedPicture{kept, true, file, lookAt(kept.file).stamp};
    }

    QSqlDatabase &m_connection;
    const PictureFiles &m_files;
    const NewPicture &m_incoming;
    const ExaminedPicture &m_examined;
};

} // namespace

ExaminedPicture examinePicture(const QByteArray &bytes)
{
    support::checkpoint("picture-check.before");
    ExaminedPicture found{checkPicture(bytes, thumbnailBox)};
    support::checkpoint("picture-check.after");
    return found;
}

void readyForKeeping(ExaminedPicture &examined, const PictureFiles &files, NewPicture &incoming)
{
    Picture &picture = incoming.picture;
    Sums &sums = examined.sums;
    sums.sentBytes = incoming.bytes.size();
    sums.sent = sha256Of(incoming.bytes);
    sums.file = sums.sent;
    if (!examined.picture)
        return;
    picture.created = QDateTime::currentDateTimeUtc();
    picture.size = examined.picture->size;
    const Recipe recipe = Recipe::of(picture, incoming.job, sums.sent, sums.sentBytes);
    if (const Result<QByteArray> file = withRecipe(incoming.bytes, recipe, picture)) {
        incoming.bytes = *file;
        sums.file = sha256Of(*file);
    } else {
        qInfo("%s A file is put beside it. (%s)", qUtf8Printable(file.error().message),
              qUtf8Printable(file.error().detail));
        examined.sidecar = recipe.toJson();
    }
    picture.bytes = incoming.bytes.size();
    Result<std::shared_ptr<support::PartFile>> part = files.layDown(incoming.bytes);
    if (part)
        examined.part = std::move(*part);
    else
        examined.notLaidDown = part.error();
    incoming.bytes.clear();
}

Result<AddedPicture> keepPicture(QSqlDatabase &connection, const PictureFiles &files,
                                 const NewPicture &incoming, const ExaminedPicture &examined)
{
    return Adding(connection, files, incoming, examined).run();
}

} // namespace janus::library
