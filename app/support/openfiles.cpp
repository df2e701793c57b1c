#include "support/openfiles.h"

#include <algorithm>
#include <sys/resource.h>

namespace janus::support {

int openFilesAllowed()
{
    static const int allowed = [] {
        constexpr rlim_t mostUseful = 65536;
        rlimit limit{};
        if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
            return 256;
        const rlim_t before = limit.rlim_cur;
        limit.rlim_cur = std::max(before, std::min(limit.rlim_max, mostUseful));
        const bool raised = ::setrlimit(RLIMIT_NOFILE, &limit) == 0;
        return static_cast<int>(std::min(raised ? limit.rlim_cur : before, mostUseful));
    }();
    return allowed;
}

} // namespace janus::support
