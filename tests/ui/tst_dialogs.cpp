// The small dialogs that ask and show, and leave the work to the window.
#include "panelprobe.h"

#include "ui/compose/expiryfield.h"
#include "ui/compose/sentenceline.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/primarybutton.h"
#include "ui/kit/theme.h"
#include "ui/settings/addmodeldialog.h"
#include "ui/share/publishdialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDirIterator>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QProgressBar>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::ui;

class tst_dialogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.apply(*qApp); }

    void publishAsksWithWhatIsChosenAndOnce();
    void aPublishedLinkIsCopiedByAPress();
    void aFailedUploadIsSaidAndCanBeTriedAgain();
    void closingStopsAnUpload();
    void aKnownLinkIsShownAgain();
    void aModelIsAskedForByItsTrimmedId();
    void aRefusedModelStaysInTheField();
    void markupIsShownLiterally();
    void noSourceAsksForMarkup();

private:
    Theme m_theme;
};

namespace {

const QUrl foxLink(u"https://v3.fal.media/files/b/fox.jpg"_s);

void showForFox(PublishDialog &dialog)
{
    dialog.setPicture(u"fox.jpg"_s, u"fal"_s, false);
    probe::show(dialog);
}

} // namespace

void tst_dialogs::publishAsksWithWhatIsChosenAndOnce()
{
    PublishDialog dialog;
    showForFox(dialog);
    QSignalSpy asked(&dialog, &PublishDialog::publishRequested);
    dialog.findChild<QCheckBox *>()->click();
    dialog.findChild<ExpiryField *>()->setSeconds(86'400);
    QTest::keyClick(&dialog, Qt::Key_Return);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.first().at(0).value<std::optional<qint64>>(), std::optional<qint64>(86'400));
    QCOMPARE(asked.first().at(1).toBool(), true);
    QVERIFY2(!dialog.publishButton()->isEnabled(), "one upload at a time");
    QVERIFY(dialog.findChild<QProgressBar *>()->isVisible());
    dialog.showProgress(500, 1000);
    QCOMPARE(dialog.findChild<QProgressBar *>()->value(), 500);
}

void tst_dialogs::aPublishedLinkIsCopiedByAPress()
{
    PublishDialog dialog;
    showForFox(dialog);
    QVERIFY(!dialog.linkEdit()->isVisible());
    dialog.publishButton()->click();
    dialog.showResult(foxLink);
    QVERIFY(dialog.linkEdit()->isVisible());
    QVERIFY2(dialog.copyButton()->hasFocus(), "the next press copies");
    QTest::keyClick(dialog.copyButton(), Qt::Key_Space);
    QCOMPARE(QGuiApplication::clipboard()->text(), foxLink.toString());
}

void tst_dialogs::aFailedUploadIsSaidAndCanBeTriedAgain()
{
    PublishDialog dialog;
    showForFox(dialog);
    QSignalSpy asked(&dialog, &PublishDialog::publishRequested);
    dialog.publishButton()->click();
    dialog.showTrouble({ErrorKind::Network, u"The connection broke."_s});
    QVERIFY(dialog.sentence()->text().contains(u"Trying again"_s));
    dialog.showResult(Error{ErrorKind::Unreachable, u"fal cannot be reached."_s});
    QCOMPARE(dialog.sentence()->text(), u"fal cannot be reached."_s);
    QVERIFY(!dialog.linkEdit()->isVisible());
    dialog.publishButton()->click();
    QCOMPARE(asked.count(), 2);
}

void tst_dialogs::closingStopsAnUpload()
{
    PublishDialog dialog;
    showForFox(dialog);
    QSignalSpy stopped(&dialog, &PublishDialog::stopped);
    dialog.reject();
    QCOMPARE(stopped.count(), 0);
    dialog.show();
    dialog.publishButton()->click();
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QCOMPARE(stopped.count(), 1);
    QVERIFY(!dialog.isVisible());
}

void tst_dialogs::aKnownLinkIsShownAgain()
{
    PublishDialog dialog;
    showForFox(dialog);
    dialog.showKnownLink(foxLink, u"Published on 3 March."_s);
    QCOMPARE(dialog.linkEdit()->text(), foxLink.toString());
    QCOMPARE(dialog.sentence()->text(), u"Published on 3 March."_s);
    showForFox(dialog);
    QVERIFY2(!dialog.linkEdit()->isVisible(), "another picture has no link yet");
}

void tst_dialogs::aModelIsAskedForByItsTrimmedId()
{
    AddModelDialog dialog;
    dialog.show();
    QSignalSpy asked(&dialog, &AddModelDialog::addRequested);
    QVERIFY(!dialog.addButton()->isEnabled());
    QTest::keyClicks(dialog.idEdit(), u" fal-ai/flux/dev "_s);
    QTest::keyClick(dialog.idEdit(), Qt::Key_Return);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.first().first().toString(), u"fal-ai/flux/dev"_s);
    QVERIFY(!dialog.addButton()->isEnabled());
    dialog.showResult({});
    QVERIFY(!dialog.isVisible());
    QVERIFY(dialog.idEdit()->text().isEmpty());
}

void tst_dialogs::aRefusedModelStaysInTheField()
{
    AddModelDialog dialog;
    dialog.show();
    QTest::keyClicks(dialog.idEdit(), u"nonsense"_s);
    dialog.addButton()->click();
    dialog.showResult(Error{ErrorKind::BadInput, u"“nonsense” is no model id."_s});
    QVERIFY(dialog.isVisible());
    QCOMPARE(dialog.sentence()->text(), u"“nonsense” is no model id."_s);
    QCOMPARE(dialog.idEdit()->text(), u"nonsense"_s);
    QVERIFY(dialog.addButton()->isEnabled());
    QTest::keyClicks(dialog.idEdit(), u"x"_s);
    QVERIFY2(dialog.sentence()->text().isEmpty(), "what is being mended is no longer blamed");
}

namespace {

int redPixels(QWidget &widget)
{
    const QImage image = widget.grab().toImage();
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == QColor(Qt::red) ? 1 : 0;
    }
    return count;
}

} // namespace

