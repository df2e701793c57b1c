// How long, at what price: learned from what was made before, asked of the service, and never made up.
#include "studiobench.h"
#include "tests/waiting.h"

#include "core/paramroles.h"
#include "fal/prices.h"
#include "jobs/forecasting.h"
#include "jobs/forecasttext.h"

#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

#include <optional>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::test;

class TestForecasting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsMadeUpForAnEmptyLibrary()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        jobs::Forecasting forecasting(*bench.library, *bench.queue, bench);
        const QList<Wish> wishes = wishesFor(splitIntoSingles(bench.request(), 3));
        Forecast forecast = forecasting.of(wishes, u"sandbox"_s, false);
        QCOMPARE(forecast.requests, 3);
        QCOMPARE(forecast.pictures, 3);
        QVERIFY(!forecast.price);
        QCOMPARE(jobs::priceText(forecast, u"fal"_s), u"Price unknown"_s);
        // The practice server's price list says 0 for every model.
        QVERIFY(waitFor([&] {
            forecast = forecasting.of(wishes, u"sandbox"_s, false);
            return forecast.price.has_value();
        }));
        QCOMPARE(jobs::priceText(forecast, u"fal"_s), u"No charge listed by fal"_s);
        QCOMPARE(forecast.each.known, 0);
        QCOMPARE(jobs::timesText(forecast.together), QString());
    }

    void theTimeIsLearnedFromWhatWasMade()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        const QList<JobId> ids = bench.enqueue(splitIntoSingles(bench.request(), 6));
        for (const JobId id : ids)
            QVERIFY(bench.waitForState(id, JobState::Done));
        jobs::Forecasting forecasting(*bench.library, *bench.queue, bench);
        QSignalSpy changed(&forecasting, &jobs::Forecasting::changed);
        const QList<Wish> one = wishesFor({bench.request(u"another"_s)});
        Forecast forecast;
        QVERIFY(waitFor([&] {
            forecast = forecasting.of(one, u"sandbox"_s, true);
            return forecast.together.has_value();
        }));
        QVERIFY(!changed.isEmpty());
        QCOMPARE(forecast.each.known, 6);
        QVERIFY(forecast.together->low > 0 && forecast.together->low <= forecast.together->high);
        QVERIFY(jobs::timesText(forecast.together).startsWith("about "_L1));
        // What another service took says nothing about this one.
        QVERIFY(waitFor([&] { return !changed.isEmpty(); }));
        QCOMPARE(forecasting.of(one, u"fal"_s, true).each.known, 0);
    }

    // A sheet with sizes on an axis: each size takes its own time, and so does each model.
    void everyKindOfRequestCounts()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        const GenerationRequest small = bench.request();
        GenerationRequest large = small;
        large.input[u"image_size"_s] = QJsonObject{{u"width"_s, 256}, {u"height"_s, 192}};
        GenerationRequest unknown = small;
        unknown.endpoint = u"fal-ai/nobody/knows"_s;
        QVERIFY(bench.waitForState(bench.enqueue({small}).value(0), JobState::Done));
        jobs::Forecasting forecasting(*bench.library, *bench.queue, bench);
        const auto forecast = [&](const QList<GenerationRequest> &requests) {
            std::optional<Forecast> told;
            QObject context;
            forecasting.ask(wishesFor(requests), u"sandbox"_s, true, &context,
                            [&](const Forecast &known) { told = known; });
            [[maybe_unused]] const bool waited = waitFor([&] { return told.has_value(); });
            return told.value_or(Forecast());
        };
        const Forecast one = forecast({small});
        QVERIFY(one.together && one.together->low > 0);
        const Forecast both = forecast({small, large, small});
        QVERIFY(both.together);
        QCOMPARE(both.together->low, 2 * one.together->low);
        QCOMPARE(both.together->high, 2 * one.together->high);
        const Forecast half = forecast({small, unknown});
        QCOMPARE(half.each.known, 1);
        QVERIFY(!half.together);
    }

    // A service that cannot be asked has no price; it is not asked again with every letter that is typed.
    void aPriceThatCannotBeHadStaysUnknown()
    {
        StudioBench bench;
        QVERIFY(bench.open());
        GenerationRequest request = bench.request();
        request.endpoint = u"fal-ai/nobody/knows"_s;
        jobs::Forecasting forecasting(*bench.library, *bench.queue, bench);
        const auto asked = [&] {
            int count = 0;
            for (const sandbox::RecordedRequest &seen : bench.server->requests())
                count += seen.target.contains("pricing") ? 1 : 0;
            return count;
        };
        QVERIFY(waitFor([&] {
            (void)forecasting.of(wishesFor({request}), u"sandbox"_s, false);
            return asked() > 0;
        }));
        for (int k = 0; k < 20; ++k)
            QVERIFY(!forecasting.of(wishesFor({request}), u"sandbox"_s, false).price);
        QCOMPARE(asked(), 1);
    }

    void manyAtOnceTakeRounds()
    {
        const SecondsRange each{2, 4};
        QCOMPARE(togetherTimes(each, 1, 0, 4), (SecondsRange{2, 4}));
        QCOMPARE(togetherTimes(each, 4, 0, 4), (SecondsRange{2, 4}));
        QCOMPARE(togetherTimes(each, 5, 0, 4), (SecondsRange{4, 8}));
        QCOMPARE(togetherTimes(each, 4, 8, 4), (SecondsRange{4, 12}));
        QCOMPARE(togetherTimes(each, 1, 0, 0), (SecondsRange{2, 4}));
    }

    void pricesAreReadAsTheyStand_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("said"); // empty: an error
        const auto entry = [](const QByteArray &price, const QByteArray &unit) {
            return QByteArray(
                       "{'prices':[{'endpoint_id':'other','unit_price':9,'unit':'images','currency':'USD'},"
                       "{'endpoint_id':'fal-ai/janus','unit_price':" +
                       price + ",'unit':'" + unit + "','currency':'USD'}],'has_more':false}")
                .replace('\'', '"');
        };
        QTest::newRow("free") << entry("0", "compute seconds") << u"No charge listed by fal"_s;
        QTest::newRow("by the picture") << entry("0.03", "images") << u"About 0.12 USD"_s;
        QTest::newRow("a small price") << entry("0.000575", "images") << u"About 0.0023 USD"_s;
        QTest::newRow("by the second")
            << entry("0.00111", "compute seconds") << u"0.0011 USD per compute second"_s;
        QTest::newRow("not listed") << QByteArray("{\"prices\":[],\"has_more\":false}") << QString();
        QTest::newRow("below zero") << entry("-1", "images") << QString();
        QTest::newRow("no number") << entry("'free'", "images") << QString();
        QTest::newRow("no unit") << entry("1", "") << QString();
        QTest::newRow("another answer") << QByteArray("{\"detail\":\"no\"}") << QString();
        QTest::newRow("no JSON") << QByteArray("<html>") << QString();
    }
    void pricesAreReadAsTheyStand()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, said);
        const Result<Price> price = fal::readPrice(body, u"fal-ai/janus"_s, u"fal"_s);
        QCOMPARE(price.hasValue(), !said.isEmpty());
        if (!price) {
            QVERIFY(price.error().message.endsWith(u'.'));
            return;
        }
        QCOMPARE(jobs::priceText({4, 4, {}, {}, *price}, u"fal"_s), said);
    }

    void timesAreSaidInUnitsForPeople_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<QString>("said");
        QTest::newRow("seconds") << 20.2 << 34.8 << u"about 20–35 s"_s;
        QTest::newRow("one number") << 3.9 << 4.2 << u"about 4 s"_s;
        QTest::newRow("less than a second") << 0.1 << 0.3 << u"about 1 s"_s;
        QTest::newRow("minutes") << 130.0 << 290.0 << u"about 2–5 min"_s;
        QTest::newRow("hours") << 7000.0 << 11000.0 << u"about 2–3 h"_s;
    }
    void timesAreSaidInUnitsForPeople()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(QString, said);
        QLocale::setDefault(QLocale::c());
        QCOMPARE(jobs::timesText(SecondsRange{low, high}), said);
    }
};

QTEST_GUILESS_MAIN(TestForecasting)
#include "tst_forecasting.moc"
