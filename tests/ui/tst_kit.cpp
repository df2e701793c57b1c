#include "ui/kit/chip.h"
#include "ui/kit/collapsiblesection.h"
#include "ui/kit/docktitlebar.h"
#include "ui/kit/formrow.h"
#include "ui/kit/icon.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/keycap.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/numberfield.h"
#include "ui/kit/numberslider.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/practicebadge.h"
#include "ui/kit/quietslider.h"
#include "ui/kit/segmentedcontrol.h"
#include "ui/kit/sizechips.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/theme.h"
#include "ui/kit/toast.h"

#include <memory>

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QDockWidget>
#include <QFocusFrame>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

using namespace janus::ui;
using namespace Qt::StringLiterals;

namespace {

void turnWheel(QWidget *widget, int notches)
{
    const QPointF middle = QRectF(widget->rect()).center();
    QWheelEvent event(middle, widget->mapToGlobal(middle), {}, QPoint(0, 120 * notches), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &event);
}

QString accessibleName(QWidget *widget)
{
    QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
    return face ? face->text(QAccessible::Name) : QString();
}

/// The most opaque colour of a picture.
QColor strongestInk(const QImage &image)
{
    QColor best = Qt::transparent;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y).alpha() > best.alpha())
                best = image.pixelColor(x, y);
    return best;
}

int countOf(const QImage &image, const QColor &color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y).rgb() == color.rgb();
    return count;
}

} // namespace

class TestKit : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Theme> m_theme;

private Q_SLOTS:
    void initTestCase();
    void init();

    void everyRoleHasAColourInBothSchemes();
    void inksKeepTheirContrastFloors_data();
    void inksKeepTheirContrastFloors();
    void measuresFollowTheTextSizeButLinesDoNot();

    void allIconsOfTheDesignExist_data();
    void allIconsOfTheDesignExist();
    void iconsAreDrawnInTheAskedColourAndRatio();
    void anUnknownIconIsNull();
    void anIconButtonDrawsItsGlyphInTheInkOfItsState();

    void theChoiceOfTheArtistChangesThePaletteAtOnce();
    void widgetsFindTheTokensOfTheirStyle();
    void reducedMotionSetsAllDurationsToZero();

    void arrowsChooseSegmentsAndTabLeaves();
    void arrowsAreMirroredFromRightToLeft();
    void disabledSegmentsAreSkipped();
    void settingASegmentByCodeIsNotAnActivation();
    void sizeChipsAreOneTabStopAndCanHaveNoChoice();

    void theWheelMovesASliderOnlyWithFocus();
    void theWheelChangesANumberOnlyWithFocus();
    void allPartsOfANumberSliderShowTheSameValue();
    void resetBringsTheDefaultBackAndVanishes();
    void numbersAreKeptOnStepsAndInsideTheRange();
    void editingTakesTheRefusalBack();

    void markupIsShownLiterally();
    void aCutTextKeepsItsHeightAndMayShrink();
    void labelsFollowTheTheme();

    void theFocusRingShowsForTabAndGoesWithTheMouse();
    void theFocusRingSurvivesAChangeOfTheme();
    void aFieldShowsFocusInsideItsLine();
    void linesAreOneDevicePixelAtEveryRatio_data();
    void linesAreOneDevicePixelAtEveryRatio();

    void aNoticeBarSpeaksItsWholeTextAndCloses();
    void escapeClosesANoticeBar();
    void aToastStandsAtTheFootOfItsStage();
    void aSectionFoldsByKeyboard();
    void aRefusedRowTellsItsSentence();
    void deleteRemovesAChip();
    void keyCapsReadLikeKeys();
    void controlsHaveAccessibleNames();
    void aDockTitleFollowsItsDock();
};

void TestKit::initTestCase()
{
    m_theme = std::make_unique<Theme>();
    m_theme->setChoice(Theme::Choice::Dark);
    m_theme->apply(*qApp);
}

void TestKit::init()
{
    m_theme->setChoice(Theme::Choice::Dark);
    m_theme->setTextScale(1.0);
    m_theme->setMotionReduced(false);
}

