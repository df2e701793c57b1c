#pragma once

#include "core/foreignrecipe.h"
#include "core/picture.h"
#include "core/result.h"
#include "library/recipe.h"

#include <QString>

#include <variant>

/// How a picture was made, wherever that stands: in a picture, beside one, in a text.
namespace janus::library {

/// Ours where there is one, whatever else stands beside it.
using FoundRecipe = std::variant<Recipe, ForeignRecipe>;

/// Of a picture, or of a text or JSON file; a sidecar of ours counts as the picture's. Reads the file: any
/// thread that may wait. A BadInput error whose sentence says what the file lacks, or a Storage error.
Result<FoundRecipe> recipeInFile(const QString &path);
/// Of pasted text.
Result<FoundRecipe> recipeInText(const QString &text);

/// As much of a picture as its recipe alone tells.
Picture pictureOf(const Recipe &recipe);

} // namespace janus::library
