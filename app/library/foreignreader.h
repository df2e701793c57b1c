#pragma once

#include "core/foreignrecipe.h"

#include <QByteArray>
#include <QString>

#include <optional>

/// How pictures were made, out of files and texts of anybody's: AUTOMATIC1111 and those who write as it does,
/// ComfyUI, InvokeAI, SwarmUI, Fooocus, NovelAI (foreignprograms.h names the sources). What is damaged or too
/// large is passed over; nothing in them is trusted. Pure, any thread.
namespace janus::library {

/// Of a picture file. A size that the program does not tell is the picture's own.
std::optional<ForeignRecipe> foreignRecipeOf(const QByteArray &file);

/// Of a text: infotext as it is copied from the web UI, or one of the JSON forms.
std::optional<ForeignRecipe> foreignRecipeInText(const QString &text);

} // namespace janus::library