void TestKit::everyRoleHasAColourInBothSchemes()
{
    for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
        const Tokens tokens = Tokens::load(scheme);
        for (const NamedInk &named : allInks())
            QVERIFY2((tokens.color.*named.ink).isValid(), named.name.data());
    }
    QCOMPARE(Tokens::load(Scheme::Dark).color.stage, QColor(0x14, 0x14, 0x15));
    QCOMPARE(Tokens::load(Scheme::Light).color.scrim.alpha(), 140);
}

void TestKit::inksKeepTheirContrastFloors_data()
{
    QTest::addColumn<QStringList>("inks");
    QTest::addColumn<QStringList>("grounds");
    QTest::addColumn<double>("floor");
    const QStringList surfaces{u"stage"_s, u"window"_s, u"panel"_s, u"raised"_s, u"field"_s, u"popup"_s};
    const QStringList states{u"hover"_s, u"selection"_s};
    QTest::newRow("text") << QStringList{u"text"_s, u"textSecondary"_s, u"textMuted"_s} << surfaces + states
                          << 4.5;
    QTest::newRow("meaning") << QStringList{u"accent"_s, u"success"_s, u"warning"_s, u"danger"_s,
                                            u"info"_s,   u"sandbox"_s, u"choice"_s}
                             << surfaces + QStringList{u"selection"_s} << 4.5;
    QTest::newRow("primary") << QStringList{u"accentText"_s}
                             << QStringList{u"accentFill"_s, u"accentFillHover"_s, u"accentFillPressed"_s,
                                            u"dangerFill"_s}
                             << 4.5;
    QTest::newRow("tints") << QStringList{u"text"_s}
                           << QStringList{u"successTint"_s,   u"warningTint"_s, u"dangerTint"_s,
                                          u"infoTint"_s,      u"sandboxTint"_s, u"accentTint"_s,
                                          u"textSelection"_s, u"pressed"_s}
                           << 4.5;
    QTest::newRow("controls") << QStringList{u"borderControl"_s, u"focusRing"_s,   u"selectionFrame"_s,
                                             u"star"_s,          u"flagPick"_s,    u"flagReject"_s,
                                             u"labelRed"_s,      u"labelYellow"_s, u"labelGreen"_s,
                                             u"labelBlue"_s,     u"labelPurple"_s, u"scrollThumb"_s}
                              << surfaces.mid(0, 5) << 3.0;
    QTest::newRow("digits") << QStringList{u"labelInk"_s}
                            << QStringList{u"labelRed"_s, u"labelYellow"_s, u"labelGreen"_s, u"labelBlue"_s,
                                           u"labelPurple"_s}
                            << 4.5;
}

void TestKit::inksKeepTheirContrastFloors()
{
    QFETCH(QStringList, inks);
    QFETCH(QStringList, grounds);
    QFETCH(double, floor);
    const auto find = [](const Tokens &tokens, const QString &name) {
        for (const NamedInk &named : allInks())
            if (named.name == name)
                return tokens.color.*named.ink;
        return QColor();
    };
    for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
        const Tokens tokens = Tokens::load(scheme);
        for (const QString &ink : inks)
            for (const QString &ground : grounds) {
                const double ratio = contrastRatio(find(tokens, ink), find(tokens, ground));
                QVERIFY2(ratio >= floor - 0.05, qPrintable(u"%1 on %2: %3"_s.arg(ink, ground).arg(ratio)));
            }
    }
}

void TestKit::measuresFollowTheTextSizeButLinesDoNot()
{
    const Tokens large = Tokens::load(Scheme::Dark, 1.5);
    QCOMPARE(large.size.control, 42);
    QCOMPARE(large.size.iconNormal, 24);
    QCOMPARE(large.size.focusWidth, 2);
    QCOMPARE(large.font.body.pixelSize(), 20);
    QCOMPARE(Tokens::load(Scheme::Dark, 9).textScale, 2.0);
    m_theme->setTextScale(1.5);
    QPushButton button(u"Open"_s);
    QVERIFY(button.sizeHint().height() >= 42);
}

