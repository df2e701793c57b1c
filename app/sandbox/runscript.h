#pragma once

#include "sandbox/endpoints.h"
#include "sandbox/inputcheck.h"

#include <QByteArray>
#include <QString>

namespace janus::sandbox {

/// One log line of a run, at a fraction (0 to 1) of its time.
struct ScriptLine
{
    double at = 0;
    QString level;
    QString message;
};

/// How a run goes: how long it takes at pace 1 and what it says meanwhile.
struct RunScript
{
    double seconds = 0;
    QList<ScriptLine> lines;
};

/// The script of a valid order. Larger pictures and more of them take longer; requests differ a little, each
/// in its own way decided by `id`.
RunScript scriptOf(const Endpoint &endpoint, const PictureOrder &order, const QByteArray &id);

/// The short script of a request whose input is refused.
RunScript refusalScript(qsizetype problems);

} // namespace janus::sandbox
