#pragma once

#include "library/database.h"
#include "library/library.h"
#include "library/picturetable.h"

#include <QSqlDatabase>
#include <QTest>

#include <optional>

/// Pictures that are rows without files, for tests that read no file.
namespace janus::library::fixture {

using namespace Qt::StringLiterals;

/// What a picture of the tests is like; the rest is the fixture's.
struct Asked
{
    QString prompt;
    double guidance = 5;
    QString service = u"fal"_s;
    QString endpoint = u"fal-ai/janus"_s;
    QSize size = {64, 48};
    QString created = u"2026-03-14T12:00:00.000Z"_s;
    qint64 seed = 7;
};

/// In a batch of its own; its number, or -1.
inline PictureId addRow(Library &library, const Asked &asked)
{
    const GenerationRequest request{asked.endpoint,
                                    {{u"prompt"_s, asked.prompt}, {u"cfg_weight"_s, asked.guidance}}};
    const auto work = [asked, request](QSqlDatabase &connection) -> Result<PictureId> {
        Transaction transaction(connection);
        auto batch = execute(connection, u"INSERT INTO batches(created, prompt) VALUES (?, ?)"_s,
                             {asked.created, asked.prompt});
        if (!batch)
            return batch.error();
        auto job = execute(connection,
                           u"INSERT INTO jobs(batch, uuid, service, endpoint, body, state, created, prompt,"
                           " guidance, temperature) VALUES (?, hex(randomblob(9)), ?, ?, ?, 7, ?, ?, ?, 1)"_s,
                           {batch->lastInsertId(), asked.service, asked.endpoint, request.body(),
                            asked.created, asked.prompt, asked.guidance});
        if (!job)
            return job.error();
        Picture picture;
        picture.job = job->lastInsertId().toLongLong();
        picture.batch = batch->lastInsertId().toLongLong();
        picture.size = asked.size;
        picture.seed = asked.seed;
        picture.created = QDateTime::fromString(asked.created, Qt::ISODateWithMs);
        const auto inserted = table::insert(connection, picture, u"%1.jpg"_s.arg(picture.job), {"", "", 0});
        if (!inserted)
            return inserted.error();
        if (Result<void> indexed = table::indexWords(connection, *inserted); !indexed)
            return indexed.error();
        const Result<void> committed = transaction.commit();
        return committed ? inserted : Result<PictureId>(committed.error());
    };
    std::optional<PictureId> id;
    library.database().run<PictureId>(&library, work,
                                      [&id](const Result<PictureId> &made) { id = made ? *made : -1; });
    return QTest::qWaitFor([&id] { return id.has_value(); }, 30000) ? *id : -1;
}

} // namespace janus::library::fixture
