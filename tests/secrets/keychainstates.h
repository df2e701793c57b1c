#pragma once

#include "core/result.h"
#include "tests/secrets/keystoretools.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <optional>

namespace janus::secrets {
class SystemKeyStore;
}

/// One class per state of the machine: main() runs the one that is named on the command line.

/// No keychain needed: where keys come from and which one wins.
class Environment : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup();
    void environmentIsReadAsDocumented_data();
    void environmentIsReadAsDocumented();
    void keyIsTakenOutOfTheEnvironment();
    void sessionWinsOverEnvironment();
    void forgettingLeavesTheEnvironmentsKey();
    void nothingIsKnownBeforeLoading();
    void answerIsNotGivenToADeadContext();
    void memoryStoreAnswersLater();
    void memoryStoreGivesTheKeyOnlyWhenPresent();
    void insecureFallbackIsNeverSwitchedOn();
};

class Unlocked : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void emptyKeychainIsEmpty();
    void storedKeyIsThereAfterARestart();
    void storingAgainReplacesTheKey();
    void deletedKeyIsGone();
    void deletingNothingSucceeds();
    void environmentWinsOverKeychain();
    void storedKeyTakesThePlaceOfTheSessionKey();
    void entryThatIsNoKeyIsExplained();
    void answersComeInTheOrderAsked();
    void keyOfAVersionWithoutNamesGetsOne();
    void everyNamedKeyHasAnEntryOfItsOwn();
    void anotherKeyIsUsedOnceItIsRead();
    void forgettingTheActiveKeyLeavesNoneInUse();
    void aNameWithoutAnEntryIsExplained();
    void wrongNamesAreRefusedInWords();
    void keychainThatRestartsIsUsedAgain();
    void keychainLockedWhileRunningSaysSo();
    void keyStandsInNoFile();
};

class Locked : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lockedKeychainIsNotCalledEmpty();
    void unlockingThatFailsStaysLocked();
    void deletingWhileLockedSaysItIsStillThere();
    void storingWhileLockedSaysLocked();
    void usingANamedKeyWhileLockedSaysLocked();
    void keyStandsInNoFile();
};

class Absent : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void missingKeychainIsExplained();
    void storingFailsInWordsAndForSessionWorks();
    void forgettingTheSessionKeySucceeds();
};

class NoBus : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void missingBusIsExplained();
    void storingFailsInWordsAndForSessionWorks();
    void forgettingTheSessionKeySucceeds();
};

class Hung : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void silenceIsSaidAndTheProgramGoesOn();
    void lateAnswerIsStillUsed();
    void storingWaitsWithoutAnAnswer();
    void storeDiesWithoutWaiting();
};

/// KDE's session without its wallet: QtKeychain falls back to the Secret Service by itself.
class KdeUnlocked : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void storedKeyIsReadAndDeleted();
};

class KdeLocked : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lockedKeychainIsNotCalledEmpty();
};

class KdeAbsent : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void missingKeychainIsExplainedAndNothingIsWritten();
};

class NoLibsecret : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void missingLibraryIsExplained();
};

class NoGlib : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void missingEventLoopIsExplained();
};

/// A locked keychain and somebody at the keyboard.
class Prompt : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void closedPromptIsLockedAndAnsweredPromptIsUsed();
};

/// The program ends while the keychain's password window is open; the wrapper's time limit judges it.
class AbandonedPrompt : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void programEndsWhileThePromptIsOpen();
};

/// Store, read, replace and delete in the state that JANUS_KEYCHAIN_STATE names; tests/secrets/matrix brings
/// it about.
class Matrix : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void storing();
    void reading();
    void replacing();
    void deleting();
    void cleanupTestCase();

private:
    using Answer = std::optional<janus::Result<void>>;
    void expectAnswer(janus::secrets::SystemKeyStore &keys, const QString &words, const Answer &answer);
    void finish(janus::secrets::SystemKeyStore &keys, qint64 longestGap);
    std::chrono::milliseconds patience() const;

    QString m_state;
    std::unique_ptr<keystoretools::Display> m_display;
    int m_right = 0;
    int m_filesWithKey = 0;
    qint64 m_longestGap = 0;
};

/// The mistake of upstream issue 261, for the test of the lifetime test; never part of another run.
class DeletedJob : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isNoticed();
};
