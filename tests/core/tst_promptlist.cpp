// Files of prompts, tables, and the files of styles and lists: ours and other programs'.
#include "core/csv.h"
#include "core/paramroles.h"
#include "core/promptlist.h"
#include "core/wordfiles.h"
#include "schemafiles.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

ModelSchema janusSchema()
{
    return *schemafiles::load(u"fal-ai_janus.openapi.json"_s);
}

GenerationRequest base()
{
    GenerationRequest request = janusSchema().defaults();
    request.input[u"prompt"_s] = u"of the form"_s;
    request.input[u"seed"_s] = 4;
    request.input[u"cfg_weight"_s] = 7;
    return request;
}

Result<PromptList> read(const QByteArray &content, const QString &name = u"prompts.csv"_s)
{
    return readPromptList(content, name, janusSchema(), base());
}

QStringList promptsOf(const PromptList &list)
{
    QStringList prompts;
    for (const PromptList::Row &row : list.rows)
        prompts << prompt(row.request);
    return prompts;
}

} // namespace

class TestPromptList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tablesAreReadAsTheStandardSays_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<CsvRow>>("rows");
        QTest::newRow("plain") << u"a,b\nc,d\n"_s
                               << QList<CsvRow>{{1, {u"a"_s, u"b"_s}}, {2, {u"c"_s, u"d"_s}}};
        QTest::newRow("no last line end") << u"a\r\nb"_s << QList<CsvRow>{{1, {u"a"_s}}, {2, {u"b"_s}}};
        QTest::newRow("old line ends") << u"a\rb\r"_s << QList<CsvRow>{{1, {u"a"_s}}, {2, {u"b"_s}}};
        QTest::newRow("quotes") << u"\"a, \"\"b\"\"\",c"_s << QList<CsvRow>{{1, {u"a, \"b\""_s, u"c"_s}}};
        QTest::newRow("line breaks in a cell")
            << u"\"a\nb\r\nc\",d\ne"_s << QList<CsvRow>{{1, {u"a\nb\r\nc"_s, u"d"_s}}, {4, {u"e"_s}}};
        QTest::newRow("empty cells") << u",\n\"\",x"_s
                                     << QList<CsvRow>{{1, {u""_s, u""_s}}, {2, {u""_s, u"x"_s}}};
        QTest::newRow("blank lines") << u"a\n\n  \nb"_s << QList<CsvRow>{{1, {u"a"_s}}, {4, {u"b"_s}}};
        QTest::newRow("semicolons") << u"a;b\nd, e;f"_s
                                    << QList<CsvRow>{{1, {u"a"_s, u"b"_s}}, {2, {u"d, e"_s, u"f"_s}}};
        QTest::newRow("tabs") << u"a\tb\nd, e\tf"_s
                              << QList<CsvRow>{{1, {u"a"_s, u"b"_s}}, {2, {u"d, e"_s, u"f"_s}}};
        QTest::newRow("nothing") << u""_s << QList<CsvRow>{};
    }
    void tablesAreReadAsTheStandardSays()
    {
        QFETCH(QString, text);
        QFETCH(QList<CsvRow>, rows);
        const auto table = readCsv(text);
        QVERIFY(table);
        QCOMPARE(*table, rows);
    }

    void anOpenQuoteIsNamedByItsLine()
    {
        const auto table = readCsv(u"a\nb,\"c\nd"_s);
        QVERIFY(!table);
        QCOMPARE(table.error().message, u"The quote that opens in line 2 is not closed."_s);
    }

    void writtenRowsAreReadBack()
    {
        const QStringList cells{u"plain"_s, u"a, b"_s, u"\"q\""_s, u"x\ny"_s, u" blank "_s, u""_s, u"狐"_s};
        QCOMPARE(readCsv(csvLine(cells, Formulas::Keep))->first().cells, cells);
    }

    void aTextFileHasOnePromptALine()
    {
        const auto list = read("\xEF\xBB\xBF"
                               "a fox, in snow\r\n\r\n# an idea\r\n  a heron  \r\n",
                               u"prompts.txt"_s);
        QVERIFY(list);
        QCOMPARE(promptsOf(*list), (QStringList{u"a fox, in snow"_s, u"a heron"_s}));
        QCOMPARE(list->rows[1].line, 4);
        QVERIFY(list->problems.isEmpty());
        QVERIFY2(!seed(list->rows[0].request), "each prompt draws a seed of its own");
        QCOMPARE(guidance(list->rows[0].request), std::optional(7.0));
    }

    void columnsMayHaveTheNamesPeopleUse()
    {
        const auto list = read("Prompt,SEED,Guidance,temp,images,width,height,negative_prompt\n"
                               "\"a fox, red\",8812,3,0.5,2,640,480,ugly\n"
                               "a heron,,,,,,,\n");
        QVERIFY(list);
        QCOMPARE(promptsOf(*list), (QStringList{u"a fox, red"_s, u"a heron"_s}));
        const GenerationRequest fox = list->rows[0].request;
        QCOMPARE(seed(fox), std::optional<Seed>(8812));
        QCOMPARE(guidance(fox), std::optional(3.0));
        QCOMPARE(temperature(fox), std::optional(0.5));
        QCOMPARE(imageCount(fox), 2);
        QCOMPARE(imageSize(fox), QSize(640, 480));
        QCOMPARE(guidance(list->rows[1].request), std::optional(7.0));
        QCOMPARE(list->notes, QStringList{u"The column “negative_prompt” is not used."_s});
    }

    void badRowsAreNamedAndTheOthersStay()
    {
        const auto list = read("prompt,cfg,size,seed\n"
                               "a,99,,\n"
                               "b,5,portrait_4_3,1\n"
                               "c,five,,\n"
                               ",5,,\n"
                               "d,5,12x,\n"
                               "e, f, g,5,,\n"
                               "h,,512x512,99999999999999999999\n");
        QVERIFY(list);
        QCOMPARE(promptsOf(*list), QStringList{u"b"_s});
        QList<int> lines;
        for (const PromptList::Problem &problem : list->problems) {
            lines << problem.line;
            QVERIFY2(problem.sentence.endsWith(u'.'), qPrintable(problem.sentence));
        }
        QCOMPARE(lines, (QList<int>{2, 4, 5, 6, 7, 8}));
        QVERIFY(list->problems[0].sentence.contains(u"99"_s));
    }

    void aFileThatIsNoListIsRefusedWhole_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no prompt column") << QByteArray("seed,cfg\n1,2\n") << u"a.csv"_s
                                          << u"a.csv has no column “prompt” in its first row."_s;
        QTest::newRow("empty") << QByteArray() << u"a.csv"_s << u"There is no prompt in a.csv."_s;
        QTest::newRow("only comments")
            << QByteArray("# a\n\n") << u"a.txt"_s << u"There is no prompt in a.txt."_s;
        QTest::newRow("a picture") << QByteArray("\xFF\xD8\xFF\xE0") << u"a.txt"_s
                                   << u"a.txt is no text in UTF-8."_s;
        QTest::newRow("zeros") << QByteArray("a\0b", 3) << u"a.txt"_s << u"a.txt is no text in UTF-8."_s;
        QTest::newRow("an open quote") << QByteArray("prompt\n\"a") << u"a.csv"_s
                                       << u"a.csv: The quote that opens in line 2 is not closed."_s;
    }
    void aFileThatIsNoListIsRefusedWhole()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, name);
        QFETCH(QString, sentence);
        const auto list = read(content, name);
        QVERIFY(!list);
        QCOMPARE(list.error().message, sentence);
        QCOMPARE(list.error().kind, ErrorKind::BadInput);
    }

    void aListHasAnEnd()
    {
        QByteArray content;
        for (int k = 0; k < mostListedPrompts + 5; ++k)
            content += "a fox " + QByteArray::number(k) + '\n';
        const auto list = read(content, u"many.txt"_s);
        QVERIFY(list);
        QCOMPARE(list->rows.size(), mostListedPrompts);
        QCOMPARE(list->problems.size(), 1);
        QCOMPARE(list->problems[0].line, mostListedPrompts + 1);
    }

    void stylesOfOtherProgramsAreRead_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QStringList>("notes");
        const QByteArray row =
            "Gouache,\"{prompt}, gouache, rough paper\",\"photo, 3d\"\r\nPlain,ink drawing,\r\n";
        const QStringList negative{
            u"One has a negative prompt, which Janus does not know; it is not used."_s};
        QTest::newRow("web UI") << QByteArray("\xEF\xBB\xBF"
                                              "name,prompt,negative_prompt\r\n") +
                                       row
                                << negative;
        QTest::newRow("old web UI") << QByteArray("name,text\n") +
                                           "Gouache,\"{prompt}, gouache, rough paper\"\n"
                                           "Plain,ink drawing\n"
                                    << QStringList{};
        QTest::newRow("Fooocus") << QByteArray(
                                        R"([{"name": "Gouache", "prompt": "{prompt}, gouache, rough paper",
            "negative_prompt": "photo"}, {"name": "Plain", "prompt": "ink drawing"}])")
                                 << negative;
        QTest::newRow("ours") << wordfiles::stylesAsJson({{u"Gouache"_s, u"{prompt}, gouache, rough paper"_s},
                                                          {u"Plain"_s, u"ink drawing"_s}})
                              << QStringList{};
        QTest::newRow("our table") << wordfiles::stylesAsCsv(
                                          {{u"Gouache"_s, u"{prompt}, gouache, rough paper"_s},
                                           {u"Plain"_s, u"ink drawing"_s}})
                                   << QStringList{};
        QTest::newRow("a separator of a style")
            << QByteArray("name,prompt\n") + "Gouache,\"{prompt}, gouache, rough paper\"\n"
                                             "---- folder ----,\nPlain,ink drawing\n"
            << QStringList{u"One style without a name or text was left out."_s};
    }
    void stylesOfOtherProgramsAreRead()
    {
        QFETCH(QByteArray, content);
        QFETCH(QStringList, notes);
        const auto read = wordfiles::readStyles(content, u"styles"_s);
        QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
        QCOMPARE(read->styles, (QList<words::Style>{{u"Gouache"_s, u"{prompt}, gouache, rough paper"_s},
                                                    {u"Plain"_s, u"ink drawing"_s}}));
        QCOMPARE(read->notes, notes);
    }

    // A style's text may come from anybody, and a table is opened in a spreadsheet.
    void stylesThatLookLikeFormulasAreSafeAndComeBack()
    {
        const QList<words::Style> styles{{u"-dark"_s, u"=HYPERLINK(\"x\")"_s}, {u"'=quoted"_s, u"+ink"_s}};
        const QByteArray table = wordfiles::stylesAsCsv(styles);
        QVERIFY2(table.contains("'-dark,\"'=HYPERLINK("), table.constData());
        const auto read = wordfiles::readStyles(table, u"styles.csv"_s);
        QVERIFY(read);
        QCOMPARE(read->styles, styles);
    }

    void damagedStylesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("half of JSON") << QByteArray(R"([{"name": "a")");
        QTest::newRow("JSON of something else") << QByteArray(R"({"a": 1})");
        QTest::newRow("another table") << QByteArray("a,b\n1,2\n");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("only a header") << QByteArray("name,prompt\n");
        QTest::newRow("bytes") << QByteArray("\x89PNG\r\n");
    }
    void damagedStylesAreRefused()
    {
        QFETCH(QByteArray, content);
        const auto read = wordfiles::readStyles(content, u"styles.csv"_s);
        QVERIFY(!read);
        QVERIFY(read.error().message.startsWith("styles.csv"_L1));
        QVERIFY(read.error().message.endsWith(u'.'));
    }

    void listsAreTextFiles()
    {
        const auto list = wordfiles::readList("fox\r\n# of the sea\r\nheron\r\n", u"my animals.txt"_s);
        QVERIFY(list);
        QCOMPARE(list->name, u"my animals"_s);
        QCOMPARE(words::entriesOf(list->text), (QStringList{u"fox"_s, u"heron"_s}));
        QCOMPARE(wordfiles::readList(wordfiles::contentOf(*list), wordfiles::fileNameOf(*list))->text,
                 list->text);
        QVERIFY(!wordfiles::readList("# nothing\n", u"a.txt"_s));
        QVERIFY(!wordfiles::readList("a\n", u"{a}.txt"_s));
        QCOMPARE(wordfiles::fileNameOf({u"art/painters"_s, {}}), u"art-painters.txt"_s);
    }
};

QTEST_APPLESS_MAIN(TestPromptList)
#include "tst_promptlist.moc"