void TestKit::allIconsOfTheDesignExist_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"layout-grid",
                             "columns-2",
                             "layout-board",
                             "table",
                             "layout-bottombar",
                             "search",
                             "history",
                             "braces",
                             "arrows-exchange",
                             "dice-5",
                             "restore",
                             "repeat",
                             "star",
                             "star-filled",
                             "flag-filled",
                             "git-branch",
                             "hourglass",
                             "mail-question",
                             "photo-x",
                             "cloud-off",
                             "key-off",
                             "terminal-2",
                             "layers-difference",
                             "crown",
                             "flask",
                             "contrast-2",
                             "shield-lock",
                             "external-link",
                             "arrow-back-up",
                             "grip-vertical",
                             "command"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestKit::allIconsOfTheDesignExist()
{
    QFETCH(QString, name);
    QVERIFY(hasIcon(name));
    QVERIFY(strongestInk(pixmap(name, 24, Qt::red, 1).toImage()).alpha() > 100);
}

void TestKit::iconsAreDrawnInTheAskedColourAndRatio()
{
    const QPixmap red = pixmap(u"star-filled"_s, 16, QColor(200, 30, 40), 2.0);
    QCOMPARE(red.size(), QSize(32, 32));
    QCOMPARE(red.devicePixelRatio(), 2.0);
    QCOMPARE(strongestInk(red.toImage()).rgb(), QColor(200, 30, 40).rgb());
    QCOMPARE(strongestInk(pixmap(u"star-filled"_s, 16, Qt::green, 2.0).toImage()).rgb(),
             QColor(Qt::green).rgb());
    const QIcon star = icon(u"star-filled"_s);
    const Colors &c = m_theme->tokens().color;
    QCOMPARE(strongestInk(star.pixmap(16).toImage()).rgb(), c.textSecondary.rgb());
    QCOMPARE(strongestInk(star.pixmap(16, QIcon::Disabled).toImage()).rgb(), c.textDisabled.rgb());
    QCOMPARE(strongestInk(star.pixmap(16, QIcon::Normal, QIcon::On).toImage()).rgb(), c.text.rgb());
}

void TestKit::anUnknownIconIsNull()
{
    QVERIFY(icon(u"no-such-icon"_s).isNull());
    QVERIFY(!hasIcon(QString()));
    QCOMPARE(iconName(icon(u"flag"_s)), u"flag"_s);
    QCOMPARE(iconName(QIcon()), QString());
}

void TestKit::anIconButtonDrawsItsGlyphInTheInkOfItsState()
{
    IconButton button(u"star-filled"_s, u"Star"_s);
    button.resize(28, 28);
    const Colors &c = m_theme->tokens().color;
    QVERIFY(countOf(button.grab().toImage(), c.textSecondary) > 20);
    button.setEnabled(false);
    QVERIFY(countOf(button.grab().toImage(), c.textDisabled) > 20);
    button.setEnabled(true);
    button.setInk(&Colors::star);
    QVERIFY(countOf(button.grab().toImage(), c.star) > 20);
}

void TestKit::theChoiceOfTheArtistChangesThePaletteAtOnce()
{
    QSignalSpy changed(m_theme.get(), &Theme::changed);
    m_theme->setChoice(Theme::Choice::Light);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(m_theme->scheme(), Scheme::Light);
    QCOMPARE(QApplication::palette().color(QPalette::Window), QColor(0xf5, 0xf5, 0xf6));
    QCOMPARE(QApplication::palette("QLineEdit").color(QPalette::Highlight), QColor(0xbc, 0xd0, 0xfb));
    m_theme->setChoice(Theme::Choice::System); // no desktop here: dark
    QCOMPARE(QApplication::palette().color(QPalette::Window), QColor(0x22, 0x22, 0x24));
}

