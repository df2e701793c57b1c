// The prompt with comments, choices, lists of words and styles: what is shown, and what is sent.
#include "composebench.h"

#include "core/formstate.h"
#include "core/wordfiles.h"
#include "core/wording.h"
#include "ui/compose/namecompletion.h"
#include "ui/compose/namedtextsdialog.h"
#include "ui/compose/promptcolours.h"
#include "ui/compose/promptlistdialog.h"
#include "ui/compose/sentenceline.h"
#include "ui/compose/wordspreview.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QDropEvent>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QRandomGenerator>
#include <QTextBlock>
#include <QTextLayout>

using namespace janus;
using namespace janus::bench;

class tst_promptwords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.apply(*qApp); }

    void whatIsColoured();
    void aChoiceOverManyLinesIsColouredWhenItCloses();
    void coloursFollowTheLists();
    void colouringIsNoChangeOfTheText();
    void typingInALongPromptColoursOneLine();
    void theFootCountsPromptsAndNamesSlips();
    void theCommentKeyTakesLinesOutAndIn_data();
    void theCommentKeyTakesLinesOutAndIn();
    void namesOfListsAreCompleted();
    void aNameThatIsClosedIsNoBeginning();

    void eachPictureOfASplitSetDrawsWithItsOwnSeed();
    void togetherDrawsOnceWithTheRequestsSeed();
    void allCombinationsAreSentWithTheSameSeeds();
    void manyCombinationsAreCutAndSaidSo();
    void theStyleIsPutAroundWhatIsDrawn();
    void plainPromptsSayNothingOfWords();
    void aPromptOfCommentsIsEmpty();
    void drawnWordsThatAreRefusedMarkThePrompt();
    void aPicturesPromptStandsForItselfInTheForm();
    void aPastFormSendsWhatWasSent();
    void tenThousandPromptsGoOutAsTheyCameIn();
    void theDraftKeepsStyleAndChoice();
    void aStyleThatIsGoneIsNotChosenAnyMore();
    void theFormOfAnotherModelKnowsTheWords();
    void thePreviewShowsTheFirstAndSaysHowMany();
    void requestsFromAFileGetSeedsWordsAndStyle();
    void aDroppedTextFileIsAListOfPrompts();
    void aRefusalOfWhatWasDrawnGoesWithTheSeed();
    void aRowWithChoicesIsOfferedOnlyWhenThereAreSome();

    void aNewTextIsKeptWithItsName();
    void nothingIsDrawnInAStyle();
    void whatCannotBeKeptStaysInSight();
    void closingKeepsAChangeAndForgetsWhatWasNeverSaved();
    void goingToAnotherTextKeepsTheChange();
    void whatIsDeletedCanBeBroughtBack();
    void aListOfPromptsNamesItsBadRows();

private:
    Theme m_theme;
};

namespace {

const words::Lists animals({{u"animal"_s, u"fox\nheron\n"_s}, {u"hour"_s, u"dawn\nnoon\nnight\n"_s}});
const QList<words::Style> twoStyles{{u"Gouache"_s, u"gouache of {prompt}"_s}, {u"Ink"_s, u"ink drawing"_s}};

struct WordsBench : Bench
{
    WordsBench() { panel.setWords(animals, twoStyles); }
    PromptField &field() { return *form().promptField(); }
    PromptEdit &editor() { return *field().editor(); }
    QList<QTextLayout::FormatRange> formats(int line = 0)
    {
        return editor().document()->findBlockByNumber(line).layout()->formats();
    }
    /// The colour of a character.
    QColor ink(int line, int place)
    {
        for (const auto &range : formats(line)) {
            if (place >= range.start && place < range.start + range.length)
                return range.format.hasProperty(QTextFormat::ForegroundBrush)
                           ? range.format.foreground().color()
                           : QColor();
        }
        return {};
    }
    void choose(const QString &style)
    {
        QComboBox *combo = field().styleCombo();
        const int index = combo->findText(style);
        combo->setCurrentIndex(index);
        Q_EMIT combo->activated(index);
    }
    QStringList sent()
    {
        QStringList prompts;
        for (const Wish &wish : panel.wishes())
            prompts << prompt(wish.request);
        return prompts;
    }
    const Colors &colors() { return tokensOf(&panel).color; }
};

NamedTextsDialog::Kind plainKind()
{
    return {.title = u"Styles"_s,
            .intro = {},
            .newName = u"New style"_s,
            .textLabel = u"Text"_s,
            .placeholder = {},
            .noneYet = {},
            .check = [](const QString &name) -> Result<void> {
                return name.isEmpty() ? Result<void>(Error{ErrorKind::BadInput, u"A style needs a name."_s})
                                      : Result<void>();
            },
            .summary = [](const QString &text) { return text; }};
}

} // namespace

