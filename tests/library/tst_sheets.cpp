// Sweep sheets in the library: kept, listed, changed, removed and brought back; which request of a cell
// counts.
#include "core/csv.h"
#include "library/deeds.h"
#include "library/picturetable.h"
#include "library/provenancerows.h"
#include "library/sheets.h"
#include "libraryfixture.h"

#include <QSignalSpy>
#include <QTemporaryDir>

#include <limits>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::library;
using library::fixture::answerTo;

namespace {

Sweep boats()
{
    const GenerationRequest base{u"fal-ai/janus"_s, {{u"prompt"_s, u"a boat"_s}, {u"seed"_s, 7}}};
    return {u"Boats"_s,
            base,
            {{SweepAxis::Kind::Parameter, u"cfg_weight"_s, {2, 4}},
             {SweepAxis::Kind::Words, u"boat"_s, {u"boat"_s, u"ship"_s}}}};
}

/// A request of a cell as it stands in the journal, with a picture if it is Done; its number.
Result<qint64> addJob(QSqlDatabase &connection, qint64 sheet, const QList<int> &at, JobState state,
                      JobId cellWas = std::numeric_limits<JobId>::max())
{
    Wish wish = wishOf(boats(), sheet, at);
    wish.provenance.cellWas = cellWas;
    Transaction transaction(connection);
    auto batch = execute(connection, u"INSERT INTO batches(created, prompt) VALUES ('2026-11-25', '')"_s);
    auto job = execute(connection,
                       u"INSERT INTO jobs(batch, uuid, service, endpoint, body, state, created, error_kind,"
                       " error_message, request_id) VALUES (?, hex(randomblob(9)), 'sandbox', ?, ?, ?,"
                       " '2026-11-25', ?, ?, hex(randomblob(4)))"_s,
                       {batch->lastInsertId(), wish.request.endpoint, wish.request.body(), int(state),
                        state == JobState::Failed ? QVariant(int(ErrorKind::Refused)) : QVariant(),
                        state == JobState::Failed ? QVariant(u"=No, \"never\"."_s) : QVariant()});
    if (!job)
        return job.error();
    const JobId id = job->lastInsertId().toLongLong();
    if (Result<void> written = writeProvenance(connection, id, wish.provenance); !written)
        return written.error();
    if (state == JobState::Done) {
        Picture picture;
        picture.job = id;
        picture.batch = batch->lastInsertId().toLongLong();
        picture.size = {64, 48};
        picture.created = QDateTime::currentDateTimeUtc();
        const auto inserted = table::insert(connection, picture, u"2026-11/%1.jpg"_s.arg(id), {"", "", 0});
        if (!inserted)
            return inserted.error();
    }
    const Result<void> committed = transaction.commit();
    return committed ? Result<qint64>(id) : committed.error();
}

} // namespace

class TestSheets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aSheetIsKept();
    void changesArePutTogether();
    void theListSaysHowFarEachIs();
    void aRemovedSheetIsGoneAndComesBack();
    void theNewestRequestOfACellCounts();
    void aRequestThatWasCalledOffDoesNotHideAPicture();
    void whatToStartAndToRetryIsRead();
    void aCellThatSomebodyElseHasAskedForIsRefused();
    void theTableHasALineForEachCell();
    void textsAreSafeInSpreadsheets_data();
    void textsAreSafeInSpreadsheets();

private:
    Sheets &sheets() const { return m_library->library->sheets(); }
    qint64 create(const Sweep &sweep) const
    {
        return answerTo<qint64>(
                   [&](auto done) { sheets().create(sweep, u"sandbox"_s, m_library->library.get(), done); })
            .value();
    }
    SheetCells cells(qint64 sheet) const
    {
        return answerTo<SheetCells>([&](auto done) { sheets().cells(sheet, m_library->library.get(), done); })
            .value();
    }
    QList<SheetEntry> list() const
    {
        return answerTo<QList<SheetEntry>>([&](auto done) { sheets().list(m_library->library.get(), done); })
            .value();
    }
    Result<Sheet> load(qint64 sheet) const
    {
        return answerTo<Sheet>([&](auto done) { sheets().load(sheet, m_library->library.get(), done); });
    }
    JobId add(qint64 sheet, const QList<int> &at, JobState state) const
    {
        const Result<qint64> added = m_library->run<qint64>(
            [=](QSqlDatabase &connection) { return addJob(connection, sheet, at, state); });
        return added ? *added : -1;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<fixture::OpenLibrary> m_library;
};

void TestSheets::init()
{
    m_library.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_library = std::make_unique<fixture::OpenLibrary>(m_folder->path());
    QVERIFY(m_library->opened);
}

