// The form, with real keys in real widgets.
#include "composebench.h"

#include <QComboBox>
#include <QJsonDocument>
#include <QLabel>
#include <QRandomGenerator>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>
#include <limits>
#include <memory>

using namespace janus;
using namespace janus::bench;

namespace {

QString randomText(QRandomGenerator &random)
{
    static const QStringList parts{u"fox"_s, u" \t "_s, u"\n"_s,    u"狐狸"_s, u"🦊🏽"_s, u"שועל"_s,
                                   u"<b>"_s, u"\"'"_s,  u"{a|b}"_s, u"# no"_s, u"\u00a0"_s,   u"é"_s};
    QString text;
    for (int k = random.bounded(1, 12); k > 0; --k)
        text += parts.at(random.bounded(parts.size()));
    return text;
}

GenerationRequest randomRequest(const ModelSchema &schema, QRandomGenerator &random)
{
    GenerationRequest request{schema.endpoint(), {}};
    const auto maybe = [&](const QString &name, const QJsonValue &value) {
        if (random.bounded(8) != 0)
            request.input[name] = value;
    };
    const QStringList presets = schema.find(ParamRole::Size)->choices;
    const QJsonValue preset = presets.at(random.bounded(presets.size()));
    maybe(u"prompt"_s, randomText(random));
    maybe(u"image_size"_s,
          random.bounded(2) ? preset : sizeObject(random.bounded(1, 14143), random.bounded(1, 14143)));
    maybe(u"cfg_weight"_s,
          random.bounded(2) ? QJsonValue(random.bounded(1, 21)) : QJsonValue(1 + random.bounded(19.0)));
    maybe(u"temperature"_s, 0.1 + random.bounded(1.9));
    maybe(u"num_images"_s, random.bounded(1, 17));
    maybe(u"seed"_s, static_cast<qint64>(random.generate64()));
    maybe(u"enable_safety_checker"_s, random.bounded(2) == 0);
    return request;
}

} // namespace

class tst_compose : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.apply(*qApp); }

    void aRequestThatGoesInComesOutTheSame();
    void numbersAtTheEdgesComeOutTheSame();
    void typingEveryInputMakesTheRequest();
    void anotherModelsSchemaMakesItsOwnRows();
    void everyKindOfValueHasAWidget();
    void everyBadValueMarksItsRowWithTheSchemasSentence_data();
    void everyBadValueMarksItsRowWithTheSchemasSentence();
    void aRefusalMarksTheRowUntilItsValueChanges();
    void aRefusalWithoutAFieldIsStillSaid();
    void aTypedWordIsNoJson();
    void typedPixelsOfAPresetChooseItsChip();
    void otherPixelsAreSentAsNumbers();
    void swapExchangesTheSides();
    void theLockKeepsTheProportion();
    void chipsAreChosenWithArrows();
    void theSliderMovesInTheSchemasSteps();
    void resetAppearsOnlyOnChangedValues();
    void theHintSaysWhatANumberMeans();
    void arrowsInANumberStayInRange();
    void theFormCanBeWalkedWithTheKeyboardAlone();
    void everythingThatTakesTheFocusHasAName();
    void theWheelChangesNothing();
    void theFormFitsWithoutScrolling();
    void theFormFitsTheNarrowDock();

private:
    Theme m_theme;
};

void tst_compose::aRequestThatGoesInComesOutTheSame()
{
    Bench bench;
    QRandomGenerator random(20261123);
    for (int k = 0; k < 300; ++k) {
        const GenerationRequest request = randomRequest(bench.form().schema(), random);
        bench.form().setRequest(request);
        QCOMPARE(bench.form().request().body(), request.body());
        QCOMPARE(bench.form().request(), request);
    }
}

