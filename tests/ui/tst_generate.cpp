// Seeds, split sets, and what one press of Generate sends.
#include "composebench.h"
#include "ui/kit/plainlabel.h"

#include <QAccessible>
#include <QJsonDocument>
#include <QSet>

#include <algorithm>
#include <limits>

using namespace janus;
using namespace janus::bench;

class tst_generate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.apply(*qApp); }

    void splitMakesOneRequestForEachPicture();
    void togetherMakesOneRequestForAll();
    void theModeAppearsOnlyForSeveralPictures();
    void generateDrawsASeedAndShowsIt();
    void aLockedSeedStays();
    void aTypedSeedIsLocked();
    void aDrawnSeedIsUsedOnceBeforeAnotherIsDrawn();
    void countingUpShowsTheNextSeedAfterEachGenerate();
    void countingUpFromNothingDrawsTheFirst();
    void pressingTheChosenModeActsAtOnce();
    void everySeedModeHasANameATipAndAHint();
    void splitAndTogetherAreExplainedWhereTheyAreChosen();
    void theShortcutsOfTheFormWork();
    void generateSendsOncePerPress();
    void aHeldKeySendsOnce();
    void theButtonSaysWhatWillHappen();
    void generateWithoutAKeyAsksForOne();
    void generateWithAnErrorGoesToTheRow();
    void theDraftComesBack();
    void aDraftOfAnEarlierVersionKeepsItsLock();
    void aDamagedDraftDoesNoHarm();

private:
    Theme m_theme;
};

void tst_generate::splitMakesOneRequestForEachPicture()
{
    Bench bench;
    bench.writePrompt();
    bench.form().setParam(u"num_images"_s, 4);
    bench.form().setParam(u"seed"_s, 88124017);
    const QList<GenerationRequest> requests = requestsOf(bench.panel.wishes());
    QCOMPARE(requests.size(), 4);
    for (int k = 0; k < 4; ++k) {
        QCOMPARE(imageCount(requests.at(k)), 1);
        QCOMPARE(seed(requests.at(k)).value(), 88124017 + k);
        QCOMPARE(prompt(requests.at(k)), u"a fox"_s);
    }
}

void tst_generate::togetherMakesOneRequestForAll()
{
    Bench bench;
    bench.writePrompt();
    bench.form().setParam(u"num_images"_s, 4);
    SegmentedControl *modes = bench.form().countField()->modes();
    QToolButton *split = modes->segment(0);
    split->setFocus();
    QTest::keyClick(split, Qt::Key_Right);
    const QList<GenerationRequest> requests = requestsOf(bench.panel.wishes());
    QCOMPARE(requests.size(), 1);
    QCOMPARE(imageCount(requests.first()), 4);
    QVERIFY(!modes->segment(0)->toolTip().isEmpty());
    QVERIFY(!modes->segment(1)->toolTip().isEmpty());
}

void tst_generate::theModeAppearsOnlyForSeveralPictures()
{
    Bench bench;
    SegmentedControl *modes = bench.form().countField()->modes();
    QVERIFY(!modes->isVisible());
    typeInto(bench.form().countField()->numberEdit(), u"2"_s);
    QVERIFY(modes->isVisible());
    typeInto(bench.form().countField()->numberEdit(), u"1"_s);
    QVERIFY(!modes->isVisible());
}

void tst_generate::generateDrawsASeedAndShowsIt()
{
    Bench bench;
    bench.writePrompt();
    QSignalSpy sent(&bench.panel, &ComposePanel::generateRequested);
    QVERIFY(bench.value(u"seed"_s).isUndefined());
    bench.panel.generate();
    const QList<GenerationRequest> first = requestsOf(sent.at(0).at(0).value<Sent>());
    QVERIFY(seed(first.first()).has_value());
    QCOMPARE(bench.form().seedField()->numberEdit()->text(), QString::number(*seed(first.first())));
    bench.rest();
    bench.panel.generate();
    QVERIFY(seed(sent.at(1).at(0).value<Sent>().first().request) != seed(first.first()));
}

