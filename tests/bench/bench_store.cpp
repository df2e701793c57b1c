// bench_store: N pictures into a library's tables and out again, without files and windows.
//
//   bench_store [--n N] [--seed S] [--data DIR] [--json]
//
// Rows go through the program's own table code, in large transactions, and are read again in pages of 40;
// bare SQL does the same for comparison. Deterministic, fit for callgrind.
#include "dice.h"
#include "library/connection.h"
#include "library/picturetable.h"
#include "processfigures.h"
#include "prompts.h"
#include "rawlibrary.h"
#include "series.h"
#include "smallbench.h"
#include "support/paths.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::bench;

namespace {

constexpr int rowsPerTransaction = 5'000;
constexpr int pageRows = 40;
constexpr int pages = 50;

int fail(const Error &error)
{
    std::fprintf(stderr, "%s %s\n", qPrintable(error.message), qPrintable(error.detail));
    return 1;
}

Result<JobId> addJob(QSqlDatabase &database, int number, const QString &prompt)
{
    const GenerationRequest request{u"fal-ai/janus"_s, {{u"prompt"_s, prompt}, {u"seed"_s, number}}};
    auto batch = library::execute(database, u"INSERT INTO batches(created, prompt) VALUES (?, ?)"_s,
                                  {u"2026-01-01T00:00:00.000Z"_s, prompt});
    if (!batch)
        return batch.error();
    auto job = library::execute(
        database,
        u"INSERT INTO jobs(batch, uuid, service, endpoint, body, seed, state, created, prompt)"
        " VALUES (?, ?, 'fal', ?, ?, ?, 7, ?, ?)"_s,
        {batch->lastInsertId(), u"job-%1"_s.arg(number), request.endpoint, request.body(), number,
         u"2026-01-01T00:00:00.000Z"_s, prompt});
    return job ? Result<JobId>(job->lastInsertId().toLongLong()) : job.error();
}

/// `pictures` of four a job.
Result<void> fill(QSqlDatabase &database, int pictures)
{
    const Prompts prompts;
    const QByteArray sum(64, 'a');
    const QDateTime start(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
    Picture picture;
    for (int number = 0; number < pictures;) {
        library::Transaction transaction(database);
        const PictureId first = number + 1; // a new library counts from 1
        for (int until = std::min(pictures, number + rowsPerTransaction); number < until; ++number) {
            if (number % 4 == 0) {
                const Result<JobId> job = addJob(database, number, prompts.make(quint64(number / 4)));
                if (!job)
                    return job.error();
                picture.job = *job;
                picture.batch = *job;
            }
            picture.index = number % 4;
            picture.count = 4;
            picture.size = {1024, 1024};
            picture.created = start.addSecs(number);
            const auto added = library::table::insert(
                database, picture, u"2026-01/20260101-000000-a-picture-%1-1.jpg"_s.arg(number),
                {sum, sum, 150'000});
            if (!added)
                return added.error();
        }
        if (Result<void> indexed = library::table::indexWords(database, first); !indexed)
            return indexed;
        if (Result<void> committed = transaction.commit(); !committed)
            return committed;
    }
    return {};
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication qt(argc, argv);
    const SmallBench bench(argc, argv, 20'000);
    const QTemporaryDir own;
    const support::Paths paths = support::Paths::below(bench.data().isEmpty() ? own.path() : bench.data());
    library::Connection connection;
    if (Result<void> prepared = paths.prepare(); !prepared)
        return fail(prepared.error());
    if (Result<void> opened = connection.open(paths.database(), library::DatabaseKind::Library); !opened)
        return fail(opened.error());
    QSqlDatabase &database = connection.database();
    if (auto quick = library::execute(database, u"PRAGMA synchronous=OFF"_s); !quick)
        return fail(quick.error());

    const double cpu = cpuMs();
    if (Result<void> filled = fill(database, bench.n()); !filled)
        return fail(filled.error());
    QJsonObject figures{{u"n"_s, bench.n()}, {u"rows_cpu_s"_s, (cpuMs() - cpu) / 1000}};

    const library::PictureFiles files(paths);
    Series page;
    Dice dice(bench.seed());
    for (int i = 0; i < pages && bench.n() > pageRows; ++i) {
        std::vector<PictureId> ids(pageRows);
        const PictureId first = 1 + dice.below(bench.n() - pageRows);
        for (int k = 0; k < pageRows; ++k)
            ids[std::size_t(k)] = first + k;
        const double start = threadCpuMs();
        const auto read = library::table::pictures(database, files, ids);
        if (!read)
            return fail(read.error());
        page.add(threadCpuMs() - start);
    }
    page.writeTo(figures, u"page"_s);

    const Result<RawFigures> raw = makeRawLibrary(paths.data + "/raw.db"_L1, bench.n());
    if (!raw)
        return fail(raw.error());
    figures[u"raw_cpu_s"_s] = raw->cpuSeconds;
    bench.print(figures);
    return 0;
}