void TestKit::widgetsFindTheTokensOfTheirStyle()
{
    QWidget widget;
    QCOMPARE(tokensOf(&widget).scheme, Scheme::Dark);
    m_theme->setChoice(Theme::Choice::Light);
    QCOMPARE(tokensOf(&widget).scheme, Scheme::Light);
    QCOMPARE(tokensOf(nullptr).scheme, Scheme::Light);
}

void TestKit::reducedMotionSetsAllDurationsToZero()
{
    m_theme->setMotionReduced(true);
    QCOMPARE(tokensOf(nullptr).motion.fast, 0);
    QCOMPARE(tokensOf(nullptr).motion.picture, 0);
    QVERIFY(tokensOf(nullptr).motion.toast > 0);
}

void TestKit::arrowsChooseSegmentsAndTabLeaves()
{
    QWidget window;
    QHBoxLayout row(&window);
    QLineEdit before;
    SegmentedControl segments(u"View"_s);
    QLineEdit after;
    for (QWidget *widget :
         {static_cast<QWidget *>(&before), static_cast<QWidget *>(&segments), static_cast<QWidget *>(&after)})
        row.addWidget(widget);
    for (const QString &name : {u"Grid"_s, u"Loupe"_s, u"Compare"_s})
        segments.addSegment(name);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    before.setFocus();
    QTest::keyClick(&before, Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), segments.segment(0));
    QSignalSpy activated(&segments, &SegmentedControl::activated);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
    QCOMPARE(segments.currentIndex(), 1);
    QCOMPARE(QApplication::focusWidget(), segments.segment(1));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_End);
    QCOMPARE(segments.currentIndex(), 2);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
    QCOMPARE(segments.currentIndex(), 0);
    QCOMPARE(activated.count(), 3);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), &after);
    QTest::keyClick(&after, Qt::Key_Backtab);
    QCOMPARE(QApplication::focusWidget(), segments.segment(0));
    QTest::mouseClick(segments.segment(1), Qt::LeftButton);
    QCOMPARE(segments.currentIndex(), 1);
}

void TestKit::arrowsAreMirroredFromRightToLeft()
{
    SegmentedControl segments(u"View"_s);
    segments.setLayoutDirection(Qt::RightToLeft);
    segments.addSegment(u"One"_s);
    segments.addSegment(u"Two"_s);
    segments.addSegment(u"Three"_s);
    QTest::keyClick(segments.segment(0), Qt::Key_Left);
    QCOMPARE(segments.currentIndex(), 1);
    QTest::keyClick(segments.segment(1), Qt::Key_Right);
    QCOMPARE(segments.currentIndex(), 0);
}

void TestKit::disabledSegmentsAreSkipped()
{
    SegmentedControl segments(u"View"_s);
    for (const QString &name : {u"One"_s, u"Two"_s, u"Three"_s})
        segments.addSegment(name);
    segments.segment(1)->setEnabled(false);
    QTest::keyClick(segments.segment(0), Qt::Key_Right);
    QCOMPARE(segments.currentIndex(), 2);
}

void TestKit::settingASegmentByCodeIsNotAnActivation()
{
    SegmentedControl segments(u"View"_s);
    segments.addSegment(u"One"_s);
    segments.addSegment(u"Two"_s);
    QSignalSpy activated(&segments, &SegmentedControl::activated);
    QSignalSpy changed(&segments, &SegmentedControl::currentChanged);
    segments.setCurrentIndex(1);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(activated.count(), 0);
    segments.setCurrentIndex(7);
    QCOMPARE(segments.currentIndex(), 1);
}

