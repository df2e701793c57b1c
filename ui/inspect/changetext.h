#pragma once

#include "core/modelschema.h"
#include "core/picture.h"

#include <QString>

namespace janus::ui {

/// What was changed from one picture to the next, on one line: "guidance 5 → 7 · −dawn +noon · another seed".
/// "The same once more" when nothing was.
QString changeText(const Picture &from, const Picture &to, const ModelSchema &schema);

} // namespace janus::ui
