#pragma once

#include "sandbox/faults.h"

#include <QLatin1String>
#include <QList>
#include <QStringList>

namespace janus::sandbox {

/// A misbehaviour with a name: what a fault file calls "do", and what the header X-Sandbox-Fault takes. All
/// of item 14 in section 10 of the protocol reference is here.
struct FaultSwitch
{
    QLatin1String name;
    QString sentence;   ///< What the server does, for the help text and the menu.
    Fault fault;        ///< As it is without any further field; its `on` is where it hits unless told.
    Fault::On possible; ///< Where it can hit at all.
    QStringList fields; ///< The fields of a fault file it takes besides do, on, times, rate, skip and per.
};

const QList<FaultSwitch> &faultSwitches();
const FaultSwitch *findFaultSwitch(const QString &name); ///< Null if there is none.

/// The names of single calls, as "on" takes them. "any" is all of them.
struct CallName
{
    QLatin1String name;
    Fault::On on;
};
const QList<CallName> &callNames();

/// Rewrites of status bodies (streams: of each event).
Fault withPosition(Fault fault, int position);    ///< Of whoever waits.
Fault withWord(Fault fault, const QString &word); ///< In place of IN_QUEUE and IN_PROGRESS.
/// The request fails with these words of section 6.2 of the protocol reference.
Fault withFailure(Fault fault, int status, const QString &error, const QString &errorType);

} // namespace janus::sandbox