void tst_compose::numbersAtTheEdgesComeOutTheSame()
{
    Bench bench;
    constexpr qint64 lowest = std::numeric_limits<qint64>::min();
    constexpr qint64 highest = std::numeric_limits<qint64>::max();
    for (const qint64 seed : {lowest, qint64(-1), qint64(0), (qint64(1) << 53) + 1, highest}) {
        typeInto(bench.form().seedField()->numberEdit(), QString::number(seed));
        QCOMPARE(bench.value(u"seed"_s).toInteger(), seed);
        QCOMPARE(QJsonDocument::fromJson(bench.form().request().body())["seed"_L1].toInteger(), seed);
        bench.form().setRequest(bench.form().request());
        QCOMPARE(bench.form().seedField()->numberEdit()->text(), QString::number(seed));
    }
}

void tst_compose::typingEveryInputMakesTheRequest()
{
    Bench bench;
    ParamForm &form = bench.form();
    form.promptField()->editor()->setFocus();
    QTest::keyClicks(form.promptField()->editor(), u"a fox"_s);
    typeInto(form.sizeField()->widthEdit(), u"640"_s);
    typeInto(form.sizeField()->heightEdit(), u"480"_s);
    typeInto(qobject_cast<SliderField *>(form.field(u"cfg_weight"_s))->numberEdit(), u"7.25"_s);
    typeInto(qobject_cast<SliderField *>(form.field(u"temperature"_s))->numberEdit(), u"0,8"_s);
    typeInto(form.countField()->numberEdit(), u"3"_s);
    typeInto(form.seedField()->numberEdit(), u"42"_s);
    auto *safety = form.field(u"enable_safety_checker"_s)->findChild<QCheckBox *>();
    safety->setFocus();
    QTest::keyClick(safety, Qt::Key_Space);
    const QJsonObject wanted{{u"prompt"_s, u"a fox"_s},
                             {u"image_size"_s, sizeObject(640, 480)},
                             {u"cfg_weight"_s, 7.25},
                             {u"temperature"_s, 0.8},
                             {u"num_images"_s, 3},
                             {u"seed"_s, 42},
                             {u"enable_safety_checker"_s, false}};
    QCOMPARE(form.request().input, wanted);
    QVERIFY(form.problems().isEmpty());
}

void tst_compose::anotherModelsSchemaMakesItsOwnRows()
{
    Bench bench;
    bench.writePrompt(u"a kept prompt"_s);
    const ModelSchema flux = samples::schema(u"fal-ai_flux_dev"_s);
    bench.panel.setSchema(flux);
    QCOMPARE(bench.panel.request().endpoint, flux.endpoint());
    QCOMPARE(bench.value(u"prompt"_s).toString(), u"a kept prompt"_s);
    for (const ParamSpec &spec : flux.params())
        QVERIFY2(bench.form().field(spec.name), qPrintable(spec.name));
    QVERIFY(!bench.form().field(u"temperature"_s));
    auto *choice = bench.form().field(u"acceleration"_s)->findChild<QComboBox *>();
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Down);
    QCOMPARE(bench.value(u"acceleration"_s).toString(), u"regular"_s);
}

void tst_compose::everyKindOfValueHasAWidget()
{
    for (const ParamKind kind : {ParamKind::Text, ParamKind::Integer, ParamKind::Number, ParamKind::Boolean,
                                 ParamKind::Choice, ParamKind::Size, ParamKind::Json}) {
        ParamSpec spec;
        spec.name = u"some_input"_s;
        spec.title = u"Some input"_s;
        spec.kind = kind;
        spec.choices = {u"square"_s, u"landscape_16_9"_s};
        const std::unique_ptr<ParamWidget> widget(makeParamWidget(spec, nullptr));
        QVERIFY(widget->value().isUndefined());
        widget->setValue(u"square"_s);
        QCOMPARE(widget->value(), QJsonValue(u"square"_s));
        QVERIFY(widget->firstField());
        widget->setError(u"Not like that."_s);
        QCOMPARE(widget->error(), u"Not like that."_s);
        QVERIFY(widget->firstField()->property(look::refused).toBool());
        widget->setError({});
        QVERIFY(!widget->firstField()->property(look::refused).toBool());
    }
}