/// MAL-01: no text makes a local file appear, wherever a text can stand.
void tst_dialogs::markupIsShownLiterally()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"red.png"_s);
    QImage red(40, 40, QImage::Format_RGB32);
    red.fill(Qt::red);
    QVERIFY(red.save(file));
    const QString evil = u"<img src='file://%1'> <b>x</b>"_s.arg(file);

    QLabel obeys;
    obeys.setTextFormat(Qt::RichText);
    obeys.setText(evil);
    obeys.show();
    QVERIFY2(redPixels(obeys) > 0, "the question can be answered with yes");

    QLabel label(evil);
    QMessageBox box(QMessageBox::NoIcon, evil, evil);
    box.setInformativeText(evil);
    PlainLabel plain(evil);
    PublishDialog publish;
    publish.setPicture(evil, u"fal"_s, false);
    publish.showTrouble(Error{ErrorKind::Refused, evil});
    QCheckBox check(evil);
    QListWidget list;
    list.addItem(evil);
    NoticeBar bar(NoticeBar::Kind::Info);
    bar.setText(evil, evil);
    IconButton button(u"key"_s, evil);
    for (QWidget *widget :
         std::initializer_list<QWidget *>{&label, &box, &plain, &publish, &check, &list, &bar, &button}) {
        widget->show();
        QCOMPARE(redPixels(*widget), 0);
        widget->hide();
    }
    QVERIFY2(!Qt::mightBeRichText(button.toolTip()) || !button.toolTip().contains(u"<img"_s),
             qPrintable(button.toolTip()));
}

/// MAL-01, rule 24: labels are PlainLabels, and nobody switches markup on.
void tst_dialogs::noSourceAsksForMarkup()
{
    static const QRegularExpression asks(u"RichText|MarkdownText|setHtml\\(|QTextBrowser|new QLabel\\b"_s);
    int files = 0;
    QDirIterator sources(QStringLiteral(JANUS_SOURCES) + u"/ui"_s, {u"*.cpp"_s, u"*.h"_s}, QDir::Files,
                         QDirIterator::Subdirectories);
    for (; sources.hasNext(); ++files) {
        QFile source(sources.next());
        QVERIFY(source.open(QIODevice::ReadOnly));
        const auto match = asks.match(QString::fromUtf8(source.readAll()));
        QVERIFY2(!match.hasMatch(), qPrintable(source.fileName() + u": "_s + match.captured()));
    }
    QVERIFY(files > 100);
}

QTEST_MAIN(tst_dialogs)
#include "tst_dialogs.moc"
