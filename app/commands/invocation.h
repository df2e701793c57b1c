#pragma once

#include "core/result.h"
#include "support/paths.h"

#include <QSize>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <optional>

namespace janus::commands {

/// How the program was called: what holds for the window and every command, the command's word, and its own
/// arguments.
struct Invocation
{
    QString command; ///< empty: the window
    QStringList arguments;

    support::Paths paths = support::Paths::standard();
    QString serverText;                          ///< as typed after --server; empty when not given
    std::optional<std::chrono::seconds> lookFor; ///< how long lost requests are looked for
    double sandboxPace = 1;                      ///< how slow the built-in sandbox is; 1 is lifelike
    bool isJson = false;
    bool isVerbose = false;
    bool wantsHelp = false;
    bool wantsVersion = false;

    QString screenshot; ///< save a picture of the window there and quit
    QSize screenshotSize{1440, 900};
    QString look;      ///< "dark", "light" or empty for the setting
    QString prompt;    ///< for the window: what stands in Compose, never sent by itself
    QStringList files; ///< for the window: absolute paths of pictures to show
};

/// Reads the arguments without the program's own name. Everything after `--` belongs to the command, or are
/// names of files, as it stands. A first word that is no command opens the window when it can be a file's
/// name: it is there, or holds a slash.
Result<Invocation> readInvocation(const QStringList &arguments);

QStringList commandWords();
QString mainHelp();

} // namespace janus::commands