void tst_compose::everyBadValueMarksItsRowWithTheSchemasSentence_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("size not offered") << u"image_size"_s << QJsonValue(u"panorama"_s);
    QTest::newRow("width 0") << u"image_size"_s << QJsonValue(sizeObject(0, 512));
    QTest::newRow("width too large") << u"image_size"_s << QJsonValue(sizeObject(20000, 512));
    QTest::newRow("height negative") << u"image_size"_s << QJsonValue(sizeObject(512, -1));
    QTest::newRow("height missing") << u"image_size"_s << QJsonValue(sizeObject(512, QJsonValue(u""_s)));
    QTest::newRow("guidance low") << u"cfg_weight"_s << QJsonValue(0.5);
    QTest::newRow("guidance high") << u"cfg_weight"_s << QJsonValue(20.5);
    QTest::newRow("guidance a word") << u"cfg_weight"_s << QJsonValue(u"much"_s);
    QTest::newRow("temperature low") << u"temperature"_s << QJsonValue(0);
    QTest::newRow("temperature high") << u"temperature"_s << QJsonValue(2.1);
    QTest::newRow("no images") << u"num_images"_s << QJsonValue(0);
    QTest::newRow("17 images") << u"num_images"_s << QJsonValue(17);
    QTest::newRow("half an image") << u"num_images"_s << QJsonValue(1.5);
    QTest::newRow("seed beyond 64 bits") << u"seed"_s << QJsonValue(u"99999999999999999999"_s);
    QTest::newRow("safety neither on nor off") << u"enable_safety_checker"_s << QJsonValue(u"maybe"_s);
}

void tst_compose::everyBadValueMarksItsRowWithTheSchemasSentence()
{
    QFETCH(QString, name);
    QFETCH(QJsonValue, value);
    Bench bench;
    bench.writePrompt();
    const ModelSchema &schema = bench.form().schema();
    const Result<void> judged = schema.check(*schema.find(name), value);
    QVERIFY(!judged);
    QVERIFY(bench.form().setParam(name, value));
    const ParamWidget *row = bench.form().field(name);
    QCOMPARE(row->error(), judged.error().message);
    const QList<QWidget *> parts = row->findChildren<QWidget *>();
    QVERIFY(std::ranges::any_of(parts,
                                [](const QWidget *part) { return part->property(look::refused).toBool(); }));
    QCOMPARE(bench.value(name), value); // shown as it is, not quietly mended
    QVERIFY(!bench.panel.generateButton()->isEnabled());
    QSignalSpy sent(&bench.panel, &ComposePanel::generateRequested);
    bench.panel.generate();
    QCOMPARE(sent.count(), 0);
    bench.form().setParam(name, schema.defaults().input.value(name));
    QCOMPARE(row->error(), QString());
    QVERIFY(bench.panel.generateButton()->isEnabled());
}

void tst_compose::aRefusalMarksTheRowUntilItsValueChanges()
{
    Bench bench;
    bench.writePrompt();
    const QString sentence = u"Width must be a multiple of 16."_s;
    bench.panel.showErrors({Error{ErrorKind::Refused, sentence, {}, u"image_size"_s}});
    QCOMPARE(bench.form().field(u"image_size"_s)->error(), sentence);
    QVERIFY(bench.form().sizeField()->widthEdit()->property(look::refused).toBool());
    QVERIFY(!bench.form().sizeField()->heightEdit()->property(look::refused).toBool());
    QCOMPARE(bench.panel.generateButton()->text(), u"Fix the width to generate"_s);
    bench.form().setParam(u"cfg_weight"_s, 6); // another row: the refusal stays
    QCOMPARE(bench.form().field(u"image_size"_s)->error(), sentence);
    bench.form().setParam(u"image_size"_s, u"square_hd"_s);
    QCOMPARE(bench.form().field(u"image_size"_s)->error(), QString());
    QVERIFY(bench.panel.generateButton()->isEnabled());
}

