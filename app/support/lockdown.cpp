#include "support/lockdown.h"

#include <QFile>

#include <sys/prctl.h>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace janus::support {

namespace {

bool isInConfinement()
{
    return QFile::exists(u"/.flatpak-info"_s) || qEnvironmentVariableIsSet("SNAP");
}

} // namespace

void forbidCoreDumps()
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    if (!isInConfinement())
        prctl(PR_SET_DUMPABLE, 0);
}

void ignoreTlsKeyLog()
{
    qunsetenv("SSLKEYLOGFILE");
}

} // namespace janus::support