void TestKit::sizeChipsAreOneTabStopAndCanHaveNoChoice()
{
    SizeChips chips(u"Size"_s);
    chips.setChips({{u"1:1"_s, {1024, 1024}, u"Square, 1024 by 1024"_s}, {u"16:9"_s, {1024, 576}, {}}});
    QCOMPARE(chips.currentIndex(), -1);
    const QList<QAbstractButton *> buttons = chips.findChildren<QAbstractButton *>();
    QCOMPARE(buttons.size(), 2);
    QCOMPARE(accessibleName(buttons.at(0)), u"Square, 1024 by 1024"_s);
    QCOMPARE(buttons.at(0)->focusPolicy(), Qt::StrongFocus);
    QCOMPARE(buttons.at(1)->focusPolicy(), Qt::ClickFocus);
    QSignalSpy activated(&chips, &SizeChips::activated);
    QTest::keyClick(buttons.at(0), Qt::Key_Right);
    QCOMPARE(chips.currentIndex(), 1);
    QCOMPARE(activated.count(), 1);
    QCOMPARE(buttons.at(1)->focusPolicy(), Qt::StrongFocus);
    chips.setCurrentIndex(-1);
    QCOMPARE(chips.currentIndex(), -1);
    QCOMPARE(activated.count(), 1);
    chips.setCurrentIndex(0);
    chips.setChips(chips.chips());
    QCOMPARE(chips.currentIndex(), 0);
}

void TestKit::theWheelMovesASliderOnlyWithFocus()
{
    QWidget window;
    QHBoxLayout row(&window);
    QLineEdit other;
    QuietSlider slider;
    row.addWidget(&other);
    row.addWidget(&slider);
    slider.setValue(50);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    other.setFocus();
    turnWheel(&slider, 1);
    QCOMPARE(slider.value(), 50);
    QVERIFY(!slider.hasFocus());
    slider.setFocus();
    turnWheel(&slider, 1);
    QVERIFY(slider.value() > 50);
}

void TestKit::theWheelChangesANumberOnlyWithFocus()
{
    QWidget window;
    QHBoxLayout row(&window);
    QLineEdit other;
    NumberField field(u"Width in pixels"_s);
    row.addWidget(&other);
    row.addWidget(&field);
    field.setRange(0, 4096);
    field.setValue(512);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    other.setFocus();
    turnWheel(&field, 1);
    QCOMPARE(field.value(), 512.0);
    field.setFocus();
    turnWheel(&field, 1);
    QCOMPARE(field.value(), 513.0);
}

void TestKit::allPartsOfANumberSliderShowTheSameValue()
{
    NumberSlider number(u"Guidance"_s);
    number.setRange(1, 20, 0.5, 1);
    QSignalSpy changed(&number, &NumberSlider::valueChanged);
    number.setValue(5);
    QCOMPARE(number.field()->value(), 5.0);
    QCOMPARE(number.slider()->value(), 8);
    QTest::keyClick(number.slider(), Qt::Key_Right);
    QCOMPARE(number.value(), 5.5);
    QCOMPARE(number.field()->text(), number.field()->locale().toString(5.5, 'f', 1));
    number.field()->selectAll();
    QTest::keyClicks(number.field(), u"12"_s);
    QTest::keyClick(number.field(), Qt::Key_Return);
    QCOMPARE(number.value(), 12.0);
    QCOMPARE(number.slider()->value(), 22);
    QCOMPARE(changed.count(), 3);
    number.setValue(12);
    QCOMPARE(changed.count(), 3);
}

void TestKit::resetBringsTheDefaultBackAndVanishes()
{
    NumberSlider number(u"Guidance"_s);
    number.setRange(0, 2, 0.1, 1);
    number.setDefaultValue(1.0);
    number.setValue(1.0);
    QVERIFY(number.resetButton()->isHidden());
    number.setValue(1.3);
    QVERIFY(!number.resetButton()->isHidden());
    QTest::mouseClick(number.resetButton(), Qt::LeftButton);
    QCOMPARE(number.value(), 1.0);
    QVERIFY(number.resetButton()->isHidden());
}

void TestKit::numbersAreKeptOnStepsAndInsideTheRange()
{
    NumberSlider number(u"Steps"_s);
    number.setRange(1, 10, 2, 0);
    number.setValue(4.2);
    QCOMPARE(number.value(), 5.0);
    number.setValue(99);
    QVERIFY(number.value() <= 10);
    number.setValue(-5);
    QCOMPARE(number.value(), 1.0);
    number.setRange(3, 4, 1, 0);
    QCOMPARE(number.value(), 3.0);
}

