#include "ui/sheet/sheetcell.h"

#include "core/paramroles.h"
#include "ui/kit/practicebadge.h"
#include "ui/kit/stylepaint.h"
#include "ui/stage/cellpainter.h"
#include "ui/stage/livecellpainter.h"

#include <QPainter>

namespace janus::ui {

using namespace Qt::StringLiterals;
using library::CellState;

namespace {

constexpr int badgeInset = 6;
constexpr int practiceWordFrom = 240; ///< in narrower ones the word would lie under the tools
constexpr int smallestForBadges = 60;

/// Neutral line round the current cell, blue round the centre, the ring outside both.
void paintSheetFrames(QPainter *painter, const Tokens &tokens, const SheetCell &cell, const QRect &picture,
                      const SheetCellLook &look)
{
    const auto frame = [&](int from, const QColor &ink) {
        const int reach = from + tokens.size.focusWidth;
        paint::box(painter, picture.adjusted(-reach, -reach, reach, reach),
                   {.line = ink, .radius = 0, .lineWidth = qreal(tokens.size.focusWidth)});
    };
    constexpr int inner = 1;
    const int outer = inner + tokens.size.focusWidth;
    if (cell.isCentre)
        frame(inner, tokens.color.accent);
    else if (look.isCurrent)
        frame(inner, tokens.color.selectionFrame);
    if (look.hasRing)
        frame(outer, tokens.color.focusRing);
    else if (look.isCurrent && cell.isCentre)
        frame(outer, tokens.color.selectionFrame);
}

/// "Centre" with a lock, in the upper left corner; the lock alone where the word does not fit.
void paintCentreBadge(QPainter *painter, const Tokens &tokens, const QRect &picture)
{
    if (picture.width() < smallestForBadges)
        return;
    const QString word = QStringLiteral("Centre");
    const int icon = tokens.scaled(13);
    const int high = tokens.scaled(18);
    const QFontMetrics metrics(tokens.font.micro);
    int wide = 6 + icon + 4 + metrics.horizontalAdvance(word) + 7;
    const bool hasWord = wide + 2 * badgeInset <= picture.width();
    if (!hasWord)
        wide = icon + 8;
    const QRect box(picture.left() + badgeInset, picture.top() + badgeInset, wide, high);
    paint::box(painter, box, {.ground = tokens.color.plate, .radius = qreal(tokens.size.radiusBadge)});
    paint::glyph(painter, QRect(box.left() + (hasWord ? 6 : 4), box.top(), icon, high), u"lock"_s, icon,
                 tokens.color.plateText);
    if (!hasWord)
        return;
    painter->setFont(tokens.font.micro);
    painter->setPen(tokens.color.plateText);
    painter->drawText(box.adjusted(6 + icon + 4, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, word);
}

/// Flag, stars and label in the upper right corner: a sheet's cells have no foot.
void paintSheetMarks(QPainter *painter, const Tokens &tokens, const SheetCell &cell, const QRect &picture)
{
    const Marks &marks = cell.shown.marks;
    const bool hasStars = marks.rating > 0;
    int parts = (marks.pick != Pick::None ? 1 : 0) + (marks.label != Label::None ? 1 : 0);
    if ((parts == 0 && !hasStars) || picture.width() < smallestForBadges)
        return;
    const int room = picture.width() / 2 - badgeInset;
    int wide = parts * tokens.scaled(18);
    if (hasStars) {
        const int all = marks.rating * tokens.scaled(12) + 6;
        wide += wide + all + 10 <= room ? all : tokens.scaled(26);
    }
    const QRect box(picture.right() - badgeInset - wide - 7, picture.top() + badgeInset, wide + 8,
                    tokens.scaled(18));
    paint::box(painter, box, {.ground = tokens.color.panel, .radius = qreal(tokens.size.radiusBadge)});
    StageCell only;
    only.marks = marks;
    paintFoot(painter, tokens, only, box.adjusted(3, 0, 4, 0), false);
}

void paintPractice(QPainter *painter, const Tokens &tokens, const QRect &picture)
{
    const auto form = picture.width() >= practiceWordFrom ? PracticeBadge::Form::FlaskAndWord
                                                          : PracticeBadge::Form::FlaskOnly;
    const QString word = u"Practice"_s;
    const QSize size = PracticeBadge::sizeFor(tokens, form, word);
    if (picture.width() < smallestForBadges || picture.height() < size.height() + 2 * badgeInset)
        return;
    PracticeBadge::paintAt(
        painter, tokens,
        QPointF(picture.left() + badgeInset, picture.bottom() + 1 - badgeInset - size.height()), form, word);
}

/// A place that nothing has been sent for.
void paintEmptyCell(QPainter *painter, const Tokens &tokens, const QRect &box)
{
    painter->save();
    const QRectF crisp = paint::snapped(painter, box);
    const qreal width = paint::lineWidth(painter);
    QPen pen(tokens.color.borderControl, width);
    pen.setDashPattern({1, 3});
    pen.setCapStyle(Qt::FlatCap);
    painter->setPen(pen);
    painter->drawRect(crisp.adjusted(width / 2, width / 2, -width / 2, -width / 2));
    painter->restore();
}

} // namespace

SheetCell readSheetCell(const QModelIndex &index)
{
    SheetCell cell;
    if (!index.isValid())
        return cell;
    cell.state = CellState(index.data(models::CellStateRole).toInt());
    cell.isCentre = index.data(models::IsCentreRole).toBool();
    if (cell.state != CellState::Empty)
        cell.shown = readCell(index);
    if (cell.state == CellState::Failed)
        cell.trouble = index.data(models::ErrorTextRole).toString();
    return cell;
}

QSize sheetShape(const Sweep &sweep)
{
    const auto shapeOf = [](const GenerationRequest &request) {
        const QSize size = imageSize(request);
        return size.isEmpty() ? QSize(1, 1) : size;
    };
    if (sweep.axes.isEmpty() || sweep.cellCount() == 0)
        return shapeOf(sweep.base);
    QList<int> at(sweep.axes.size(), 0);
    const QSize first = shapeOf(requestOf(sweep, at));
    for (int axis = 0; axis < sweep.axes.size(); ++axis) {
        if (roleOf(sweep.axes.at(axis).name) != ParamRole::Size)
            continue;
        for (at[axis] = 1; at[axis] < sweep.valueCount(axis); ++at[axis]) {
            const QSize other = shapeOf(requestOf(sweep, at));
            if (qint64(other.width()) * first.height() != qint64(other.height()) * first.width())
                return {1, 1};
        }
        at[axis] = 0;
    }
    return first;
}

QRect sheetPictureRect(const SheetCell &cell, const QRect &box)
{
    if (!cell.hasPicture() || cell.shown.size.isEmpty())
        return box;
    QRect picture({0, 0}, cell.shown.size.scaled(box.size(), Qt::KeepAspectRatio));
    // A shape that is the box's but for a rounded pixel fills it.
    if (box.width() - picture.width() < 2 && box.height() - picture.height() < 2)
        return box;
    picture.moveCenter(box.center());
    return picture;
}

LiveText sheetCellText(const SheetCell &cell, const QDateTime &now, const UsualTimes &usual)
{
    if (!cell.isToRetry())
        return liveText(cell.shown, now, usual);
    LiveText text;
    text.actions = {CellAction::TryAgain};
    if (cell.state == CellState::Removed) {
        text.icon = u"photo-x"_s;
        text.word = u"Removed"_s;
        text.meaning = u"Its picture is gone from the library."_s;
        return text;
    }
    text.icon = u"alert-triangle"_s;
    text.word = cell.shown.state == JobState::Expired     ? u"No longer there"_s
                : cell.shown.state == JobState::Cancelled ? u"Cancelled"_s
                                                          : u"Failed"_s;
    text.ink = cell.shown.state == JobState::Cancelled ? &Colors::textSecondary : &Colors::danger;
    text.meaning = cell.trouble;
    return text;
}

void paintSheetCell(QPainter *painter, const Tokens &tokens, const SheetCell &cell, const QRect &box,
                    const SheetCellLook &look, const UsualTimes &usual)
{
    const QRect picture = sheetPictureRect(cell, box);
    switch (cell.state) {
    case CellState::Empty:
        paintEmptyCell(painter, tokens, box);
        break;
    case CellState::Done:
        paintPicture(painter, tokens, cell.shown, picture, look.shown);
        if (cell.shown.isSandbox)
            paintPractice(painter, tokens, picture);
        paintSheetMarks(painter, tokens, cell, picture);
        break;
    default:
        paintLiveCell(painter, tokens, sheetCellText(cell, QDateTime::currentDateTimeUtc(), usual), box,
                      {cell.shown.state, look.hovered});
        break;
    }
    paintSheetFrames(painter, tokens, cell, picture, look);
    if (cell.isCentre)
        paintCentreBadge(painter, tokens, picture);
}

} // namespace janus::ui
