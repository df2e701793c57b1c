// The inspector: everything literal, copied with a click, used with a press.
#include "panelprobe.h"
#include "panelsamples.h"

#include "core/paramroles.h"
#include "ui/inspect/changetext.h"
#include "ui/inspect/inspectpanel.h"
#include "ui/inspect/promptview.h"
#include "ui/inspect/reciperow.h"
#include "ui/inspect/valuetext.h"
#include "ui/kit/collapsiblesection.h"
#include "ui/kit/iconbutton.h"

#include <QClipboard>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>

using namespace janus;
using namespace janus::ui;
using namespace Qt::StringLiterals;

namespace {

struct Case
{
    Case()
    {
        panel.setSchema(samples::schema());
        panel.resize(300, 900);
        probe::show(panel);
    }
    void showPicture(const Picture &picture = samples::picture())
    {
        panel.setPicture(picture, QPixmap(64, 64));
    }
    QPushButton *button(const QString &text)
    {
        for (QPushButton *button : panel.findChildren<QPushButton *>()) {
            if (button->text() == text && button->isVisible())
                return button;
        }
        return nullptr;
    }
    QString clipboard() const { return QApplication::clipboard()->text(); }

    InspectPanel panel;
};

QStringList visibleTexts(const QWidget &window)
{
    QStringList texts;
    for (const QLabel *label : window.findChildren<QLabel *>()) {
        if (label->isVisible())
            texts << label->text();
    }
    return texts;
}

} // namespace

class tst_inspect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.apply(*qApp); }

    void withoutAPictureThereIsOneQuietLine();
    void aPictureShowsItsRecipeInWords();
    void aClickCopiesTheValueAndSaysSo();
    void enterCopiesTheFocusedRow();
    void theFileIsCopiedWithItsPath();
    void anArrowGivesOneValueToTheForm();
    void useAllGivesTheWholeRecipeWithItsSeed();
    void runAgainTellsWhichSeed();
    void markupIsShownLiterally();
    void aPictureOfASetSaysWhichOne();
    void practiceAndFlaggedAreSaidInWords();
    void whatIsUnknownIsLeftOut();
    void severalPicturesShowWhatTheyShare();
    void inputsNobodyKnowsAreShownWithoutAnArrow();
    void sectionsFold();
    void everyRowIsReachedByKeyboard();
    void everythingThatTakesTheFocusHasAName();
    void valuesReadAsAnArtistWritesThem();
    void itSaysWhereAPictureComesFromAndWhatCameOfIt();
    void theChangeIsSaidInOneLine_data();
    void theChangeIsSaidInOneLine();

private:
    Theme m_theme;
};

void tst_inspect::withoutAPictureThereIsOneQuietLine()
{
    Case c;
    QCOMPARE(visibleTexts(c.panel), QStringList{u"Choose a picture to see its recipe."_s});
    c.showPicture();
    QVERIFY(!visibleTexts(c.panel).contains(u"Choose a picture to see its recipe."_s));
    c.panel.clear();
    QCOMPARE(visibleTexts(c.panel).size(), 1);
    QVERIFY(c.panel.rows().isEmpty());
}

void tst_inspect::aPictureShowsItsRecipeInWords()
{
    Case c;
    c.showPicture();
    QCOMPARE(c.panel.promptView()->toPlainText(), prompt(samples::picture().request));
    QCOMPARE(c.panel.row(u"Size"_s)->value(), u"1024 × 1024 · 1:1 HD"_s);
    QCOMPARE(c.panel.row(u"Guidance"_s)->value(), u"7"_s);
    QCOMPARE(c.panel.row(u"Temperature"_s)->value(), u"1.0"_s);
    QCOMPARE(c.panel.row(u"Seed"_s)->value(), u"51200714"_s);
    QCOMPARE(c.panel.row(u"Safety"_s)->value(), u"On"_s);
    QCOMPARE(c.panel.row(u"Model"_s)->value(), u"fal-ai/janus"_s);
    QCOMPARE(c.panel.row(u"Pixels"_s)->value(), u"1024 × 1024"_s);
    QCOMPARE(c.panel.row(u"Service"_s)->value(), u"fal"_s);
    QVERIFY(c.panel.row(u"Time"_s)->value().contains(u"8.4 s run"_s));
}

