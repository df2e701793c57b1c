// Undo and redo over everything in the form, with real keys in real widgets.
#include "composebench.h"
#include "ui/compose/deliverysection.h"
#include "ui/compose/formundo.h"

#include <QComboBox>
#include <QMenu>
#include <QRandomGenerator>

#include <algorithm>

using namespace janus;
using namespace janus::bench;
using namespace std::chrono_literals;

namespace {

QJsonObject stateWith(const QString &part, const QJsonValue &value, QJsonObject state = {})
{
    QJsonObject input = state["input"_L1].toObject();
    input[part] = value;
    state[u"input"_s] = input;
    return state;
}

void pressUndo(Bench &bench)
{
    QTest::keySequence(bench.form().promptField()->editor(), QKeySequence::Undo);
}

} // namespace

class tst_formsteps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.apply(*qApp); }

    void everyKindOfFieldIsUndoneAndDoneAgain_data();
    void everyKindOfFieldIsUndoneAndDoneAgain();
    void lettersOfOneWordAreOneStepAndWordsAreSteps();
    void editsOfOneFieldMergeUntilAPause();
    void thereAndBackIsNoStep();
    void aNewEditForgetsWhatWasUndone();
    void allSettingsOfAPictureAreOneStep();
    void undoTellsWhatItUndoes();
    void theKeysUndoInEveryFieldOfTheForm();
    void theMenuOfAFieldUndoesTheForm();
    void generateIsNoStepAndItsSeedIsNotLost();
    void aHalfTypedWebhookOutlivesTheUndoOfSomethingElse();
    void theCaretGoesWhereTheTextChanged();
    void theOldestStepsAreForgottenFirst();
    void aRenamedStyleHasItsNameInPastStepsToo();
    void anotherModelsStateAsksForItsSchema();
    void aRandomRoadLeadsBackToItsBeginning();

private:
    Theme m_theme;
};

using Edit = std::function<void(Bench &)>;
Q_DECLARE_METATYPE(Edit)

void tst_formsteps::everyKindOfFieldIsUndoneAndDoneAgain_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<QString>("name");
    const auto title = [](const char *name) {
        return samples::schema(u"fal-ai_janus"_s).find(QString::fromLatin1(name))->title;
    };
    QTest::newRow("prompt") << Edit([](Bench &b) {
        QTest::keyClicks(b.form().promptField()->editor(), u"fox"_s);
    }) << title("prompt");
    QTest::newRow("size by chip") << Edit([](Bench &b) {
        b.form().setParam(u"image_size"_s, u"portrait_16_9"_s);
    }) << title("image_size");
    QTest::newRow("size by pixels") << Edit([](Bench &b) {
        typeInto(b.form().sizeField()->widthEdit(), u"640"_s);
    }) << title("image_size");
    QTest::newRow("swapped") << Edit([](Bench &b) {
        b.panel.setRequest(b.panel.request());
        b.form().setParam(u"image_size"_s, u"portrait_16_9"_s);
        b.panel.forgetSteps();
        b.panel.swapAction()->trigger();
    }) << title("image_size");
    QTest::newRow("guidance by slider") << Edit([](Bench &b) {
        auto *field = qobject_cast<SliderField *>(b.form().field(u"cfg_weight"_s));
        QTest::keyClick(field->slider(), Qt::Key_Right);
    }) << title("cfg_weight");
    QTest::newRow("temperature by number") << Edit([](Bench &b) {
        auto *field = qobject_cast<SliderField *>(b.form().field(u"temperature"_s));
        typeInto(field->numberEdit(), u"0.5"_s);
    }) << title("temperature");
    QTest::newRow("images") << Edit([](Bench &b) { typeInto(b.form().countField()->numberEdit(), u"3"_s); })
                            << title("num_images");
    QTest::newRow("split") << Edit([](Bench &b) {
        b.form().setParam(u"num_images"_s, 3);
        b.panel.forgetSteps();
        b.form().countField()->modes()->segment(1)->click();
    }) << u"Split or Together"_s;
    QTest::newRow("seed typed, which locks it")
        << Edit([](Bench &b) { typeInto(b.form().seedField()->numberEdit(), u"42"_s); }) << title("seed");
    QTest::newRow("seed drawn") << Edit([](Bench &b) { b.panel.newSeedAction()->trigger(); })
                                << title("seed");
    QTest::newRow("seed mode") << Edit([](Bench &b) { b.form().seedField()->nextButton()->click(); })
                               << u"Seed Mode"_s;
    QTest::newRow("safety") << Edit([](Bench &b) {
        b.form().field(u"enable_safety_checker"_s)->findChild<QCheckBox *>()->click();
    }) << title("enable_safety_checker");
    QTest::newRow("delivery") << Edit([](Bench &b) {
        b.panel.deliverySection()->privacy()->findChild<QCheckBox *>()->click();
    }) << u"Delivery"_s;
    QTest::newRow("all settings") << Edit([](Bench &b) {
        b.panel.setRequest(withSeed(withPrompt(b.panel.request(), u"theirs"_s), 7), PictureName{u"j"_s, 1});
    }) << u"Use All Settings"_s;
    QTest::newRow("a past state") << Edit([](Bench &b) {
        QJsonObject state = b.panel.state();
        state[u"seedMode"_s] = u"count"_s;
        b.panel.setState(stateWith(u"prompt"_s, u"then"_s, state), u"Bring Back"_s);
    }) << u"Bring Back"_s;
}

