#include "librarymaker.h"

#include "core/jobstate.h"
#include "dice.h"
#include "library/connection.h"
#include "library/picturetable.h"
#include "library/thumbstore.h"
#include "processfigures.h"
#include "prompts.h"
#include "rawlibrary.h"
#include "samplepictures.h"
#include "support/paths.h"

#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QSet>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace janus::bench {

namespace {

constexpr int rowsPerTransaction = 20'000;
constexpr int sampleCount = 200;
constexpr std::size_t thumbsPerTransaction = 5'000;
constexpr int daysOfWork = 730;
const QDateTime lastDay(QDate(2026, 6, 1), QTime(18, 0), Qt::UTC);

constexpr std::array endpoints{"fal-ai/janus"_L1, "fal-ai/janus"_L1, "fal-ai/janus"_L1,
                               "fal-ai/flux/schnell"_L1, "fal-ai/flux/dev"_L1};
constexpr auto doneState = static_cast<int>(JobState::Done);
constexpr int tagCount = 40;

/// One press of Generate.
struct Press
{
    QString prompt;
    QString endpoint;
    QString service;
    QDateTime created;
    double guidance = 5;
    double temperature = 1;
    int pictures = 1;
    bool inOneRequest = false;
};

class Maker
{
public:
    Maker(const LibraryPlan &plan, QSqlDatabase &database, const QList<SamplePicture> &samples)
        : m_plan(plan)
        , m_database(database)
        , m_samples(samples)
        , m_batch(database)
        , m_job(database)
        , m_mark(database)
        , m_tagged(database)
    {
    }

