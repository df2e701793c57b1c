#pragma once

#include "library/database.h"
#include "library/library.h"

#include <QBuffer>
#include <QFile>
#include <QImage>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QTest>

#include <memory>
#include <optional>

/// What the tests of the library share: pictures, jobs, and waiting for answers.
namespace janus::library::fixture {

using namespace Qt::StringLiterals;

/// Starts something asynchronous and waits for its answer.
template <typename T>
Result<T> answerTo(const std::function<void(std::function<void(Result<T>)>)> &start)
{
    const auto answer = std::make_shared<std::optional<Result<T>>>();
    start([answer](Result<T> result) { answer->emplace(std::move(result)); });
    if (!QTest::qWaitFor([answer] { return answer->has_value(); }, 30000))
        return Error{ErrorKind::Internal, u"no answer came"_s};
    return **answer;
}

inline QByteArray encoded(const QImage &image, const char *format)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return bytes;
}

/// Stripes in every colour: no two tones below 256 give the same bytes.
inline QImage painting(QSize size, int tone = 0)
{
    QImage image(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y) {
        QRgb *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < size.width(); ++x)
            line[x] = qRgb((x + tone) % 256, (y * 2) % 256, (x + y) % 256);
    }
    return image;
}

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("missing");
}

/// What the fixture's journal says of the job with this number.
inline JobOrigin originOf(qint64 job)
{
    const QDateTime time = QDateTime::fromString(u"2026-11-25T12:00:00.000Z"_s, Qt::ISODateWithMs);
    return {u"00000000-0000-4000-8000-%1"_s.arg(job, 12, 10, QLatin1Char('0')),
            time.addSecs(job),
            time.addSecs(job + 1),
            {}};
}

/// A library in a folder, opened, with jobs to hang pictures on.
class OpenLibrary
{
public:
    explicit OpenLibrary(const QString &folder)
        : library(std::make_unique<Library>(support::Paths::below(folder)))
    {
        opened = answerTo<void>([this](auto done) { library->open(library.get(), done); });
    }

    template <typename T>
    Result<T> run(std::function<Result<T>(QSqlDatabase &)> work)
    {
        return answerTo<T>([&](auto done) { library->database().run<T>(library.get(), work, done); });
    }

    /// A new batch with one job, both with the number answered.
    qint64 addJob(const QString &prompt = u"a quiet harbour"_s, const QString &service = u"fal"_s)
    {
        const GenerationRequest request{u"fal-ai/janus"_s, {{u"prompt"_s, prompt}, {u"seed"_s, 7}}};
        const Result<qint64> id = run<qint64>([=](QSqlDatabase &connection) -> Result<qint64> {
            Transaction transaction(connection);
            auto batch =
                execute(connection, u"INSERT INTO batches(created, prompt) VALUES ('', ?)"_s, {prompt});
            if (!batch)
                return batch.error();
            const qint64 number = batch->lastInsertId().toLongLong();
            const JobOrigin origin = originOf(number);
            auto job = execute(
                connection,
                u"INSERT INTO jobs(id, batch, uuid, service, endpoint, body, state, request_id, created)"
                " VALUES (?, ?, ?, ?, ?, ?, 6, ?, ?)"_s,
                {number, number, origin.uuid, service, request.endpoint, request.body(), requestId(number),
                 origin.created.toString(Qt::ISODateWithMs)});
            if (!job)
                return job.error();
            const Result<void> committed = transaction.commit();
            return committed ? Result<qint64>(number) : committed.error();
        });
        return id ? *id : -1;
    }

    static QString requestId(qint64 job) { return u"req-%1"_s.arg(job); }

    static NewPicture newPicture(qint64 job, const QByteArray &bytes, int index = 0,
                                 const QString &prompt = u"a quiet harbour"_s,
                                 const QString &service = u"fal"_s)
    {
        NewPicture incoming;
        incoming.picture.job = job;
        incoming.picture.batch = job;
        incoming.picture.index = index;
        incoming.picture.count = index + 1;
        incoming.picture.request = {u"fal-ai/janus"_s, {{u"prompt"_s, prompt}, {u"seed"_s, 7}}};
        incoming.picture.seed = 7;
        incoming.picture.service = service;
        incoming.picture.requestId = requestId(job);
        incoming.bytes = bytes;
        incoming.job = originOf(job);
        return incoming;
    }

    Result<Picture> add(const NewPicture &picture)
    {
        return answerTo<Picture>([&](auto done) { library->add(picture, library.get(), done); });
    }

    Result<std::vector<PictureRow>> rows()
    {
        return answerTo<std::vector<PictureRow>>([this](auto done) { library->rows(library.get(), done); });
    }

    Thumb thumb(PictureId id, QSize box = {256, 256})
    {
        const auto thumbs = answerTo<QList<Thumb>>([&](auto done) {
            library->thumbnails({id}, box, library.get(),
                                [done](const QList<Thumb> &answer) { done(answer); });
        });
        return thumbs ? thumbs->first() : Thumb();
    }
    QImage thumbnail(PictureId id) { return thumb(id).image; }

    std::unique_ptr<Library> library;
    Result<void> opened;
};

} // namespace janus::library::fixture
