#pragma once

#include <QJsonObject>

namespace janus::bench {

/// Waits until this process has come to rest, then does nothing for `seconds`: how often its threads woke up
/// and what that cost.
QJsonObject measureIdle(int seconds);

} // namespace janus::bench
