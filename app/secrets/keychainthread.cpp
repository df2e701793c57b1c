#include "secrets/keychainthread.h"

#include <QCoreApplication>
#include <QThread>

using namespace Qt::StringLiterals;

namespace janus::secrets {

namespace {

QThread *theThread = nullptr;

void endThread()
{
    constexpr unsigned long longestWait = 1500;
    theThread->quit();
    // Destroying a thread that still runs would abort the program; the end of the process takes it along.
    if (theThread->wait(longestWait))
        delete theThread;
    theThread = nullptr;
}

} // namespace

QThread *keychainThread()
{
    if (!theThread) {
        theThread = new QThread;
        theThread->setObjectName(u"keychain"_s);
        theThread->start();
        qAddPostRoutine(endThread);
    }
    return theThread;
}

} // namespace janus::secrets
