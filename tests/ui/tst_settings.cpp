// Key and settings dialogs over a key store in memory.
#include "panelprobe.h"
#include "panelsamples.h"

#include "secrets/memorykeystore.h"
#include "ui/compose/sentenceline.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/primarybutton.h"
#include "ui/kit/quietslider.h"
#include "ui/kit/segmentedcontrol.h"
#include "ui/kit/studiostyle.h"
#include "ui/settings/keydialog.h"
#include "ui/settings/keylist.h"
#include "ui/settings/keyrow.h"
#include "ui/settings/settingsdialog.h"

#include <QAccessible>
#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolButton>

using namespace janus;
using namespace janus::ui;
using namespace Qt::StringLiterals;
using secrets::KeychainState;
using secrets::KeyPlace;
using secrets::MemoryKeyStore;

namespace {

const QString aKey = u"0a1b2c3d-id:secret-part"_s;

void loadNow(MemoryKeyStore &store)
{
    QSignalSpy known(&store, &secrets::KeyStore::changed);
    store.load();
    QVERIFY(known.wait());
}

bool says(const QWidget &window, const QString &words)
{
    for (const QLabel *label : window.findChildren<QLabel *>()) {
        if (label->isVisibleTo(&window) && label->text().contains(words))
            return true;
    }
    return false;
}

} // namespace

class tst_settings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.apply(*qApp); }

    void theProxyIsShownAndHttp2CanBeSwitchedOff();
    void aPastedKeyGoesToTheKeychain();
    void aKeyForThisSessionIsNotStored();
    void theEnvironmentsKeyIsOfferedWhenThereIsOne();
    void withoutAKeychainTheSessionIsOffered();
    void whatIsNoKeyIsRefusedWithoutRepeatingIt();
    void aFailedStoreKeepsTheDialogOpen();
    void theTestAsksOnceAndShowsTheAnswer();
    void anAnswerToAnOldKeyIsIgnored();
    void theKeyIsHiddenAndForgotten();
    void aShownKeyIsHiddenAgainByItself();
    void aScreenReaderHearsNothingOfTheKey();
    void theKeysAreListedAndOneIsInUse();
    void anotherKeyIsAddedUnderItsOwnName();
    void aKeyIsRenamedInItsPlace();
    void aListedKeyIsTestedWithoutBeingUsed();
    void theActiveKeyIsForgottenAndNoOtherTakesItsPlace();
    void anotherKeyIsPastedInPlaceOfOne();
    void aLockedKeychainIsUnlockedFromTheKeysAsWell();
    void theHelpLinkOnlyAsks();
    void theDialogsCanBeUsedWithTheKeyboardAlone();

    void theLookAppliesAtOnceAndIsRemembered();
    void theKeysStateIsSaidInWords();
    void forgettingTellsHowItEnded();
    void aLockedKeychainCanBeUnlocked();

private:
    Theme m_theme;
};

void tst_settings::theProxyIsShownAndHttp2CanBeSwitchedOff()
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
    MemoryKeyStore store;
    SettingsDialog dialog(m_theme, settings, store);
    probe::show(dialog);
    QVERIFY(says(dialog, u"without a proxy"_s));
    dialog.setProxy(u"proxy.example:3128"_s);
    QVERIFY(says(dialog, u"proxy.example:3128"_s));
    QVERIFY(dialog.http2Box()->isChecked());
    dialog.http2Box()->setFocus();
    QTest::keyClick(dialog.http2Box(), Qt::Key_Space);
    QCOMPARE(settings.value(u"network/http2"_s).toBool(), false);
    SettingsDialog again(m_theme, settings, store);
    QVERIFY(!again.http2Box()->isChecked());
}

