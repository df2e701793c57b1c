// bench_thumb: the thumbnails of N unseen pictures through the program's own code, rows and store included.
//
//   bench_thumb [--n N] [--pages P] [--seed S] [--from DIR] [--data DIR] [--json]
//
// The pictures are the JPEGs of --from (the first N by name), or are painted: the same seed, the same bytes.
// Their sums are found out beforehand and kept in --data, so that a second run there does nothing but what is
// measured and can be counted by callgrind. What is measured: N rows into the library's table, and
// Library::fillThumbnails() until all lie in the store; then P pages of 40, as a jump in the grid asks for
// them.
#include "library/database.h"
#include "library/jpegcodec.h"
#include "library/library.h"
#include "library/picturetable.h"
#include "library/recipefile.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <numeric>
#include <optional>
#include <sys/resource.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;

namespace {

constexpr int side = 1024;
constexpr int quality = 94; // about 140 KB, as a picture of Janus has
constexpr int pageSize = 40;
constexpr QSize cell{152, 152};

struct Listed
{
    QString file; ///< below the pictures folder
    qint64 bytes = 0;
    QByteArray sha256;
};

double cpuMs()
{
    struct rusage usage
    {
    };
    ::getrusage(RUSAGE_SELF, &usage);
    const auto ms = [](const timeval &time) {
        return double(time.tv_sec) * 1e3 + double(time.tv_usec) / 1e3;
    };
    return ms(usage.ru_utime) + ms(usage.ru_stime);
}

template <typename T>
T waitFor(const std::function<void(std::function<void(T)>)> &start)
{
    std::optional<T> answer;
    QEventLoop loop;
    start([&](T value) {
        answer.emplace(std::move(value));
        loop.quit();
    });
    if (!answer)
        loop.exec();
    return std::move(*answer);
}

/// Waves, and grain on top: as hard to pack as a picture.
QByteArray painted(quint32 seed)
{
    QImage image(side, side, QImage::Format_RGB32);
    quint32 noise = seed * 2654435761u + 1;
    const double wave = 0.01 + 0.003 * double(seed % 7);
    for (int y = 0; y < side; ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < side; ++x) {
            noise = noise * 1664525u + 1013904223u;
            const int grain = int(noise >> 28);
            const int light = int(100 + 60 * std::sin(wave * x) * std::cos(wave * y * 0.7));
            line[x] = qRgb(light + grain, (x / 8 + grain) & 0xff, (light / 2 + y / 8 + grain) & 0xff);
        }
    }
    return encodeJpeg(image, quality);
}

/// What there is in the pictures folder, by the list of an earlier run or as it is put there now.
std::vector<Listed> prepare(const support::Paths &paths, int count, quint32 seed, const QString &from)
{
    std::vector<Listed> all;
    QFile list(paths.pictures + "/.sums"_L1);
    if (list.open(QIODevice::ReadOnly | QIODevice::Text)) {
        while (!list.atEnd() && int(all.size()) < count) {
            const QList<QByteArray> words = list.readLine().trimmed().split(' ');
            all.push_back({QString::fromUtf8(words.value(2)), words.value(1).toLongLong(), words.value(0)});
        }
        return all;
    }
    QDir().mkpath(paths.pictures);
    QFileInfoList given;
    if (!from.isEmpty())
        given = QDir(from).entryInfoList({u"*.jpg"_s, u"*.jpeg"_s}, QDir::Files, QDir::Name);
    if (!list.open(QIODevice::WriteOnly | QIODevice::Text))
        return {};
    for (int at = 0; at < count && (from.isEmpty() || at < given.size()); ++at) {
        QByteArray bytes;
        if (from.isEmpty()) {
            bytes = painted(seed + quint32(at));
        } else if (QFile file(given[at].filePath()); file.open(QIODevice::ReadOnly)) {
            bytes = file.readAll();
        }
        const Listed listed{u"%1.jpg"_s.arg(at, 7, 10, QLatin1Char('0')), bytes.size(), sha256Of(bytes)};
        QFile file(paths.pictures + u'/' + listed.file);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            return {};
        list.write(listed.sha256 + ' ' + QByteArray::number(listed.bytes) + ' ' + listed.file.toUtf8() +
                   '\n');
        all.push_back(listed);
    }
    return all;
}