void tst_promptwords::whatIsColoured()
{
    WordsBench bench;
    bench.writePrompt(u"# idea\na {red|blue} __animal__ fox __nobody__"_s);
    const Colors &c = bench.colors();
    QCOMPARE(bench.ink(0, 2), c.comment);
    QCOMPARE(bench.ink(1, 0), QColor());
    QCOMPARE(bench.ink(1, 2), c.choice);
    QCOMPARE(bench.ink(1, 4), c.choice);
    QCOMPARE(bench.ink(1, 13), c.choice);
    QCOMPARE(bench.ink(1, 25), QColor());
    QCOMPARE(bench.formats(1).last().format.underlineColor(), c.warning);
}

void tst_promptwords::aChoiceOverManyLinesIsColouredWhenItCloses()
{
    WordsBench bench;
    bench.writePrompt(u"a {red\n|green\n|blue"_s);
    QCOMPARE(bench.ink(0, 3), QColor());
    QVERIFY2(!bench.formats(0).isEmpty(), "the open brace is underlined");
    bench.editor().setFocus();
    bench.editor().moveCursor(QTextCursor::End);
    QTest::keyClicks(&bench.editor(), u"}"_s);
    for (int line = 0; line < 3; ++line)
        QCOMPARE(bench.ink(line, 3), bench.colors().choice);
    QTest::keyClick(&bench.editor(), Qt::Key_Backspace);
    QCOMPARE(bench.ink(0, 3), QColor());
    QCOMPARE(bench.ink(1, 3), QColor());
}

void tst_promptwords::coloursFollowTheLists()
{
    WordsBench bench;
    bench.writePrompt(u"a __plant__"_s);
    QCOMPARE(bench.ink(0, 4), QColor());
    QCOMPARE(bench.field().footText(), u"No list “plant”"_s);
    bench.panel.setWords(words::Lists({{u"Plant"_s, u"fern\nmoss"_s}}), {});
    QCOMPARE(bench.ink(0, 4), bench.colors().choice);
    QCOMPARE(bench.field().footText(), u"2 prompts"_s);
}

void tst_promptwords::colouringIsNoChangeOfTheText()
{
    WordsBench bench;
    const QString text = u"a {red|blue} fox\r\n# odd line ends"_s;
    bench.writePrompt(text);
    QSignalSpy changed(&bench.panel, &ComposePanel::changed);
    bench.panel.setWords(words::Lists(), {});
    bench.panel.setWords(animals, twoStyles);
    QCOMPARE(prompt(bench.panel.request()), text);
    QVERIFY(changed.isEmpty());
}

void tst_promptwords::typingInALongPromptColoursOneLine()
{
    WordsBench bench;
    bench.writePrompt(u"a {red|blue} fox # no\n"_s.repeated(4000));
    const QTextBlock other = bench.editor().document()->findBlockByNumber(2000);
    QTextLayout *layout = other.layout();
    // Whoever colours this line again takes this away.
    auto marked = layout->formats();
    marked[0].format.setToolTip(u"untouched"_s);
    layout->setFormats(marked);
    bench.editor().document()->markContentsDirty(other.position(), other.length());
    bench.editor().setFocus();
    bench.editor().moveCursor(QTextCursor::Start);
    QTest::keyClicks(&bench.editor(), u"{b|c} "_s);
    QCOMPARE(bench.ink(0, 1), bench.colors().choice);
    QCOMPARE(layout->formats().first().format.toolTip(), u"untouched"_s);
}