void tst_settings::aPastedKeyGoesToTheKeychain()
{
    MemoryKeyStore store;
    loadNow(store);
    KeyDialog dialog(store);
    dialog.open();
    QSignalSpy stored(&dialog, &KeyDialog::keyStored);
    QVERIFY(!dialog.saveButton()->isEnabled());
    QTest::keyClicks(dialog.keyEdit(), u"FAL_KEY=\"%1\""_s.arg(aKey));
    QVERIFY(dialog.keychainChoice()->isChecked());
    QVERIFY(dialog.keychainChoice()->text().contains(store.keychainName(), Qt::CaseInsensitive));
    QTest::keyClick(dialog.keyEdit(), Qt::Key_Return);
    QVERIFY(dialog.isVisible()); // until the keychain has answered
    QVERIFY(!dialog.saveButton()->isEnabled());
    QVERIFY(stored.wait());
    QVERIFY(!dialog.isVisible());
    QCOMPARE(store.place(), KeyPlace::Keychain);
    QCOMPARE(store.key(), *ApiKey::fromText(aKey));
}

void tst_settings::aKeyForThisSessionIsNotStored()
{
    MemoryKeyStore store;
    loadNow(store);
    KeyDialog dialog(store);
    dialog.open();
    QSignalSpy stored(&dialog, &KeyDialog::keyStored);
    QTest::keyClicks(dialog.keyEdit(), aKey);
    dialog.sessionChoice()->click();
    dialog.saveButton()->click();
    QCOMPARE(stored.count(), 1);
    QCOMPARE(store.place(), KeyPlace::Session);
}

void tst_settings::theEnvironmentsKeyIsOfferedWhenThereIsOne()
{
    MemoryKeyStore store;
    KeyDialog without(store);
    QVERIFY(!without.environmentChoice()->isEnabled());
    store.setEnvironment(*ApiKey::fromText(aKey));
    loadNow(store);
    KeyDialog dialog(store);
    QVERIFY(dialog.environmentChoice()->isChecked());
    QVERIFY(dialog.saveButton()->isEnabled());
    dialog.open();
    QSignalSpy stored(&dialog, &KeyDialog::keyStored);
    dialog.saveButton()->click();
    QCOMPARE(stored.count(), 1);
    KeyDialog other(store);
    other.keychainChoice()->click();
    QVERIFY(says(other, u"comes first"_s));
}

void tst_settings::withoutAKeychainTheSessionIsOffered()
{
    MemoryKeyStore store;
    store.setKeychain(KeychainState::Unavailable, {}, u"There is no keychain service here."_s);
    loadNow(store);
    KeyDialog dialog(store);
    QVERIFY(!dialog.keychainChoice()->isEnabled());
    QVERIFY(dialog.sessionChoice()->isChecked());
    QVERIFY(says(dialog, u"There is no keychain service here."_s));
}

void tst_settings::whatIsNoKeyIsRefusedWithoutRepeatingIt()
{
    MemoryKeyStore store;
    loadNow(store);
    KeyDialog dialog(store);
    dialog.open();
    QTest::keyClicks(dialog.keyEdit(), u"hunter2"_s);
    QSignalSpy asked(&dialog, &KeyDialog::testRequested);
    dialog.testButton()->click();
    QCOMPARE(asked.count(), 0);
    QCOMPARE(dialog.sentence()->text(), ApiKey::fromText(u"hunter2"_s).error().message);
    QVERIFY(dialog.keyEdit()->property(look::refused).toBool());
    QVERIFY(!says(dialog, u"hunter2"_s));
    dialog.saveButton()->click();
    QVERIFY(dialog.isVisible());
    QTest::keyClicks(dialog.keyEdit(), u":x"_s);
    QCOMPARE(dialog.sentence()->text(), QString());
    QVERIFY(!dialog.keyEdit()->property(look::refused).toBool());
}

void tst_settings::aFailedStoreKeepsTheDialogOpen()
{
    MemoryKeyStore store;
    loadNow(store);
    store.setFailure(Error{ErrorKind::Storage, u"The keychain refused to store the key."_s});
    KeyDialog dialog(store);
    dialog.open();
    QTest::keyClicks(dialog.keyEdit(), aKey);
    dialog.saveButton()->click();
    QTRY_COMPARE(dialog.sentence()->text(), u"The keychain refused to store the key."_s);
    QVERIFY(dialog.isVisible());
    QCOMPARE(dialog.keyEdit()->text(), aKey);
    QVERIFY(dialog.saveButton()->isEnabled());
}

