#pragma once

#include "ui/stage/livetext.h"

#include <QList>
#include <QRect>
#include <QString>
#include <QStringList>

class QFont;
class QPainter;

namespace janus::ui {

/// A button painted inside a live cell.
struct LiveButton
{
    CellAction action = CellAction::RunAgain;
    QString text;
    QRect rect;
};

/// How a live cell is drawn beside what it says.
struct LiveLook
{
    JobState state = JobState::Waiting;
    std::optional<CellAction> hovered; ///< the button under the pointer
};

/// Draws the place of a picture that is not there yet. In narrow cells the meaning goes first (under 140 px),
/// then the words (under 110 px: icon and number only).
void paintLiveCell(QPainter *painter, const Tokens &tokens, const LiveText &text, const QRect &cell,
                   const LiveLook &look);

/// Where the buttons of a live cell are; empty when there are none or no room for them.
QList<LiveButton> liveButtons(const Tokens &tokens, const LiveText &text, const QRect &cell, JobState state);

/// `text` broken into at most `most` lines of `width`; the last one is elided when there is more.
QStringList wrappedLines(const QString &text, const QFont &font, int width, int most);

} // namespace janus::ui
