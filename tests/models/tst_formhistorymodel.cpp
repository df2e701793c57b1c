// The past forms as rows, over a real library.
#include "models/formhistorymodel.h"
#include "stockedlibrary.h"

#include <QAbstractItemModelTester>
#include <QPixmap>
#include <QSignalSpy>
#include <QTest>

using namespace janus;
using namespace janus::library;
using namespace janus::library::fixture;
using namespace janus::models;

class TestFormHistoryModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_stock = std::make_unique<StockedLibrary>();
        m_model = std::make_unique<FormHistoryModel>(m_stock->library());
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
        m_stock.reset();
    }

    void aRowSaysPromptSettingsPicturesAndTime()
    {
        m_stock->add(u"a red\nfox <b>"_s, 7);
        QVERIFY(search({}));
        QCOMPARE(m_model->rowCount(), 1);
        const QModelIndex row = m_model->index(0);
        QCOMPARE(row.data().toString(), u"a red fox <b>"_s);
        QVERIFY(row.data(Qt::ToolTipRole).toString().contains("&lt;b&gt;"_L1));
        const QString meta = row.data(FormHistoryModel::MetaRole).toString();
        QVERIFY2(meta.startsWith(u"guidance 7 · 1 picture · "_s), qPrintable(meta));
        QVERIFY(row.data(FormHistoryModel::BatchRole).toLongLong() > 0);
        const QJsonObject state = row.data(FormHistoryModel::StateRole).toJsonObject();
        QCOMPARE(state["input"_L1]["prompt"_L1].toString(), u"a red\nfox <b>"_s);
        QCOMPARE(row.data(FormHistoryModel::ThumbnailsRole).toList().size(), 1);
    }

    void itComesPageByPageAsItIsLookedAt()
    {
        m_tester.reset(); // it fetches everything by itself
        for (int k = 0; k < 95; ++k)
            m_stock->add(u"prompt %1"_s.arg(k));
        QVERIFY(search({}));
        QCOMPARE(m_model->rowCount(), 40);
        QVERIFY(m_model->canFetchMore({}));
        m_model->fetchMore({});
        QVERIFY(!m_model->canFetchMore({}));
        QTRY_COMPARE_WITH_TIMEOUT(m_model->rowCount(), 80, 20000);
        m_model->fetchMore({});
        QTRY_COMPARE_WITH_TIMEOUT(m_model->rowCount(), 95, 20000);
        QVERIFY(!m_model->canFetchMore({}));
        QCOMPARE(m_model->index(0).data().toString(), u"prompt 94"_s);
        QCOMPARE(m_model->index(94).data().toString(), u"prompt 0"_s);
    }

    void aSearchBeginsAnewAndTheLastOneCounts()
    {
        m_stock->add(u"a fox"_s);
        m_stock->add(u"a hen"_s);
        m_model->search(u"hen"_s);
        QVERIFY(search(u" fox "_s));
        QCOMPARE(m_model->searchText(), u"fox"_s);
        QCOMPARE(m_model->rowCount(), 1);
        QCOMPARE(m_model->index(0).data().toString(), u"a fox"_s);
        m_stock->add(u"another fox"_s);
        QVERIFY(search(u"fox"_s));
        QCOMPARE(m_model->rowCount(), 2);
        QVERIFY(search(u"zebra"_s));
        QCOMPARE(m_model->rowCount(), 0);
        QVERIFY(m_model->isKnown());
    }

    void aThumbnailThatHasComeIsTold()
    {
        m_stock->add(u"a fox"_s);
        QVERIFY(search({}));
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        const QVariantList first = m_model->index(0).data(FormHistoryModel::ThumbnailsRole).toList();
        QVERIFY(first.first().value<QPixmap>().isNull());
        QTRY_VERIFY_WITH_TIMEOUT(!changed.isEmpty(), 20000);
    }

private:
    bool search(const QString &text)
    {
        QSignalSpy listed(m_model.get(), &FormHistoryModel::listed);
        m_model->search(text);
        return QTest::qWaitFor([&] { return !listed.isEmpty(); }, 20000);
    }

    std::unique_ptr<StockedLibrary> m_stock;
    std::unique_ptr<FormHistoryModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_MAIN(TestFormHistoryModel)
#include "tst_formhistorymodel.moc"
