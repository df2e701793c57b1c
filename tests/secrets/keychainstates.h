#pragma once

#include <QObject>

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