    Result<void> run()
    {
        m_batch.prepare(u"INSERT INTO batches(created, prompt) VALUES (?, ?)"_s);
        m_job.prepare(
            u"INSERT INTO jobs(batch, uuid, service, endpoint, body, seed, state, request_id, created, "
            "submitted, accepted, started, ended, prompt, guidance, temperature)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s);
        if (m_plan.hasMarks)
            prepareMarks();
        while (m_made < m_plan.pictures) {
            library::Transaction transaction(m_database);
            const PictureId first = m_made + 1; // a new library counts from 1
            const int until = std::min(m_plan.pictures, m_made + rowsPerTransaction);
            while (m_made < until) {
                if (Result<void> added = addPress(throwPress(until - m_made)); !added)
                    return added;
            }
            if (Result<void> indexed = library::table::indexWords(m_database, first); !indexed)
                return indexed;
            if (Result<void> committed = transaction.commit(); !committed)
                return committed;
        }
        return {};
    }

    /// The file of each picture, oldest first, relative to the pictures folder; the numbers of its sample.
    const std::vector<std::pair<QString, int>> &files() const { return m_files; }

private:
    Press throwPress(int most)
    {
        Press press;
        // The same words come back: a few prompts are worked on for long.
        const quint64 number = m_dice.happens(20) && m_presses > 10
                                   ? m_presses - 1 - static_cast<quint64>(m_dice.below(10))
                                   : m_presses;
        ++m_presses;
        press.prompt = m_prompts.make(number);
        press.endpoint = endpoints[static_cast<std::size_t>(m_dice.below(int(endpoints.size())))];
        press.service = m_dice.happens(8) ? u"sandbox"_s : u"fal"_s;
        press.pictures = std::min(1 + m_dice.below(6), most);
        press.inOneRequest = m_dice.happens(40);
        press.guidance = 1 + 0.5 * m_dice.below(18);
        press.temperature = 0.5 + 0.1 * m_dice.below(11);
        const double part = (m_made + m_dice.part()) / m_plan.pictures;
        press.created = lastDay.addSecs(-static_cast<qint64>((1 - part) * daysOfWork * 86'400));
        return press;
    }

    Result<void> addPress(const Press &press)
    {
        m_batch.addBindValue(press.created.toString(Qt::ISODateWithMs));
        m_batch.addBindValue(press.prompt);
        if (!m_batch.exec())
            return library::sqlError(m_batch);
        const qint64 batch = m_batch.lastInsertId().toLongLong();
        const int requests = press.inOneRequest ? 1 : press.pictures;
        for (int request = 0; request < requests; ++request) {
            if (Result<void> added = addRequest(press, batch, press.pictures / requests); !added)
                return added;
        }
        return {};
    }

    Result<void> addRequest(const Press &press, qint64 batch, int count)
    {
        const int sample = m_dice.below(int(m_samples.size()));
        Picture picture;
        picture.batch = batch;
        picture.count = count;
        picture.seed = static_cast<Seed>(m_dice.next() >> 32);
        picture.size = m_samples.at(sample).size;
        picture.request = {press.endpoint,
                           {{u"prompt"_s, press.prompt},
                            {u"seed"_s, picture.seed},
                            {u"num_images"_s, count},
                            {u"cfg_weight"_s, press.guidance},
                            {u"temperature"_s, press.temperature},
                            {u"image_size"_s, QJsonObject{{u"width"_s, picture.size.width()},
                                                          {u"height"_s, picture.size.height()}}}}};
        picture.service = press.service;
        picture.created = press.created.addSecs(2 + m_dice.below(60));
        picture.queueSeconds = m_dice.part() * 3;
        picture.runSeconds = 1 + m_dice.part() * 5;
        if (const Result<JobId> job = addJob(press, picture); job)
            picture.job = *job;
        else
            return job.error();
        for (int index = 0; index < count; ++index) {
            picture.index = index;
            if (Result<void> added = addPicture(picture, sample, press); !added)
                return added;
        }
        return {};
    }

    Result<JobId> addJob(const Press &press, const Picture &picture)
    {
        const QString uuid =
            u"%1-%2"_s.arg(m_dice.next(), 16, 16, QChar(u'0')).arg(m_dice.next(), 16, 16, QChar(u'0'));
        const QString start = press.created.toString(Qt::ISODateWithMs);
        const QString end = picture.created.toString(Qt::ISODateWithMs);
        const QVariantList values{picture.batch,
                                  uuid,
                                  picture.service,
                                  picture.request.endpoint,
                                  picture.request.body(),
                                  picture.seed,
                                  doneState,
                                  QVariant(u"r-"_s + uuid),
                                  start,
                                  start,
                                  start,
                                  start,
                                  end,
                                  press.prompt,
                                  press.guidance,
                                  press.temperature};
        for (const QVariant &value : values)
            m_job.addBindValue(value);
        return m_job.exec() ? Result<JobId>(m_job.lastInsertId().toLongLong()) : library::sqlError(m_job);
    }

    Result<void> addPicture(Picture &picture, int sample, const Press &press)
    {
        const SamplePicture &shown = m_samples.at(sample);
        picture.bytes = shown.bytes;
        picture.flagged = m_dice.happens(2);
        const QString file = u"%1%2/%3-%4-%5-%6.jpg"_s.arg(
            press.service == "sandbox"_L1 ? u"Practice/"_s : QString(),
            picture.created.toString(u"yyyy-MM"_s), picture.created.toString(u"yyyyMMdd-HHmmss"_s),
            library::fileNameWords(press.prompt), QString::number(picture.seed),
            QString::number(picture.index + 1));
        const Result<PictureId> id =
            library::table::insert(m_database, picture, file, {shown.sha256, shown.sha256, shown.bytes});
        if (!id)
            return id.error();
        m_files.emplace_back(file, sample);
        ++m_made;
        return m_plan.hasMarks ? addMarks(*id) : Result<void>();
    }

    void prepareMarks()
    {
        QSqlQuery tag(m_database);
        tag.prepare(u"INSERT INTO tags(name) VALUES (?)"_s);
        for (int number = 0; number < tagCount; ++number) {
            tag.addBindValue(m_prompts.words().at(30 + number));
            tag.exec();
        }
        m_mark.prepare(u"INSERT INTO marks(picture, rating, label, pick) VALUES (?, ?, ?, ?)"_s);
        m_tagged.prepare(u"INSERT OR IGNORE INTO tagged(tag, picture) VALUES (?, ?)"_s);
    }

    Result<void> addMarks(PictureId id)
    {
        if (m_dice.happens(40)) {
            m_mark.addBindValue(id);
            m_mark.addBindValue(m_dice.below(6));
            m_mark.addBindValue(m_dice.happens(30) ? 1 + m_dice.below(5) : 0);
            m_mark.addBindValue(m_dice.below(3) - 1);
            if (!m_mark.exec())
                return library::sqlError(m_mark);
        }
        for (int rest = m_dice.happens(25) ? 1 + m_dice.below(3) : 0; rest > 0; --rest) {
            m_tagged.addBindValue(1 + m_dice.below(tagCount));
            m_tagged.addBindValue(id);
            if (!m_tagged.exec())
                return library::sqlError(m_tagged);
        }
        return {};
    }

    const LibraryPlan &m_plan;
    QSqlDatabase &m_database;
    const QList<SamplePicture> &m_samples;
    const Prompts m_prompts;
    Dice m_dice{7};
    QSqlQuery m_batch;
    QSqlQuery m_job;
    QSqlQuery m_mark;
    QSqlQuery m_tagged;
    std::vector<std::pair<QString, int>> m_files;
    quint64 m_presses = 0;
    int m_made = 0;
};

/// Speed for safety: a library that was half made is thrown away.
Result<void> makeQuick(QSqlDatabase &connection)
{
    for (const QString &sql : {u"PRAGMA synchronous=OFF"_s, u"PRAGMA cache_size=-400000"_s}) {
        if (auto set = library::execute(connection, sql); !set)
            return set.error();
    }
    return {};
}

Result<void> settle(QSqlDatabase &connection)
{
    for (const QString &sql : {u"PRAGMA optimize"_s, u"PRAGMA wal_checkpoint(TRUNCATE)"_s}) {
        if (auto done = library::execute(connection, sql); !done)
            return done.error();
    }
    return {};
}

Result<void> linkFiles(const QString &folder, const std::vector<std::pair<QString, int>> &files, int count,
                       const QList<SamplePicture> &samples)
{
    QSet<QString> known;
    for (std::size_t at = files.size() - static_cast<std::size_t>(count); at < files.size(); ++at) {
        const QString name = folder + u'/' + files[at].first;
        const QString parent = name.left(name.lastIndexOf(u'/'));
        if (!known.contains(parent)) {
            QDir().mkpath(parent);
            known << parent;
        }
        const QByteArray from = QFile::encodeName(samples.at(files[at].second).file);
        const QByteArray to = QFile::encodeName(name);
        if (::link(from.constData(), to.constData()) != 0 && errno != EEXIST)
            return Error{ErrorKind::Storage, u"The picture %1 cannot be made."_s.arg(name)};
    }
    return {};
}

Result<void> fillCache(QSqlDatabase &cache, const QString &identity,
                       const std::vector<std::pair<QString, int>> &files, int count,
                       const QList<SamplePicture> &samples)
{
    if (Result<void> ours = library::thumbstore::takeOver(cache, identity); !ours)
        return ours;
    for (std::size_t at = files.size() - static_cast<std::size_t>(count); at < files.size();) {
        std::vector<library::thumbstore::StoredThumb> some;
        for (; at < files.size() && some.size() < thumbsPerTransaction; ++at) {
            const SamplePicture &sample = samples.at(files[at].second);
            // A new library counts from 1.
            some.push_back({static_cast<PictureId>(at + 1), files[at].first, sample.stamp, sample.size,
                            sample.thumbnail});
        }
        if (Result<void> kept = library::thumbstore::keep(cache, std::move(some)); !kept)
            return kept;
    }
    return {};
}

} // namespace

Result<QJsonObject> makeLibrary(const LibraryPlan &plan)
{
    const support::Paths paths = support::Paths::below(plan.data);
    if (QFile::exists(paths.database()))
        return Error{ErrorKind::BadInput, u"There is a library in %1 already."_s.arg(plan.data)};
    if (Result<void> made = paths.prepare(); !made)
        return made.error();
    QElapsedTimer timer;
    timer.start();
    const auto seconds = [&timer] { return static_cast<double>(timer.restart()) / 1000; };
    QJsonObject figures{{u"pictures"_s, plan.pictures}};

    Result<QList<SamplePicture>> samples =
        plan.samplesFrom.isEmpty() ? makeSamplePictures(plan.data + "/samples"_L1, sampleCount, plan.shape)
                                   : samplePicturesFrom(plan.samplesFrom, sampleCount);
    if (!samples)
        return samples.error();
    const int thumbnails =
        std::clamp(plan.thumbnails < 0 ? plan.pictures : plan.thumbnails, 0, plan.pictures);
    const int files = std::clamp(plan.files < 0 ? plan.pictures : plan.files, 0, plan.pictures);
    if (thumbnails > 0) {
        if (Result<void> made = makeThumbnails(*samples); !made)
            return made.error();
    }
    figures[u"samples_s"_s] = seconds();

    library::Connection connection;
    if (Result<void> opened = connection.open(paths.database(), library::DatabaseKind::Library); !opened)
        return opened.error();
    QSqlDatabase &database = connection.database();
    if (Result<void> quick = makeQuick(database); !quick)
        return quick.error();
    Maker maker(plan, database, *samples);
    const double cpu = cpuMs();
    timer.restart();
    if (Result<void> made = maker.run(); !made)
        return made.error();
    if (Result<void> settled = settle(database); !settled)
        return settled.error();
    figures[u"rows_s"_s] = seconds();
    figures[u"rows_cpu_s"_s] = (cpuMs() - cpu) / 1000;

    if (Result<void> linked = linkFiles(paths.pictures, maker.files(), files, *samples); !linked)
        return linked.error();
    figures[u"files"_s] = files;
    figures[u"files_s"_s] = seconds();

    library::Connection cache;
    const Result<QString> identity = library::table::identity(database);
    if (!identity)
        return identity.error();
    if (Result<void> opened = cache.open(paths.thumbnails(), library::DatabaseKind::Cache); !opened)
        return opened.error();
    if (Result<void> filled = fillCache(cache.database(), *identity, maker.files(), thumbnails, *samples);
        !filled)
        return filled.error();
    if (Result<void> settled = settle(cache.database()); !settled)
        return settled.error();
    figures[u"thumbnails"_s] = thumbnails;
    figures[u"thumbnails_s"_s] = seconds();

    const Result<RawFigures> raw = makeRawLibrary(plan.data + "/raw.db"_L1, plan.pictures);
    if (!raw)
        return raw.error();
    figures[u"raw_s"_s] = raw->seconds;
    figures[u"raw_cpu_s"_s] = raw->cpuSeconds;
    return figures;
}

} // namespace janus::bench