void tst_settings::theTestAsksOnceAndShowsTheAnswer()
{
    MemoryKeyStore store;
    loadNow(store);
    KeyDialog dialog(store);
    dialog.open();
    QTest::keyClicks(dialog.keyEdit(), aKey);
    QSignalSpy asked(&dialog, &KeyDialog::testRequested);
    dialog.testButton()->click();
    dialog.testButton()->click();
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.at(0).at(0).value<ApiKey>(), *ApiKey::fromText(aKey));
    dialog.showTestResult({});
    QCOMPARE(dialog.sentence()->text(), u"fal accepted this key."_s);
    dialog.testButton()->click();
    dialog.showTestResult(Error{ErrorKind::KeyRefused, u"fal does not accept this key."_s});
    QCOMPARE(dialog.sentence()->text(), u"fal does not accept this key."_s);
    QVERIFY(dialog.testButton()->isEnabled());
}

void tst_settings::anAnswerToAnOldKeyIsIgnored()
{
    MemoryKeyStore store;
    loadNow(store);
    KeyDialog dialog(store);
    dialog.open();
    QTest::keyClicks(dialog.keyEdit(), aKey);
    dialog.testButton()->click();
    QTest::keyClicks(dialog.keyEdit(), u"x"_s);
    dialog.showTestResult(Error{ErrorKind::KeyRefused, u"fal does not accept this key."_s});
    QCOMPARE(dialog.sentence()->text(), QString());
}

void tst_settings::theKeyIsHiddenAndForgotten()
{
    MemoryKeyStore store;
    loadNow(store);
    KeyDialog dialog(store);
    dialog.open();
    QTest::keyClicks(dialog.keyEdit(), aKey);
    QCOMPARE(dialog.keyEdit()->echoMode(), QLineEdit::Password);
    auto *reveal = dialog.keyEdit()->parentWidget()->findChild<IconButton *>();
    QTest::mousePress(reveal, Qt::LeftButton);
    QCOMPARE(dialog.keyEdit()->echoMode(), QLineEdit::Normal);
    QTest::mouseRelease(reveal, Qt::LeftButton);
    QCOMPARE(dialog.keyEdit()->echoMode(), QLineEdit::Password);
    dialog.reject();
    QCOMPARE(dialog.keyEdit()->text(), QString());
    dialog.keyEdit()->undo();
    QCOMPARE(dialog.keyEdit()->text(), QString());
    QCOMPARE(store.place(), KeyPlace::None);
}

/// KEY-13: pressing is not enough to leave it on the screen.
void tst_settings::aShownKeyIsHiddenAgainByItself()
{
    MemoryKeyStore store;
    loadNow(store);
    KeyDialog dialog(store);
    dialog.open();
    QTest::keyClicks(dialog.keyEdit(), aKey);
    auto *reveal = dialog.keyEdit()->parentWidget()->findChild<IconButton *>();
    auto *remask = dialog.findChild<QTimer *>(u"remask"_s);
    QVERIFY(remask);
    QCOMPARE(remask->intervalAsDuration(), std::chrono::seconds(10));
    QTest::mousePress(reveal, Qt::LeftButton);
    QCOMPARE(dialog.keyEdit()->echoMode(), QLineEdit::Normal);
    QVERIFY(remask->isActive());
    remask->setInterval(0);
    QTRY_COMPARE(dialog.keyEdit()->echoMode(), QLineEdit::Password);
    QTest::mouseRelease(reveal, Qt::LeftButton);
    QCOMPARE(dialog.keyEdit()->echoMode(), QLineEdit::Password);
}

/// KEY-13, and the accessibility tree of KEY-10.
void tst_settings::aScreenReaderHearsNothingOfTheKey()
{
    MemoryKeyStore store;
    loadNow(store);
    KeyDialog dialog(store);
    dialog.open();
    dialog.keyEdit()->setText(aKey);
    QAccessibleInterface *field = QAccessible::queryAccessibleInterface(dialog.keyEdit());
    QVERIFY(field->state().passwordEdit);
    for (const auto what :
         {QAccessible::Name, QAccessible::Value, QAccessible::Description, QAccessible::Help})
        QVERIFY(!field->text(what).contains(u"secret"_s));
    QVERIFY(!field->textInterface()->text(0, int(aKey.size())).contains(u"secret"_s));
}

