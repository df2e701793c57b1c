#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/recipe.h"

#include <QByteArray>

#include <optional>

/// Recipes inside JPEG, PNG and WebP files. Pure functions on bytes, for any thread.
///
/// The recipe is put between the parts of the file: what the server sent stays as it is, part for part and in
/// order, and withoutRecipe() gives it back bit for bit. What a server's file has of its own kind (an EXIF
/// block, an XMP packet, a text "parameters") stays the server's; ours is then left out.
namespace janus::library {

/// The server's bytes with the recipe in three forms: ours as JSON, the text of the web UIs, and XMP.
/// `picture` says what the texts say. A Protocol error when the file is built in a way that cannot carry it;
/// the result has been read again, and gave back recipe and bytes.
Result<QByteArray> withRecipe(const QByteArray &sent, const Recipe &recipe, const Picture &picture);

/// The recipe's JSON inside a file; nothing when there is none. Files of anybody's.
std::optional<QByteArray> recipeJsonIn(const QByteArray &file);

/// Exactly what the server sent. A Protocol error for a file without a recipe, and for one that was changed
/// since: SHA-256 and length of what the server sent are in the recipe.
Result<QByteArray> withoutRecipe(const QByteArray &file);
Result<QByteArray> withoutRecipe(const QByteArray &file, const Recipe &recipe);

/// SHA-256 as 64 hexadecimal digits.
QByteArray sha256Of(const QByteArray &bytes);

} // namespace janus::library
