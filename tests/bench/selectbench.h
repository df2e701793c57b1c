#pragma once

#include <QJsonObject>

#include <functional>

class QAbstractItemView;
class QMainWindow;

namespace janus::bench {

class StageWatch;

/// Selects everything and marks all of it: milliseconds from the deed to the painting that shows it in all
/// that is in sight (`_ms`), and how long the deed itself kept the window (`_blocked_ms`). `tagAll` gives all
/// pictures a tag. The figures name what the window does not have.
QJsonObject measureSelection(QMainWindow &window, QAbstractItemView &view, StageWatch &watch,
                             const std::function<void(const QString &)> &tagAll);

} // namespace janus::bench