void tst_formsteps::everyKindOfFieldIsUndoneAndDoneAgain()
{
    QFETCH(Edit, edit);
    QFETCH(QString, name);
    Bench bench;
    bench.panel.forgetSteps();
    // A row may set up what it edits; that is where it begins then.
    edit(bench);
    const QJsonObject after = bench.panel.state();
    QCOMPARE(bench.panel.undoName(), name);
    QSignalSpy changed(&bench.panel, &ComposePanel::changed);
    bench.panel.undo();
    QVERIFY(!changed.isEmpty());
    QVERIFY(bench.panel.state() != after);
    QCOMPARE(bench.panel.undoName(), QString());
    QCOMPARE(bench.panel.redoName(), name);
    bench.panel.redo();
    QCOMPARE(bench.panel.state(), after);
    QCOMPARE(bench.panel.redoName(), QString());
}

void tst_formsteps::lettersOfOneWordAreOneStepAndWordsAreSteps()
{
    Bench bench;
    bench.panel.forgetSteps();
    PromptEdit *editor = bench.form().promptField()->editor();
    editor->setFocus();
    QTest::keyClicks(editor, u"red fox"_s);
    QCOMPARE(editor->text(), u"red fox"_s);
    pressUndo(bench);
    const QString one = editor->text();
    QVERIFY2(one.startsWith("red"_L1) || one.isEmpty(), qPrintable(one));
    // A machine that pauses for a second between two letters makes more steps, never fewer.
    int presses = 1;
    for (; !editor->text().isEmpty() && presses < 8; ++presses)
        pressUndo(bench);
    QVERIFY(presses >= 2 && presses <= 7);
}

void tst_formsteps::editsOfOneFieldMergeUntilAPause()
{
    FormUndo undo;
    undo.setPause(-1ms); // endless
    const QJsonObject start = stateWith(u"cfg_weight"_s, 5);
    undo.begin(start);
    for (int k = 6; k < 12; ++k)
        undo.note(stateWith(u"cfg_weight"_s, k), u"Guidance"_s);
    QCOMPARE(undo.undo().value(), start);
    QCOMPARE(undo.redo().value(), stateWith(u"cfg_weight"_s, 11));
    // After going back and forth, another edit is a step of its own; so is one of another field.
    undo.note(stateWith(u"cfg_weight"_s, 12), u"Guidance"_s);
    undo.note(stateWith(u"temperature"_s, 1, undo.current()), u"Temperature"_s);
    undo.note(stateWith(u"cfg_weight"_s, 13, undo.current()), u"Guidance"_s);
    for (const QString &name : {u"Guidance"_s, u"Temperature"_s, u"Guidance"_s, u"Guidance"_s}) {
        QCOMPARE(undo.undoName(), name);
        QVERIFY(undo.undo());
    }
    QCOMPARE(undo.current(), start);
    QVERIFY(!undo.undo());

    undo.begin(stateWith(u"prompt"_s, u"a"_s));
    for (const QString &text : {u"a "_s, u"a f"_s, u"a fo"_s, u"a fox"_s, u"a fox "_s, u"a fox i"_s,
                                u"a fox in snow, pasted"_s, u"a fox in snow, paste"_s})
        undo.note(stateWith(u"prompt"_s, text), u"Prompt"_s);
    QStringList back;
    while (const auto state = undo.undo())
        back << (*state)["input"_L1]["prompt"_L1].toString();
    QCOMPARE(back, (QStringList{u"a fox i"_s, u"a fox "_s, u"a "_s, u"a"_s}));

    // Generate ends a step.
    undo.begin(start);
    undo.note(stateWith(u"cfg_weight"_s, 6), u"Guidance"_s);
    undo.amend(undo.current());
    undo.note(stateWith(u"cfg_weight"_s, 7), u"Guidance"_s);
    QCOMPARE(undo.undo().value(), stateWith(u"cfg_weight"_s, 6));
}

