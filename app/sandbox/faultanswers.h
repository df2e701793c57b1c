#pragma once

#include "sandbox/faults.h"

namespace janus::sandbox {

class Connection;

/// True for faults that take the place of the work; the others change its normal answer.
bool isInstead(const Fault &fault);

/// Answers as such a fault wants it: with something else, or not at all.
void answerInstead(const Fault &fault, Connection &connection);

/// Sets the connection up to send the next answer slowly or not to its end, where the fault is of that kind.
void setUpWire(const Fault &fault, Connection &connection);

/// Puts the normal answer of that call into the shape the fault wants.
void misshape(const Fault &fault, Fault::On call, HttpResponse &response);

} // namespace janus::sandbox
