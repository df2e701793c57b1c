#pragma once

#include "core/generationrequest.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace janus {

/// Which picture, by a name it has in every library and in files: ids are given anew when a library is made
/// again from files.
struct PictureName
{
    QString job;   ///< the uuid of its request
    int index = 0; ///< 0-based place within that request

    bool operator==(const PictureName &) const = default;
};

/// Where a request comes from. Nothing in here is sent, and nothing decides the picture.
struct Provenance
{
    QString words; ///< the prompt as it was written (core/words.h); empty: as it was sent
    QString style; ///< name of the style that was put around it; empty: none
    std::optional<PictureName> parent =
        {}; ///< the picture whose settings were taken, before they were changed

    // Of this library alone, not written into files:
    QList<PictureName> checks = {}; ///< it asks whether it makes these pictures again
    qint64 sheet = 0;               ///< the sweep sheet it fills a cell of; 0: none
    QString cell = {};              ///< which of its cells (core/sweep.h)
    /// The newest request of that cell (a job's number) that whoever asks knows of; 0: none. When there is a
    /// newer one by then, nothing is sent, so that two processes do not fill one cell. In memory only.
    qint64 cellWas = 0;
    /// What stood in the form when Generate was pressed (core/formstate.h), as JSON; empty: it was not made
    /// from the form. One wish of a batch has it, for all. Not read back with a job.
    QByteArray form = {};

    /// What a picture's own file says of it.
    Provenance lasting() const { return {words, style, parent}; }
    bool operator==(const Provenance &) const = default;
};

/// One request with where it comes from: what the queue takes in.
struct Wish
{
    GenerationRequest request;
    Provenance provenance = {};

    bool operator==(const Wish &) const = default;
};

/// Wishes that come from nowhere else.
inline QList<Wish> wishesFor(const QList<GenerationRequest> &requests, const Provenance &provenance = {})
{
    QList<Wish> wishes;
    wishes.reserve(requests.size());
    for (const GenerationRequest &request : requests)
        wishes << Wish{request, provenance};
    return wishes;
}

} // namespace janus