void tst_formsteps::thereAndBackIsNoStep()
{
    FormUndo undo;
    undo.setPause(-1ms);
    const QJsonObject start = stateWith(u"safe"_s, true);
    undo.begin(start);
    undo.note(stateWith(u"safe"_s, false), u"Safety"_s);
    undo.note(start, u"Safety"_s);
    QCOMPARE(undo.undoName(), QString());
    undo.note(start, u"Nothing"_s);
    QCOMPARE(undo.undoName(), QString());
}

void tst_formsteps::aNewEditForgetsWhatWasUndone()
{
    Bench bench;
    bench.panel.forgetSteps();
    bench.form().setParam(u"cfg_weight"_s, 9);
    bench.panel.undo();
    bench.form().setParam(u"temperature"_s, 0.5);
    QCOMPARE(bench.panel.redoName(), QString());
    const QJsonObject now = bench.panel.state();
    bench.panel.redo();
    QCOMPARE(bench.panel.state(), now);
}

void tst_formsteps::allSettingsOfAPictureAreOneStep()
{
    Bench bench;
    bench.writePrompt(u"mine"_s);
    const QJsonObject before = bench.panel.state();
    bench.panel.asOneStep(u"Use All Settings"_s, [&] {
        bench.form().setParam(u"cfg_weight"_s, 9);
        bench.panel.setRequest(withSeed(withPrompt(bench.panel.request(), u"theirs"_s), 7),
                               PictureName{u"a-job"_s, 0});
    });
    QVERIFY(bench.panel.wishes().first().provenance.parent.has_value());
    bench.panel.undo();
    QCOMPARE(bench.panel.state(), before);
    QVERIFY(!bench.panel.wishes().first().provenance.parent.has_value());
    bench.panel.redo();
    QCOMPARE(bench.panel.wishes().first().provenance.parent.value(), (PictureName{u"a-job"_s, 0}));
}

void tst_formsteps::undoTellsWhatItUndoes()
{
    Bench bench;
    bench.panel.forgetSteps();
    QSignalSpy steps(&bench.panel, &ComposePanel::stepsChanged);
    bench.form().setParam(u"cfg_weight"_s, 9);
    QCOMPARE(steps.count(), 1);
    QVERIFY(steps.first().first().toBool());
    bench.panel.undo();
    QVERIFY(!steps.last().first().toBool());
    QCOMPARE(bench.panel.accessibleDescription(), u"Undone: Guidance"_s);
}

void tst_formsteps::theKeysUndoInEveryFieldOfTheForm()
{
    Bench bench;
    bench.panel.forgetSteps();
    QLineEdit *seed = bench.form().seedField()->numberEdit();
    typeInto(seed, u"42"_s);
    bench.form().setParam(u"cfg_weight"_s, 9);
    QTest::keySequence(seed, QKeySequence::Undo); // not the letters of the seed
    QCOMPARE(bench.value(u"cfg_weight"_s), QJsonValue(5));
    QCOMPARE(bench.value(u"seed"_s), QJsonValue(42));
    QTest::keySequence(seed, QKeySequence(u"Ctrl+Shift+Z"_s));
    QCOMPARE(bench.value(u"cfg_weight"_s), QJsonValue(9));
    auto *box = bench.form().field(u"enable_safety_checker"_s)->findChild<QCheckBox *>();
    box->setFocus();
    QTest::keySequence(box, QKeySequence::Undo);
    QCOMPARE(bench.value(u"cfg_weight"_s), QJsonValue(5));
    QTest::keySequence(box, QKeySequence(u"Ctrl+Y"_s));
    QCOMPARE(bench.value(u"cfg_weight"_s), QJsonValue(9));
}