void TestKit::editingTakesTheRefusalBack()
{
    NumberField field(u"Width"_s);
    field.setRange(0, 4096);
    field.setRefused(true);
    QVERIFY(field.isRefused());
    QTest::keyClick(&field, Qt::Key_Up);
    QVERIFY(!field.isRefused());
}

void TestKit::markupIsShownLiterally()
{
    const QString text = u"<b>bold</b> <img src=\"file:///etc/passwd\">"_s;
    PlainLabel label(text);
    QCOMPARE(label.textFormat(), Qt::PlainText);
    QVERIFY(label.sizeHint().width() >= label.fontMetrics().horizontalAdvance(text));
    IconButton button(u"x"_s, text);
    QVERIFY(!button.toolTip().contains(u"<b>"));
    QCOMPARE(button.accessibleName(), text);
}

void TestKit::aCutTextKeepsItsHeightAndMayShrink()
{
    PlainLabel label(u"A lighthouse on a basalt cliff, dawn, long swell"_s);
    const QSize whole = label.minimumSizeHint();
    label.setElideMode(Qt::ElideRight);
    QVERIFY(label.minimumSizeHint().width() < whole.width() / 2);
    QCOMPARE(label.minimumSizeHint().height(), whole.height());
    label.resize(100, 20);
    QVERIFY(!label.grab().isNull());
}

void TestKit::labelsFollowTheTheme()
{
    PlainLabel label(u"muted"_s, &Fonts::small, &Colors::textMuted);
    label.ensurePolished();
    QCOMPARE(label.font().pixelSize(), 12);
    m_theme->setChoice(Theme::Choice::Light);
    m_theme->setTextScale(1.5);
    QCOMPARE(label.palette().color(QPalette::WindowText), QColor(0x57, 0x57, 0x5f));
    QCOMPARE(label.font().pixelSize(), 18);
}

void TestKit::theFocusRingShowsForTabAndGoesWithTheMouse()
{
    QWidget window;
    QHBoxLayout row(&window);
    QLineEdit field;
    QPushButton button(u"Open"_s);
    row.addWidget(&field);
    row.addWidget(&button);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    field.setFocus();
    QTest::mouseClick(&button, Qt::LeftButton);
    const auto ringedWidget = [&window]() -> QWidget * {
        const auto *frame = window.findChild<QFocusFrame *>();
        return frame ? frame->widget() : nullptr;
    };
    QCOMPARE(ringedWidget(), nullptr);
    field.setFocus();
    QTest::keyClick(&field, Qt::Key_Tab);
    QCOMPARE(ringedWidget(), &button);
    QTRY_VERIFY(countOf(window.grab().toImage(), m_theme->tokens().color.focusRing) > 40);
    QTest::mouseClick(&button, Qt::LeftButton);
    QCOMPARE(ringedWidget(), nullptr);
}

void TestKit::theFocusRingSurvivesAChangeOfTheme()
{
    QWidget window;
    QHBoxLayout row(&window);
    QPushButton first(u"One"_s);
    QPushButton second(u"Two"_s);
    row.addWidget(&first);
    row.addWidget(&second);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    first.setFocus();
    QTest::keyClick(&first, Qt::Key_Tab);
    m_theme->setChoice(Theme::Choice::Light);
    const auto *frame = window.findChild<QFocusFrame *>();
    QVERIFY(frame);
    QCOMPARE(frame->widget(), &second);
}

void TestKit::aFieldShowsFocusInsideItsLine()
{
    QWidget window;
    QHBoxLayout row(&window);
    QLineEdit field;
    QLineEdit other;
    row.addWidget(&field);
    row.addWidget(&other);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::mouseClick(&field, Qt::LeftButton);
    const Colors &c = m_theme->tokens().color;
    const QImage focused = field.grab().toImage();
    QCOMPARE(focused.pixelColor(focused.width() / 2, 0).rgb(), c.focusRing.rgb());
    QCOMPARE(focused.pixelColor(focused.width() / 2, 1).rgb(), c.focusRing.rgb());
    const QImage resting = other.grab().toImage();
    QCOMPARE(resting.pixelColor(resting.width() / 2, 0).rgb(), c.borderControl.rgb());
    QCOMPARE(resting.pixelColor(resting.width() / 2, 1).rgb(), c.field.rgb());
}

