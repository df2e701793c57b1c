#include "ui/stage/cellpainter.h"

#include "ui/kit/stylepaint.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <QPainter>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int dropsFootWordBelow = 140;
constexpr int dropsFlagWordBelow = 110;
constexpr int dropsBadgeBelow = 40;
constexpr double rejectedOpacity = 0.32;
constexpr double faintOpacity = 0.4;
constexpr int shortestSeed = 28; ///< less of a seed says nothing

void paintFlagged(QPainter *painter, const Tokens &tokens, const StageCell &cell, const QRect &picture)
{
    const Colors &color = tokens.color;
    painter->fillRect(picture, color.scrim);
    const int icon = tokens.size.iconSmall;
    const int line = tokens.scaled(16);
    const QRect inner = picture.adjusted(10, 10, -10, -10);
    if (picture.width() < dropsFlagWordBelow) {
        paint::glyph(painter, picture, u"shield"_s, tokens.size.iconTool, color.scrimText);
        return;
    }
    paint::glyph(painter, QRect(inner.left(), inner.top(), icon, line), u"shield"_s, icon, color.scrimText);
    painter->setPen(color.scrimText);
    painter->setFont(tokens.font.small);
    painter->drawText(QRect(inner.left() + icon + 6, inner.top(), inner.width() - icon - 6, line),
                      Qt::AlignVCenter | Qt::AlignLeft, cell.isSandbox ? u"Flagged"_s : u"Flagged by fal"_s);
    const QStringList lines = wrappedLines(u"The safety check judged it unsafe."_s, tokens.font.small,
                                           inner.width(), (inner.height() - line - 8) / line);
    const int top = inner.bottom() + 1 - int(lines.size()) * line;
    for (int i = 0; i < lines.size(); ++i)
        painter->drawText(QRect(inner.left(), top + i * line, inner.width(), line), Qt::AlignVCenter,
                          lines.at(i));
}

/// Puts a thumbnail of the right size down pixel by pixel, stretches any other.
void paintThumbnail(QPainter *painter, const QRect &target, const QPixmap &thumbnail)
{
    const qreal ratio = painter->device()->devicePixelRatioF();
    const QSizeF own = QSizeF(thumbnail.size()) / ratio;
    const bool fits =
        std::abs(own.width() - target.width()) < 1.5 && std::abs(own.height() - target.height()) < 1.5;
    const QRectF place = paint::snapped(painter, fits ? QRectF(target.topLeft(), own) : QRectF(target));
    painter->setRenderHint(QPainter::SmoothPixmapTransform, !fits);
    painter->drawPixmap(place, thumbnail, QRectF(thumbnail.rect()));
}

struct Badge
{
    QString icon;
    QString word;
};

/// What is wrong with the file of a picture.
std::optional<Badge> badgeOf(const StageCell &cell)
{
    if (cell.isMissing)
        return Badge{u"photo-x"_s, u"Missing"_s};
    if (cell.isTrashed)
        return Badge{u"trash"_s, u"In the trash"_s};
    if (cell.isChanged)
        return Badge{u"pencil"_s, u"Changed"_s};
    return std::nullopt;
}

/// In the lower left corner; the icon alone where the word does not fit.
void paintBadge(QPainter *painter, const Tokens &tokens, const Badge &badge, const QRect &picture)
{
    const int icon = tokens.scaled(13);
    const int high = tokens.scaled(18);
    const QFontMetrics metrics(tokens.font.micro);
    const int words = metrics.horizontalAdvance(badge.word);
    int wide = 6 + icon + 4 + words + 7;
    const bool hasWord = wide + 12 <= picture.width();
    if (!hasWord)
        wide = icon + 8;
    if (picture.width() < dropsBadgeBelow || picture.height() < high + 12)
        return;
    const QRect box(picture.left() + 6, picture.bottom() - 5 - high, wide, high);
    paint::box(painter, box, {tokens.color.plate, {}, qreal(tokens.size.radiusBadge)});
    const QRect place(box.left() + (hasWord ? 6 : 4), box.top(), icon, high);
    paint::glyph(painter, place, badge.icon, icon, tokens.color.plateText);
    if (!hasWord)
        return;
    painter->setFont(tokens.font.micro);
    painter->setPen(tokens.color.plateText);
    painter->drawText(box.adjusted(6 + icon + 4, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, badge.word);
}

struct LabelLook
{
    Ink ink;
    QString sign; ///< its key, so that it is not told by colour alone
    QString name;
};

LabelLook lookOf(Label label)
{
    switch (label) {
    case Label::Red:
        return {&Colors::labelRed, u"6"_s, u"red"_s};
    case Label::Yellow:
        return {&Colors::labelYellow, u"7"_s, u"yellow"_s};
    case Label::Green:
        return {&Colors::labelGreen, u"8"_s, u"green"_s};
    case Label::Blue:
        return {&Colors::labelBlue, u"9"_s, u"blue"_s};
    default:
        return {&Colors::labelPurple, u"P"_s, u"purple"_s};
    }
}

/// Paints from the left and gives what room is left: flag, stars, label. Five stars become one and a number
/// where they do not fit.
QRect paintMarks(QPainter *painter, const Tokens &tokens, const Marks &marks, QRect room)
{
    const Colors &color = tokens.color;
    const int icon = tokens.scaled(13);
    const int star = tokens.scaled(12);
    const int swatch = tokens.scaled(13);
    if (marks.pick != Pick::None) {
        const bool isPicked = marks.pick == Pick::Picked;
        paint::glyph(painter, QRect(room.left(), room.top(), icon, room.height()),
                     isPicked ? u"flag-filled"_s : u"x"_s, icon,
                     isPicked ? color.flagPick : color.flagReject);
        room.setLeft(room.left() + icon + 5);
    }
    const int labelRoom = marks.label == Label::None ? 0 : swatch + 5;
    if (marks.rating > 0) {
        const bool fits = marks.rating * star + labelRoom <= room.width();
        const int stars = fits ? std::min(marks.rating, mostStars) : 1;
        for (int i = 0; i < stars; ++i)
            paint::glyph(painter, QRect(room.left() + i * star, room.top(), star, room.height()),
                         u"star-filled"_s, star, color.star);
        room.setLeft(room.left() + stars * star + (fits ? 6 : 1));
        if (!fits) {
            const QString number = QString::number(marks.rating);
            painter->setPen(color.star);
            painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft, number);
            room.setLeft(room.left() + painter->fontMetrics().horizontalAdvance(number) + 5);
        }
    }
    if (marks.label != Label::None && room.width() >= swatch) {
        const LabelLook look = lookOf(marks.label);
        const QRect box(room.left(), room.top() + (room.height() - swatch) / 2, swatch, swatch);
        paint::box(painter, box, {color.*look.ink, {}, qreal(tokens.size.radiusBadge)});
        QFont font = tokens.font.micro;
        font.setPixelSize(std::max(8, swatch - 3));
        painter->save();
        painter->setFont(font);
        painter->setPen(color.labelInk);
        painter->drawText(box, Qt::AlignCenter, look.sign);
        painter->restore();
        room.setLeft(box.right() + 6);
    }
    return room;
}

} // namespace

