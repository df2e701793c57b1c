#pragma once

#include "core/generationrequest.h"
#include "core/modelschema.h"
#include "core/seed.h"

#include <QList>
#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>

namespace janus {

/// A setting under the name that people of the other program know: "Sampler", "DPM++ 2M".
struct NamedSetting
{
    QString name;
    QString value;
    bool operator==(const NamedSetting &) const = default;
};

/// What a picture of another program says of how it was made. Everything in it is anybody's text.
struct ForeignRecipe
{
    QString program; ///< "AUTOMATIC1111", "ComfyUI" …
    QString version; ///< as the program writes it; may be empty
    QString prompt;
    QString negativePrompt;
    std::optional<Seed> seed; ///< one that is no 64-bit integer stands in `others`
    QSize size;               ///< invalid when it says none
    std::optional<double> guidance;
    QList<NamedSetting> others; ///< everything else, in the program's order as far as that is known

    bool operator==(const ForeignRecipe &) const = default;
};

/// Characters of a prompt; what is longer was none.
constexpr qsizetype mostForeignPrompt = 100'000;

/// "ComfyUI 0.3.40"; the version as it stands where it names the program itself.
QString programText(const ForeignRecipe &recipe);

/// What every picture of ours has, too: prompt, seed and guidance, under our own names, of no endpoint. It is
/// for finding and showing, never for sending.
GenerationRequest knownRequest(const ForeignRecipe &recipe);

/// Something that is not used, or not as it was.
struct UnusedSetting
{
    QString name;
    QString value;
    QString why;            ///< a few words without a full stop; empty: the model has no such setting
    bool isChanged = false; ///< it was taken over as something else, which `why` names

    /// "Negative prompt: blurry (Janus-Pro takes none)".
    QString line() const;
    bool operator==(const UnusedSetting &) const = default;
};

/// A foreign recipe in the words of one of our models.
struct RestoredSettings
{
    /// The model's defaults with what applies; it can be sent when there is a prompt.
    GenerationRequest request;
    QStringList used; ///< the parameters that were taken over, by the schema's names, in the form's order
    QStringList usedTitles; ///< the same for people: "prompt", "seed"
    QList<UnusedSetting> unused;

    /// "prompt, seed, size and guidance"; empty when nothing applies.
    QString usedText() const;
    /// Every line of `unused`, each on its own.
    QString unusedText() const;
};

/// What applies is taken over: the prompt; a seed that the model takes; the size, as a preset where one is
/// equal, else the nearest that fits; guidance, moved into its range; and temperature, steps and the negative
/// prompt where the model has them. All the rest is listed, and so is what had to be changed.
RestoredSettings appliedTo(const ForeignRecipe &recipe, const ModelSchema &schema);

} // namespace janus
