// The prompt: what goes in comes out, to the character.
#include "composebench.h"

#include <QClipboard>
#include <QMimeData>
#include <QScrollBar>

using namespace janus;
using namespace janus::bench;

class tst_prompt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.apply(*qApp); }

    void anEmptyPromptIsOnlyMarkedWhenSomebodyWantsToSend();
    void promptsSurviveExactly_data();
    void promptsSurviveExactly();
    void aPastedPromptIsPlainText();
    void aHugePasteKeepsItsBeginningAndSaysSo();
    void thePromptCountsCharactersAndWords();
    void thePromptGrowsWithItsTextButNotBeyondItsShare();
    void takingAPromptOverCanBeUndone();

private:
    Theme m_theme;
};

void tst_prompt::anEmptyPromptIsOnlyMarkedWhenSomebodyWantsToSend()
{
    Bench bench;
    const ParamWidget *prompt = bench.form().promptField();
    QCOMPARE(prompt->error(), QString());
    bench.panel.generate();
    const ModelSchema &schema = bench.form().schema();
    QCOMPARE(
        prompt->error(),
        schema.check(*schema.find(ParamRole::Prompt), QJsonValue(QJsonValue::Undefined)).error().message);
    QCOMPARE(QApplication::focusWidget(), bench.form().promptField()->editor());
    QTest::keyClicks(bench.form().promptField()->editor(), u"a"_s);
    QCOMPARE(prompt->error(), QString());
}

void tst_prompt::promptsSurviveExactly_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("words") << u"a fox in fresh snow, paper cut"_s;
    QTest::newRow("lines") << u"first\n\n  third, indented\n"_s;
    QTest::newRow("CJK") << u"雪の中の狐、紙の切り絵"_s;
    QTest::newRow("emoji") << u"🦊 👩‍👩‍👧‍👦 🏳️‍🌈 in snow"_s;
    QTest::newRow("right to left") << u"ثعلب في الثلج, שועל בשלג"_s;
    QTest::newRow("quotes") << u"\"he said\" 'so' “and” \\n `it` was"_s;
    QTest::newRow("HTML") << u"<b>bold</b> &amp; <img src=x onerror=alert(1)>"_s;
    QTest::newRow("choices and comments") << u"{dawn|storm} light\n# not this\n%1 %L2"_s;
    QTest::newRow("odd spaces") << u"no\u00a0break\u2009thin\u200bzero\tend"_s;
    QTest::newRow("long") << QString(u"a very long prompt "_s).repeated(2000);
}

void tst_prompt::promptsSurviveExactly()
{
    QFETCH(QString, text);
    Bench bench;
    bench.writePrompt(text);
    QCOMPARE(prompt(bench.panel.request()), text);
    QCOMPARE(bench.form().promptField()->editor()->text(), text);
    // Also after the artist has touched it, when the editor's own text counts.
    PromptEdit *editor = bench.form().promptField()->editor();
    editor->setFocus();
    editor->moveCursor(QTextCursor::End);
    QTest::keyClicks(editor, u"!"_s);
    QCOMPARE(prompt(bench.panel.request()), QString(text + u'!'));
    const QByteArray body = bench.panel.request().body();
    QCOMPARE(prompt(GenerationRequest::fromBody({}, body)), QString(text + u'!'));
}

void tst_prompt::aPastedPromptIsPlainText()
{
    Bench bench;
    auto *rich = new QMimeData;
    rich->setHtml(u"<b>bold</b> fox"_s);
    rich->setText(u"<b>bold</b> fox"_s);
    QApplication::clipboard()->setMimeData(rich);
    PromptEdit *editor = bench.form().promptField()->editor();
    editor->setFocus();
    QTest::keySequence(editor, QKeySequence::Paste);
    QCOMPARE(prompt(bench.panel.request()), u"<b>bold</b> fox"_s);
}

void tst_prompt::aHugePasteKeepsItsBeginningAndSaysSo()
{
    Bench bench;
    QApplication::clipboard()->setText(QString(PromptEdit::longestPaste + 5, u'x'));
    PromptEdit *editor = bench.form().promptField()->editor();
    editor->setFocus();
    QTest::keySequence(editor, QKeySequence::Paste);
    QCOMPARE(prompt(bench.panel.request()).size(), PromptEdit::longestPaste);
    QCOMPARE(bench.form().promptField()->footText(), u"Only the first 200,000 characters were kept."_s);
    QTest::keyClick(editor, Qt::Key_Backspace);
    QVERIFY(bench.form().promptField()->footText().contains(u"199,999"_s));
}

void tst_prompt::thePromptCountsCharactersAndWords()
{
    Bench bench;
    QCOMPARE(bench.form().promptField()->footText(), QString());
    bench.writePrompt(u"a 🦊 in\nsnow"_s);
    QCOMPARE(bench.form().promptField()->footText(), u"4 words · 11 characters"_s);
    bench.writePrompt(u"狐"_s);
    QCOMPARE(bench.form().promptField()->footText(), u"1 word · 1 character"_s);
}

void tst_prompt::thePromptGrowsWithItsTextButNotBeyondItsShare()
{
    Bench bench;
    bench.panel.resize(340, 800);
    PromptEdit *editor = bench.form().promptField()->editor();
    const int least = editor->height();
    QVERIFY(least >= 6 * 22);
    bench.writePrompt(u"\n\n\n\n\n\n\n"_s);
    const int grown = editor->height();
    QVERIFY(grown > least);
    QVERIFY(grown - least <= 3 * 22);
    bench.writePrompt(QString(200, u'\n'));
    QCOMPARE(editor->height(), 800 * 2 / 5);
    QVERIFY(editor->verticalScrollBar()->maximum() > 0);
    bench.writePrompt();
    QCOMPARE(editor->height(), least);
}

void tst_prompt::takingAPromptOverCanBeUndone()
{
    Bench bench;
    PromptEdit *editor = bench.form().promptField()->editor();
    editor->setFocus();
    QTest::keyClicks(editor, u"mine"_s);
    bench.writePrompt(u"theirs"_s);
    QTest::keySequence(editor, QKeySequence::Undo);
    QCOMPARE(prompt(bench.panel.request()), u"mine"_s);
}

QTEST_MAIN(tst_prompt)
#include "tst_prompt.moc"
