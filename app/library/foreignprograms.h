#pragma once

#include "core/foreignrecipe.h"

#include <QString>

#include <optional>

class QJsonObject;

/// What the texts of each program say; used by foreignreader.cpp. Pure functions on anybody's text, for any
/// thread. Nothing when a text is none of that program's.
namespace janus::library {

/// AUTOMATIC1111's web UI, Forge and all who write as they do: "prompt", lines from "Negative prompt:" on,
/// and a last line of "Name: value, Name: value". Values with a comma, a colon or a line break are JSON
/// strings. Lines behind that one (older extensions wrote "Template: …" there) are kept. The version says
/// which program it was. `mayBeBare`: a text without the last line is a prompt.
/// Source: AUTOMATIC1111/stable-diffusion-webui, modules/infotext_utils.py (parse_generation_parameters,
/// quote), modules/images.py (save_image_with_geninfo: PNG text "parameters", else EXIF UserComment).
std::optional<ForeignRecipe> recipeOfInfotext(const QString &text, bool mayBeBare);

/// ComfyUI: the graph that was run, {"id": {"class_type", "inputs"}}, where a link is ["id", slot]; and the
/// picture of it that the window shows, {"nodes", "links"}, when there is nothing else.
/// Source: comfyanonymous/ComfyUI, nodes.py (SaveImage: PNG texts "prompt" and "workflow"),
/// comfy_extras/nodes_images.py (SaveAnimatedWEBP: EXIF Model "prompt:…", Make "workflow:…" and so on down).
std::optional<ForeignRecipe> recipeOfComfyGraph(const QJsonObject &prompt);
std::optional<ForeignRecipe> recipeOfComfyWorkflow(const QJsonObject &workflow);

/// InvokeAI 3 and later: PNG text "invokeai_metadata", the fields of CoreMetadataInvocation.
/// Source: invoke-ai/InvokeAI, invokeai/app/invocations/metadata.py.
std::optional<ForeignRecipe> recipeOfInvokeMetadata(const QJsonObject &metadata);
/// InvokeAI 2: PNG text "sd-metadata"; the prompt is a list of weighted ones, what is not wanted stands in
/// [brackets] inside it. Source: invoke-ai/InvokeAI 2.3, ldm/invoke/args.py (metadata_dumps, RFC 266).
std::optional<ForeignRecipe> recipeOfInvokeRfc266(const QJsonObject &metadata);
/// InvokeAI 1 and 2: PNG text "Dream", a command line. Source: the same file, dream_prompt_str.
std::optional<ForeignRecipe> recipeOfDream(const QString &command);

/// SwarmUI: JSON with "sui_image_params", in the PNG text "parameters" or EXIF UserComment. Its values may be
/// strings. Source: mcmonkeyprojects/SwarmUI, docs/Image Metadata Format.md.
std::optional<ForeignRecipe> recipeOfSwarm(const QJsonObject &metadata);

/// Fooocus, its own scheme: JSON in the PNG text "parameters" beside "fooocus_scheme", or in EXIF UserComment
/// beside MakerNote. Its other scheme is AUTOMATIC1111's, with "Raw prompt" as it was typed.
/// Source: lllyasviel/Fooocus, modules/meta_parser.py (read_info_from_image, get_exif, parse_string).
std::optional<ForeignRecipe> recipeOfFooocus(const QJsonObject &metadata);

/// NovelAI: PNG text "Comment" beside "Software".
/// Source: AUTOMATIC1111/stable-diffusion-webui, modules/images.py (read_info_from_image).
std::optional<ForeignRecipe> recipeOfNovelAi(const QJsonObject &comment);

} // namespace janus::library
