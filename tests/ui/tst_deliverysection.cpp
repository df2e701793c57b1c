// What becomes of the files at the service, set by hand in the form.
#include "composebench.h"

#include "ui/compose/deliverysection.h"
#include "ui/compose/expiryfield.h"
#include "ui/kit/collapsiblesection.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QSignalSpy>

using namespace janus;
using namespace janus::bench;

class tst_deliverysection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.apply(*qApp); }

    void nothingIsAskedForUntilTheArtistDoes();
    void theSectionFoldsAndSaysWhatIsSet();
    void aBadWebhookStopsGenerateAndIsMarked_data();
    void aBadWebhookStopsGenerateAndIsMarked();
    void whatTheSectionDoesNotShowIsKept();
    void theDraftKeepsTheDelivery();

private:
    Theme m_theme;
};

namespace {

struct DeliveryBench : Bench
{
    DeliveryBench()
    {
        writePrompt();
        section().section()->setExpanded(true);
    }
    DeliverySection &section() { return *panel.deliverySection(); }
    QCheckBox *privateBox() { return section().privacy()->findChild<QCheckBox *>(); }
    QComboBox *expiry() { return section().expiry()->findChild<QComboBox *>(); }
    QLineEdit *webhook() { return section().webhook()->findChild<QLineEdit *>(); }
};

} // namespace

void tst_deliverysection::nothingIsAskedForUntilTheArtistDoes()
{
    Bench bench;
    QCOMPARE(bench.panel.delivery(), Delivery());
    QVERIFY(!bench.panel.deliverySection()->section()->isExpanded());
    QVERIFY(!bench.panel.state().contains(u"delivery"_s));
}

void tst_deliverysection::theSectionFoldsAndSaysWhatIsSet()
{
    DeliveryBench bench;
    QSignalSpy changed(&bench.panel, &ComposePanel::changed);
    bench.privateBox()->setFocus();
    QTest::keyClick(bench.privateBox(), Qt::Key_Space);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(bench.panel.delivery().access, Delivery::Access::Private);
    QTest::keyClick(bench.expiry(), Qt::Key_Down);
    QCOMPARE(bench.panel.delivery().expirySeconds, std::optional<qint64>(3600));
    typeInto(bench.webhook(), u"https://example.com/hook"_s);
    QCOMPARE(bench.panel.delivery().webhook, QUrl(u"https://example.com/hook"_s));
    QAbstractButton *header = bench.section().section()->header();
    QCOMPARE(header->text(), u"Delivery: private, deleted after an hour, webhook"_s);
    header->setFocus();
    QTest::keyClick(header, Qt::Key_Space);
    QVERIFY(!bench.webhook()->isVisible());
    QVERIFY(bench.panel.generateButton()->isEnabled());
}

void tst_deliverysection::aBadWebhookStopsGenerateAndIsMarked_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("no address") << u"my server"_s;
    QTest::newRow("not encrypted") << u"http://example.com/hook"_s;
    QTest::newRow("another protocol") << u"file:///etc/passwd"_s;
}

void tst_deliverysection::aBadWebhookStopsGenerateAndIsMarked()
{
    QFETCH(QString, text);
    DeliveryBench bench;
    QSignalSpy sent(&bench.panel, &ComposePanel::generateRequested);
    typeInto(bench.webhook(), text);
    QVERIFY(!bench.section().webhook()->error().isEmpty());
    QVERIFY(!bench.panel.generateButton()->isEnabled());
    QCOMPARE(bench.panel.generateButton()->text(), u"Fix the webhook to generate"_s);
    bench.section().section()->setExpanded(false);
    bench.panel.generate(); // Ctrl+Return
    QCOMPARE(sent.count(), 0);
    QVERIFY2(bench.webhook()->hasFocus(), "the section opens where it must be mended");
    typeInto(bench.webhook(), u"https://example.com/hook"_s);
    QVERIFY(bench.section().webhook()->error().isEmpty());
    QVERIFY(bench.panel.generateButton()->isEnabled());
}

void tst_deliverysection::whatTheSectionDoesNotShowIsKept()
{
    DeliveryBench bench;
    Delivery delivery;
    delivery.priority = Priority::Low;
    delivery.access = Delivery::Access::Hidden;
    delivery.expirySeconds = 4321;
    delivery.runnerHint = u"warm"_s;
    delivery.tags = {u"project=spring"_s};
    bench.section().setDelivery(delivery);
    QCOMPARE(bench.panel.delivery(), delivery);
    bench.privateBox()->click();
    bench.privateBox()->click();
    QCOMPARE(bench.panel.delivery(), delivery);
}

void tst_deliverysection::theDraftKeepsTheDelivery()
{
    DeliveryBench bench;
    bench.privateBox()->click();
    typeInto(bench.webhook(), u"https://example.com/hook"_s);
    Bench again;
    again.panel.restore(bench.panel.state());
    QCOMPARE(again.panel.delivery(), bench.panel.delivery());
}

QTEST_MAIN(tst_deliverysection)
#include "tst_deliverysection.moc"
