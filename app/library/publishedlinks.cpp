#include "library/publishedlinks.h"

#include "library/database.h"
#include "library/library.h"

#include <QDir>
#include <QSqlDatabase>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

QVariant storedTime(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toUTC().toString(Qt::ISODateWithMs)) : QVariant();
}

/// The name the database knows a file by; empty for files outside of the pictures folder.
QString nameBelow(const QString &folder, const QString &file)
{
    const QString name = QDir(folder).relativeFilePath(file);
    return QDir::isAbsolutePath(name) || name.startsWith("../"_L1) ? QString() : name;
}

} // namespace

PublishedLinks::PublishedLinks(Library &library)
    : m_library(library)
{
}

void PublishedLinks::addForFile(const QString &file, const PublishedLink &link, QObject *context,
                                Done<bool> done)
{
    const QString name = nameBelow(m_library.paths().pictures, file);
    m_library.database().run<bool>(
        context,
        [name, link](QSqlDatabase &connection) -> Result<bool> {
            Transaction transaction(connection);
            const auto added = execute(connection,
                                       u"INSERT INTO published(picture, url, is_private, created, expires)"
                                       " SELECT id, ?, ?, ?, ? FROM pictures WHERE file = ?"_s,
                                       {link.url.toString(QUrl::FullyEncoded), int(link.isPrivate),
                                        storedTime(link.created), storedTime(link.expires), name});
            if (!added)
                return added.error();
            const bool isOurs = added->numRowsAffected() > 0;
            const Result<void> committed = transaction.commit();
            return committed ? Result<bool>(isOurs) : committed.error();
        },
        std::move(done));
}

void PublishedLinks::ofPicture(PictureId picture, QObject *context, Done<std::optional<PublishedLink>> done)
{
    using Found = std::optional<PublishedLink>;
    m_library.database().run<Found>(
        context,
        [picture](QSqlDatabase &connection) -> Result<Found> {
            auto query = execute(connection,
                                 u"SELECT url, is_private, created, expires FROM published"
                                 " WHERE picture = ? ORDER BY id DESC LIMIT 1"_s,
                                 {picture});
            if (!query)
                return query.error();
            if (!query->next())
                return Found();
            return Found(PublishedLink{picture, QUrl(query->value(0).toString()), query->value(1).toBool(),
                                       QDateTime::fromString(query->value(2).toString(), Qt::ISODateWithMs),
                                       QDateTime::fromString(query->value(3).toString(), Qt::ISODateWithMs)});
        },
        std::move(done));
}

} // namespace janus::library