void tst_promptwords::theFootCountsPromptsAndNamesSlips()
{
    WordsBench bench;
    bench.writePrompt(u"{a|b} {c|d|e}"_s);
    QCOMPARE(bench.field().footText(), u"6 prompts"_s);
    bench.writePrompt(u"{a|b"_s);
    QCOMPARE(bench.field().footText(), u"A { is not closed"_s);
    bench.writePrompt(u"a fox"_s);
    QCOMPARE(bench.field().footText(), u"2 words · 5 characters"_s);
}

void tst_promptwords::theCommentKeyTakesLinesOutAndIn_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<QString>("after");
    QTest::newRow("the caret's line") << u"a\nb\nc"_s << 2 << 2 << u"a\n# b\nc"_s;
    QTest::newRow("back") << u"a\n  # b\nc"_s << 4 << 4 << u"a\n  b\nc"_s;
    QTest::newRow("without a blank") << u"#b"_s << 0 << 0 << u"b"_s;
    QTest::newRow("many lines") << u"a\n\nb\nc"_s << 0 << 4 << u"# a\n\n# b\nc"_s;
    QTest::newRow("not the next one") << u"a\nb"_s << 0 << 2 << u"# a\nb"_s;
    QTest::newRow("all comments but one") << u"# a\nb"_s << 0 << 5 << u"# # a\n# b"_s;
    QTest::newRow("an empty line") << u""_s << 0 << 0 << u"# "_s;
}

