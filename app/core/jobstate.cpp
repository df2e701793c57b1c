#include "core/jobstate.h"

using namespace Qt::StringLiterals;

namespace janus {

QString jobStateWord(JobState state)
{
    switch (state) {
    case JobState::Waiting:
        return u"waiting"_s;
    case JobState::Submitting:
        return u"submitting"_s;
    case JobState::Unknown:
        return u"unknown"_s;
    case JobState::Queued:
        return u"queued"_s;
    case JobState::Running:
        return u"running"_s;
    case JobState::Completed:
        return u"completed"_s;
    case JobState::Saving:
        return u"saving"_s;
    case JobState::Done:
        return u"done"_s;
    case JobState::Failed:
        return u"failed"_s;
    case JobState::Cancelled:
        return u"cancelled"_s;
    case JobState::Expired:
        return u"expired"_s;
    }
    Q_UNREACHABLE();
}

} // namespace janus
