// The small dialogs that ask and show, and leave the work to the window.
#include "panelprobe.h"

#include "ui/compose/expiryfield.h"
#include "ui/compose/sentenceline.h"
#include "ui/kit/primarybutton.h"
#include "ui/kit/theme.h"
#include "ui/settings/addmodeldialog.h"
#include "ui/share/publishdialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QProgressBar>
#include <QSignalSpy>
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

QTEST_MAIN(tst_dialogs)
#include "tst_dialogs.moc"
