#include "secrets/environmentkey.h"

#include <cstdlib>
#include <cstring>

using namespace Qt::StringLiterals;

namespace janus::secrets {

namespace {

EnvironmentKey judged(const QString &variable, const QString &text)
{
    const Result<ApiKey> key = ApiKey::fromText(text);
    if (key)
        return {*key, {}};
    return {{}, u"The key in the environment (%1) cannot be used. %2"_s.arg(variable, key.error().message)};
}

EnvironmentKey readEnvironment()
{
    const QString whole = qEnvironmentVariable("FAL_KEY");
    if (!whole.isEmpty())
        return judged(u"FAL_KEY"_s, whole);
    const QString id = qEnvironmentVariable("FAL_KEY_ID").trimmed();
    const QString secret = qEnvironmentVariable("FAL_KEY_SECRET").trimmed();
    if (id.isEmpty() && secret.isEmpty())
        return {};
    if (id.isEmpty())
        return {{}, u"FAL_KEY_SECRET is set in the environment, but FAL_KEY_ID is missing."_s};
    if (secret.isEmpty())
        return {{}, u"FAL_KEY_ID is set in the environment, but FAL_KEY_SECRET is missing."_s};
    return judged(u"FAL_KEY_ID and FAL_KEY_SECRET"_s, id + u':' + secret);
}

/// Unsetting forgets only where the value stands; /proc/PID/environ would still show it.
void wipe(const char *variable)
{
    if (char *value = std::getenv(variable))
        std::memset(value, 0, std::strlen(value));
}

} // namespace

EnvironmentKey takeKeyFromEnvironment()
{
    const EnvironmentKey found = readEnvironment();
    for (const char *variable : {"FAL_KEY", "FAL_KEY_ID", "FAL_KEY_SECRET"}) {
        wipe(variable);
        qunsetenv(variable);
    }
    return found;
}

} // namespace janus::secrets
