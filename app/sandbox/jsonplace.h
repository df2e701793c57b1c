#pragma once

#include <QByteArray>
#include <QString>

#include <initializer_list>
#include <variant>

namespace janus::sandbox {

/// A place in a text as editors count it, from 1. Columns count bytes.
struct TextPlace
{
    int line = 1;
    int column = 1;
};

TextPlace placeAt(const QByteArray &text, qsizetype offset);

/// The name of a member, or the number of an element from 0.
using JsonStep = std::variant<QString, int>;

/// Where the value at the end of that path begins, or the innermost container on the way that exists. The
/// text must be valid JSON. Qt's reader does not keep places.
TextPlace placeOf(const QByteArray &json, std::initializer_list<JsonStep> path);

} // namespace janus::sandbox
