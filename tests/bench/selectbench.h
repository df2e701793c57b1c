#pragma once

#include <QJsonObject>

class QAbstractItemView;
class QMainWindow;

namespace janus::bench {

class StageWatch;

/// Selects everything and does something to all of it: milliseconds from the deed to the painting that shows it.
/// The figures name the actions the window does not have.
QJsonObject measureSelection(QMainWindow &window, QAbstractItemView &view, StageWatch &watch);

} // namespace janus::bench
