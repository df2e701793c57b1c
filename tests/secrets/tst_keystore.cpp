// Runs the test class that is named on the command line: one for each state a keychain can be in.
#include "keychainstates.h"

#include <QCoreApplication>
#include <QTest>

#include <initializer_list>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QStringList arguments = QCoreApplication::arguments();
    const QString wanted = arguments.size() > 1 ? arguments.takeAt(1) : QString();
    Environment environment;
    Unlocked unlocked;
    Locked locked;
    Absent absent;
    NoBus noBus;
    Hung hung;
    KdeUnlocked kdeUnlocked;
    KdeLocked kdeLocked;
    KdeAbsent kdeAbsent;
    NoLibsecret noLibsecret;
    NoGlib noGlib;
    Prompt prompt;
    AbandonedPrompt abandonedPrompt;
    Matrix matrix;
    DeletedJob deletedJob;
    for (QObject *state : std::initializer_list<QObject *>{
             &environment, &unlocked, &locked, &absent, &noBus, &hung, &kdeUnlocked, &kdeLocked, &kdeAbsent,
             &noLibsecret, &noGlib, &prompt, &abandonedPrompt, &matrix, &deletedJob}) {
        if (wanted == QLatin1StringView(state->metaObject()->className()))
            return QTest::qExec(state, arguments);
    }
    qCritical("usage: tst_keystore STATE [FUNCTION...]; the states are the classes in keychainstates.h");
    return 2;
}
