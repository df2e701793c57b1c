// KDE's session: there QtKeychain is asked directly, because the Secret Service does not know KWallet's
// entries.
#include "keychainstates.h"
#include "keystoretools.h"

#include "secrets/systemkeystore.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::secrets;
namespace tools = keystoretools;

namespace {

void pretendKde()
{
    qputenv("XDG_CURRENT_DESKTOP", "KDE");
    qputenv("KDE_FULL_SESSION", "true");
    qputenv("KDE_SESSION_VERSION", "5");
}

} // namespace

void KdeUnlocked::storedKeyIsReadAndDeleted()
{
    pretendKde();
    SystemKeyStore keys;
    QVERIFY(tools::load(keys));
    QCOMPARE(keys.keychainState(), KeychainState::Empty);
    QCOMPARE(keys.keychainName(), u"KWallet"_s);
    QVERIFY(tools::store(keys, tools::canary()));
    QCOMPARE(tools::fileWithCanary(), QString());
    SystemKeyStore restarted;
    QVERIFY(tools::load(restarted));
    QVERIFY(restarted.key() == tools::canary());
    QVERIFY(tools::forget(restarted));
    QVERIFY(tools::load(restarted));
    QCOMPARE(restarted.keychainState(), KeychainState::Empty);
}

void KdeLocked::lockedKeychainIsNotCalledEmpty()
{
    pretendKde();
    SystemKeyStore keys;
    QVERIFY(tools::load(keys));
    QCOMPARE(keys.keychainState(), KeychainState::Locked);
    QVERIFY(!tools::forget(keys));
    QCOMPARE(keys.keychainState(), KeychainState::Locked);
}

void KdeAbsent::missingKeychainIsExplainedAndNothingIsWritten()
{
    pretendKde();
    SystemKeyStore keys;
    QVERIFY(tools::load(keys));
    QCOMPARE(keys.keychainState(), KeychainState::Unavailable);
    QVERIFY2(keys.explanation().endsWith("You can use a key for this session only."_L1),
             qPrintable(keys.explanation()));
    QVERIFY(!tools::store(keys, tools::canary()));
    QCOMPARE(tools::fileWithCanary(), QString());
}
