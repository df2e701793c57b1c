#include "ui/drawer/logdelegate.h"

#include "models/logmodel.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

using models::LogModel;

constexpr int logSide = 16;
constexpr int logGap = 16;

Ink levelInk(const QString &level)
{
    if (level.startsWith("err"_L1) || level == "critical"_L1 || level == "fatal"_L1)
        return &Colors::danger;
    if (level.startsWith("warn"_L1))
        return &Colors::warning;
    return &Colors::textMuted;
}

/// Columns as wide as the longest time and level there are.
struct LogColumns
{
    explicit LogColumns(const QFont &mono)
        : time(QFontMetrics(mono).horizontalAdvance(u"00:00:00.000"_s))
        , level(QFontMetrics(mono).horizontalAdvance(u"warning"_s))
    {
    }

    int levelLeft() const { return logSide + time + logGap; }
    int messageLeft() const { return levelLeft() + level + logGap; }

    int time;
    int level;
};

} // namespace

QString LogDelegate::lineText(const QModelIndex &index)
{
    return u"%1  %2  %3"_s.arg(index.data(LogModel::TimeRole).toString(),
                               index.data(LogModel::LevelRole).toString().leftJustified(6),
                               index.data(LogModel::MessageRole).toString());
}

QSize LogDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {100, tokensOf(option.widget).size.logRow};
}

void LogDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = tokensOf(option.widget);
    const Colors &c = tokens.color;
    const LogColumns columns(tokens.font.mono);
    const QRect all = option.rect;
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(all, c.pressed);
    if ((option.state & QStyle::State_HasFocus) &&
        option.widget->window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paint::box(painter, all, {.line = c.focusRing, .lineWidth = qreal(tokens.size.focusWidth)});
    painter->setFont(tokens.font.mono);
    const auto column = [&](int left, int width, const QString &text, const QColor &ink) {
        const QRect place =
            QStyle::visualRect(option.direction, all, QRect(left, all.top(), width, all.height()));
        painter->setPen(ink);
        painter->drawText(place,
                          int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::AlignVCenter |
                              Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(text, Qt::ElideRight, width));
    };
    const QString level = index.data(LogModel::LevelRole).toString();
    const int left = columns.messageLeft();
    column(logSide, columns.time, index.data(LogModel::TimeRole).toString(), c.textMuted);
    column(columns.levelLeft(), columns.level, level, c.*levelInk(level));
    column(left, all.width() - left - logSide, index.data(LogModel::MessageRole).toString(), c.text);
    painter->restore();
}

bool LogDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                            const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const Tokens &tokens = tokensOf(option.widget);
    const QString text = index.data(LogModel::MessageRole).toString();
    const int room = option.rect.width() - LogColumns(tokens.font.mono).messageLeft() - logSide;
    // Escaped text inside <span> is certainly shown literally.
    if (QFontMetrics(tokens.font.mono).horizontalAdvance(text) > room)
        QToolTip::showText(event->globalPos(), u"<span>%1</span>"_s.arg(text.left(2000).toHtmlEscaped()),
                           view);
    else
        QToolTip::hideText();
    return true;
}

} // namespace janus::ui
