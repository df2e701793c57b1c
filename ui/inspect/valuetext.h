#pragma once

#include "core/paramspec.h"

#include <QJsonValue>
#include <QString>

namespace janus::ui {

/// A value in words: "1024 × 576 · 16:9", "On", "7". `spec` may be null for inputs nobody knows.
QString valueText(const ParamSpec *spec, const QJsonValue &value);

/// "412 KB", "1.4 MB".
QString bytesText(qint64 bytes);

/// "2.1 s", "1 min 5 s"; empty for a negative (unknown) time.
QString secondsText(double seconds);

} // namespace janus::ui
