#include "library/family.h"

#include "core/paramroles.h"
#include "library/database.h"
#include "library/picturetable.h"

#include <QSqlDatabase>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

/// What is left of a picture that was removed: its request.
Result<std::optional<Picture>> requestNamed(QSqlDatabase &connection, const PictureName &name)
{
    auto query = execute(connection, u"SELECT endpoint, body, seed FROM jobs WHERE uuid = ?"_s, {name.job});
    if (!query)
        return query.error();
    if (!query->next())
        return std::optional<Picture>();
    Picture picture;
    picture.request = GenerationRequest::fromBody(query->value(0).toString(), query->value(1).toByteArray());
    picture.seed = query->value(2).toLongLong();
    picture.index = name.index;
    picture.count = imageCount(picture.request);
    picture.jobUuid = name.job;
    return std::optional(picture);
}

Result<std::optional<PictureName>> parentOf(QSqlDatabase &connection, const PictureName &name)
{
    auto query =
        execute(connection, u"SELECT parent, parent_index FROM jobs WHERE uuid = ? AND parent IS NOT NULL"_s,
                {name.job});
    if (!query)
        return query.error();
    return query->next() ? std::optional(PictureName{query->value(0).toString(), query->value(1).toInt()})
                         : std::optional<PictureName>();
}

} // namespace

Result<std::optional<Picture>> pictureNamed(QSqlDatabase &connection, const PictureFiles &files,
                                            const PictureName &name)
{
    auto job = execute(connection, u"SELECT id FROM jobs WHERE uuid = ?"_s, {name.job});
    if (!job)
        return job.error();
    if (!job->next())
        return std::optional<Picture>();
    return table::pictureOfJob(connection, files, job->value(0).toLongLong(), name.index);
}

Result<Family> familyOf(QSqlDatabase &connection, const PictureFiles &files, const PictureName &name)
{
    Family family{name, {}, 0};
    const Result<std::optional<PictureName>> parent = parentOf(connection, name);
    if (!parent)
        return parent.error();
    if (*parent) {
        Result<std::optional<Picture>> picture = pictureNamed(connection, files, **parent);
        if (picture && !*picture)
            picture = requestNamed(connection, **parent);
        if (!picture)
            return picture.error();
        family.parent = *picture;
    }
    auto children = execute(connection,
                            u"SELECT count(*) FROM jobs j JOIN pictures p ON p.job = j.id WHERE j.parent = ?"
                            " AND j.parent_index = ? AND p.id NOT IN (SELECT picture FROM trash)"_s,
                            {name.job, name.index});
    if (!children)
        return children.error();
    family.children = children->next() ? children->value(0).toInt() : 0;
    return family;
}

} // namespace janus::library
