#pragma once

#include "core/paramspec.h"
#include "core/picture.h"
#include "core/worddifference.h"

#include <QJsonValue>
#include <QList>
#include <QStringList>

namespace janus {

/// One thing in which the recipes of pictures differ.
struct Difference
{
    enum class What {
        Parameter, ///< an input of the model
        Model,     ///< values are the endpoints
        Seed,      ///< the seeds that were used, exact 64-bit integers
        Place,     ///< which picture of its request: "3 of 4"
        Pixels,    ///< the files' own sizes, where the sizes asked for do not tell: {"width": w, "height": h}
    };
    What what = What::Parameter;
    ParamSpec
        spec; ///< names the parameter and says how its values are written; only name and title otherwise
    QList<QJsonValue> values; ///< one per picture; Undefined where a request leaves it out

    bool operator==(const Difference &) const = default;
};

/// How the recipes of a few pictures differ.
struct Differences
{
    QList<Difference> rows; ///< model, then inputs in the model's order, then seed, place and pixels
    QStringList same;       ///< titles of what was compared and is the same
    bool isPromptDifferent = false;
    QList<QList<WordRun>> prompts; ///< compareWords() of the prompts; one per picture

    bool isNothing() const { return rows.isEmpty() && !isPromptDifferent; }
    /// Nothing differs except this.
    bool isOnly(Difference::What what) const;
    bool operator==(const Differences &) const = default;
};

/// Compares the recipes of two or more pictures. `specs` are the inputs of their model in its order, with
/// titles and defaults; what they do not name comes after them by its own name. An input that is left out is
/// the same as its default, and a named size the same as its pixels.
Differences differencesOf(const QList<Picture> &pictures, const QList<ParamSpec> &specs = {});

} // namespace janus