void tst_compose::aRefusalWithoutAFieldIsStillSaid()
{
    Bench bench;
    bench.writePrompt();
    bench.panel.showErrors({Error{ErrorKind::Refused, u"The <b>model</b> is away."_s, {}, u"webhook"_s}});
    const QList<QLabel *> labels = bench.form().findChildren<QLabel *>();
    const auto said = std::ranges::find(labels, u"The <b>model</b> is away."_s, &QLabel::text);
    QVERIFY(said != labels.end());
    QVERIFY((*said)->isVisible());
    QCOMPARE((*said)->textFormat(), Qt::PlainText);
    QVERIFY(bench.panel.generateButton()->isEnabled());
    bench.writePrompt(u"another fox"_s);
    QVERIFY(!(*said)->isVisible());
}

void tst_compose::aTypedWordIsNoJson()
{
    ParamSpec spec;
    spec.name = spec.title = u"loras"_s;
    const std::unique_ptr<ParamWidget> widget(makeParamWidget(spec, nullptr));
    auto *edit = widget->findChild<QLineEdit *>();
    QTest::keyClicks(edit, u"[1, {\"a\": tru"_s);
    QVERIFY(!widget->problem().isEmpty());
    QVERIFY(widget->value().isUndefined());
    QTest::keyClicks(edit, u"e}]"_s);
    QCOMPARE(widget->problem(), QString());
    QCOMPARE(widget->value()[1]["a"_L1], QJsonValue(true));
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_Delete);
    QVERIFY(widget->value().isUndefined());
}

void tst_compose::typedPixelsOfAPresetChooseItsChip()
{
    Bench bench;
    SizeField *size = bench.form().sizeField();
    typeInto(size->widthEdit(), u"1024"_s);
    typeInto(size->heightEdit(), u"576"_s);
    QCOMPARE(bench.value(u"image_size"_s), QJsonValue(u"landscape_16_9"_s));
    QCOMPARE(size->chips()->currentIndex(), 5);
    QCOMPARE(size->chips()->chips().at(0).text, u"1:1 HD"_s);
}

void tst_compose::otherPixelsAreSentAsNumbers()
{
    Bench bench;
    SizeField *size = bench.form().sizeField();
    typeInto(size->widthEdit(), u"1000"_s);
    QCOMPARE(bench.value(u"image_size"_s), QJsonValue(sizeObject(1000, 512)));
    QCOMPARE(size->chips()->currentIndex(), -1);
}

void tst_compose::swapExchangesTheSides()
{
    Bench bench;
    bench.form().setParam(u"image_size"_s, u"landscape_4_3"_s);
    bench.form().sizeField()->swapButton()->click();
    QCOMPARE(bench.value(u"image_size"_s), QJsonValue(u"portrait_4_3"_s));
    bench.form().setParam(u"image_size"_s, sizeObject(640, 100));
    bench.panel.swapAction()->trigger();
    QCOMPARE(bench.value(u"image_size"_s), QJsonValue(sizeObject(100, 640)));
}

void tst_compose::theLockKeepsTheProportion()
{
    Bench bench;
    bench.form().setParam(u"image_size"_s, sizeObject(800, 400));
    SizeField *size = bench.form().sizeField();
    size->lockButton()->click();
    typeInto(size->widthEdit(), u"600"_s);
    QCOMPARE(bench.value(u"image_size"_s), QJsonValue(sizeObject(600, 300)));
    typeInto(size->heightEdit(), u"500"_s);
    QCOMPARE(bench.value(u"image_size"_s), QJsonValue(sizeObject(1000, 500)));
    size->lockButton()->click();
    typeInto(size->heightEdit(), u"70"_s);
    QCOMPARE(bench.value(u"image_size"_s), QJsonValue(sizeObject(1000, 70)));
}

