#pragma once

#include "core/delivery.h"
#include "core/generationrequest.h"
#include "core/jobstate.h"
#include "core/picture.h"
#include "core/provenance.h"
#include "core/result.h"
#include "fal/queueapi.h"

#include <QDateTime>

#include <optional>

namespace janus::jobs {

/// What has become of looking for a request whose answer was lost (JobState::Unknown).
enum class LostSearch {
    None,
    Looking,
    NotFound,   ///< the account's history does not show it, which is no proof
    CannotLook, ///< there is no history, or it may not be read
};

/// Everything that is known about one request: its row in the journal, and below that what is only true right
/// now.
struct JobInfo
{
    JobId id = 0;
    BatchId batch = 0;
    QString uuid;    ///< ours, made before anything is sent
    QString service; ///< name of the fal::Service it belongs to
    GenerationRequest request;
    Provenance provenance;
    Delivery delivery;
    JobState state = JobState::Waiting;
    QString owner; ///< token of the process that looks after it (support::OwnerLock)
    fal::Ticket ticket;
    bool cancelWished = false;
    QByteArray result; ///< the model's answer as it came; stored so that a restart need not ask again
    std::optional<Error> error; ///< why it ended badly, or why its outcome is unknown
    QDateTime created;          ///< all UTC; invalid until it has happened
    QDateTime submitted;
    QDateTime accepted;
    QDateTime started;
    QDateTime ended;

    std::optional<int> queuePosition; ///< requests ahead, as the service last said
    std::optional<Error> trouble;     ///< what is being retried or waited for
    LostSearch search = LostSearch::None;
    qint64 received = 0; ///< bytes of the pictures being fetched
    qint64 total = -1;
    int saved = 0; ///< pictures on disk

    int pictureCount() const;
    QSize pixelSize() const; ///< asked for; 512 × 512 when the request leaves it out
    /// Whether a wish to cancel would do anything.
    bool canCancel() const;
    /// Since when it has been in its present state.
    QDateTime since() const;
    bool operator==(const JobInfo &) const = default;
};

} // namespace janus::jobs