void paintCellFrame(QPainter *painter, const Tokens &tokens, const QRect &mat, const CellLook &look)
{
    const Colors &color = tokens.color;
    const qreal radius = tokens.size.radiusBadge;
    if (look.isSelected)
        paint::box(painter, mat, {color.selection, color.selectionFrame, radius, 2});
    if (look.hasRing) {
        const int reach = 1 + tokens.size.focusWidth;
        paint::box(painter, mat.adjusted(-reach, -reach, reach, reach),
                   {{}, color.focusRing, radius + reach, qreal(tokens.size.focusWidth)});
    }
}

void paintPicture(QPainter *painter, const Tokens &tokens, const StageCell &cell, const QRect &picture,
                  double shown)
{
    painter->save();
    const bool isFaint = cell.isMissing || cell.isTrashed;
    const bool isRejected = cell.marks.pick == Pick::Rejected;
    if (cell.thumbnail.isNull() || shown < 1)
        painter->fillRect(picture, tokens.color.panel);
    if (!cell.thumbnail.isNull()) {
        painter->setOpacity(shown * (isRejected ? rejectedOpacity : isFaint ? faintOpacity : 1));
        paintThumbnail(painter, picture, cell.thumbnail);
        painter->setOpacity(1);
    }
    if (cell.isFlagged)
        paintFlagged(painter, tokens, cell, picture);
    if (const std::optional<Badge> badge = badgeOf(cell))
        paintBadge(painter, tokens, *badge, picture);
    painter->restore();
}

void paintFoot(QPainter *painter, const Tokens &tokens, const StageCell &cell, const QRect &foot,
               bool isSelected)
{
    const Colors &color = tokens.color;
    painter->save();
    painter->setFont(tokens.font.micro);
    const QFontMetrics metrics = painter->fontMetrics();
    QRect room = paintMarks(painter, tokens, cell.marks, foot.adjusted(1, 0, -1, 0));
    if (cell.isSandbox && room.width() >= tokens.scaled(13)) {
        const int icon = tokens.scaled(13);
        const int word = metrics.horizontalAdvance(u"Practice"_s);
        paint::glyph(painter, QRect(room.left(), room.top(), icon, room.height()), u"flask"_s, icon,
                     color.sandbox);
        room.setLeft(room.left() + icon + 4);
        if (foot.width() >= dropsFootWordBelow && room.width() >= word + 8 + shortestSeed) {
            painter->setPen(color.sandbox);
            painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft, u"Practice"_s);
            room.setLeft(room.left() + word + 8);
        }
    }
    painter->setPen(isSelected ? color.textSecondary : color.textMuted);
    if (room.width() >= shortestSeed)
        painter->drawText(room, Qt::AlignVCenter | Qt::AlignRight,
                          metrics.elidedText(cell.seed, Qt::ElideLeft, room.width()));
    painter->restore();
}

QString marksText(const Marks &marks)
{
    QStringList words;
    if (marks.pick != Pick::None)
        words << (marks.pick == Pick::Picked ? u"picked"_s : u"rejected"_s);
    if (marks.rating > 0)
        words << (marks.rating == 1 ? u"1 star"_s : u"%1 stars"_s.arg(marks.rating));
    if (marks.label != Label::None)
        words << lookOf(marks.label).name;
    return words.join(u", "_s);
}

} // namespace janus::ui