void tst_compose::chipsAreChosenWithArrows()
{
    Bench bench;
    bench.form().setParam(u"image_size"_s, u"square"_s);
    const QList<QAbstractButton *> chips =
        bench.form().sizeField()->chips()->findChildren<QAbstractButton *>();
    const auto chosen = std::ranges::find_if(chips, &QAbstractButton::isChecked);
    (*chosen)->setFocus();
    QTest::keyClick(*chosen, Qt::Key_Right);
    QCOMPARE(bench.value(u"image_size"_s), QJsonValue(u"portrait_4_3"_s));
    QCOMPARE(bench.form().sizeField()->heightEdit()->text(), u"1024"_s);
}

void tst_compose::theSliderMovesInTheSchemasSteps()
{
    Bench bench;
    auto *guidance = qobject_cast<SliderField *>(bench.form().field(u"cfg_weight"_s));
    guidance->slider()->setFocus();
    QTest::keyClick(guidance->slider(), Qt::Key_Right);
    QCOMPARE(bench.value(u"cfg_weight"_s).toDouble(), 5.5);
    QTest::keyClick(guidance->slider(), Qt::Key_End);
    QCOMPARE(bench.value(u"cfg_weight"_s).toDouble(), 20.0);
    auto *temperature = qobject_cast<SliderField *>(bench.form().field(u"temperature"_s));
    QTest::keyClick(temperature->slider(), Qt::Key_Home);
    QTest::keyClick(temperature->slider(), Qt::Key_Right);
    QCOMPARE(bench.panel.request().body().contains(R"("temperature":0.15)"), true);
    QCOMPARE(temperature->numberEdit()->text(), u"0.15"_s);
}

void tst_compose::resetAppearsOnlyOnChangedValues()
{
    Bench bench;
    auto *guidance = qobject_cast<SliderField *>(bench.form().field(u"cfg_weight"_s));
    QVERIFY(!guidance->resetButton()->isVisible());
    typeInto(guidance->numberEdit(), u"9"_s);
    QVERIFY(guidance->resetButton()->isVisible());
    guidance->resetButton()->setFocus();
    QTest::keyClick(guidance->resetButton(), Qt::Key_Space);
    QCOMPARE(bench.value(u"cfg_weight"_s), QJsonValue(5));
    QVERIFY(!guidance->resetButton()->isVisible());
    QCOMPARE(QApplication::focusWidget(), guidance->slider());
}

void tst_compose::theHintSaysWhatANumberMeans()
{
    Bench bench;
    auto *guidance = qobject_cast<SliderField *>(bench.form().field(u"cfg_weight"_s));
    typeInto(guidance->numberEdit(), u"2"_s);
    QCOMPARE(guidance->slider()->accessibleDescription(), guidance->spec().meaningOf(2));
    typeInto(guidance->numberEdit(), u"18"_s);
    QCOMPARE(guidance->slider()->accessibleDescription(), guidance->spec().meaningOf(18));
}

void tst_compose::arrowsInANumberStayInRange()
{
    Bench bench;
    NumberEdit *count = bench.form().countField()->numberEdit();
    count->setFocus();
    QTest::keyClick(count, Qt::Key_Down);
    QCOMPARE(bench.value(u"num_images"_s), QJsonValue(1));
    QTest::keyClick(count, Qt::Key_Up);
    QCOMPARE(bench.value(u"num_images"_s), QJsonValue(2));
    QTest::keyClick(count, Qt::Key_PageUp);
    QTest::keyClick(count, Qt::Key_PageUp);
    QCOMPARE(bench.value(u"num_images"_s), QJsonValue(16));
}