void tst_generate::aLockedSeedStays()
{
    Bench bench;
    bench.writePrompt();
    QSignalSpy sent(&bench.panel, &ComposePanel::generateRequested);
    bench.panel.generate();
    bench.form().seedField()->lockButton()->click();
    bench.rest();
    bench.panel.generate();
    QCOMPARE(sent.at(1).at(0).value<Sent>(), sent.at(0).at(0).value<Sent>());
    bench.form().seedField()->lockButton()->click();
    QVERIFY2(!bench.form().seedField()->isLocked(), "a second press opens it");
}

void tst_generate::aTypedSeedIsLocked()
{
    Bench bench;
    bench.writePrompt();
    SeedField *field = bench.form().seedField();
    QVERIFY(!field->isLocked());
    typeInto(field->numberEdit(), u"42"_s);
    QVERIFY(field->isLocked());
    field->prepare();
    QCOMPARE(bench.value(u"seed"_s), QJsonValue(42));
    field->numberEdit()->selectAll();
    QTest::keyClick(field->numberEdit(), Qt::Key_Delete);
    QVERIFY(!field->isLocked());
    QVERIFY(bench.value(u"seed"_s).isUndefined());
}

void tst_generate::aDrawnSeedIsUsedOnceBeforeAnotherIsDrawn()
{
    Bench bench;
    bench.writePrompt();
    SeedField *field = bench.form().seedField();
    field->diceButton()->click();
    const QJsonValue drawn = bench.value(u"seed"_s);
    QVERIFY(drawn.toInteger(-1) >= 0);
    field->prepare();
    QCOMPARE(bench.value(u"seed"_s), drawn);
    field->prepare();
    QVERIFY(bench.value(u"seed"_s) != drawn);
}

void tst_generate::countingUpShowsTheNextSeedAfterEachGenerate()
{
    Bench bench;
    bench.writePrompt();
    SeedField *field = bench.form().seedField();
    field->nextButton()->click();
    QCOMPARE(field->mode(), SeedMode::CountUp);
    typeInto(field->numberEdit(), u"7"_s);
    QCOMPARE(field->mode(), SeedMode::CountUp);
    QSignalSpy sent(&bench.panel, &ComposePanel::generateRequested);
    bench.panel.generate();
    QCOMPARE(seed(sent.at(0).at(0).value<Sent>().first().request).value(), 7);
    QCOMPARE(bench.value(u"seed"_s), QJsonValue(8));
    bench.form().setParam(u"num_images"_s, 4);
    bench.rest();
    bench.panel.generate();
    QCOMPARE(seed(sent.at(1).at(0).value<Sent>().last().request).value(), 11);
    QCOMPARE(bench.value(u"seed"_s), QJsonValue(12));
    bench.form().countField()->setSplit(false);
    bench.rest();
    bench.panel.generate();
    QCOMPARE(sent.at(2).at(0).value<Sent>().size(), 1);
    QCOMPARE(bench.value(u"seed"_s), QJsonValue(13));
}

void tst_generate::countingUpFromNothingDrawsTheFirst()
{
    Bench bench;
    bench.writePrompt();
    bench.form().seedField()->nextButton()->click();
    QSignalSpy sent(&bench.panel, &ComposePanel::generateRequested);
    bench.panel.generate();
    const Seed first = seed(sent.at(0).at(0).value<Sent>().first().request).value();
    QCOMPARE(bench.value(u"seed"_s).toInteger(), nextSeed(first));
}

void tst_generate::pressingTheChosenModeActsAtOnce()
{
    Bench bench;
    SeedField *field = bench.form().seedField();
    field->diceButton()->click();
    const qint64 drawn = bench.value(u"seed"_s).toInteger(-1);
    QVERIFY(drawn >= 0);
    QCOMPARE(field->mode(), SeedMode::Draw);
    field->nextButton()->click();
    QCOMPARE(bench.value(u"seed"_s).toInteger(), drawn);
    field->nextButton()->click();
    QCOMPARE(bench.value(u"seed"_s).toInteger(), nextSeed(drawn));
    bench.form().setParam(u"seed"_s, static_cast<qint64>(largestDrawnSeed));
    field->next();
    QCOMPARE(bench.value(u"seed"_s), QJsonValue(0));
}

