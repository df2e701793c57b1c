#pragma once

#include "core/result.h"
#include "library/recipe.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

/// Looking at the files in the pictures folder, which may be anybody's. Blocks for the disk; any thread that
/// may wait.
namespace janus::library {

/// Every file below the folder but hidden ones, relative to it, in the order of names. Links are not
/// followed. A Storage error when there is no such folder.
Result<QStringList> filesBelow(const QString &folder);
/// Whether a name ends as pictures do.
bool hasPictureSuffix(const QString &file);

/// Files above 256 MiB are refused.
Result<QByteArray> readPictureFile(const QString &path);
/// The recipe of a picture's file, or of the sidecar beside it; nothing when neither has one. `bytes` is the
/// file's content or, for what JPEG and PNG begin with, its beginning.
std::optional<QByteArray> recipeJsonOf(const QString &path, const QByteArray &bytes);
/// The same, reading no more of the file than is needed.
std::optional<QByteArray> recipeJsonOf(const QString &path);

} // namespace janus::library