Result<void> insertRows(QSqlDatabase &connection, const std::vector<Listed> &all)
{
    Transaction transaction(connection);
    auto batch = execute(connection, u"INSERT INTO batches(id, created, prompt) VALUES (1, '', 'a boat')"_s);
    if (!batch)
        return batch.error();
    auto job =
        execute(connection, u"INSERT INTO jobs(id, batch, uuid, service, endpoint, body, state, created)"
                            " VALUES (1, 1, 'bench', 'fal', 'fal-ai/janus', '{}', 6, '')"_s);
    if (!job)
        return job.error();
    Picture picture;
    picture.job = 1;
    picture.batch = 1;
    picture.count = int(all.size());
    picture.size = {side, side};
    picture.created = QDateTime::fromMSecsSinceEpoch(0, Qt::UTC);
    for (const Listed &listed : all) {
        picture.bytes = listed.bytes;
        const Result<PictureId> id =
            table::insert(connection, picture, listed.file, {listed.sha256, listed.sha256, listed.bytes});
        if (!id)
            return id.error();
        ++picture.index;
    }
    return transaction.commit();
}

double quantile(std::vector<double> values, double part)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    return values[std::min(values.size() - 1, std::size_t(part * double(values.size())))];
}

/// Pages all over the library, each of neighbours.
QJsonObject readPages(Library &library, int count, int pages)
{
    std::vector<double> ms;
    QObject viewer;
    const double before = cpuMs();
    const int size = std::min(pageSize, count);
    for (int page = 0; page < pages; ++page) {
        const int first = 1 + int((qint64(page) * 7919 * pageSize) % (count - size + 1));
        std::vector<PictureId> ids(std::size_t(size), 0);
        std::iota(ids.begin(), ids.end(), first);
        QElapsedTimer clock;
        clock.start();
        int left = size;
        waitFor<bool>([&](auto done) {
            library.thumbnails(ids, cell, &viewer, [&left, done](const QList<Thumb> &thumbs) {
                left -= int(thumbs.size());
                if (left == 0)
                    done(true);
            });
        });
        ms.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    return {{u"page_ms_med"_s, quantile(ms, 0.5)},
            {u"page_ms_p95"_s, quantile(ms, 0.95)},
            {u"page_cpu_ms"_s, (cpuMs() - before) / std::max(1, pages)}};
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication qt(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"n"_s, u"Pictures."_s, u"N"_s, u"400"_s},
                       {u"pages"_s, u"How many are read in the end."_s, u"P"_s, u"50"_s},
                       {u"seed"_s, u"What they look like."_s, u"S"_s, u"1"_s},
                       {u"from"_s, u"Takes JPEGs from there."_s, u"DIR"_s},
                       {u"data"_s, u"Keeps the pictures there for the next run."_s, u"DIR"_s},
                       {u"json"_s, u"Which is the only way there is."_s}});
    parser.process(qt);
    QTemporaryDir temporary;
    const QString folder = parser.isSet(u"data"_s) ? parser.value(u"data"_s) : temporary.path();
    const support::Paths paths = support::Paths::below(folder);
    for (const QString &old : {paths.data, paths.cache})
        QDir(old).removeRecursively();
    const std::vector<Listed> all = prepare(paths, parser.value(u"n"_s).toInt(),
                                            parser.value(u"seed"_s).toUInt(), parser.value(u"from"_s));
    const int count = int(all.size());
    Library library(paths);
    const auto opened = waitFor<Result<void>>(
        [&](auto done) { library.open(&qt, [done](const Result<void> &how) { done(how); }); });
    if (count == 0 || !opened) {
        std::fprintf(stderr, "There is nothing to measure.\n");
        return 1;
    }
    QElapsedTimer clock;
    clock.start();
    const double before = cpuMs();
    const auto rows = waitFor<Result<void>>([&](auto done) {
        library.database().run<void>(
            &qt, [&all](QSqlDatabase &connection) { return insertRows(connection, all); }, done);
    });
    const int made = waitFor<int>([&](auto done) { library.fillThumbnails(&qt, done); });
    const double cpu = cpuMs() - before;
    const double ms = double(clock.nsecsElapsed()) / 1e6;
    if (!rows || made != count) {
        std::fprintf(stderr, "Only %d of %d thumbnails were made.\n", made, count);
        return 1;
    }
    QJsonObject figures = readPages(library, count, parser.value(u"pages"_s).toInt());
    figures.insert(u"thumbs"_s, made);
    figures.insert(u"ms"_s, ms);
    figures.insert(u"thumbs_per_s"_s, made / ms * 1e3);
    figures.insert(u"cpu_ms_per_thumb"_s, cpu / made);
    figures.insert(u"thumbs_per_cpu_s"_s, made / cpu * 1e3);
    std::printf("%s\n", QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    return 0;
}
