#pragma once

#include "core/result.h"

#include <QString>

namespace janus::bench {

struct RawFigures
{
    double seconds = 0;
    double cpuSeconds = 0;
};

/// What SQLite itself takes for one narrow row a picture and a full-text index of the prompts, the yardstick
/// for the library's own tables. `file` is made, and removed afterwards.
Result<RawFigures> makeRawLibrary(const QString &file, int pictures);

} // namespace janus::bench
