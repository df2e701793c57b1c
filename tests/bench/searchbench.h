#pragma once

#include <QJsonObject>

class QAbstractItemView;
class QMainWindow;
class QString;

namespace janus::bench {

class StageWatch;

/// Types each line of a file into the window's search field, key by key, each key waited for until the first
/// page of hits is painted and real; then clears the field. The figures say why where there is no such field.
QJsonObject measureSearches(QMainWindow &window, QAbstractItemView &view, StageWatch &watch,
                            const QString &file);

} // namespace janus::bench
