#include "jobs/jobinfo.h"

#include "core/paramroles.h"

namespace janus::jobs {

int JobInfo::pictureCount() const
{
    return imageCount(request);
}

QSize JobInfo::pixelSize() const
{
    const QSize size = imageSize(request);
    return size.isEmpty() ? QSize(512, 512) : size;
}

bool JobInfo::canCancel() const
{
    const bool isSaving = state == JobState::Saving && !trouble;
    return !isTerminal(state) && !isSaving && !cancelWished;
}

QDateTime JobInfo::since() const
{
    for (const QDateTime &time : {ended, started, accepted, submitted}) {
        if (time.isValid())
            return time;
    }
    return created;
}

} // namespace janus::jobs
