#include "models/roledata.h"

#include "core/paramroles.h"
#include "jobs/jobinfo.h"
#include "models/jobtext.h"
#include "models/stageroles.h"

using namespace Qt::StringLiterals;

namespace janus::models {

QVariant pictureRole(const Picture &picture, int role)
{
    switch (role) {
    case JobIdRole:
        return picture.job;
    case BatchIdRole:
        return picture.batch;
    case SeedRole:
        return QString::number(picture.seed);
    case PromptRole:
        return prompt(picture.request);
    case PictureRole:
        return QVariant::fromValue(picture);
    case IsSandboxRole:
        return picture.isSandbox();
    case IsFlaggedRole:
        return picture.flagged.value_or(false);
    case MarksRole:
        return QVariant::fromValue(picture.marks);
    case IsTrashedRole:
        return picture.isTrashed;
    case Qt::AccessibleTextRole:
        return u"Picture: %1, seed %2"_s.arg(oneLine(prompt(picture.request))).arg(picture.seed);
    default:
        return {};
    }
}

QVariant liveRole(const jobs::JobInfo &job, int index, int role)
{
    const bool isFetchingThis = job.state == JobState::Saving && job.saved == index;
    switch (role) {
    case JobIdRole:
        return job.id;
    case BatchIdRole:
        return job.batch;
    case SeedRole: {
        const std::optional<Seed> jobSeed = seed(job.request);
        return jobSeed ? QString::number(*jobSeed) : QString();
    }
    case PromptRole:
        return prompt(job.request);
    case IsSandboxRole:
        return job.service == "sandbox"_L1;
    case StateRole:
        return static_cast<int>(job.state);
    case QueuePositionRole:
        return job.queuePosition.value_or(-1);
    case SinceRole:
        return job.since();
    case ReceivedRole:
        return isFetchingThis ? job.received : 0;
    case TotalRole:
        return isFetchingThis ? job.total : -1;
    case TroubleRole:
        if (job.search == jobs::LostSearch::Looking)
            return {}; // the lost answer is no trouble yet
        return job.error ? job.error->message : job.trouble ? job.trouble->message : QString();
    case CancelWishedRole:
        return job.cancelWished;
    case Qt::AccessibleTextRole:
        return u"%1: %2. %3"_s.arg(stateText(job), oneLine(prompt(job.request)), detailText(job));
    default:
        return {};
    }
}

} // namespace janus::models