void TestSheets::aSheetIsKept()
{
    QSignalSpy changed(&sheets(), &Sheets::changed);
    const qint64 id = create(boats());
    QTRY_COMPARE(changed.size(), 1);
    m_library.reset();
    m_library = std::make_unique<fixture::OpenLibrary>(m_folder->path());
    const Result<Sheet> sheet = load(id);
    QVERIFY(sheet);
    QCOMPARE(sheet->sweep, boats());
    QCOMPARE(sheet->service, u"sandbox"_s);
    QVERIFY(sheet->created.isValid() && !sheet->isRemoved);
    QCOMPARE(load(id + 1).error().kind, ErrorKind::Gone);
}

void TestSheets::changesArePutTogether()
{
    const qint64 id = create(boats());
    const auto change = [&](std::function<Result<void>(Sweep &)> work) {
        return answerTo<Sweep>([&](auto done) { sheets().change(id, work, m_library->library.get(), done); });
    };
    QVERIFY(change([](Sweep &sweep) -> Result<void> {
        sweep.name = u"Ships"_s;
        return {};
    }));
    const Result<Sweep> now = change([](Sweep &sweep) -> Result<void> {
        sweep.axes[0].values << 9;
        return {};
    });
    QVERIFY(now);
    QCOMPARE(now->name, u"Ships"_s);
    QCOMPARE(now->valueCount(0), 3);
    QVERIFY(!change([](Sweep &sweep) -> Result<void> {
        sweep.axes.clear();
        return Error{ErrorKind::BadInput, u"No."_s};
    }));
    QCOMPARE(load(id)->sweep, *now);
}

void TestSheets::theListSaysHowFarEachIs()
{
    const qint64 first = create(boats());
    const qint64 second = create(boats());
    add(first, {0, 0}, JobState::Done);
    add(first, {1, 0}, JobState::Failed);
    add(first, {0, 1}, JobState::Running);
    const QList<SheetEntry> entries = list();
    QCOMPARE(entries.size(), 2);
    QCOMPARE(entries[0].sheet.id, second);
    QCOMPARE(entries[0].progress, SheetProgress{.empty = 4});
    QVERIFY(entries[0].pictures.empty());
    QCOMPARE(entries[1].progress, (SheetProgress{.done = 1, .running = 1, .failed = 1, .empty = 1}));
    QCOMPARE(entries[1].pictures.size(), 1U);
    QCOMPARE(entries[1].sheet.sweep.name, u"Boats"_s);
}

void TestSheets::aRemovedSheetIsGoneAndComesBack()
{
    const qint64 id = create(boats());
    add(id, {0, 0}, JobState::Done);
    Deeds &deeds = m_library->library->deeds();
    QSignalSpy changed(&deeds, &Deeds::changed);
    deeds.removeSheet(id);
    QTRY_COMPARE(changed.size(), 1);
    QVERIFY(changed.last().first().value<LibraryChange>().sheets);
    QVERIFY(list().isEmpty());
    QVERIFY(load(id)->isRemoved);
    QCOMPARE(deeds.undoName(), u"Remove Sweep Sheet"_s);
    deeds.undo();
    QTRY_COMPARE(changed.size(), 2);
    QVERIFY(changed.last().first().value<LibraryChange>().sheets);
    QCOMPARE(list().size(), 1);
    QCOMPARE(list().first().progress.done, 1);
    deeds.redo();
    QTRY_COMPARE(changed.size(), 3);
    QVERIFY(list().isEmpty());
}

void TestSheets::theNewestRequestOfACellCounts()
{
    const qint64 id = create(boats());
    const qint64 other = create(boats());
    add(id, {0, 0}, JobState::Failed);
    const JobId newest = add(id, {0, 0}, JobState::Running);
    add(other, {0, 0}, JobState::Done);
    const SheetCells known = cells(id);
    QCOMPARE(known.size(), 1);
    const SheetCell cell = known.value(u"[2,\"boat\"]"_s);
    QCOMPARE(cell.job, newest);
    QCOMPARE(cellState(cell), CellState::Live);
    QCOMPARE(cell.request, requestOf(boats(), {0, 0}));
    QCOMPARE(cell.provenance.sheet, id);
    QCOMPARE(cell.provenance.cell, cell.key);
    QVERIFY(!cell.error);
}

void TestSheets::aRequestThatWasCalledOffDoesNotHideAPicture()
{
    const qint64 id = create(boats());
    const JobId done = add(id, {0, 0}, JobState::Done);
    add(id, {0, 0}, JobState::Cancelled);
    add(id, {1, 0}, JobState::Cancelled);
    const SheetCells known = cells(id);
    QCOMPARE(known.value(u"[2,\"boat\"]"_s).job, done);
    QCOMPARE(cellState(known.value(u"[4,\"boat\"]"_s)), CellState::Empty);
}

