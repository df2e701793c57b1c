#include "ui/compose/historydelegate.h"

#include "models/formhistorymodel.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QPainter>
#include <QPixmap>
#include <QTextLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int historySide = 10; ///< between the row's edge and what it shows
constexpr int historyInset = 4; ///< of the row's ground
constexpr int historyGap = 2;   ///< between thumbnails
constexpr int promptLines = 2;

/// The first lines of a text, the last one elided.
QStringList wrapped(const QString &text, const QFont &font, int width, int most)
{
    QStringList lines;
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    while (lines.size() < most) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(width);
        const QString rest = text.mid(line.textStart());
        lines << (lines.size() + 1 == most ? QFontMetrics(font).elidedText(rest, Qt::ElideRight, width)
                                           : rest.left(line.textLength()).trimmed());
    }
    layout.endLayout();
    return lines;
}

} // namespace

int HistoryDelegate::thumbnailSide(const QWidget *widget)
{
    return tokensOf(widget).scaled(44);
}

QRect HistoryDelegate::wordsRect(const QWidget *widget, const QRect &row)
{
    const int side = tokensOf(widget).size.controlSmall;
    const QRect place(row.right() + 1 - historySide - side, row.bottom() - side - 3, side, side);
    return QStyle::visualRect(widget->layoutDirection(), row, place);
}

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const Tokens &tokens = tokensOf(option.widget);
    const int body = QFontMetrics(tokens.font.body).lineSpacing();
    const int meta = QFontMetrics(tokens.font.small).lineSpacing();
    return {200, promptLines * body + meta + 18};
}

void HistoryDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    using models::FormHistoryModel;
    const Tokens &tokens = tokensOf(option.widget);
    const Colors &c = tokens.color;
    painter->save();
    const bool isCurrent = option.state & QStyle::State_Selected;
    const bool isHovered = option.state & QStyle::State_MouseOver;
    paint::box(painter, option.rect.adjusted(historyInset, 1, -historyInset, -1),
               {.ground = isCurrent   ? c.pressed
                          : isHovered ? c.hover
                                      : QColor(),
                .radius = qreal(tokens.size.radiusControl)});
    const auto mirrored = [&](const QRect &rect) {
        return QStyle::visualRect(option.direction, option.rect, rect);
    };
    const int begin =
        int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::AlignVCenter | Qt::TextSingleLine;
    const QRect row = option.rect.adjusted(historySide, 8, -historySide, -8);

    const QVariantList pixmaps = index.data(FormHistoryModel::ThumbnailsRole).toList();
    const int side = thumbnailSide(option.widget);
    int right = row.right() + 1;
    for (qsizetype at = pixmaps.size() - 1; at >= 0; --at) {
        right -= side;
        const QRect place = mirrored({right, row.top(), side, side});
        right -= historyGap;
        const auto pixmap = pixmaps[at].value<QPixmap>();
        if (pixmap.isNull()) {
            painter->fillRect(place, c.stage);
            continue;
        }
        const QSizeF fitted = pixmap.deviceIndependentSize().scaled(place.size(), Qt::KeepAspectRatio);
        QRectF inside({}, fitted);
        inside.moveCenter(QRectF(place).center());
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        painter->drawPixmap(paint::snapped(painter, inside).toRect(), pixmap);
    }
    const int wide = right - row.left() - (pixmaps.isEmpty() ? 0 : historySide);

    const QFontMetrics body(tokens.font.body);
    int top = row.top();
    painter->setFont(tokens.font.body);
    painter->setPen(c.text);
    for (const QString &line : wrapped(index.data().toString(), tokens.font.body, wide, promptLines)) {
        painter->drawText(mirrored({row.left(), top, wide, body.lineSpacing()}), begin, line);
        top += body.lineSpacing();
    }
    const QFontMetrics small(tokens.font.small);
    const int metaTop = top + 2;
    const QRect words = wordsRect(option.widget, option.rect);
    const bool hasButton = isCurrent || isHovered;
    const int metaWide = row.width() - (hasButton ? words.width() + 6 : 0);
    painter->setFont(tokens.font.small);
    painter->setPen(c.textMuted);
    painter->drawText(
        mirrored({row.left(), metaTop, metaWide, small.lineSpacing()}), begin,
        small.elidedText(index.data(FormHistoryModel::MetaRole).toString(), Qt::ElideRight, metaWide));
    if (hasButton)
        paint::glyph(painter, words, u"notes"_s, tokens.size.iconSmall, c.textSecondary);
    painter->restore();
}

} // namespace janus::ui
