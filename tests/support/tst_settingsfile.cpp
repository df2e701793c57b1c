// Settings are written by another thread; that the painting one does not wait for the disk is counted in
// tst_uithread.
#include "support/settingsfile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using janus::support::SettingsFile;

class TestSettingsFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsSetIsWrittenSoon()
    {
        SettingsFile settings(file());
        settings.setValue(u"a"_s, u"first"_s);
        QTRY_VERIFY_WITH_TIMEOUT(onDisk().contains("a=first"), 20000);
        settings.setValue(u"a"_s, u"second"_s);
        QTRY_VERIFY_WITH_TIMEOUT(onDisk().contains("a=second"), 20000);
        settings.remove(u"a"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!onDisk().contains("a="), 20000);
    }

    void whatIsSetWhileItWritesIsWrittenToo()
    {
        SettingsFile settings(file());
        for (int i = 1; i <= 200; ++i) {
            settings.setValue(u"number"_s, i);
            QCoreApplication::processEvents();
        }
        QTRY_VERIFY_WITH_TIMEOUT(onDisk().contains("number=200\n"), 20000);
    }

    void theLastChangeIsThereAtTheEnd()
    {
        for (int i = 1; i <= 20; ++i) {
            {
                SettingsFile settings(file());
                settings.setValue(u"early"_s, i);
                QCoreApplication::processEvents();
                settings.setValue(u"late"_s, i);
            }
            QVERIFY(onDisk().contains("early=" + QByteArray::number(i) + '\n'));
            QVERIFY(onDisk().contains("late=" + QByteArray::number(i) + '\n'));
        }
    }

private:
    QString file() const { return m_folder.filePath(u"settings.ini"_s); }
    QByteArray onDisk() const
    {
        QFile stored(file());
        return stored.open(QIODevice::ReadOnly) ? stored.readAll() : QByteArray();
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestSettingsFile)
#include "tst_settingsfile.moc"