void TestSheets::whatToStartAndToRetryIsRead()
{
    const qint64 id = create(boats());
    add(id, {0, 0}, JobState::Done);
    const JobId failed = add(id, {1, 0}, JobState::Failed);
    const JobId cancelled = add(id, {0, 1}, JobState::Cancelled);
    const Sheet sheet = *load(id);
    const SheetCells known = cells(id);
    Wish again = wishOf(boats(), id, {0, 1});
    again.provenance.cellWas = cancelled;
    QCOMPARE(wishesToStart(sheet, known), (QList<Wish>{again, wishOf(boats(), id, {1, 1})}));
    Wish retried = wishOf(boats(), id, {1, 0});
    retried.provenance.cellWas = failed;
    QCOMPARE(wishesToRetry(sheet, known), QList<Wish>{retried});
}

void TestSheets::aCellThatSomebodyElseHasAskedForIsRefused()
{
    const qint64 id = create(boats());
    const auto ask = [&](const QList<int> &at, JobId cellWas) {
        return m_library->run<qint64>(
            [=](QSqlDatabase &connection) { return addJob(connection, id, at, JobState::Waiting, cellWas); });
    };
    const Result<qint64> first = ask({0, 0}, 0);
    QVERIFY(first);
    // The same look at the library, a moment later.
    const Result<qint64> second = ask({0, 0}, 0);
    QVERIFY(!second);
    QCOMPARE(second.error().kind, ErrorKind::BadInput);
    QVERIFY(second.error().message.startsWith("Another Janus Studio"_L1));
    QCOMPARE(cells(id).value(u"[2,\"boat\"]"_s).job, *first);
    QVERIFY(ask({0, 0}, *first)); // whoever knows of it may
    // What was called off stands in nobody's way.
    QVERIFY(add(id, {1, 0}, JobState::Cancelled) > 0);
    QVERIFY(ask({1, 0}, 0));
}

void TestSheets::theTableHasALineForEachCell()
{
    QFile document(QStringLiteral(JANUS_SCHEMAS "/fal-ai_janus.openapi.json"));
    QFile overlay(QStringLiteral(JANUS_SCHEMAS "/overlay.json"));
    QVERIFY(document.open(QIODevice::ReadOnly) && overlay.open(QIODevice::ReadOnly));
    const ModelSchema schema = *ModelSchema::fromOpenApi(document.readAll(), overlay.readAll());
    const qint64 id = create(boats());
    const JobId done = add(id, {0, 0}, JobState::Done);
    add(id, {1, 0}, JobState::Failed);
    const SheetCells known = cells(id);
    const QString file = known.value(u"[2,\"boat\"]"_s).file;
    QVERIFY(file.endsWith(u"2026-11/%1.jpg"_s.arg(done)));
    const QString wanted = u"Guidance,Words “boat”,seed,state,file,request id,error\r\n"
                           "2,boat,7,done,%1,%2,\r\n"
                           "4,boat,7,failed,,%3,\"'=No, \"\"never\"\".\"\r\n"
                           "2,ship,7,empty,,,\r\n"
                           "4,ship,7,empty,,,\r\n"_s.arg(file, known.value(u"[2,\"boat\"]"_s).requestId,
                                                         known.value(u"[4,\"boat\"]"_s).requestId);
    QCOMPARE(QString::fromUtf8(sheetCsv(*load(id), known, schema)), wanted);
}

void TestSheets::textsAreSafeInSpreadsheets_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("field");
    const auto row = [](const char *name, const QString &text, const QByteArray &field) {
        QTest::newRow(name) << text << field;
    };
    row("plain", u"dawn"_s, "dawn");
    row("a comma", u"storm, light"_s, "\"storm, light\"");
    row("a quote", u"a \"b\""_s, "\"a \"\"b\"\"\"");
    row("two lines", u"a\nb"_s, "\"a\nb\"");
    row("nothing", QString(), "");
    row("a formula", u"=1+1"_s, "'=1+1");
    row("a call", u"@SUM(A1)"_s, "'@SUM(A1)");
    row("plus", u"+A1"_s, "'+A1");
    row("minus", u"-A1,2"_s, "\"'-A1,2\"");
    row("a negative number", u"-5"_s, "-5");
    row("a number with a sign", u"+0.5"_s, "+0.5");
    row("an exponent", u"-1e-05"_s, "-1e-05");
    row("an apostrophe before a formula", u"'=1"_s, "''=1");
    row("an apostrophe", u"'tis"_s, "'tis");
    row("a tab", u"\t=1"_s, "'\t=1");
    row("a return", u"\r=1"_s, "\"'\r=1\"");
    row("letters of any script", u"Dämmerung 日"_s, "Dämmerung 日");
}

void TestSheets::textsAreSafeInSpreadsheets()
{
    QFETCH(QString, text);
    QTEST(csvCell(text, Formulas::Defuse).toUtf8(), "field");
    QCOMPARE(undefused(readCsv(csvLine({u"a"_s, text}, Formulas::Defuse))->first().cells.last()), text);
}

QTEST_GUILESS_MAIN(TestSheets)
#include "tst_sheets.moc"
