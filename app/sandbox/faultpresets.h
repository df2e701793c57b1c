#pragma once

#include "sandbox/faults.h"

#include <QList>
#include <QString>

namespace janus::sandbox {

/// A ready-made set of faults for people who want to see how it feels, without writing a fault file.
struct FaultPreset
{
    QString name;     ///< Stable, for settings: "slow".
    QString title;    ///< For a menu: "Slow answers".
    QString sentence; ///< What will happen, for a tool tip.
    QList<Fault> faults;
};

const QList<FaultPreset> &faultPresets();

} // namespace janus::sandbox
