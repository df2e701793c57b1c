#pragma once

#include "core/picture.h"
#include "core/result.h"

#include <QString>
#include <QStringList>

/// What exported files are called. Pure functions, for any thread.
namespace janus::library {

/// {date} {time} (of the clock on the wall, when the picture was saved), {prompt} (its words), {seed},
/// {n} (which of those exported, with zeros so that they sort), {model}, {width}, {height}, {rating}, {id}.
QStringList exportNameFields();
inline const QString defaultExportName = QStringLiteral("{date} {prompt} {seed}");

/// BadInput with a sentence for a field there is not, and for a brace without its other.
Result<void> checkExportName(const QString &nameTemplate);

/// The name of a file without its suffix, as safeFileName() makes it. `number` counts from 1 to `total`. A
/// template that checkExportName() refuses is taken as it stands.
QString exportName(const QString &nameTemplate, const Picture &picture, int number, int total);

/// A name that may be given to a file on Linux, macOS and Windows: one line of at most 180 bytes in UTF-8,
/// without separators, wildcards, control characters or marks that turn text around, with no dot or space at
/// an end, none of the names Windows keeps for devices, and never empty.
QString safeFileName(const QString &text);

} // namespace janus::library