void tst_generate::everySeedModeHasANameATipAndAHint()
{
    Bench bench;
    bench.panel.resize(340, 800); // in a low one hints go first
    SeedField *field = bench.form().seedField();
    QStringList seen;
    for (QToolButton *button : {field->diceButton(), field->lockButton(), field->nextButton()}) {
        const auto *accessible = QAccessible::queryAccessibleInterface(button);
        seen << accessible->text(QAccessible::Name) << button->toolTip();
        if (!button->isChecked())
            button->click();
        const auto labels = field->findChildren<PlainLabel *>();
        const auto hint = std::ranges::find_if(labels, [](const PlainLabel *label) {
            return label->isVisible() && label->text().contains(' '_L1);
        });
        QVERIFY(hint != labels.end());
        seen << (*hint)->text();
    }
    QVERIFY(!seen.contains(QString()));
    QCOMPARE(QSet<QString>(seen.begin(), seen.end()).size(), 9);
}

void tst_generate::splitAndTogetherAreExplainedWhereTheyAreChosen()
{
    Bench bench;
    bench.form().setParam(u"num_images"_s, 4);
    const auto says = [&](const QString &part) {
        const auto labels = bench.form().countField()->findChildren<PlainLabel *>();
        return std::ranges::any_of(labels, [&](const PlainLabel *label) {
            return label->isVisible() && label->text().contains(part);
        });
    };
    QVERIFY(says(u"a seed of its own"_s));
    bench.form().countField()->setSplit(false);
    QVERIFY(says(u"One request"_s));
}