namespace {

void addKey(MemoryKeyStore &store, const QString &name, const QString &key)
{
    bool stored = false;
    store.storeInKeychain(name, *ApiKey::fromText(key), &store,
                          [&](const Result<void> &result) { stored = result.hasValue(); });
    QTRY_VERIFY(stored);
}

/// "Personal" and "Studio", the second in use.
void addTwo(MemoryKeyStore &store)
{
    loadNow(store);
    addKey(store, u"Personal"_s, u"personal:key"_s);
    addKey(store, u"Studio"_s, u"studio:key"_s);
}

} // namespace

void tst_settings::theKeysAreListedAndOneIsInUse()
{
    MemoryKeyStore store;
    addTwo(store);
    KeyDialog dialog(store);
    probe::show(dialog);
    KeyList *list = dialog.keyList();
    QVERIFY(list->isVisible());
    QVERIFY(!dialog.keyEdit()->isVisible());
    QVERIFY(list->row(u"Studio"_s)->choice()->isChecked());
    QSignalSpy used(&dialog, &KeyDialog::keyStored);
    list->row(u"Personal"_s)->choice()->click();
    QTRY_COMPARE(used.count(), 1);
    QCOMPARE(store.key(), *ApiKey::fromText(u"personal:key"_s));
    QVERIFY(list->row(u"Personal"_s)->choice()->isChecked());
    QVERIFY(dialog.isVisible());
    QCOMPARE(probe::namelessFocusables(&dialog), QStringList());
    store.setFailure(Error{ErrorKind::Storage, u"The keychain is locked."_s});
    list->row(u"Studio"_s)->choice()->click();
    QTRY_COMPARE(list->news()->text(), u"The keychain is locked."_s);
    QVERIFY2(list->row(u"Personal"_s)->choice()->isChecked(), "the mark is where the truth is");
}

void tst_settings::anotherKeyIsAddedUnderItsOwnName()
{
    MemoryKeyStore store;
    addTwo(store);
    KeyDialog dialog(store);
    dialog.open();
    dialog.addButton()->click();
    QVERIFY(dialog.nameEdit()->isVisible());
    QTest::keyClicks(dialog.keyEdit(), aKey);
    dialog.saveButton()->click();
    QVERIFY(dialog.sentence()->text().contains(u"a name"_s));
    QTest::keyClicks(dialog.nameEdit(), u"studio"_s);
    dialog.saveButton()->click();
    QVERIFY(dialog.sentence()->text().contains(u"already"_s));
    dialog.nameEdit()->setText(u"Client"_s);
    dialog.saveButton()->click();
    QTRY_COMPARE(store.activeName(), u"Client"_s);
    QCOMPARE(store.names(), (QStringList{u"Client"_s, u"Personal"_s, u"Studio"_s}));
    QTRY_VERIFY(!dialog.isVisible());
    QCOMPARE(dialog.keyEdit()->text(), QString());
}

void tst_settings::aKeyIsRenamedInItsPlace()
{
    MemoryKeyStore store;
    addTwo(store);
    KeyDialog dialog(store);
    probe::show(dialog);
    KeyRow *row = dialog.keyList()->row(u"Studio"_s);
    row->renameAction()->trigger();
    QVERIFY(row->nameEdit()->isVisible());
    row->nameEdit()->setText(u"personal"_s);
    QTest::keyClick(row->nameEdit(), Qt::Key_Return);
    QVERIFY(dialog.keyList()->news()->text().contains(u"already"_s));
    QCOMPARE(row->name(), u"Studio"_s);
    row->renameAction()->trigger();
    row->nameEdit()->setText(u"Other"_s);
    QTest::keyClick(row->nameEdit(), Qt::Key_Escape);
    QVERIFY(dialog.isVisible());
    QCOMPARE(store.names(), (QStringList{u"Personal"_s, u"Studio"_s}));
    row->renameAction()->trigger();
    row->nameEdit()->setText(u"Atelier & Co"_s);
    QTest::keyClick(row->nameEdit(), Qt::Key_Return);
    QVERIFY(dialog.isVisible());
    QCOMPARE(store.names(), (QStringList{u"Atelier & Co"_s, u"Personal"_s}));
    QCOMPARE(store.activeName(), u"Atelier & Co"_s);
    QCOMPARE(dialog.keyList()->row(u"Atelier & Co"_s), row);
    QVERIFY(row->choice()->isChecked());
}