void tst_compose::theFormCanBeWalkedWithTheKeyboardAlone()
{
    Bench bench;
    bench.writePrompt();
    bench.form().setParam(u"num_images"_s, 2);
    bench.form().setParam(u"cfg_weight"_s, 9);
    bench.panel.focusPrompt();
    QList<QWidget *> walk{QApplication::focusWidget()};
    walk << probe::tabWalk(&bench.panel);
    const auto place = [&](QWidget *widget) {
        const auto found = walk.indexOf(widget);
        return found >= 0 ? found : std::numeric_limits<qsizetype>::min();
    };
    auto *guidance = qobject_cast<SliderField *>(bench.form().field(u"cfg_weight"_s));
    const QList<QWidget *> wanted{bench.form().promptField()->editor(),
                                  bench.form().promptField()->historyButton(),
                                  bench.form().sizeField()->widthEdit(),
                                  bench.form().sizeField()->swapButton(),
                                  bench.form().sizeField()->heightEdit(),
                                  bench.form().sizeField()->lockButton(),
                                  guidance->slider(),
                                  guidance->numberEdit(),
                                  guidance->resetButton(),
                                  bench.form().countField()->numberEdit(),
                                  bench.form().countField()->modes()->segment(0),
                                  bench.form().seedField()->numberEdit(),
                                  bench.form().seedField()->diceButton(),
                                  bench.form().field(u"enable_safety_checker"_s)->findChild<QCheckBox *>(),
                                  bench.panel.generateButton()};
    for (qsizetype k = 0; k < wanted.size(); ++k) {
        QVERIFY2(place(wanted.at(k)) >= 0, qPrintable(wanted.at(k)->accessibleName()));
        QVERIFY2(k == 0 || place(wanted.at(k)) > place(wanted.at(k - 1)),
                 qPrintable(wanted.at(k)->accessibleName()));
    }
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Backtab);
    QCOMPARE(QApplication::focusWidget(), bench.form().promptField()->editor()); // and back again
}

void tst_compose::everythingThatTakesTheFocusHasAName()
{
    for (const QString &name : {u"fal-ai_janus"_s, u"fal-ai_flux_dev"_s}) {
        Bench bench(name);
        bench.form().setParam(u"num_images"_s, 2);
        QCOMPARE(probe::namelessFocusables(&bench.panel), QStringList());
    }
}

void tst_compose::theWheelChangesNothing()
{
    for (const QString &name : {u"fal-ai_janus"_s, u"fal-ai_flux_dev"_s}) {
        Bench bench(name);
        bench.writePrompt();
        bench.form().setParam(u"num_images"_s, 2);
        bench.panel.generateButton()->setFocus();
        const QJsonObject before = bench.panel.state();
        for (QWidget *widget : bench.form().findChildren<QWidget *>())
            probe::wheel(widget);
        QCOMPARE(bench.panel.state(), before);
    }
}

void tst_compose::theFormFitsWithoutScrolling()
{
    Bench bench;
    bench.form().setParam(u"num_images"_s, 4);
    bench.writePrompt(u"A lighthouse on a basalt cliff, long swell, gulls"_s);
    QVERIFY2(bench.form().sizeHint().height() <= 470,
             qPrintable(QString::number(bench.form().sizeHint().height())));
    QVERIFY(!bench.panel.findChild<QScrollArea *>()->verticalScrollBar()->isVisible());
}

void tst_compose::theFormFitsTheNarrowDock()
{
    for (const int width : {340, 300}) { // the least width, so that a wide system font fits as well
        Bench bench;
        bench.form().setParam(u"num_images"_s, 16);
        bench.panel.resize(width, 700);
        QApplication::processEvents();
        QVERIFY2(bench.form().minimumSizeHint().width() <= width,
                 qPrintable(QString::number(bench.form().minimumSizeHint().width())));
        QCOMPARE(bench.form().width(), width);
    }
}

QTEST_MAIN(tst_compose)
#include "tst_compose.moc"
