#pragma once

#include "sandbox/faults.h"

#include <QString>

#include <optional>

namespace janus::sandbox {

/// What is wrong with one field of a fault. No field: the object as a whole.
struct FaultMistake
{
    QString field;
    QString sentence;
};

struct ReadFault
{
    Fault fault; ///< Of no use when there is a mistake.
    std::optional<FaultMistake> mistake;
};

/// Reads one fault with the fields of faultfile.h.
ReadFault readFault(const QJsonObject &json);

} // namespace janus::sandbox
