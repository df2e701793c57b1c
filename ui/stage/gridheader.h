#pragma once

#include "ui/kit/tokens.h"

#include <QRect>
#include <QString>

class QModelIndex;
class QPainter;

namespace janus::ui {

/// The parts of a group's header row. Only the headers of jobs have tools.
enum class HeaderPart {
    None,
    Title,    ///< prompt or day, and facts: a click selects the group
    RunAgain, ///< when nothing of it is open
    Cancel,   ///< when something of it can still be cancelled; in the same place
    More,     ///< further actions
};

/// What a group's header shows, read from one of its rows.
struct HeaderContent
{
    QString title;
    QString meta;      ///< "4 pictures · guidance 5 · 14:02"
    QString shortMeta; ///< "4 · 14:02"
    bool isOpen = false;
    bool hasTools = true;
};
HeaderContent readHeader(const QModelIndex &row, bool hasTools);

/// How a header is drawn beside its contents.
struct HeaderLook
{
    bool showsTools = false; ///< hovered, or holds the current cell
    HeaderPart hovered = HeaderPart::None;
    HeaderPart pressed = HeaderPart::None;
};

/// Where a part of the header in `row` is clicked; 24 px high at least for the tools. Null for None.
QRect headerPartRect(const Tokens &tokens, const QRect &row, HeaderPart part, bool hasTools);
/// Which part is at `point`.
HeaderPart headerPartAt(const Tokens &tokens, const QRect &row, const HeaderContent &content,
                        const QPoint &point);

void paintHeader(QPainter *painter, const Tokens &tokens, const HeaderContent &content, const QRect &row,
                 const HeaderLook &look);

/// What the tool tip of a part says; empty for the title.
QString headerPartText(HeaderPart part);

} // namespace janus::ui
