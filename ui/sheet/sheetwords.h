#pragma once

#include "core/modelschema.h"
#include "core/sweep.h"
#include "models/sheetmodel.h"

#include <QString>

namespace janus::ui {

/// What may vary: every input of the model but the count of pictures.
QList<ParamSpec> varyingParams(const ModelSchema &schema);
/// "Guidance", or "Words: dawn": what stands on a chip, where there is not much room.
QString chipTitle(const SweepAxis &axis, const ModelSchema &schema);
/// A first set of values for a parameter, round what stands in the form.
QString suggestedValues(const ModelSchema &schema, const ParamSpec &param, const GenerationRequest &base);
/// The group of words of a prompt one would try others for: what stands between its first two commas.
QString suggestedWords(const QString &prompt);

/// "8 values: 2, 4, 6, …": what was understood, at most `most` of them by name.
QString readingOf(const SweepAxis &axis, const ModelSchema &schema, int most);
/// How values may be typed, by example; null for words.
QString valuesHint(const ParamSpec *param);
/// "13 of 20 done · 3 under way · 3 waiting · 1 to retry".
QString progressText(const library::SheetProgress &progress);
/// A name for a file, from one of a sheet.
QString sheetFileStem(QString name);

} // namespace janus::ui