void tst_formsteps::theMenuOfAFieldUndoesTheForm()
{
    Bench bench;
    bench.panel.forgetSteps();
    PromptEdit *editor = bench.form().promptField()->editor();
    for (QWidget *field : QList<QWidget *>{bench.form().seedField()->numberEdit(), editor->viewport()}) {
        (field == editor->viewport() ? editor : field)->setFocus();
        bench.form().setParam(u"cfg_weight"_s, 9);
        QContextMenuEvent event(QContextMenuEvent::Mouse, {4, 4}, field->mapToGlobal(QPoint(4, 4)));
        QApplication::sendEvent(field, &event);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QAction *undo = menu->actions().value(0);
        QVERIFY(undo && undo->text().contains("Undo"_L1));
        QVERIFY(undo->isEnabled());
        undo->trigger();
        QTRY_COMPARE(bench.value(u"cfg_weight"_s), QJsonValue(5));
        menu->close();
    }
}

void tst_formsteps::generateIsNoStepAndItsSeedIsNotLost()
{
    Bench bench;
    bench.panel.forgetSteps();
    bench.writePrompt();
    const QJsonObject first = bench.panel.state();
    bench.panel.generate();
    const QJsonObject sent = bench.panel.state();
    QVERIFY(sent != first);
    bench.form().setParam(u"cfg_weight"_s, 9);
    bench.panel.undo();
    QCOMPARE(bench.panel.state(), sent);
    bench.panel.undo();
    QCOMPARE(bench.panel.undoName(), QString());
    QCOMPARE(prompt(bench.panel.request()), QString());
}

void tst_formsteps::aHalfTypedWebhookOutlivesTheUndoOfSomethingElse()
{
    Bench bench;
    auto *webhook = bench.panel.deliverySection()->webhook()->findChild<QLineEdit *>();
    QTest::keyClicks(webhook, u"not an address"_s);
    bench.form().setParam(u"cfg_weight"_s, 9);
    bench.panel.undo();
    QCOMPARE(bench.value(u"cfg_weight"_s), QJsonValue(5));
    QCOMPARE(webhook->text(), u"not an address"_s);
}

void tst_formsteps::theCaretGoesWhereTheTextChanged()
{
    Bench bench;
    bench.writePrompt(u"a fox in snow"_s);
    bench.panel.forgetSteps();
    PromptEdit *editor = bench.form().promptField()->editor();
    editor->setFocus();
    QTextCursor cursor = editor->textCursor();
    cursor.setPosition(5);
    editor->setTextCursor(cursor);
    editor->insertPlainText(u", red,"_s);
    editor->moveCursor(QTextCursor::End);
    pressUndo(bench);
    QCOMPARE(editor->text(), u"a fox in snow"_s);
    QCOMPARE(editor->textCursor().position(), 5);
}

void tst_formsteps::theOldestStepsAreForgottenFirst()
{
    FormUndo undo;
    undo.begin(stateWith(u"n"_s, -1));
    for (int k = 0; k < 2000; ++k)
        undo.note(stateWith(k % 2 ? u"n"_s : u"m"_s, k, undo.current()), u"N"_s);
    std::size_t steps = 0;
    while (undo.undo())
        ++steps;
    QCOMPARE(steps, FormUndo::mostSteps);
    const QString novel(FormUndo::mostText / 4, u'x');
    for (int k = 0; k < 20; ++k)
        undo.note(stateWith(u"prompt"_s, novel + QString::number(k), undo.current()), u"Prompt"_s);
    steps = 0;
    while (undo.undo())
        ++steps;
    QVERIFY2(steps >= 1 && steps <= 4, qPrintable(QString::number(steps)));
}

void tst_formsteps::aRenamedStyleHasItsNameInPastStepsToo()
{
    Bench bench;
    bench.panel.setWords({}, {{u"Ink"_s, u"ink"_s}});
    bench.form().promptField()->setStyleName(u"Ink"_s);
    bench.panel.forgetSteps();
    bench.writePrompt(u"a fox"_s);
    bench.panel.renameStyle(u"Ink"_s, u"Pen"_s);
    bench.panel.setWords({}, {{u"Pen"_s, u"ink"_s}});
    bench.panel.undo();
    QCOMPARE(bench.form().promptField()->styleName(), u"Pen"_s);
}

