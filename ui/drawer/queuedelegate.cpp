#include "ui/drawer/queuedelegate.h"

#include "core/jobstate.h"
#include "models/jobsmodel.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

using models::JobsModel;

struct StateLook
{
    QLatin1StringView icon;
    Ink ink;
};

StateLook stateLook(JobState state)
{
    switch (state) {
    case JobState::Waiting:
        return {"clock"_L1, &Colors::textSecondary};
    case JobState::Submitting:
        return {"send"_L1, &Colors::textSecondary};
    case JobState::Unknown:
        return {"mail-question"_L1, &Colors::warning};
    case JobState::Queued:
        return {"hourglass"_L1, &Colors::textSecondary};
    case JobState::Running:
        return {"player-play"_L1, &Colors::accent};
    case JobState::Completed:
    case JobState::Saving:
        return {"download"_L1, &Colors::info};
    case JobState::Done:
        return {"circle-check"_L1, &Colors::success};
    case JobState::Failed:
        return {"alert-triangle"_L1, &Colors::danger};
    case JobState::Cancelled:
        return {"x"_L1, &Colors::textSecondary};
    case JobState::Expired:
        return {"cloud-off"_L1, &Colors::textSecondary};
    }
    Q_UNREACHABLE();
}

const Tokens &queueTokens(const QStyleOptionViewItem &option)
{
    return tokensOf(option.widget);
}

JobState jobStateOf(const QModelIndex &index)
{
    const int state = index.siblingAtColumn(0).data(JobsModel::StateRole).toInt();
    return static_cast<JobState>(std::clamp(state, 0, jobStateCount - 1));
}

bool isTroubledRow(const QModelIndex &index)
{
    return index.siblingAtColumn(0).data(JobsModel::IsTroubledRole).toBool();
}

bool isCancellable(const QModelIndex &index)
{
    return index.siblingAtColumn(0).data(JobsModel::CanCancelRole).toBool();
}

bool isCurrentRow(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    return view && view->currentIndex().row() == index.row();
}

Ink queueInk(const QModelIndex &index)
{
    const JobState state = jobStateOf(index);
    switch (index.column()) {
    case JobsModel::PromptColumn:
        return &Colors::text;
    case JobsModel::StateColumn:
        return isTroubledRow(index) && !isTerminal(state) ? &Colors::warning : stateLook(state).ink;
    case JobsModel::DetailColumn:
        return isTroubledRow(index)
                   ? stateLook(state).ink == &Colors::danger ? &Colors::danger : &Colors::warning
                   : &Colors::textSecondary;
    default:
        return &Colors::textMuted;
    }
}

} // namespace

QueueDelegate::QueueDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
}

QSize QueueDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {80, queueTokens(option).size.queueRow};
}

QRect QueueDelegate::cancelRect(const QStyleOptionViewItem &option)
{
    const int side = queueTokens(option).size.controlSmall;
    const QRect cell = option.rect;
    const QRect cross(cell.right() + 1 - side - 6, cell.top() + (cell.height() - side) / 2, side, side);
    return QStyle::visualRect(option.direction, cell, cross);
}

void QueueDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given,
                          const QModelIndex &index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const Tokens &tokens = queueTokens(option);
    const Colors &c = tokens.color;
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    painter->save();
    painter->fillRect(option.rect, selected ? c.pressed : hovered ? c.hover : c.field);
    paint::edgeLine(painter, option.rect, Qt::BottomEdge, c.border);

    QRect place = option.rect.adjusted(8, 0, -8, 0);
    if (index.column() == JobsModel::StateColumn) {
        const int side = tokens.size.iconSmall;
        const QRect icon(place.left(), place.top(), side, place.height());
        paint::glyph(painter, QStyle::visualRect(option.direction, option.rect, icon),
                     stateLook(jobStateOf(index)).icon, side, c.*queueInk(index));
        place.setLeft(icon.right() + 7);
    }
    const bool last = index.column() == JobsModel::SeedColumn;
    if (last)
        place.setRight(place.right() - tokens.size.controlSmall);
    place = QStyle::visualRect(option.direction, option.rect, place);
    painter->setFont(last                                        ? tokens.font.mono
                     : index.column() == JobsModel::PromptColumn ? tokens.font.body
                                                                 : tokens.font.small);
    painter->setPen(c.*queueInk(index));
    const bool number = index.column() == JobsModel::NumberColumn;
    const int along = int(QStyle::visualAlignment(option.direction, number ? Qt::AlignRight : Qt::AlignLeft));
    const QString text = option.text.simplified();
    painter->drawText(place, along | Qt::AlignVCenter | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, place.width()));
    if (last && isCancellable(index) && (hovered || isCurrentRow(option, index)))
        paint::glyph(painter, cancelRect(option), u"x"_s, tokens.size.iconSmall,
                     hovered ? c.text : c.textSecondary);
    painter->restore();
}

bool QueueDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                const QModelIndex &index)
{
    const bool release = event->type() == QEvent::MouseButtonRelease;
    if (!release || index.column() != JobsModel::SeedColumn || !isCancellable(index))
        return QStyledItemDelegate::editorEvent(event, model, option, index);
    const auto *mouse = static_cast<QMouseEvent *>(event);
    if (mouse->button() != Qt::LeftButton || !cancelRect(option).contains(mouse->position().toPoint()))
        return false;
    Q_EMIT cancelClicked(index);
    return true;
}

bool QueueDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                              const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const bool onCross = index.column() == JobsModel::SeedColumn && isCancellable(index) &&
                         cancelRect(option).contains(event->pos());
    const QString text = onCross ? tr("Cancel this job (Del)") : index.data(Qt::DisplayRole).toString();
    const QFontMetrics metrics(queueTokens(option).font.body);
    const bool cut = metrics.horizontalAdvance(text) > option.rect.width() - 24;
    // Escaped text inside <span> is certainly shown literally.
    if (onCross || cut)
        QToolTip::showText(event->globalPos(), u"<span>%1</span>"_s.arg(text.left(2000).toHtmlEscaped()),
                           view);
    else
        QToolTip::hideText();
    return true;
}

} // namespace janus::ui