void TestKit::linesAreOneDevicePixelAtEveryRatio_data()
{
    QTest::addColumn<double>("ratio");
    QTest::addColumn<int>("thickness");
    QTest::newRow("100 %") << 1.0 << 1;
    QTest::newRow("125 %") << 1.25 << 1;
    QTest::newRow("150 %") << 1.5 << 1;
    QTest::newRow("200 %") << 2.0 << 2;
}

void TestKit::linesAreOneDevicePixelAtEveryRatio()
{
    QFETCH(double, ratio);
    QFETCH(int, thickness);
    QImage image(QSize(60, 60), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::black);
    QPainter painter(&image);
    paint::box(&painter, QRectF(3, 3, 21, 21), {.line = Qt::white});
    painter.end();
    int lit = 0;
    for (int y = 0; y < 15; ++y) { // down through the upper edge, in the middle of the box
        const QColor pixel = image.pixelColor(qRound(12 * ratio), y);
        QVERIFY2(pixel == QColor(Qt::white) || pixel == QColor(Qt::black), "the edge is blurred");
        lit += pixel == QColor(Qt::white);
    }
    QCOMPARE(lit, thickness);
}

void TestKit::aNoticeBarSpeaksItsWholeTextAndCloses()
{
    NoticeBar bar(NoticeBar::Kind::Danger);
    bar.setText(u"fal refused the key."_s, u"Nothing was sent."_s);
    QPushButton *change = bar.addButton(u"Change key"_s);
    bar.resize(600, 40);
    bar.show();
    QCOMPARE(bar.height(), 40);
    QCOMPARE(accessibleName(&bar), u"fal refused the key. Nothing was sent."_s);
    QSignalSpy pressed(change, &QPushButton::clicked);
    QTest::mouseClick(change, Qt::LeftButton);
    QCOMPARE(pressed.count(), 1);
    QSignalSpy closed(&bar, &NoticeBar::closed);
    QTest::mouseClick(bar.findChild<IconButton *>(), Qt::LeftButton);
    QCOMPARE(closed.count(), 1);
    QVERIFY(!bar.isVisible());
}

void TestKit::escapeClosesANoticeBar()
{
    NoticeBar bar(NoticeBar::Kind::Info);
    bar.setText({}, u"Recovered."_s);
    bar.show();
    bar.setClosable(false);
    QTest::keyClick(&bar, Qt::Key_Escape);
    QVERIFY(bar.isVisible());
    bar.setClosable(true);
    QTest::keyClick(&bar, Qt::Key_Escape);
    QVERIFY(!bar.isVisible());
}

void TestKit::aToastStandsAtTheFootOfItsStage()
{
    QWidget stage;
    stage.resize(800, 600);
    Toast toast(&stage);
    toast.setText(u"2 pictures moved to the trash"_s);
    toast.setAction(u"Undo"_s);
    stage.show();
    QVERIFY(toast.isHidden());
    toast.popUp();
    const QRect box = toast.boxRect().translated(toast.pos());
    QVERIFY(stage.rect().contains(box));
    QVERIFY(qAbs(box.center().x() - stage.rect().center().x()) <= 1);
    QCOMPARE(stage.rect().bottom() - box.bottom(), 16);
    QSignalSpy action(&toast, &Toast::actionTriggered);
    QSignalSpy closed(&toast, &Toast::closed);
    QTest::mouseClick(toast.findChild<QPushButton *>(), Qt::LeftButton);
    QCOMPARE(action.count(), 1);
    QCOMPARE(closed.count(), 1);
    QVERIFY(toast.isHidden());
}