void tst_formsteps::anotherModelsStateAsksForItsSchema()
{
    Bench bench;
    bench.writePrompt(u"a hill"_s);
    const QJsonObject janus = bench.panel.state();
    QStringList asked;
    connect(&bench.panel, &ComposePanel::modelWanted, &bench.panel, [&](const QString &endpoint) {
        asked << endpoint;
        bench.panel.setSchema(samples::schema(
            endpoint == janus["model"_L1].toString() ? u"fal-ai_janus"_s : u"fal-ai_flux_dev"_s));
    });
    bench.panel.asOneStep(u"Model"_s, [&] {
        bench.panel.setSchema(samples::schema(u"fal-ai_flux_dev"_s));
        bench.form().setParam(u"num_inference_steps"_s, 7);
    });
    const QJsonObject flux = bench.panel.state();
    QCOMPARE(bench.panel.undoName(), u"Model"_s);
    bench.form().seedField()->numberEdit()->setFocus();
    bench.panel.undo();
    QCOMPARE(bench.panel.state(), janus);
    QCOMPARE(bench.panel.window()->focusWidget(), bench.form().promptField()->editor());
    bench.panel.redo();
    QCOMPARE(bench.panel.state(), flux);
    QCOMPARE(asked, (QStringList{janus["model"_L1].toString(), flux["model"_L1].toString()}));
}

void tst_formsteps::aRandomRoadLeadsBackToItsBeginning()
{
    QRandomGenerator random(20261125);
    Bench bench;
    bench.writePrompt(u"a {red|blue} fox 🦊\nin snow"_s);
    bench.form().setParam(u"seed"_s, qint64(9007199254740993));
    bench.panel.forgetSteps();
    const QJsonObject first = bench.panel.state();
    PromptEdit *editor = bench.form().promptField()->editor();
    editor->setFocus();
    const QStringList sizes = bench.form().schema().find(ParamRole::Size)->choices;
    for (int k = 0; k < 500; ++k) {
        switch (random.bounded(13)) {
        case 0:
            editor->moveCursor(random.bounded(2) ? QTextCursor::End : QTextCursor::Start);
            [[fallthrough]];
        case 1:
            QTest::keyClicks(editor, random.bounded(2) ? u"x"_s : u" y"_s);
            break;
        case 2:
            QTest::keyClick(editor, Qt::Key_Backspace);
            break;
        case 3:
            editor->insertPlainText(u"é狐\u2028🦊"_s);
            break;
        case 4:
            bench.form().setParam(u"image_size"_s, sizes.at(random.bounded(sizes.size())));
            break;
        case 5:
            bench.form().setParam(u"cfg_weight"_s, 1 + random.bounded(19.0));
            break;
        case 6:
            typeInto(bench.form().sizeField()->widthEdit(), QString::number(random.bounded(5000)));
            editor->setFocus();
            break;
        case 7:
            bench.form().setParam(u"num_images"_s, random.bounded(1, 17));
            break;
        case 8:
            bench.form().seedField()->modes()->segment(random.bounded(3))->click();
            break;
        case 9:
            bench.form().countField()->modes()->segment(random.bounded(2))->click();
            break;
        case 10:
            bench.panel.deliverySection()->privacy()->findChild<QCheckBox *>()->click();
            break;
        case 11:
            bench.panel.setRequest(
                withSeed(withPrompt(bench.panel.request(), u"their {words}"_s), random.bounded(1000)),
                PictureName{u"job"_s, random.bounded(4)});
            break;
        case 12:
            if (random.bounded(3) == 0)
                random.bounded(2) ? bench.panel.undo() : bench.panel.redo();
            break;
        }
    }
    const QJsonObject last = bench.panel.state();
    int steps = 0;
    while (!bench.panel.undoName().isEmpty()) {
        bench.panel.undo();
        QVERIFY(++steps <= 600);
    }
    QVERIFY2(steps > 100, qPrintable(QString::number(steps)));
    QCOMPARE(bench.panel.state(), first);
    // The last state lies where redo leads to, unless something was undone last.
    for (; !bench.panel.redoName().isEmpty() && bench.panel.state() != last;)
        bench.panel.redo();
    QCOMPARE(bench.panel.state(), last);
}

QTEST_MAIN(tst_formsteps)
#include "tst_formsteps.moc"
