#pragma once

#include "core/picture.h"

#include <QByteArray>
#include <QString>

/// A picture's recipe as other programs read it.
namespace janus::library {

/// The text that AUTOMATIC1111's web UI, Forge and the tools after them read and paste: the prompt, a line
/// "Negative prompt: …" when there is one, and a last line of "Name: value, Name: value". Values with commas,
/// colons or line breaks are quoted as JSON strings, as they do it. A prompt longer than `mostPrompt`
/// characters is cut and ends with "…"; negative: never.
QString recipeText(const Picture &picture, qsizetype mostPrompt = -1);

/// An XMP packet: description, program, IPTC's mark of a picture made by a trained model, and what the artist
/// has said in marks: rating, label and tags (not notes).
QByteArray recipeXmp(const Picture &picture);
/// Whether that would say anything of them.
bool isSaidInXmp(const Marks &marks);
/// A packet of marks alone.
QByteArray marksXmp(const Marks &marks);
/// A packet of IPTC's mark alone.
QByteArray sourceTypeXmp(const QString &sourceType);
/// IPTC's word for how a picture of ours was made; no model was trained for the practice server, which draws
/// by rules.
QString sourceTypeOf(const Picture &picture);

/// An EXIF block (TIFF, big-endian) whose UserComment is `text`. The comment's UTF-16 is big-endian in every
/// case for piexif, with which the web UI reads it.
QByteArray exifWithComment(const QString &text);

} // namespace janus::library