void tst_inspect::aClickCopiesTheValueAndSaysSo()
{
    Case c;
    c.showPicture();
    RecipeRow *seed = c.panel.row(u"Seed"_s);
    QTest::mouseClick(seed, Qt::LeftButton, {}, {40, 10});
    QCOMPARE(c.clipboard(), u"51200714"_s);
    QVERIFY(seed->isSayingCopied());
    QTRY_VERIFY(!seed->isSayingCopied());
}

void tst_inspect::enterCopiesTheFocusedRow()
{
    Case c;
    c.showPicture();
    c.panel.row(u"Guidance"_s)->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(c.clipboard(), u"7"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Up);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(QApplication::focusWidget() != c.panel.row(u"Guidance"_s));
    QCOMPARE(c.clipboard(), static_cast<RecipeRow *>(QApplication::focusWidget())->value());
}

void tst_inspect::theFileIsCopiedWithItsPath()
{
    Case c;
    c.showPicture();
    QSignalSpy revealed(&c.panel, &InspectPanel::revealRequested);
    RecipeRow *file = c.panel.row(u"File"_s);
    QVERIFY(!file->value().contains(u'/'));
    file->copy();
    QCOMPARE(c.clipboard(), samples::picture().file);
    file->button()->click();
    QCOMPARE(revealed.at(0).at(0).toString(), samples::picture().file);
}

void tst_inspect::anArrowGivesOneValueToTheForm()
{
    Case c;
    c.showPicture();
    QSignalSpy used(&c.panel, &InspectPanel::useParamRequested);
    const ModelSchema schema = samples::schema();
    for (const ParamSpec &spec : schema.params()) {
        if (spec.role == ParamRole::Prompt)
            continue;
        RecipeRow *row = c.panel.row(spec.title);
        QVERIFY2(row && row->button(), qPrintable(spec.title));
        row->button()->setFocus();
        QTest::keyClick(row->button(), Qt::Key_Space);
        QCOMPARE(used.last().at(0).toString(), spec.name);
        QCOMPARE(used.last().at(1).toJsonValue(), samples::picture().request.input[spec.name]);
    }
    QCOMPARE(used.count(), schema.params().size() - 1);
}

void tst_inspect::useAllGivesTheWholeRecipeWithItsSeed()
{
    Case c;
    Picture picture = samples::picture();
    picture.request.input.remove(u"seed"_s); // only the service knew it
    picture.seed = (qint64(1) << 60) + 1;
    c.showPicture(picture);
    QSignalSpy used(&c.panel, &InspectPanel::useRequested);
    c.button(u"Use all"_s)->click();
    c.button(u"Use these settings"_s)->click();
    QCOMPARE(used.count(), 2);
    QCOMPARE(used.at(1).at(0).value<Picture>(), picture);
}

void tst_inspect::runAgainTellsWhichSeed()
{
    Case c;
    c.showPicture();
    QSignalSpy again(&c.panel, &InspectPanel::runAgainRequested);
    c.button(u"Run again"_s)->click();
    c.button(u"New seed"_s)->click();
    QCOMPARE(again.at(0).at(0).value<SeedChoice>(), SeedChoice::Same);
    QCOMPARE(again.at(1).at(0).value<SeedChoice>(), SeedChoice::New);
}