void TestKit::aSectionFoldsByKeyboard()
{
    CollapsibleSection section(u"Recipe"_s);
    auto *content = new PlainLabel(u"Seed"_s);
    section.setContent(content);
    QVERIFY(!content->isHidden());
    QSignalSpy toggled(&section, &CollapsibleSection::toggled);
    QTest::keyClick(section.header(), Qt::Key_Space);
    QVERIFY(content->isHidden());
    QTest::keyClick(section.header(), Qt::Key_Right);
    QVERIFY(!content->isHidden());
    QTest::keyClick(section.header(), Qt::Key_Left);
    QVERIFY(!section.isExpanded());
    QCOMPARE(toggled.count(), 3);
}

void TestKit::aRefusedRowTellsItsSentence()
{
    auto *field = new NumberField(u"Temperature"_s);
    FormRow row(u"Temperature"_s, field);
    row.setMessage(u"Input should be less than or equal to 1."_s);
    QCOMPARE(row.message(), u"Input should be less than or equal to 1."_s);
    QCOMPARE(field->accessibleDescription(), row.message());
    QCOMPARE(row.label()->buddy(), field);
    row.setMessage({});
    QCOMPARE(field->accessibleDescription(), QString());
}

void TestKit::deleteRemovesAChip()
{
    Chip chip(u"March 2026"_s);
    QSignalSpy removed(&chip, &Chip::removeRequested);
    QTest::keyClick(&chip, Qt::Key_Delete);
    QCOMPARE(removed.count(), 0);
    chip.setRemovable(true);
    QTest::keyClick(&chip, Qt::Key_Delete);
    QTest::keyClick(&chip, Qt::Key_Backspace);
    QCOMPARE(removed.count(), 2);
    chip.resize(chip.sizeHint());
    QSignalSpy clicked(&chip, &Chip::clicked);
    QTest::mouseClick(&chip, Qt::LeftButton, {}, QPoint(chip.width() - 12, chip.height() / 2));
    QCOMPARE(removed.count(), 3);
    QCOMPARE(clicked.count(), 0);
    QTest::mouseClick(&chip, Qt::LeftButton, {}, QPoint(14, chip.height() / 2));
    QCOMPARE(clicked.count(), 1);
}

void TestKit::keyCapsReadLikeKeys()
{
    QCOMPARE(KeyCap::display(u"Ctrl+Return"_s), u"Ctrl Enter"_s);
    QCOMPARE(KeyCap::display(u"Ctrl++"_s), u"Ctrl +"_s);
    QCOMPARE(KeyCap::display(u"+"_s), u"+"_s);
    QCOMPARE(KeyCap(QKeySequence(Qt::CTRL | Qt::Key_F)).text(), u"Ctrl F"_s);
}

void TestKit::controlsHaveAccessibleNames()
{
    IconButton trash(u"trash"_s, u"Move to trash"_s);
    QCOMPARE(accessibleName(&trash), u"Move to trash"_s);
    SegmentedControl views(u"View"_s);
    views.addIconSegment(u"layout-grid"_s, u"Grid"_s);
    QCOMPARE(accessibleName(&views), u"View"_s);
    QCOMPARE(accessibleName(views.segment(0)), u"Grid"_s);
    NumberSlider guidance(u"Guidance"_s);
    QCOMPARE(accessibleName(guidance.slider()), u"Guidance"_s);
    QCOMPARE(accessibleName(guidance.field()), u"Guidance"_s);
    QCOMPARE(accessibleName(guidance.resetButton()), u"Reset Guidance"_s);
    PracticeBadge badge;
    QCOMPARE(accessibleName(&badge), u"Practice"_s);
}

void TestKit::aDockTitleFollowsItsDock()
{
    QDockWidget dock(u"Inspect"_s);
    auto *bar = new DockTitleBar(&dock);
    dock.setTitleBarWidget(bar);
    dock.setWindowTitle(u"Compose"_s);
    QCOMPARE(bar->findChild<PlainLabel *>()->text(), u"Compose"_s);
    QCOMPARE(bar->menuButton()->accessibleName(), u"Compose menu"_s);
    QCOMPARE(bar->sizeHint().height(), 28);
}

QTEST_MAIN(TestKit)
#include "tst_kit.moc"
