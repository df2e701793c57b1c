#pragma once

#include "core/result.h"
#include "sandbox/faults.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace janus::sandbox {

/// Reads a fault file: JSON, either a list of faults or {"seed": N, "faults": [...]}. Each fault is an
/// object:
///
///   do           the name of a switch (faultswitches.h); the only field that must be there
///   on           where it hits: submit, status, stream, result, cancel, media, initiate, upload, complete or
///                any, or a list of these; a direct run is hit as a submit, and by what is for its result
///   times        how often it hits, from 1, or "always"; once unless a rate is given
///   rate         the probability, 0 to 1, that a call is hit; with the same seed the same calls are hit
///   skip         calls that are answered properly before the first is hit
///   per          "call", or "request": hit or spared once for all calls about one queued request
///   status, body, headers, bytes, events, interval_ms, accept, position, word, error, error_type
///                as the switch says
///
/// BadInput with one sentence for the first mistake; Error::detail is "line L, column C".
Result<FaultPlan> readFaults(const QByteArray &json);

/// The same from a file; the sentence names it. Storage: it cannot be read.
Result<FaultPlan> readFaultFile(const QString &path);

/// Reads the header X-Sandbox-Fault: names of switches, each with fields if need be, as in
/// "503;on=status|stream;times=2, null-logs". `call` is the call that carries it: a switch that is not told
/// where to hit hits this call if it can; otherwise, on a submit, the calls about the new queued request.
Result<QList<Fault>> readFaultHeader(const QByteArray &value, Fault::On call);

} // namespace janus::sandbox
