#pragma once

#include "core/forecast.h"
#include "ui/kit/tokens.h"
#include "ui/stage/stagecell.h"

#include <optional>

#include <QList>
#include <QString>

namespace janus::ui {

/// What is known about how long things usually take. Empty while nothing was learned: then no range is shown.
struct UsualTimes
{
    std::optional<SecondsRange> queue; ///< from accepted to running
    std::optional<SecondsRange> run;   ///< the model's own time
};

/// The bar at the foot of a live cell. Parts of its length, 0 to 1.
struct LiveBar
{
    double fill = 0;
    double usualFrom = 0; ///< the hatched usual range; none when both are equal
    double usualTo = 0;
};

/// What a live cell says: a state word with its icon, the one number that matters, its meaning, a bar,
/// buttons.
struct LiveText
{
    enum class Ground {
        Quiet,   ///< nothing of ours works on it: the stage shows through
        Working, ///< panel
        Asking,  ///< panel with an amber line: it waits for a decision
    };

    QString icon;
    QString word;
    Ink ink = &Colors::textSecondary;
    QString number;
    bool isNumberQuiet = false; ///< a place in a queue is less loud than running seconds
    QString meaning;            ///< may hold a sentence of the service: plain text
    std::optional<LiveBar> bar;
    QList<CellAction> actions;
    Ground ground = Ground::Working;
    bool counts = false; ///< changes by itself every second

    /// All of it as one line, for tool tips and screen readers.
    QString spoken() const;
};

/// Words for a live cell at a time. Pure.
LiveText liveText(const StageCell &cell, const QDateTime &now, const UsualTimes &usual = {});

/// What stands on the button of an action, given the cell it is in.
QString actionText(CellAction action, JobState state);

/// "11 s", "1:05", "1:02:30".
QString elapsedText(qint64 seconds);

} // namespace janus::ui
