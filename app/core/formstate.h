#pragma once

#include "core/delivery.h"
#include "core/provenance.h"

#include <QJsonObject>

namespace janus {

/// Everything that stands in the form, as JSON: the draft, the past forms of the library, and what undo goes
/// back to. ui::ComposePanel writes and reads it; a member that is missing means the usual.
///
///     "model"    the endpoint whose inputs these are
///     "input"    the inputs as in a request; the prompt as it was written
///     "split"    false: several pictures are one request
///     "seedMode" "draw", "locked", "count"; drafts of earlier versions have the bool "seedLocked" instead
///     "style"    name of the style round the prompt
///     "allWords" true: all combinations of its words are sent
///     "delivery" Delivery::toJson()
///     "parent"   {"job", "index"}: the picture whose settings these were
namespace formstate {

/// The prompt as it would be written: `words` (Provenance), and where there are none the text that was sent,
/// standing for itself.
QString writtenPrompt(const QString &words, const QString &sent);

/// The form that `first`, the first request of a batch, would have come from. `pictures`: how many requests
/// the batch has that differ from it only by counting up the seed, itself included. The seed is locked and
/// the prompt stands as it was sent, so that Generate makes the same once more: what it was written as may
/// draw other words by now, or by another seed.
QJsonObject of(const Wish &first, int pictures, const Delivery &delivery);

} // namespace formstate

} // namespace janus