void tst_inspect::markupIsShownLiterally()
{
    Case c;
    const QString markup = u"<b>bold</b> &amp; <img src='x'>"_s;
    Picture picture = samples::picture();
    picture.request = withPrompt(picture.request, markup);
    picture.service = picture.requestId = markup;
    picture.request.endpoint = markup;
    picture.file = u"/tmp/"_s + u"<i>x</i>.png"_s;
    c.showPicture(picture);
    QCOMPARE(c.panel.promptView()->toPlainText(), markup);
    QCOMPARE(c.panel.row(u"Service"_s)->value(), markup);
    QCOMPARE(c.panel.row(u"File"_s)->value(), u"i>.png"_s); // the part after the last slash, as it is
    for (const QLabel *label : c.panel.findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
    for (const QWidget *widget : c.panel.findChildren<QWidget *>())
        QVERIFY2(!widget->toolTip().contains(u"<b>"_s), qPrintable(widget->toolTip()));
}

void tst_inspect::aPictureOfASetSaysWhichOne()
{
    Case c;
    Picture picture = samples::picture();
    picture.count = 4;
    picture.index = 1;
    c.showPicture(picture);
    QCOMPARE(c.panel.row(u"Set"_s)->value(), u"2 of 4, one request"_s);
    c.showPicture();
    QVERIFY(!c.panel.row(u"Set"_s));
}

void tst_inspect::practiceAndFlaggedAreSaidInWords()
{
    Case c;
    Picture picture = samples::picture();
    picture.service = u"sandbox"_s;
    picture.flagged = true;
    c.showPicture(picture);
    QCOMPARE(c.panel.row(u"Service"_s)->value(), u"Practice (sandbox)"_s);
    QVERIFY(visibleTexts(c.panel).contains(u"The safety checker flagged this picture."_s));
    c.showPicture();
    QVERIFY(!visibleTexts(c.panel).contains(u"The safety checker flagged this picture."_s));
}

void tst_inspect::whatIsUnknownIsLeftOut()
{
    Case c;
    Picture bare;
    bare.request.endpoint = u"fal-ai/janus"_s;
    c.panel.setPicture(bare, {});
    for (const RecipeRow *row : c.panel.rows())
        QVERIFY2(!row->value().isEmpty(), qPrintable(row->name()));
    QVERIFY(!c.panel.row(u"Time"_s));
    QVERIFY(!c.panel.row(u"Request"_s));
}

void tst_inspect::severalPicturesShowWhatTheyShare()
{
    Case c;
    Picture other = samples::picture();
    other.seed = 4;
    c.panel.setPictures({samples::picture(), other, samples::picture()});
    QVERIFY(visibleTexts(c.panel).contains(u"3 pictures selected"_s));
    QCOMPARE(c.panel.row(u"Seed"_s)->value(), u"differs"_s);
    QVERIFY(!c.panel.row(u"Seed"_s)->button());
    QCOMPARE(c.panel.row(u"Guidance"_s)->value(), u"7"_s);
    QVERIFY(!c.button(u"Use these settings"_s));
    QVERIFY(!c.panel.row(u"File"_s));
    other.request = withPrompt(other.request, u"another"_s);
    c.panel.setPictures({samples::picture(), other});
    QCOMPARE(c.panel.promptView()->toPlainText(), u"Different prompts"_s);
}

void tst_inspect::inputsNobodyKnowsAreShownWithoutAnArrow()
{
    Case c;
    Picture picture = samples::picture();
    picture.request.input[u"loras"_s] = QJsonArray{1, u"<b>"_s};
    c.showPicture(picture);
    QCOMPARE(c.panel.row(u"loras"_s)->value(), uR"([1,"<b>"])"_s);
    QVERIFY(!c.panel.row(u"loras"_s)->button());
}

void tst_inspect::sectionsFold()
{
    Case c;
    c.showPicture();
    for (CollapsibleSection *section : c.panel.findChildren<CollapsibleSection *>())
        section->setExpanded(false);
    for (const RecipeRow *row : c.panel.rows())
        QVERIFY(!row->isVisible());
    QVERIFY(!c.panel.promptView()->isVisible());
    c.showPicture(); // another picture does not open them again
    for (const RecipeRow *row : c.panel.rows())
        QVERIFY2(!row->isVisible(), qPrintable(row->name()));
}

void tst_inspect::everyRowIsReachedByKeyboard()
{
    Case c;
    c.showPicture();
    const QList<QWidget *> walk = probe::tabWalk(&c.panel);
    for (RecipeRow *row : c.panel.rows()) {
        QVERIFY2(walk.contains(row), qPrintable(row->name()));
        QVERIFY2(!row->button() || walk.contains(row->button()), qPrintable(row->name()));
    }
    QVERIFY(walk.contains(c.panel.promptView()));
}

void tst_inspect::everythingThatTakesTheFocusHasAName()
{
    Case c;
    c.showPicture();
    QCOMPARE(probe::namelessFocusables(&c.panel), QStringList());
}

void tst_inspect::valuesReadAsAnArtistWritesThem()
{
    QCOMPARE(valueText(nullptr, 0.15), u"0.15"_s);
    QCOMPARE(valueText(nullptr, std::numeric_limits<qint64>::max()), u"9223372036854775807"_s);
    QCOMPARE(valueText(nullptr, false), u"Off"_s);
    QCOMPARE(valueText(nullptr, QJsonValue()), u"null"_s);
    const ModelSchema schema = samples::schema();
    const ParamSpec *size = schema.find(ParamRole::Size);
    QCOMPARE(valueText(size, QJsonObject{{u"width"_s, 640}, {u"height"_s, 480}}), u"640 × 480"_s);
    QCOMPARE(valueText(size, u"something_new"_s), u"something_new"_s);
    QCOMPARE(secondsText(-1), QString());
    QCOMPARE(secondsText(65), u"1 min 5 s"_s);
    QCOMPARE(bytesText(412'345), u"412 kB"_s);
}

void tst_inspect::itSaysWhereAPictureComesFromAndWhatCameOfIt()
{
    Case c;
    QSignalSpy wanted(&c.panel, &InspectPanel::familyWanted);
    QSignalSpy parent(&c.panel, &InspectPanel::pictureRequested);
    QSignalSpy children(&c.panel, &InspectPanel::childrenRequested);
    Picture picture = samples::picture();
    picture.jobUuid = u"2f1d3c4b-0000-4000-8000-0000000000aa"_s;
    c.showPicture(picture);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first().first().value<PictureName>(), picture.name());
    c.showPicture(picture); // its marks have changed, say: nothing is asked anew
    QCOMPARE(wanted.count(), 1);
    library::Family family{picture.name(), picture, 3};
    family.parent->id = 41;
    family.parent->request.input[u"cfg_weight"_s] = 5.5;
    c.panel.setFamily({PictureName{u"another"_s, 0}, picture, 3});
    QVERIFY(visibleTexts(c.panel).filter(u"made from it"_s).isEmpty());
    c.panel.setFamily(family);
    QCOMPARE(visibleTexts(c.panel).filter(u"guidance 5.5 →"_s).size(), 1);
    QCOMPARE(visibleTexts(c.panel).filter(u"3 pictures were made from it"_s).size(), 1);
    QCOMPARE(probe::namelessFocusables(&c.panel), QStringList());
    const auto press = [&](const QString &name) {
        for (IconButton *button : c.panel.findChildren<IconButton *>()) {
            if (button->accessibleName() == name && button->isVisible())
                button->click();
        }
    };
    press(u"Show the picture it was made from"_s);
    QCOMPARE(parent.value(0).value(0).toLongLong(), 41);
    press(u"Show what was made from it"_s);
    QCOMPARE(children.value(0).value(0).toLongLong(), picture.id);
    Picture other = picture;
    other.index = 1;
    c.showPicture(other);
    QVERIFY(visibleTexts(c.panel).filter(u"made from it"_s).isEmpty());
    QCOMPARE(wanted.count(), 2);
}

void tst_inspect::theChangeIsSaidInOneLine_data()
{
    QTest::addColumn<QJsonObject>("changed");
    QTest::addColumn<QString>("said");
    QTest::newRow("nothing") << QJsonObject() << u"the same once more"_s;
    QTest::newRow("guidance") << QJsonObject{{u"cfg_weight"_s, 7}} << u"guidance 5 → 7"_s;
    QTest::newRow("the next seed") << QJsonObject{{u"seed"_s, 101}} << u"seed +1"_s;
    QTest::newRow("a seed from far away") << QJsonObject{{u"seed"_s, 5'000'000}} << u"another seed"_s;
    QTest::newRow("a word") << QJsonObject{{u"prompt"_s, u"a lighthouse at noon"_s}} << u"−dawn +noon"_s;
    QTest::newRow("a word more") << QJsonObject{{u"prompt"_s, u"a tall lighthouse at dawn"_s}} << u"+tall"_s;
    QTest::newRow("all words") << QJsonObject{{u"prompt"_s, QString(u"fox "_s).repeated(60)}}
                               << u"other words"_s;
    QTest::newRow("size") << QJsonObject{{u"image_size"_s, u"square_hd"_s}}
                          << u"size 512 × 512 · 1:1 → 1024 × 1024 · 1:1 HD"_s;
    QTest::newRow("two things") << QJsonObject{{u"cfg_weight"_s, 7}, {u"seed"_s, 99}}
                                << u"guidance 5 → 7 · another seed"_s;
}

void tst_inspect::theChangeIsSaidInOneLine()
{
    QFETCH(QJsonObject, changed);
    QFETCH(QString, said);
    Picture from;
    from.request = samples::schema().defaults();
    from.request.input[u"prompt"_s] = u"a lighthouse at dawn"_s;
    from.request.input[u"seed"_s] = 100;
    Picture to = from;
    for (auto it = changed.begin(); it != changed.end(); ++it)
        to.request.input[it.key()] = it.value();
    from.seed = seed(from.request).value();
    to.seed = seed(to.request).value();
    QCOMPARE(changeText(from, to, samples::schema()), said);
}

QTEST_MAIN(tst_inspect)
#include "tst_inspect.moc"