void tst_generate::theShortcutsOfTheFormWork()
{
    Bench bench;
    PromptEdit *editor = bench.form().promptField()->editor();
    editor->setFocus();
    QTest::keyClick(editor, Qt::Key_D, Qt::ControlModifier);
    QVERIFY(bench.value(u"seed"_s).isDouble());
    QTest::keyClick(editor, Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(bench.form().seedField()->isLocked());
    bench.form().setParam(u"image_size"_s, u"portrait_16_9"_s);
    QTest::keyClick(editor, Qt::Key_R, Qt::ControlModifier);
    QCOMPARE(bench.value(u"image_size"_s), QJsonValue(u"landscape_16_9"_s));
}

void tst_generate::generateSendsOncePerPress()
{
    Bench bench;
    bench.writePrompt();
    QSignalSpy sent(&bench.panel, &ComposePanel::generateRequested);
    PrimaryButton *button = bench.panel.generateButton();
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(sent.count(), 1);
    QTest::mouseDClick(button, Qt::LeftButton);
    QCOMPARE(sent.count(), 1);
    bench.rest();
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(sent.count(), 2);
}

void tst_generate::aHeldKeySendsOnce()
{
    Bench bench;
    bench.writePrompt();
    QSignalSpy sent(&bench.panel, &ComposePanel::generateRequested);
    for (int k = 0; k < 30; ++k)
        bench.panel.generate();
    QCOMPARE(sent.count(), 1);
    bench.rest();
    PrimaryButton *button = bench.panel.generateButton();
    button->setFocus();
    QTest::keyPress(button, Qt::Key_Space);
    for (int k = 0; k < 5; ++k) {
        QKeyEvent held(QEvent::KeyPress, Qt::Key_Space, Qt::NoModifier, u" "_s, true);
        QApplication::sendEvent(button, &held);
    }
    QTest::keyRelease(button, Qt::Key_Space);
    QCOMPARE(sent.count(), 2);
}

void tst_generate::theButtonSaysWhatWillHappen()
{
    Bench bench;
    PrimaryButton *button = bench.panel.generateButton();
    QCOMPARE(button->text(), u"Write a prompt to generate"_s);
    QVERIFY(!button->isEnabled());
    bench.writePrompt();
    QCOMPARE(button->text(), u"Generate"_s);
    QVERIFY(button->icon().isNull());
    bench.form().setParam(u"num_images"_s, 4);
    QCOMPARE(button->text(), u"Generate 4"_s);
    bench.panel.setPractice(true);
    QCOMPARE(button->text(), u"Generate 4 in practice"_s);
    QVERIFY(!button->icon().isNull());
    bench.form().setParam(u"image_size"_s, sizeObject(0, 512));
    QCOMPARE(button->text(), u"Fix the width to generate"_s);
    bench.form().setParam(u"image_size"_s, sizeObject(512, 0));
    QCOMPARE(button->text(), u"Fix the height to generate"_s);
    bench.form().setParam(u"image_size"_s, u"square"_s);
    bench.form().setParam(u"cfg_weight"_s, 99);
    QCOMPARE(button->text(), u"Fix the guidance to generate"_s);
}

void tst_generate::generateWithoutAKeyAsksForOne()
{
    Bench bench;
    bench.panel.setNeedsKey(true);
    QCOMPARE(bench.panel.generateButton()->text(), u"Add key to generate"_s);
    QSignalSpy asked(&bench.panel, &ComposePanel::addKeyRequested);
    QSignalSpy sent(&bench.panel, &ComposePanel::generateRequested);
    bench.panel.generateButton()->click();
    QCOMPARE(asked.count(), 1);
    QCOMPARE(sent.count(), 0);
}

void tst_generate::generateWithAnErrorGoesToTheRow()
{
    Bench bench;
    bench.writePrompt();
    bench.form().setParam(u"image_size"_s, sizeObject(512, 0));
    bench.panel.generate();
    QCOMPARE(QApplication::focusWidget(), bench.form().sizeField()->heightEdit());
}

void tst_generate::theDraftComesBack()
{
    Bench bench;
    bench.writePrompt(u"a draft\nwith \u00a0 lines"_s);
    bench.form().setParam(u"num_images"_s, 3);
    bench.form().setParam(u"image_size"_s, sizeObject(333, 444));
    bench.form().setParam(u"seed"_s, std::numeric_limits<qint64>::max());
    bench.form().countField()->setSplit(false);
    bench.form().seedField()->setMode(SeedMode::CountUp);
    const QByteArray stored = QJsonDocument(bench.panel.state()).toJson();
    Bench next;
    next.panel.restore(QJsonDocument::fromJson(stored).object());
    QCOMPARE(next.panel.request(), bench.panel.request());
    QVERIFY(!next.form().countField()->isSplit());
    QCOMPARE(next.form().seedField()->mode(), SeedMode::CountUp);
    QCOMPARE(next.panel.state(), bench.panel.state());
}

void tst_generate::aDraftOfAnEarlierVersionKeepsItsLock()
{
    Bench bench;
    bench.panel.restore({{u"input"_s, QJsonObject{{u"seed"_s, 7}}}, {u"seedLocked"_s, true}});
    QCOMPARE(bench.form().seedField()->mode(), SeedMode::Locked);
    bench.panel.restore({{u"input"_s, QJsonObject{{u"seed"_s, 7}}}, {u"seedLocked"_s, false}});
    QCOMPARE(bench.form().seedField()->mode(), SeedMode::Draw);
}

void tst_generate::aDamagedDraftDoesNoHarm()
{
    Bench bench;
    const GenerationRequest before = bench.panel.request();
    bench.panel.restore({});
    bench.panel.restore({{u"input"_s, 3}, {u"split"_s, u"yes"_s}, {u"seedLocked"_s, QJsonObject()}});
    bench.panel.restore({{u"input"_s, QJsonObject{{u"no_such_input"_s, 1}}}});
    QCOMPARE(bench.panel.request(), before);
    bench.panel.restore({{u"input"_s, QJsonObject{{u"num_images"_s, u"many"_s}, {u"prompt"_s, 7}}}});
    QVERIFY(!bench.panel.generateButton()->isEnabled());
}

QTEST_MAIN(tst_generate)
#include "tst_generate.moc"
