#include "core/words.h"
#include "core/wordtokens.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::words;

namespace {

const Lists noLists;

Lists someLists()
{
    return Lists({{u"animal"_s, u"fox\nheron\n\n# a comment\n  hare  \n"_s},
                  {u"Place Names"_s, u"{north|south} shore\nthe __animal__'s den"_s},
                  {u"itself"_s, u"a __itself__\nb"_s},
                  {u"empty"_s, u"\n# nothing\n"_s}});
}

/// A text made of what the grammar is made of, and of what editors break on.
QString roughText(QRandomGenerator &random, int pieces)
{
    static const QStringList parts{u"{"_s,          u"}"_s,
                                   u"|"_s,          u"#"_s,
                                   u"_"_s,          u"__"_s,
                                   u"\\"_s,         u"\n"_s,
                                   u"\r\n"_s,       u"\r"_s,
                                   u" "_s,          u"\t"_s,
                                   u"a"_s,          u"fox"_s,
                                   u"__animal__"_s, u"animal"_s,
                                   u"\n  # "_s,     u"{a|b}"_s,
                                   u"\\{"_s,        u"\\\\"_s,
                                   u"\U0001F98A"_s, u"\u05E9\u05DC\u05D5\u05DD"_s,
                                   u"\u200F"_s,     u"\u2028"_s,
                                   u"\u2029"_s,     u"{prompt}"_s,
                                   u"__itself__"_s, u"e\u0301"_s,
                                   u"\\_"_s,        u"\u00A0"_s};
    QString text;
    for (int k = 0; k < pieces; ++k)
        text += parts[random.bounded(static_cast<int>(parts.size()))];
    return text;
}

QString repeated(const QString &text, int times)
{
    return text.repeated(times);
}

} // namespace

class TestWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void textWithoutChoicesGoesOutAsItStands_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sent");
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("plain") << u"a red fox, 50 % grey"_s << u"a red fox, 50 % grey"_s;
        QTest::newRow("lines") << u"a fox\nin snow\n"_s << u"a fox\nin snow\n"_s;
        QTest::newRow("braces without a bar") << u"a {fox} {"_s << u"a {fox} {"_s;
        QTest::newRow("never closed") << u"{a|b"_s << u"{a|b"_s;
        QTest::newRow("never opened") << u"a|b}"_s << u"a|b}"_s;
        QTest::newRow("bar of a brace that is never closed") << u"{x|{y} z"_s << u"{x|{y} z"_s;
        QTest::newRow("hash inside a line") << u"the #1 fox"_s << u"the #1 fox"_s;
        QTest::newRow("unknown list") << u"a __creature__"_s << u"a __creature__"_s;
        QTest::newRow("list without entries") << u"a __empty__"_s << u"a __empty__"_s;
        QTest::newRow("no name") << u"____ and __ b__"_s << u"____ and __ b__"_s;
        QTest::newRow("backslashes") << uR"(c:\new\)"_s << uR"(c:\new\)"_s;
        QTest::newRow("escaped choice") << uR"(\{a|b\})"_s << u"{a|b}"_s;
        QTest::newRow("escaped bar") << uR"({a\|b})"_s << u"{a|b}"_s;
        QTest::newRow("escaped list") << uR"(\__animal__)"_s << u"__animal__"_s;
        QTest::newRow("escaped hash") << uR"(\# one)"_s << u"# one"_s;
        QTest::newRow("escaped backslash") << uR"(\\{a})"_s << uR"(\{a})"_s;
    }
    void textWithoutChoicesGoesOutAsItStands()
    {
        QFETCH(QString, text);
        QFETCH(QString, sent);
        for (const Seed seed : {Seed(0), Seed(7), Seed(-1)})
            QCOMPARE(drawn(text, someLists(), seed), sent);
        QCOMPARE(combinations(text, someLists()), quint64(1));
        QCOMPARE(all(text, someLists()), QStringList{sent});
    }

    void commentsGoWithTheirLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sent");
        QTest::newRow("alone") << u"# nothing"_s << QString();
        QTest::newRow("first") << u"# idea\na fox"_s << u"a fox"_s;
        QTest::newRow("between") << u"a fox\n \t# {a|b} __animal__\nin snow"_s << u"a fox\nin snow"_s;
        QTest::newRow("last") << u"a fox\n# idea"_s << u"a fox"_s;
        QTest::newRow("last two") << u"a fox\n# idea\n# more"_s << u"a fox"_s;
        QTest::newRow("last with a line break") << u"a fox\n# idea\n"_s << u"a fox\n"_s;
        QTest::newRow("line ends of Windows")
            << u"a fox\r\n# idea\r\nin snow\r\n#"_s << u"a fox\r\nin snow"_s;
        QTest::newRow("only comments") << u"# a\n  # b\n"_s << QString();
        QTest::newRow("inside a brace that is never closed") << u"{a\n# }\nb"_s << u"{a\nb"_s;
    }
    void commentsGoWithTheirLine()
    {
        QFETCH(QString, text);
        QFETCH(QString, sent);
        QCOMPARE(drawn(text, someLists(), 3), sent);
        QCOMPARE(all(text, someLists()), QStringList{sent});
    }

    void commentsMayStandInsideAChoice()
    {
        QCOMPARE(all(u"a {red\n# or}\n|blue} fox"_s, noLists),
                 (QStringList{u"a red\n fox"_s, u"a blue fox"_s}));
    }

    void allCombinationsInReadingOrder_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("prompts");
        QTest::newRow("two choices") << u"{a|b} {c|d}"_s
                                     << QStringList{u"a c"_s, u"a d"_s, u"b c"_s, u"b d"_s};
        QTest::newRow("empty alternatives")
            << u"a {|red} fox{|}"_s << QStringList{u"a  fox"_s, u"a red fox"_s};
        QTest::newRow("nested") << u"{a {x|y}|b}{1|2}"_s
                                << QStringList{u"a x1"_s, u"a x2"_s, u"a y1"_s, u"a y2"_s, u"b1"_s, u"b2"_s};
        QTest::newRow("twice the same") << u"{red|red|blue}"_s << QStringList{u"red"_s, u"blue"_s};
        QTest::newRow("a list") << u"a __Animal__"_s << QStringList{u"a fox"_s, u"a heron"_s, u"a hare"_s};
        QTest::newRow("a list of choices and lists")
            << u"__place names__"_s
            << QStringList{u"north shore"_s, u"south shore"_s, u"the fox's den"_s, u"the heron's den"_s,
                           u"the hare's den"_s};
        QTest::newRow("literal braces around a choice")
            << u"{see {a|b}}"_s << QStringList{u"{see a}"_s, u"{see b}"_s};
    }
    void allCombinationsInReadingOrder()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, prompts);
        const Lists lists = someLists();
        QCOMPARE(all(text, lists), prompts);
        QCOMPARE(combinations(text, lists), quint64(prompts.size()));
        QCOMPARE(all(text, lists, 1), prompts.mid(0, 1));
        QSet<QString> seen;
        for (Seed seed = 0; seed < 400; ++seed)
            seen << drawn(text, lists, seed);
        QCOMPARE(seen, QSet<QString>(prompts.begin(), prompts.end()));
    }

    void theFirstOfManyAreGiven()
    {
        const QString text = repeated(u"{a|b|c|d}"_s, 40);
        QCOMPARE(combinations(text, noLists), countless);
        const QStringList first = all(text, noLists, 6);
        QCOMPARE(first.size(), 6);
        QCOMPARE(first[0], repeated(u"a"_s, 40));
        QCOMPARE(first[5], repeated(u"a"_s, 38) + u"bb"_s);
        QCOMPARE(combinations(repeated(u"{a|b}"_s, 12), noLists), quint64(4096));
        QCOMPARE(all(repeated(u"{a|b}"_s, 12), noLists).size(), mostCombinations);
    }

    // What a seed draws may never change: artists run their texts again years later.
    void aSeedDrawsTheSameForever_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Seed>("seed");
        QTest::addColumn<QString>("sent");
        const QString text =
            u"{red|green|blue|grey} __animal__ {at {dawn|noon|dusk}|by night}, __place names__"_s;
        QTest::newRow("0") << text << Seed(0) << u"blue hare at noon, the heron's den"_s;
        QTest::newRow("1") << text << Seed(1) << u"green hare at dusk, south shore"_s;
        QTest::newRow("8812") << text << Seed(8812) << u"red heron by night, the heron's den"_s;
        QTest::newRow("largest") << text << Seed(0x7fffffffffffffff)
                                 << u"green heron at dawn, the hare's den"_s;
        QTest::newRow("-1") << text << Seed(-1) << u"green hare by night, the fox's den"_s;
    }
    void aSeedDrawsTheSameForever()
    {
        QFETCH(QString, text);
        QFETCH(Seed, seed);
        QFETCH(QString, sent);
        QCOMPARE(drawn(text, someLists(), seed), sent);
    }

    void textBehindAChoiceDoesNotChangeWhatItDraws()
    {
        const QString text = u"a {red|green|blue} {fox|hare}"_s;
        for (Seed seed = 0; seed < 50; ++seed) {
            const QString before = drawn(text, someLists(), seed);
            QVERIFY(drawn(text + u" {by|in} the __animal__'s {den|hole}"_s, someLists(), seed)
                        .startsWith(before));
            QVERIFY(drawn(u"much longer words: "_s + text, someLists(), seed).endsWith(before));
        }
    }

    void everyAlternativeIsDrawnAboutAsOften()
    {
        QHash<QString, int> counts;
        for (Seed seed = 0; seed < 3000; ++seed)
            ++counts[drawn(u"{a|b|c}"_s, noLists, seed)];
        for (const QString &word : {u"a"_s, u"b"_s, u"c"_s})
            QVERIFY2(counts[word] > 850 && counts[word] < 1150, qPrintable(QString::number(counts[word])));
    }

    void listsThatNameThemselvesEnd()
    {
        const QString longest = repeated(u"a "_s, deepestLists) + u"__itself__"_s;
        QCOMPARE(combinations(u"__itself__"_s, someLists()), quint64(deepestLists + 1));
        QCOMPARE(all(u"__itself__"_s, someLists()).first(), longest);
        // Each entry names its list ten times, so that its text would have 10^8 entries.
        const Lists swarm({{u"swarm"_s, repeated(u"__swarm__ "_s, 10)}});
        QVERIFY(drawn(u"__swarm__"_s, swarm, 1).size() < 200'000);
        QCOMPARE(all(u"__swarm__"_s, swarm).size(), 1);
    }

    void listsInListsAreCountedByHowDeepTheyAreNamed()
    {
        const Lists lists({{u"hue"_s, u"red\n{light|dark} blue\n__hue__ grey"_s},
                           {u"thing"_s, u"__hue__ boat\nfox\n{a|b|c} hen"_s}});
        // By hand: hue is 2 + 1 + itself one deeper, where the name is text in the deepest place.
        const quint64 hue = 3 * quint64(deepestLists) + 1;
        const quint64 hueOneDeeper = hue - 3;
        QCOMPARE(combinations(u"__hue__"_s, lists), hue);
        QCOMPARE(combinations(u"__thing__"_s, lists), hueOneDeeper + 1 + 3);
        QCOMPARE(combinations(u"{__thing__|x} __hue__"_s, lists), (hueOneDeeper + 5) * hue);
        const QStringList every = all(u"__thing__"_s, lists);
        QCOMPARE(quint64(every.size()), hueOneDeeper + 4);
        QCOMPARE(QSet<QString>(every.begin(), every.end()).size(), every.size());
    }

    void ofAHugeListTheFirstEntriesCount()
    {
        QString text;
        for (int k = 0; k < mostEntries + 10; ++k)
            text += QString::number(k) + u'\n';
        const Lists lists({{u"number"_s, text}});
        QCOMPARE(combinations(u"__number__"_s, lists), quint64(mostEntries));
        QCOMPARE(lists.find(u"number"_s)->all.last(), QString::number(mostEntries - 1));
    }

    // A break of any kind may stand within an entry, and a comment behind it.
    void anEntryWithACommentIsNoPlainText()
    {
        QVERIFY(standsForItself(u"a fox, #1"_s));
        QVERIFY(!standsForItself(u"a fox\u2028# not sent"_s));
        QVERIFY(!standsForItself(u"a __fox__"_s));
        QVERIFY(!standsForItself(u"a {b|c}"_s));
        QVERIFY(standsForItself(u"a } | _ b"_s));
    }

    void anyPromptCanBeWritten_data()
    {
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<QString>("written");
        QTest::newRow("plain") << u"a fox, {very} red | blue #1 a_b c:\\new"_s
                               << u"a fox, {very} red | blue #1 a_b c:\\new"_s;
        QTest::newRow("choice") << u"a {red|blue} fox"_s << uR"(a \{red|blue} fox)"_s;
        QTest::newRow("list") << u"a __animal__"_s << uR"(a _\_animal_\_)"_s;
        QTest::newRow("comment") << u"fox\n  # 1"_s << u"fox\n  \\# 1"_s;
        QTest::newRow("backslash") << uR"(a \{ b)"_s << uR"(a \\\{ b)"_s;
    }
    void anyPromptCanBeWritten()
    {
        QFETCH(QString, prompt);
        QFETCH(QString, written);
        QCOMPARE(escaped(prompt), written);
        QCOMPARE(drawn(written, someLists(), 5), prompt);
    }

    void tenThousandRoughPromptsComeBackBitForBit()
    {
        QRandomGenerator random(20260301);
        const Lists lists = someLists();
        int unchanged = 0;
        for (int k = 0; k < 10'000; ++k) {
            const QString prompt = roughText(random, random.bounded(40));
            const QString written = escaped(prompt);
            QCOMPARE(drawn(written, lists, k), prompt);
            QCOMPARE(drawn(written, noLists, k), prompt);
            QCOMPARE(combinations(written, lists), quint64(1));
            QCOMPARE(all(written, lists), QStringList{prompt});
            unchanged += written == prompt;
        }
        QVERIFY(unchanged > 200);
    }

    void whatIsDrawnIsOneOfAll()
    {
        QRandomGenerator random(4);
        const Lists lists = someLists();
        int drawing = 0;
        for (int k = 0; k < 3000; ++k) {
            const QString text = roughText(random, random.bounded(20));
            const quint64 count = combinations(text, lists);
            if (count > 100)
                continue;
            const QStringList prompts = all(text, lists);
            QCOMPARE(quint64(prompts.size()), count);
            QVERIFY2(prompts.contains(drawn(text, lists, k)), qPrintable(text));
            drawing += count > 1;
        }
        QVERIFY(drawing > 300);
    }

    void spansCoverWhatIsColoured()
    {
        using Kind = Span::Kind;
        const QString text = u"# note\na {red|{a|b}} __animal__ \\{ __nobody__"_s;
        const QList<Span> expected{{Kind::Comment, 0, 7}, {Kind::Choice, 9, 11},      {Kind::Mark, 9, 1},
                                   {Kind::Mark, 13, 1},   {Kind::Mark, 14, 1},        {Kind::Mark, 16, 1},
                                   {Kind::Mark, 18, 1},   {Kind::Mark, 19, 1},        {Kind::List, 21, 10},
                                   {Kind::Mark, 32, 1},   {Kind::UnknownList, 35, 10}};
        QCOMPARE(spans(text, someLists()), expected);
        QVERIFY(spans(u"a {plain} | text"_s, someLists()).isEmpty());
        QCOMPARE(spans(u"{a|b"_s, someLists()), (QList<Span>{{Kind::Unclosed, 0, 1}}));
    }

    void everyCharacterBelongsToOneToken()
    {
        QRandomGenerator random(9);
        for (int k = 0; k < 2000; ++k) {
            const QString text = roughText(random, random.bounded(40));
            int at = 0;
            for (const Token &token : tokensOf(text)) {
                QCOMPARE(token.start, at);
                at = token.end;
            }
            QCOMPARE(at, text.size());
        }
    }

    // Limits of time are the test program's own; what grows with the square of these would take minutes.
    void longAndDeepTextsAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("open braces") << repeated(u"{"_s, 200'000);
        QTest::newRow("bars") << u"{"_s + repeated(u"|"_s, 199'998) + u"}"_s;
        QTest::newRow("deep choices") << repeated(u"{a|"_s, 50'000) + repeated(u"}"_s, 50'000);
        QTest::newRow("deep choices at the front") << repeated(u"{"_s, 60'000) + repeated(u"|b}"_s, 46'000);
        QTest::newRow("deep braces") << repeated(u"{"_s, 100'000) + repeated(u"}"_s, 100'000);
        QTest::newRow("many choices") << repeated(u"{a|b}"_s, 40'000);
        QTest::newRow("many lists") << repeated(u"__animal__"_s, 20'000);
        QTest::newRow("underscores") << repeated(u"_"_s, 200'000);
        QTest::newRow("half names") << repeated(u"__a"_s, 66'000);
        QTest::newRow("backslashes") << repeated(u"\\"_s, 200'000);
        QTest::newRow("comments") << repeated(u"#\n"_s, 100'000);
        QTest::newRow("blanks") << repeated(u" "_s, 200'000);
        QTest::newRow("one long word") << repeated(u"a"_s, 200'000);
    }
    void longAndDeepTextsAreRead()
    {
        QFETCH(QString, text);
        const Lists lists = someLists();
        QVERIFY(drawn(text, lists, 1).size() <= text.size());
        QVERIFY(combinations(text, lists) >= 1);
        QVERIFY(!all(text, lists, 2).isEmpty());
        spans(text, lists);
        QCOMPARE(drawn(escaped(text), lists, 1), text);
    }

    void stylesStandRoundThePrompt_data()
    {
        QTest::addColumn<QString>("style");
        QTest::addColumn<QString>("styledPrompt");
        QTest::newRow("none") << QString() << u"a fox"_s;
        QTest::newRow("behind") << u"gouache, rough paper"_s << u"a fox, gouache, rough paper"_s;
        QTest::newRow("around") << u"gouache of {prompt}, rough"_s << u"gouache of a fox, rough"_s;
        QTest::newRow("twice") << u"{prompt}! {prompt}!"_s << u"a fox! a fox!"_s;
        QTest::newRow("choices in a style are text") << u"{prompt} {a|b}"_s << u"a fox {a|b}"_s;
    }
    void stylesStandRoundThePrompt()
    {
        QFETCH(QString, style);
        QFETCH(QString, styledPrompt);
        QCOMPARE(styled(u"a fox"_s, style), styledPrompt);
    }

    void aPromptThatHoldsThePlaceholderStaysWhole()
    {
        QCOMPARE(styled(u"{prompt} a"_s, u"{prompt}, {prompt}"_s), u"{prompt} a, {prompt} a"_s);
    }

    void namesOfLists()
    {
        for (const QString &name : {u"animal"_s, u"a"_s, u"art/painters 2"_s, u"snow_white"_s, u"\u732B"_s})
            QVERIFY2(isListName(name), qPrintable(name));
        for (const QString &name : {u""_s, u" a"_s, u"a "_s, u"_a"_s, u"a_"_s, u"a__b"_s, u"a|b"_s, u"a\nb"_s,
                                    QString(longestListName + 1, u'a')})
            QVERIFY2(!isListName(name), qPrintable(name));
    }
};

QTEST_APPLESS_MAIN(TestWords)
#include "tst_words.moc"