void tst_settings::aListedKeyIsTestedWithoutBeingUsed()
{
    MemoryKeyStore store;
    addTwo(store);
    KeyDialog dialog(store);
    dialog.open();
    QSignalSpy asked(&dialog, &KeyDialog::testRequested);
    dialog.keyList()->row(u"Personal"_s)->testButton()->click();
    QTRY_COMPARE(asked.count(), 1);
    QCOMPARE(asked.at(0).at(0).value<ApiKey>(), *ApiKey::fromText(u"personal:key"_s));
    QCOMPARE(store.activeName(), u"Studio"_s);
    dialog.showTestResult(Error{ErrorKind::KeyRefused, u"fal does not accept this key."_s});
    QCOMPARE(dialog.keyList()->news()->text(), u"“Personal”: fal does not accept this key."_s);
    QVERIFY(dialog.keyList()->row(u"Personal"_s)->isEnabled());
}

void tst_settings::theActiveKeyIsForgottenAndNoOtherTakesItsPlace()
{
    MemoryKeyStore store;
    addTwo(store);
    KeyDialog dialog(store);
    dialog.open();
    dialog.keyList()->row(u"Studio"_s)->forgetAction()->trigger();
    QTRY_COMPARE(store.names(), QStringList{u"Personal"_s});
    QTRY_COMPARE(dialog.keyList()->news()->text(), u"“Studio” is gone from this computer."_s);
    QCOMPARE(store.place(), KeyPlace::None);
    QVERIFY(!dialog.keyList()->row(u"Personal"_s)->choice()->isChecked());
    dialog.keyList()->row(u"Personal"_s)->forgetAction()->trigger();
    QTRY_VERIFY2(dialog.keyEdit()->isVisible(), "with the last key gone, one can be added");
}

void tst_settings::anotherKeyIsPastedInPlaceOfOne()
{
    MemoryKeyStore store;
    addTwo(store);
    KeyDialog dialog(store);
    dialog.open();
    dialog.keyList()->row(u"Personal"_s)->replaceAction()->trigger();
    QVERIFY(!dialog.nameEdit()->isVisible());
    QVERIFY(dialog.windowTitle().contains(u"Personal"_s));
    QTest::keyClicks(dialog.keyEdit(), aKey);
    dialog.saveButton()->click();
    QTRY_COMPARE(store.activeName(), u"Personal"_s);
    QCOMPARE(store.key(), *ApiKey::fromText(aKey));
    QCOMPARE(store.names().size(), 2);
}

/// KEY-02: with the names known, a locked keychain does not look like a first start.
void tst_settings::aLockedKeychainIsUnlockedFromTheKeysAsWell()
{
    MemoryKeyStore store;
    addTwo(store);
    store.setKeychain(KeychainState::Locked, *ApiKey::fromText(aKey), u"The keychain is locked."_s);
    KeyDialog dialog(store);
    dialog.open();
    QVERIFY(dialog.keyList()->isVisible());
    QVERIFY(says(dialog, u"The keychain is locked."_s));
    QVERIFY(dialog.unlockButton()->isVisible());
    dialog.unlockButton()->click();
    QTRY_COMPARE(store.unlockCount(), 1);
    QTRY_VERIFY(!dialog.unlockButton()->isVisible());
}

void tst_settings::theHelpLinkOnlyAsks()
{
    MemoryKeyStore store;
    KeyDialog dialog(store);
    QSignalSpy asked(&dialog, &KeyDialog::helpRequested);
    for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
        if (button->text().startsWith(u"Where do I get one"_s))
            button->click();
    }
    QCOMPARE(asked.count(), 1);
}

