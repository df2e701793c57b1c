#pragma once

#include <QString>

#include <cstdio>

namespace janus::test {

/// A line of its own on standard output, "FIGURE name key=value …", which scripts look for.
inline void figure(const QString &nameAndValues)
{
    std::printf("FIGURE %s\n", qUtf8Printable(nameAndValues));
    std::fflush(stdout);
}

} // namespace janus::test
