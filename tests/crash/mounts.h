#pragma once

#include <QString>
#include <QStringList>

namespace janus::crash {

/// File systems of our own, in a mount namespace that goes with its last process. Needs root (or a user
/// namespace, for tmpfs).
///
/// Why not, as a sentence for QSKIP; empty when it can be had.
QString whyNoMounts();
QString whyNoLoopMounts();

/// Runs one of the scripts beside this file in a mount namespace of its own and answers its exit code.
int runIsolated(const QString &script, const QStringList &arguments);

} // namespace janus::crash