void tst_promptwords::theCommentKeyTakesLinesOutAndIn()
{
    QFETCH(QString, text);
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(QString, after);
    WordsBench bench;
    bench.writePrompt(text);
    bench.panel.forgetSteps(); // within a moment of writing it would be one step with it
    QTextCursor cursor = bench.editor().textCursor();
    cursor.setPosition(from);
    cursor.setPosition(to, QTextCursor::KeepAnchor);
    bench.editor().setTextCursor(cursor);
    bench.editor().setFocus();
    QTest::keyClick(&bench.editor(), Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(prompt(bench.panel.request()), after);
    bench.panel.undo();
    QCOMPARE(bench.editor().text(), text);
}

void tst_promptwords::namesOfListsAreCompleted()
{
    WordsBench bench;
    bench.editor().setFocus();
    QTest::keyClicks(&bench.editor(), u"a __an"_s);
    QTest::keyClick(&bench.editor(), Qt::Key_Space, Qt::ControlModifier);
    auto *completion = bench.editor().findChild<NameCompletion *>();
    QAbstractItemView *list = completion->completer()->popup();
    QVERIFY(list->isVisible());
    QCOMPARE(list->model()->rowCount(), 1);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(bench.editor().text(), u"a __animal__"_s);
    QVERIFY(!list->isVisible());
    QCOMPARE(bench.field().footText(), u"2 prompts"_s);
    QTest::keyClicks(&bench.editor(), u" at "_s);
    QTest::keyClick(&bench.editor(), Qt::Key_Space, Qt::ControlModifier);
    QCOMPARE(list->model()->rowCount(), 2);
    QTest::keyClick(list, Qt::Key_Escape);
    QCOMPARE(bench.editor().text(), u"a __animal__ at "_s);
}

void tst_promptwords::aNameThatIsClosedIsNoBeginning()
{
    WordsBench bench;
    bench.editor().setFocus();
    QTest::keyClicks(&bench.editor(), u"__animal__"_s);
    QTest::keyClick(&bench.editor(), Qt::Key_Space, Qt::ControlModifier);
    QAbstractItemView *list = bench.editor().findChild<NameCompletion *>()->completer()->popup();
    QVERIFY(list->isVisible());
    QCOMPARE(list->model()->rowCount(), 2);
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(bench.editor().text(), u"__animal____hour__"_s);
    QTest::keyClick(&bench.editor(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(list->isVisible());
    QTest::keyClick(&bench.editor(), Qt::Key_A);
    QVERIFY(!list->isVisible());
}

void tst_promptwords::eachPictureOfASplitSetDrawsWithItsOwnSeed()
{
    WordsBench bench;
    const QString text = u"a {red|green|blue} __animal__"_s;
    bench.writePrompt(text);
    bench.form().setParam(u"num_images"_s, 6);
    bench.form().setParam(u"seed"_s, 100);
    const QList<Wish> wishes = bench.panel.wishes();
    QCOMPARE(wishes.size(), 6);
    QSet<QString> different;
    for (int k = 0; k < 6; ++k) {
        QCOMPARE(seed(wishes[k].request), std::optional<Seed>(100 + k));
        QCOMPARE(prompt(wishes[k].request), words::drawn(text, animals, 100 + k));
        QCOMPARE(wishes[k].provenance.words, text);
        different << prompt(wishes[k].request);
    }
    QVERIFY(different.size() > 1);
    QCOMPARE(bench.panel.pictureCount(), 6);
    QCOMPARE(bench.panel.requestCount(), 6);
    QCOMPARE(prompt(bench.panel.request()), text);
}

void tst_promptwords::togetherDrawsOnceWithTheRequestsSeed()
{
    WordsBench bench;
    bench.writePrompt(u"a {red|green|blue} fox"_s);
    bench.form().setParam(u"num_images"_s, 4);
    bench.form().setParam(u"seed"_s, 7);
    bench.form().countField()->setSplit(false);
    QCOMPARE(bench.sent(), QStringList{words::drawn(u"a {red|green|blue} fox"_s, animals, 7)});
    QCOMPARE(bench.panel.pictureCount(), 4);
}

void tst_promptwords::allCombinationsAreSentWithTheSameSeeds()
{
    WordsBench bench;
    bench.writePrompt(u"{red|blue} __animal__"_s);
    bench.form().setParam(u"num_images"_s, 2);
    bench.form().setParam(u"seed"_s, 50);
    QVERIFY(bench.field().drawing()->isVisible());
    QCOMPARE(bench.field().drawing()->segment(1)->text(), u"All 4"_s);
    bench.field().drawing()->segment(1)->click();
    QCOMPARE(bench.panel.pictureCount(), 8);
    QCOMPARE(bench.panel.requestCount(), 8);
    QCOMPARE(bench.sent(), (QStringList{u"red fox"_s, u"red fox"_s, u"red heron"_s, u"red heron"_s,
                                        u"blue fox"_s, u"blue fox"_s, u"blue heron"_s, u"blue heron"_s}));
    for (int k = 0; k < 8; ++k)
        QCOMPARE(seed(bench.panel.wishes()[k].request), std::optional<Seed>(50 + k % 2));
    QVERIFY(bench.panel.generateButton()->text().contains(u"8"_s));
}

void tst_promptwords::manyCombinationsAreCutAndSaidSo()
{
    WordsBench bench;
    bench.writePrompt(u"{a|b}"_s.repeated(12));
    QCOMPARE(bench.field().drawing()->segment(1)->text(), u"200 of 4,096"_s);
    bench.field().setTakesAll(true);
    QCOMPARE(bench.panel.wishes().size(), 200);
    QCOMPARE(bench.panel.firstWish(), bench.panel.wishes().first());
    QCOMPARE(bench.panel.pictureCount(), 200);
}

void tst_promptwords::theStyleIsPutAroundWhatIsDrawn()
{
    WordsBench bench;
    bench.writePrompt(u"a {red|red} fox"_s);
    QSignalSpy changed(&bench.panel, &ComposePanel::changed);
    bench.choose(u"Gouache"_s);
    QCOMPARE(changed.count(), 1);
    Wish wish = bench.panel.wishes().first();
    QCOMPARE(prompt(wish.request), u"gouache of a red fox"_s);
    QCOMPARE(wish.provenance.words, u"a {red|red} fox"_s);
    QCOMPARE(wish.provenance.style, u"Gouache"_s);
    bench.choose(u"No style"_s);
    QCOMPARE(bench.panel.wishes().first().provenance.style, QString());
    QCOMPARE(bench.sent(), QStringList{u"a red fox"_s});
}

void tst_promptwords::plainPromptsSayNothingOfWords()
{
    WordsBench bench;
    bench.writePrompt(u"a {red} fox, 50 % #1"_s);
    const Wish wish = bench.panel.wishes().first();
    QCOMPARE(wish.request, bench.panel.request());
    QCOMPARE(wish.provenance, Provenance());
}

void tst_promptwords::aPromptOfCommentsIsEmpty()
{
    WordsBench bench;
    bench.writePrompt(u"# only an idea\n  # and another"_s);
    QVERIFY(!bench.panel.generateButton()->isEnabled());
    QCOMPARE(bench.panel.generateButton()->text(), u"Write a prompt to generate"_s);
    QVERIFY(bench.form().promptField()->error().isEmpty());
    bench.writePrompt(u"# only an idea\na fox"_s);
    QVERIFY(bench.panel.generateButton()->isEnabled());
}

void tst_promptwords::drawnWordsThatAreRefusedMarkThePrompt()
{
    WordsBench bench;
    bench.writePrompt(u"{a fox|}"_s);
    bench.field().setTakesAll(true);
    QSignalSpy sent(&bench.panel, &ComposePanel::generateRequested);
    bench.panel.generate();
    QVERIFY2(sent.isEmpty(), "one of them is empty");
    QVERIFY(!bench.form().promptField()->error().isEmpty());
}

void tst_promptwords::aPicturesPromptStandsForItselfInTheForm()
{
    WordsBench bench;
    bench.choose(u"Gouache"_s);
    GenerationRequest request = bench.panel.request();
    const QString text = u"# literal\na {red|blue} __animal__ \\{"_s;
    request = withSeed(withPrompt(request, text), 5);
    bench.panel.setRequest(request, PictureName{u"x"_s, 0});
    QCOMPARE(bench.sent(), QStringList{text});
    QCOMPARE(bench.panel.wishes().first().request, request);
    QCOMPARE(bench.panel.wishes().first().provenance.style, QString());
    QCOMPARE(bench.field().styleName(), QString());
    bench.choose(u"Ink"_s);
    bench.panel.usePrompt(text);
    QCOMPARE(bench.sent(), QStringList{text});
}

void tst_promptwords::aPastFormSendsWhatWasSent()
{
    WordsBench bench;
    const GenerationRequest literal =
        withSeed(withPrompt(bench.panel.request(), u"a {red|blue} __animal__"_s), 5);
    bench.panel.setState(formstate::of({literal, {}}, 1, {}), u"Bring Back"_s);
    QCOMPARE(bench.panel.wishes().first().request, literal);
    const GenerationRequest drawn = withSeed(withPrompt(literal, u"gouache of a red fox"_s), 5);
    bench.panel.setState(formstate::of({drawn, {u"a {red|red} fox"_s, u"Gouache"_s, {}}}, 1, {}),
                         u"Bring Back"_s);
    QCOMPARE(bench.panel.wishes().first().request, drawn);
    QCOMPARE(bench.field().styleName(), QString());
}

void tst_promptwords::tenThousandPromptsGoOutAsTheyCameIn()
{
    QRandomGenerator random(11);
    static const QStringList parts{u"{"_s,  u"}"_s, u"|"_s,   u"#"_s,          u"__"_s,    u"_"_s,   u"\\"_s,
                                   u"\n"_s, u" "_s, u"fox"_s, u"__animal__"_s, u"{a|b}"_s, u"🦊"_s};
    for (int k = 0; k < 10'000; ++k) {
        QString text = u"x"_s;
        for (int count = random.bounded(20); count > 0; --count)
            text += parts[random.bounded(int(parts.size()))];
        const GenerationRequest request{u"fal-ai/janus"_s,
                                        {{u"prompt"_s, words::escaped(text)}, {u"seed"_s, k}}};
        const QList<Wish> wishes = wishesFor({request}, {.lists = animals}, {});
        QCOMPARE(prompt(wishes.first().request), text);
    }
}

void tst_promptwords::theDraftKeepsStyleAndChoice()
{
    WordsBench bench;
    bench.writePrompt(u"a {red|blue} fox"_s);
    bench.choose(u"Ink"_s);
    bench.field().setTakesAll(true);
    const QJsonObject draft = bench.panel.state();
    WordsBench other;
    other.panel.restore(draft);
    QCOMPARE(other.panel.state(), draft);
    QCOMPARE(other.sent(), (QStringList{u"a red fox, ink drawing"_s, u"a blue fox, ink drawing"_s}));
    Bench early; // the library is not open yet
    early.panel.restore(draft);
    QCOMPARE(early.panel.state(), draft);
    early.panel.setWords(animals, twoStyles);
    QCOMPARE(early.form().promptField()->styleCombo()->currentText(), u"Ink"_s);
}

void tst_promptwords::aStyleThatIsGoneIsNotChosenAnyMore()
{
    WordsBench bench;
    bench.writePrompt();
    bench.choose(u"Ink"_s);
    bench.panel.setWords(animals, {twoStyles.first()});
    QCOMPARE(bench.field().styleName(), QString());
    QCOMPARE(bench.sent(), QStringList{u"a fox"_s});
}

void tst_promptwords::theFormOfAnotherModelKnowsTheWords()
{
    WordsBench bench;
    bench.writePrompt(u"a __animal__"_s);
    bench.choose(u"Ink"_s);
    bench.panel.setSchema(samples::schema(u"fal-ai_flux_schnell"_s));
    QCOMPARE(bench.field().styleName(), u"Ink"_s);
    QCOMPARE(bench.field().footText(), u"2 prompts"_s);
    QSignalSpy asked(&bench.panel, &ComposePanel::editListsRequested);
    Q_EMIT bench.field().editListsRequested();
    QCOMPARE(asked.count(), 1);
}

void tst_promptwords::thePreviewShowsTheFirstAndSaysHowMany()
{
    WordsBench bench;
    bench.writePrompt(u"{a|b}"_s.repeated(12));
    bench.choose(u"Ink"_s);
    bench.field().previewButton()->click();
    auto *preview = bench.panel.findChild<WordsPreview *>();
    QVERIFY(preview);
    QCOMPARE(preview->title(), u"The first 100 of 4,096 prompts"_s);
    QVERIFY(preview->text().startsWith(u"1  aaaaaaaaaaaa, ink drawing"_s));
    preview->close();
}

void tst_promptwords::requestsFromAFileGetSeedsWordsAndStyle()
{
    WordsBench bench;
    bench.choose(u"Ink"_s);
    const ModelSchema &schema = bench.form().schema();
    const GenerationRequest first = withSeed(withPrompt(schema.defaults(), u"a {red|blue} fox"_s), 9);
    const GenerationRequest second = withImageCount(withPrompt(schema.defaults(), u"a heron"_s), 3);
    const QList<Wish> wishes = bench.panel.wishesOf({first, second});
    QCOMPARE(wishes.size(), 4);
    QCOMPARE(prompt(wishes[0].request),
             QString(words::drawn(u"a {red|blue} fox"_s, animals, 9) + u", ink drawing"_s));
    QCOMPARE(wishes[0].provenance.words, u"a {red|blue} fox"_s);
    QVERIFY(seed(wishes[1].request));
    QCOMPARE(seed(wishes[2].request), std::optional(nextSeed(*seed(wishes[1].request))));
    QCOMPARE(imageCount(wishes[3].request), 1);
}

void tst_promptwords::aDroppedTextFileIsAListOfPrompts()
{
    WordsBench bench;
    QSignalSpy asked(&bench.panel, &ComposePanel::promptFileRequested);
    const auto drop = [&](const QString &file) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        QDragEnterEvent enter(QPoint(20, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&bench.panel, &enter);
        QDropEvent event(QPointF(20, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        if (enter.isAccepted())
            QApplication::sendEvent(&bench.panel, &event);
    };
    drop(u"/tmp/prompts.CSV"_s);
    drop(u"/tmp/picture.png"_s);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.first().first().toString(), u"/tmp/prompts.CSV"_s);
}

void tst_promptwords::aRefusalOfWhatWasDrawnGoesWithTheSeed()
{
    WordsBench bench;
    const QString text = u"{|a fox}"_s;
    const auto seedThatDraws = [&](bool isEmpty) {
        int seed = 0;
        while (words::drawn(text, animals, seed).isEmpty() != isEmpty)
            ++seed;
        return seed;
    };
    bench.writePrompt(text);
    QVERIFY(bench.form().problems().isEmpty());
    bench.form().setParam(u"seed"_s, seedThatDraws(true));
    bench.panel.generate();
    QCOMPARE(bench.form().problems().size(), 1);
    bench.form().setParam(u"seed"_s, seedThatDraws(false));
    QVERIFY(bench.form().problems().isEmpty());
    QVERIFY(bench.panel.checkWords(bench.panel.wishes()));
}

void tst_promptwords::aRowWithChoicesIsOfferedOnlyWhenThereAreSome()
{
    WordsBench bench;
    bench.writePrompt(u"a fox"_s);
    QVERIFY(!bench.field().drawing()->isVisible());
    QVERIFY(bench.field().styleCombo()->isVisible());
    bench.writePrompt(u"a {red|blue} fox"_s);
    QVERIFY(bench.field().drawing()->isVisible());
    bench.panel.setWords(animals, {});
    QVERIFY(!bench.field().styleCombo()->isVisible());
}

void tst_promptwords::aNewTextIsKeptWithItsName()
{
    NamedTextsDialog dialog(plainKind());
    dialog.setEntries({{u"Ink"_s, u"ink"_s}});
    probe::show(dialog);
    QSignalSpy kept(&dialog, &NamedTextsDialog::keepRequested);
    dialog.addNew(u"gouache"_s);
    QCOMPARE(dialog.nameEdit()->selectedText(), u"New style"_s);
    QTest::keyClicks(dialog.nameEdit(), u"Gouache"_s);
    dialog.saveButton()->click();
    QCOMPARE(kept.count(), 1);
    QCOMPARE(kept.first(), (QVariantList{u"Gouache"_s, u"gouache"_s, QString()}));
    dialog.setEntries({{u"Gouache"_s, u"gouache"_s}, {u"Ink"_s, u"ink"_s}});
    QCOMPARE(dialog.list()->currentItem()->text(), u"Gouache"_s);
    QVERIFY(!dialog.saveButton()->isEnabled());
    dialog.reject();
    QCOMPARE(kept.count(), 1);
}

void tst_promptwords::nothingIsDrawnInAStyle()
{
    QVERIFY(wordfiles::checkStyleText(u"{prompt}, gouache on rough paper"_s));
    for (const QString &text : {u"{prompt}, {ink|gouache}"_s, u"__animal__ in ink"_s, u"# better\nink"_s})
        QVERIFY2(!wordfiles::checkStyleText(text), qPrintable(text));
    WordsBench bench;
    QSignalSpy asked(&bench.panel, &ComposePanel::saveStyleRequested);
    QAction *save = bench.panel.wordActions().value(2);
    bench.writePrompt(u"# a note\nink \\{wash\\}"_s);
    save->trigger();
    bench.writePrompt(u"{ink|gouache}"_s);
    save->trigger();
    QCOMPARE(asked.count(), 2);
    QCOMPARE(asked[0], QVariantList{u"ink {wash}"_s});
    QCOMPARE(asked[1], QVariantList{u"{ink|gouache}"_s}); // whose dialog says why it cannot be
}

void tst_promptwords::whatCannotBeKeptStaysInSight()
{
    NamedTextsDialog dialog(plainKind());
    dialog.setEntries({{u"Gouache"_s, u"gouache"_s}, {u"Ink"_s, u"ink"_s}});
    probe::show(dialog);
    QSignalSpy kept(&dialog, &NamedTextsDialog::keepRequested);
    typeInto(dialog.nameEdit(), u"INK"_s);
    QVERIFY(!dialog.saveButton()->isEnabled());
    QCOMPARE(dialog.sentence()->text(), u"“Ink” is there already."_s);
    dialog.list()->setCurrentRow(1);
    QCOMPARE(dialog.nameEdit()->text(), u"INK"_s);
    QCOMPARE(dialog.list()->currentRow(), 0);
    dialog.reject(); // but it does not hold the dialog
    QVERIFY(!dialog.isVisible());
    QVERIFY(kept.isEmpty());
    QCOMPARE(dialog.nameEdit()->text(), u"Gouache"_s);
}

void tst_promptwords::closingKeepsAChangeAndForgetsWhatWasNeverSaved()
{
    NamedTextsDialog dialog(plainKind());
    dialog.setEntries({{u"Ink"_s, u"ink"_s}});
    probe::show(dialog);
    QSignalSpy kept(&dialog, &NamedTextsDialog::keepRequested);
    dialog.addNew(u"gouache"_s);
    dialog.reject();
    QVERIFY(!dialog.isVisible());
    QVERIFY(kept.isEmpty());
    QCOMPARE(dialog.nameEdit()->text(), u"Ink"_s);
    probe::show(dialog);
    dialog.textEdit()->setPlainText(u"black ink"_s);
    dialog.reject();
    QCOMPARE(kept.count(), 1);
    QCOMPARE(kept.first(), (QVariantList{u"Ink"_s, u"black ink"_s, u"Ink"_s}));
    QSignalSpy failed(&dialog, &NamedTextsDialog::failed);
    dialog.showKept(Error{ErrorKind::Storage, u"The disk is full."_s});
    QCOMPARE(failed.count(), 1);
}

void tst_promptwords::goingToAnotherTextKeepsTheChange()
{
    NamedTextsDialog dialog(plainKind());
    dialog.setEntries({{u"Gouache"_s, u"gouache"_s}, {u"Ink"_s, u"ink"_s}});
    probe::show(dialog);
    QSignalSpy kept(&dialog, &NamedTextsDialog::keepRequested);
    typeInto(dialog.nameEdit(), u"Rough gouache"_s);
    dialog.list()->setCurrentRow(1);
    QCOMPARE(kept.count(), 1);
    QCOMPARE(kept.first(), (QVariantList{u"Rough gouache"_s, u"gouache"_s, u"Gouache"_s}));
    QCOMPARE(dialog.nameEdit()->text(), u"Ink"_s);
    dialog.setEntries({{u"Ink"_s, u"ink"_s}, {u"Rough gouache"_s, u"gouache"_s}});
    QCOMPARE(dialog.nameEdit()->text(), u"Ink"_s);
}

void tst_promptwords::whatIsDeletedCanBeBroughtBack()
{
    NamedTextsDialog dialog(plainKind());
    dialog.setEntries({{u"Gouache"_s, u"gouache"_s}, {u"Ink"_s, u"ink"_s}});
    probe::show(dialog);
    QSignalSpy removed(&dialog, &NamedTextsDialog::removeRequested);
    QSignalSpy kept(&dialog, &NamedTextsDialog::keepRequested);
    dialog.deleteButton()->click();
    QCOMPARE(removed.first().first().toString(), u"Gouache"_s);
    QCOMPARE(dialog.nameEdit()->text(), u"Ink"_s);
    QVERIFY(kept.isEmpty());
    dialog.setEntries({{u"Ink"_s, u"ink"_s}});
    QVERIFY(dialog.undoButton()->isVisible());
    dialog.undoButton()->click();
    QCOMPARE(kept.first(), (QVariantList{u"Gouache"_s, u"gouache"_s, QString()}));
    dialog.setEntries({{u"Gouache"_s, u"gouache"_s}, {u"Ink"_s, u"ink"_s}});
    QCOMPARE(dialog.nameEdit()->text(), u"Gouache"_s);
    QVERIFY(!dialog.undoButton()->isVisible());
}

void tst_promptwords::aListOfPromptsNamesItsBadRows()
{
    const ModelSchema schema = samples::schema();
    const auto list =
        readPromptList("prompt,cfg,seed\na fox,5,7\na heron,99,\n", u"list.csv"_s, schema, schema.defaults());
    QVERIFY(list);
    PromptListDialog dialog;
    dialog.setList(u"list.csv"_s, *list, 1, 1, true, {});
    probe::show(dialog);
    QCOMPARE(dialog.summary(), u"1 prompt in list.csv, 1 picture in 1 request"_s);
    QCOMPARE(dialog.prompts()->item(0)->text(), u"a fox · seed 7"_s);
    QVERIFY(dialog.problems()->item(0)->text().startsWith(u"Line 3: Guidance"_s));
    QSignalSpy asked(&dialog, &PromptListDialog::generateRequested);
    dialog.generateButton()->click();
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.first().first().value<QList<PromptList::Row>>(), list->rows);
}

QTEST_MAIN(tst_promptwords)
#include "tst_promptwords.moc"
