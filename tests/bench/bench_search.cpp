// bench_search: typing into a library, without a window: the newest hits after each key, by the program's own
// lists and by bare FTS5 on the same index.
//
//   bench_search --data DIR [--steps K] [--seed S] [--json]      DIR: made by studio_bench --make-library
//
// K searches of one to three words, each typed key by key. Deterministic, fit for callgrind.
#include "dice.h"
#include "library/connection.h"
#include "library/listing.h"
#include "processfigures.h"
#include "prompts.h"
#include "series.h"
#include "smallbench.h"
#include "support/paths.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::bench;

namespace {

constexpr int newest = 200;

/// Words as they are looked for: frequent ones, seldom ones, several.
QStringList searches(int count, quint64 seed)
{
    const Prompts prompts;
    Dice dice(seed);
    QStringList all;
    for (int i = 0; i < count; ++i) {
        QStringList words;
        for (int rest = 1 + dice.below(3); rest > 0; --rest)
            words << prompts.words().at(dice.happens(70) ? 9 + dice.below(320) : dice.below(4000));
        all << words.join(u' ');
    }
    return all;
}

/// The same question in FTS5's own language.
QString matchOf(const QString &typed)
{
    QStringList terms;
    for (const QString &word : typed.split(u' ', Qt::SkipEmptyParts))
        terms << u"\"%1\"*"_s.arg(word);
    return terms.join(u' ');
}

int fail(const Error &error)
{
    std::fprintf(stderr, "%s %s\n", qPrintable(error.message), qPrintable(error.detail));
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication qt(argc, argv);
    const SmallBench bench(argc, argv, 0);
    library::Connection connection;
    const support::Paths paths = support::Paths::below(bench.data());
    if (Result<void> opened = connection.open(paths.database(), library::DatabaseKind::Library); !opened)
        return fail(opened.error());
    QSqlDatabase &database = connection.database();
    QSqlQuery raw(database);
    raw.setForwardOnly(true);
    raw.prepare(
        u"SELECT rowid FROM prompts WHERE prompts MATCH ? ORDER BY rowid DESC LIMIT %1"_s.arg(newest));

    Series engine, bare;
    qint64 found = 0;
    double worst = 0;
    QString slowest;
    const QStringList all = searches(bench.steps(), bench.seed());
    for (const QString &search : all) {
        for (qsizetype letters = 1; letters <= search.size(); ++letters) {
            const QString typed = search.left(letters);
            if (typed.endsWith(u' '))
                continue;
            double cpu = threadCpuMs();
            library::Listing listing;
            listing.query.words = typed;
            const auto page = library::listing::page(database, listing, newest);
            const double taken = threadCpuMs() - cpu;
            engine.add(taken);
            if (taken > worst) {
                worst = taken;
                slowest = typed;
            }
            if (!page)
                return fail(page.error());
            found += qint64(page->size());

            cpu = threadCpuMs();
            raw.addBindValue(matchOf(typed));
            raw.exec();
            while (raw.next())
                found += raw.value(0).toLongLong() > 0 ? 0 : 1;
            raw.finish();
            bare.add(threadCpuMs() - cpu);
        }
    }
    QJsonObject figures{
        {u"searches"_s, int(all.size())}, {u"found"_s, found}, {u"engine_slowest"_s, slowest}};
    engine.writeTo(figures, u"engine"_s);
    bare.writeTo(figures, u"raw"_s);
    bench.print(figures);
    return 0;
}