void tst_settings::theDialogsCanBeUsedWithTheKeyboardAlone()
{
    MemoryKeyStore store;
    loadNow(store);
    KeyDialog dialog(store);
    probe::show(dialog);
    QTest::keyClicks(dialog.keyEdit(), aKey);
    const QList<QWidget *> walk = probe::tabWalk(&dialog);
    QVERIFY(walk.contains(dialog.testButton()));
    QVERIFY(walk.contains(dialog.saveButton()));
    QCOMPARE(probe::namelessFocusables(&dialog), QStringList());
    QTemporaryDir folder;
    QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
    SettingsDialog window(m_theme, settings, store);
    probe::show(window);
    QCOMPARE(probe::namelessFocusables(&window), QStringList());
    QVERIFY(probe::tabWalk(&window).contains(window.textSizeSlider()));
}

void tst_settings::theLookAppliesAtOnceAndIsRemembered()
{
    MemoryKeyStore store;
    QTemporaryDir folder;
    QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
    SettingsDialog dialog(m_theme, settings, store);
    probe::show(dialog);
    QTest::mouseClick(dialog.lookChoice()->segment(2), Qt::LeftButton);
    QCOMPARE(m_theme.choice(), Theme::Choice::Light);
    QCOMPARE(settings.value(u"look/scheme"_s).toString(), u"light"_s);
    dialog.textSizeSlider()->setFocus();
    QTest::keyClick(dialog.textSizeSlider(), Qt::Key_Right);
    QCOMPARE(m_theme.textScale(), 1.1);
    QCOMPARE(settings.value(u"look/textScale"_s).toDouble(), 1.1);
    m_theme.setTextScale(1.0);
    m_theme.setChoice(Theme::Choice::Dark);
}

void tst_settings::theKeysStateIsSaidInWords()
{
    MemoryKeyStore store;
    QTemporaryDir folder;
    QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
    SettingsDialog dialog(m_theme, settings, store);
    QCOMPARE(dialog.keyText(), u"Looking for a key…"_s);
    loadNow(store);
    QCOMPARE(dialog.keyText(), u"No key yet. Practice works without one."_s);
    QVERIFY(!dialog.forgetButton()->isVisibleTo(&dialog));
    store.setKeychain(KeychainState::Present, *ApiKey::fromText(aKey));
    QCOMPARE(dialog.keyText(), u"A key is kept in the system keychain."_s);
    QVERIFY(dialog.forgetButton()->isVisibleTo(&dialog));
    store.useForSession(*ApiKey::fromText(aKey));
    QCOMPARE(dialog.keyText(), u"A key is in use until you quit."_s);
    QVERIFY(!says(dialog, u"secret"_s));
}

void tst_settings::forgettingTellsHowItEnded()
{
    MemoryKeyStore store;
    loadNow(store);
    store.setKeychain(KeychainState::Present, *ApiKey::fromText(aKey));
    QTemporaryDir folder;
    QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
    SettingsDialog dialog(m_theme, settings, store);
    dialog.forgetButton()->click();
    QTRY_VERIFY(says(dialog, u"The key is gone from this computer."_s));
    QCOMPARE(store.place(), KeyPlace::None);
    store.setKeychain(KeychainState::Present, *ApiKey::fromText(aKey));
    store.setFailure(Error{ErrorKind::Storage, u"The keychain did not let go of it."_s});
    dialog.forgetButton()->click();
    QTRY_VERIFY(says(dialog, u"The keychain did not let go of it."_s));
}

void tst_settings::aLockedKeychainCanBeUnlocked()
{
    MemoryKeyStore store;
    store.setKeychain(KeychainState::Locked, *ApiKey::fromText(aKey), u"The keychain is locked."_s);
    loadNow(store);
    QTemporaryDir folder;
    QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
    SettingsDialog dialog(m_theme, settings, store);
    QCOMPARE(dialog.keyText(), u"The keychain is locked."_s);
    QVERIFY(dialog.unlockButton()->isVisibleTo(&dialog));
    dialog.unlockButton()->click();
    QTRY_COMPARE(store.unlockCount(), 1);
    QTRY_VERIFY(!dialog.unlockButton()->isVisibleTo(&dialog));
}

QTEST_MAIN(tst_settings)
#include "tst_settings.moc"
