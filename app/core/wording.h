#pragma once

#include "core/provenance.h"
#include "core/words.h"

#include <QList>

#include <optional>

namespace janus {

/// What becomes of a prompt on its way from the form, or the command line, to what is sent.
struct Wording
{
    enum class Drawing {
        Off,    ///< goes out as it is written
        BySeed, ///< each request draws with its own seed
        All,    ///< every combination once, all with the seeds that are there, so that only the words differ
    };

    Drawing drawing = Drawing::BySeed;
    words::Lists lists = {};
    std::optional<words::Style> style = {};
    Seed seedless = 0; ///< draws where a request has no seed

    /// At most words::mostCombinations with All, otherwise 1.
    int setsOf(const QString &prompt) const;
};

/// The wishes for requests whose prompts are as they were written: with All, the whole list for the first
/// combination, then for the second … All of `requests` have the same prompt. Each wish says what was written
/// where that is not what is sent. `sets`: no more combinations than these.
QList<Wish> wishesFor(const QList<GenerationRequest> &requests, const Wording &wording,
                      const Provenance &provenance, int sets = words::mostCombinations);

} // namespace janus
