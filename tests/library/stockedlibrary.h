#pragma once

#include "library/catalogue.h"
#include "library/deeds.h"
#include "library/picturetable.h"
#include "libraryfixture.h"

#include <QSignalSpy>
#include <QTemporaryDir>

namespace janus::library::fixture {

/// A real library in a folder of its own, whose pictures are rows without files: enough for whoever reads
/// none.
class StockedLibrary
{
public:
    StockedLibrary()
        : open(folder.path())
    {
    }

    PictureId add(const QString &prompt, double guidance = 5, const QString &service = u"fal"_s,
                  const QDateTime &created = QDateTime::currentDateTimeUtc())
    {
        const GenerationRequest request{u"fal-ai/janus"_s,
                                        {{u"prompt"_s, prompt}, {u"cfg_weight"_s, guidance}}};
        const QString time = created.toUTC().toString(Qt::ISODateWithMs);
        const Result<qint64> id = open.run<qint64>([=](QSqlDatabase &connection) -> Result<qint64> {
            Transaction transaction(connection);
            auto batch =
                execute(connection, u"INSERT INTO batches(created, prompt) VALUES (?, ?)"_s, {time, prompt});
            if (!batch)
                return batch.error();
            auto job = execute(
                connection,
                u"INSERT INTO jobs(batch, uuid, service, endpoint, body, state, created,"
                " prompt, guidance, temperature)"
                " VALUES (?, hex(randomblob(9)), ?, ?, ?, 7, ?, ?, ?, 1)"_s,
                {batch->lastInsertId(), service, request.endpoint, request.body(), time, prompt, guidance});
            if (!job)
                return job.error();
            Picture picture;
            picture.job = job->lastInsertId().toLongLong();
            picture.batch = batch->lastInsertId().toLongLong();
            picture.size = {64, 48};
            picture.seed = picture.job;
            picture.created = created;
            const auto inserted =
                table::insert(connection, picture, u"%1.jpg"_s.arg(picture.job), {"", "", 0});
            if (!inserted)
                return inserted.error();
            const Result<void> committed = transaction.commit();
            return committed ? inserted : Result<qint64>(committed.error());
        });
        return id ? *id : -1;
    }

    qint64 addCollection(const QString &name, qint64 parent = 0, const QString &query = {})
    {
        const auto made = answerTo<qint64>(
            [&](auto done) { deeds().createCollection(name, parent, query, &deeds(), done); });
        return made ? *made : -1;
    }

    /// Waits until a deed is on disk.
    bool done(const std::function<void()> &deed)
    {
        QSignalSpy changed(&deeds(), &Deeds::changed);
        QSignalSpy failed(&deeds(), &Deeds::failed);
        deed();
        return QTest::qWaitFor([&] { return !changed.isEmpty() || !failed.isEmpty(); }, 30000) &&
               failed.isEmpty();
    }

    int count(const Query &query)
    {
        const auto counted =
            answerTo<int>([&](auto done) { catalogue().count(query, {}, &catalogue(), done); });
        return counted ? *counted : -1;
    }
    int count(const QString &text) { return count(*Query::fromText(text)); }

    Marks marks(PictureId id)
    {
        const auto found =
            answerTo<QList<Picture>>([&](auto done) { catalogue().pictures({id}, &catalogue(), done); });
        return found && !found->isEmpty() ? found->first().marks : Marks();
    }

    QList<Collection> collections()
    {
        const auto all =
            answerTo<QList<Collection>>([&](auto done) { catalogue().collections(&catalogue(), done); });
        return all ? *all : QList<Collection>();
    }

    Library &library() { return *open.library; }
    Catalogue &catalogue() { return open.library->catalogue(); }
    Deeds &deeds() { return open.library->deeds(); }

    QTemporaryDir folder;
    OpenLibrary open;
};

} // namespace janus::library::fixture
