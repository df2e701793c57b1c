#pragma once

#include "sandbox/faults.h"

namespace janus::sandbox {

class Connection;

/// What shall go wrong with one call.
struct FaultChoice
{
    std::optional<Fault> now;
    QList<Fault> later;                  ///< Submit: for the calls about the new queued request.
    std::optional<HttpResponse> refusal; ///< The header X-Sandbox-Fault makes no sense; this is the answer.
};

/// Looks into the header and, where it says nothing about this call, into the ledger. `requestId` is empty
/// where the call is about no queued request. Only for calls that passed the security checks.
FaultChoice chooseFault(const HttpRequest &request, Fault::On call, const QByteArray &requestId,
                        FaultLedger &ledger);

/// True for faults that take the place of the work; the others change its normal answer.
bool isInstead(const Fault &fault);

/// Answers as such a fault wants it: with something else, or not at all.
void answerInstead(const Fault &fault, Connection &connection);

/// Sets the connection up to send the next answer slowly or not to its end, where the fault is of that kind.
void setUpWire(const Fault &fault, Connection &connection);

/// Sends the normal answer of that call in the shape and at the time the fault wants.
void sendMisshapen(const std::optional<Fault> &fault, Fault::On call, HttpResponse response,
                   Connection &connection);

} // namespace janus::sandbox
