// The past states of the form: written with the intent, read in pages, and made up from the requests of those
// that no form made.
#include "core/formstate.h"
#include "jobs/journal.h"
#include "library/formhistory.h"
#include "stockedlibrary.h"
#include "tests/figure.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;

namespace {

GenerationRequest asked(const QString &prompt, qint64 seed, double guidance = 5)
{
    return {u"fal-ai/janus"_s,
            {{u"prompt"_s, prompt}, {u"seed"_s, seed}, {u"cfg_weight"_s, guidance}, {u"num_images"_s, 1}}};
}

QStringList promptsOf(const PastForms &page)
{
    QStringList prompts;
    for (const PastForm &form : page.forms)
        prompts << form.prompt;
    return prompts;
}

} // namespace

class TestFormHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_stock = std::make_unique<StockedLibrary>(); }
    void cleanup() { m_stock.reset(); }

    void whatStoodInTheFormComesBackExactly()
    {
        const QJsonObject state{{u"model"_s, u"fal-ai/janus"_s},
                                {u"input"_s, QJsonObject{{u"prompt"_s, u"a {red|blue} boat\n# no\u202efog"_s},
                                                         {u"seed"_s, qint64(9007199254740993)}}},
                                {u"seedMode"_s, u"count"_s},
                                {u"split"_s, false},
                                {u"style"_s, u"Rough gouache"_s}};
        Wish wish{asked(u"a red boat"_s, 9007199254740993)};
        wish.provenance.words = u"a {red|blue} boat\n# no\u202efog"_s;
        wish.provenance.form = QJsonDocument(state).toJson(QJsonDocument::Compact);
        const BatchId batch = send({wish, {asked(u"a blue boat"_s, 9007199254740994)}});
        const PastForms page = list();
        QCOMPARE(page.forms.size(), 1);
        QVERIFY(page.isAll);
        const PastForm &form = page.forms.first();
        QCOMPARE(form.batch, batch);
        QCOMPARE(form.state, state);
        QCOMPARE(form.prompt, u"a {red|blue} boat\n# no\u202efog"_s);
        QCOMPARE(form.pictures, 0);
        QVERIFY(qAbs(form.created.secsTo(QDateTime::currentDateTimeUtc())) < 600);
    }

    void aBatchWithoutAFormHasTheOneItsRequestsComeFrom_data()
    {
        QTest::addColumn<QList<GenerationRequest>>("requests");
        QTest::addColumn<int>("pictures");
        QTest::addColumn<bool>("split");
        const GenerationRequest one = asked(u"a fox"_s, 98);
        GenerationRequest together = one;
        together.input[u"num_images"_s] = 4;
        QTest::newRow("one picture") << QList{one} << 1 << true;
        QTest::newRow("a split set") << QList{one, asked(u"a fox"_s, 99), asked(u"a fox"_s, 100)} << 3
                                     << true;
        QTest::newRow("one request for four") << QList{together} << 4 << false;
        QTest::newRow("other words each") << QList{one, asked(u"a hen"_s, 99)} << 1 << true;
        QTest::newRow("another guidance each") << QList{one, asked(u"a fox"_s, 99, 7)} << 1 << true;
        QTest::newRow("seeds that do not count up")
            << QList{one, asked(u"a fox"_s, 7), asked(u"a fox"_s, 5)} << 1 << true;
    }
    void aBatchWithoutAFormHasTheOneItsRequestsComeFrom()
    {
        QFETCH(QList<GenerationRequest>, requests);
        QFETCH(int, pictures);
        QFETCH(bool, split);
        send(wishesFor(requests, {{}, {}, PictureName{u"a-job"_s, 2}}));
        const PastForms page = list();
        QCOMPARE(page.forms.size(), 1);
        const QJsonObject state = page.forms.first().state;
        QJsonObject input = requests.first().input;
        input[u"num_images"_s] = pictures;
        QCOMPARE(state["input"_L1].toObject(), input);
        QCOMPARE(state["model"_L1].toString(), u"fal-ai/janus"_s);
        QCOMPARE(state["split"_L1].toBool(), split);
        QCOMPARE(state["seedMode"_L1].toString(), u"locked"_s);
        QCOMPARE(state["parent"_L1].toObject(), (QJsonObject{{u"job"_s, u"a-job"_s}, {u"index"_s, 2}}));
    }

    void theCellsOfASheetAreNoSet()
    {
        const auto sheet = m_stock->open.run<void>([](QSqlDatabase &connection) -> Result<void> {
            const auto made = execute(
                connection, u"INSERT INTO sheets(id, created, service, plan) VALUES (3, '', '', '')"_s);
            return made ? Result<void>() : made.error();
        });
        QVERIFY(sheet);
        QList<Wish> wishes;
        for (int k = 0; k < 20; ++k) {
            Wish wish{asked(u"a fox"_s, k)};
            wish.provenance.sheet = 3;
            wish.provenance.cell = QString::number(k);
            wishes << wish;
        }
        send(wishes);
        QCOMPARE(list().forms.first().state["input"_L1]["num_images"_L1].toInt(), 1);
    }

    void theNewestComeFirstPageByPage()
    {
        for (int k = 0; k < 25; ++k)
            send({{asked(u"prompt %1"_s.arg(k), k)}});
        QStringList all;
        BatchId before = 0;
        QList<qsizetype> sizes;
        for (bool isAll = false; !isAll;) {
            const PastForms page = list({}, before, 10);
            isAll = page.isAll;
            sizes << page.forms.size();
            all << promptsOf(page);
            before = page.forms.isEmpty() ? 0 : page.forms.last().batch;
        }
        QCOMPARE(sizes, (QList<qsizetype>{10, 10, 5}));
        QCOMPARE(all.first(), u"prompt 24"_s);
        QCOMPARE(all.last(), u"prompt 0"_s);
        QCOMPARE(all.size(), 25);
        QVERIFY(list({}, 0, 25).isAll);
    }

    void aSearchFindsPartsOfWordsInAnyCase_data()
    {
        QTest::addColumn<QString>("search");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("a part") << u"OX"_s << QStringList{u"Red fox, low SUN"_s};
        QTest::newRow("all words") << u"sun red"_s << QStringList{u"Red fox, low SUN"_s};
        QTest::newRow("not all of them") << u"sun boat"_s << QStringList();
        QTest::newRow("beyond ASCII") << u"élan"_s << QStringList{u"Élan vital 100 %"_s};
        QTest::newRow("a sign of SQL's") << u"100 %"_s << QStringList{u"Élan vital 100 %"_s};
        QTest::newRow("that stands for itself") << u"r_d"_s << QStringList();
        QTest::newRow("the template") << u"{storm|"_s << QStringList{u"a {storm|calm} sea"_s};
        QTest::newRow("what was drawn from it") << u"a calm"_s << QStringList{u"a {storm|calm} sea"_s};
        QTest::newRow("nothing") << u"  "_s
                                 << QStringList{u"a {storm|calm} sea"_s, u"Élan vital 100 %"_s,
                                                u"Red fox, low SUN"_s};
    }
    void aSearchFindsPartsOfWordsInAnyCase()
    {
        QFETCH(QString, search);
        QFETCH(QStringList, found);
        send({{asked(u"Red fox, low SUN"_s, 1)}});
        send({{asked(u"Élan vital 100 %"_s, 1)}});
        Wish drawn{asked(u"a calm sea"_s, 1)};
        drawn.provenance.words = u"a {storm|calm} sea"_s;
        send({drawn});
        QCOMPARE(promptsOf(list(search)), found);
    }

    void whatCameOfItIsNamedAndImportedPicturesAreNot()
    {
        m_stock->add(u"not ours"_s, 5, u"import"_s);
        const PictureId kept = m_stock->add(u"kept"_s);
        const PictureId gone = m_stock->add(u"thrown away"_s);
        QVERIFY(m_stock->done([&] { m_stock->deeds().trash({gone}); }));
        const PastForms page = list();
        QCOMPARE(promptsOf(page), (QStringList{u"thrown away"_s, u"kept"_s}));
        QCOMPARE(page.forms[0].pictures, 0);
        QCOMPARE(page.forms[1].pictures, 1);
        QCOMPARE(page.forms[1].first, std::vector<PictureId>{kept});
    }

    void pastPromptsComeOnceEach()
    {
        for (const QString &prompt : {u"a"_s, u"b"_s, u"a"_s, u" "_s, u"c"_s, u"c"_s})
            send({{asked(prompt, 1)}});
        const auto page = answerTo<PastPrompts>([&](auto done) { history().prompts(0, &history(), done); });
        QVERIFY(page);
        QCOMPARE(page->prompts, (QStringList{u"c"_s, u"a"_s, u"b"_s}));
        QVERIFY(page->isAll);
    }

    void whatWasCancelledDoesNotAnswer()
    {
        send({{asked(u"a"_s, 1)}});
        const Cancelling cancelling = Cancelling::make();
        bool answered = false;
        history().list({}, 0, 10, cancelling, &history(), [&](const auto &) { answered = true; });
        cancelling.cancel();
        QCOMPARE(list().forms.size(), 1);
        QVERIFY(!answered);
    }

    // Figures only: how long a page takes at 100,000 presses of Generate.
    void aPageCostsAPage()
    {
        const auto filled = m_stock->open.run<void>([](QSqlDatabase &connection) -> Result<void> {
            Transaction transaction(connection);
            for (const QString &sql :
                 {u"WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                  " INSERT INTO batches(id, created, prompt) SELECT i, '2026-03-14T12:00:00.000Z',"
                  " 'a lighthouse on a basalt cliff, number ' || i FROM n"_s,
                  u"INSERT INTO jobs(batch, uuid, service, endpoint, body, seed, state, created, prompt)"
                  " SELECT id, 'u' || id, 'fal', 'fal-ai/janus', '{\"prompt\":\"' || prompt || '\"}', id, 9,"
                  " created, prompt FROM batches"_s}) {
                if (const auto done = execute(connection, sql); !done)
                    return done.error();
            }
            return transaction.commit();
        });
        QVERIFY(filled);
        const auto timed = [&](const QString &search, BatchId before) {
            list(search, before, 40); // once, so that the pages are read
            QElapsedTimer timer;
            timer.start();
            const PastForms page = list(search, before, 40);
            return std::pair(double(timer.nsecsElapsed()) / 1e6, page.forms.size());
        };
        const auto [first, firstCount] = timed({}, 0);
        const auto [deep, deepCount] = timed({}, 50000);
        const auto [hit, hitCount] = timed(u"number 7"_s, 0);
        const auto [rare, rareCount] = timed(u"number 77777"_s, 0);
        const auto [none, noneCount] = timed(u"zebra"_s, 0);
        QCOMPARE(firstCount, 40);
        QCOMPARE(deepCount, 40);
        QCOMPARE(hitCount, 40);
        QCOMPARE(rareCount, 1);
        QCOMPARE(noneCount, 0);
        std::printf("FIGURE form-history batches=100000 first=%.1fms deep=%.1fms hits=%.1fms rare=%.1fms "
                    "none=%.1fms\n",
                    first, deep, hit, rare, none);
    }

private:
    FormHistory &history() { return m_stock->library().formHistory(); }

    PastForms list(const QString &search = {}, BatchId before = 0, int limit = 40)
    {
        const auto page = answerTo<PastForms>(
            [&](auto done) { history().list(search, before, limit, {}, &history(), done); });
        if (!page)
            qWarning("%s", qPrintable(page.error().message));
        return page ? *page : PastForms();
    }

    BatchId send(const QList<Wish> &wishes)
    {
        jobs::Journal journal(m_stock->library().database(), u"me"_s);
        const auto made = answerTo<QList<jobs::JobInfo>>(
            [&](auto done) { journal.add(wishes, u"fal"_s, {}, &m_stock->library(), done); });
        return made && !made->isEmpty() ? made->first().batch : -1;
    }

    std::unique_ptr<StockedLibrary> m_stock;
};

QTEST_MAIN(TestFormHistory)
#include "tst_formhistory.moc"
