#include "ui/shelf/treedelegate.h"

#include "models/collectionsmodel.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

using models::CollectionsModel;

constexpr int treeMargin = 6;  ///< between the dock's edge and the ground of a row
constexpr int treeText = 16;   ///< of the dock's side
constexpr int treeIndent = 16; ///< a level

bool isHeadingRow(const QModelIndex &index)
{
    const auto place = CollectionsModel::Place(index.data(CollectionsModel::PlaceRole).toInt());
    return place == CollectionsModel::Place::CollectionsHeading ||
           place == CollectionsModel::Place::SmartHeading;
}

int depthOf(const QModelIndex &index)
{
    int depth = 0;
    for (QModelIndex above = index.parent(); above.isValid(); above = above.parent())
        ++depth;
    return depth;
}

} // namespace

QRect TreeDelegate::plusRect(const QWidget *widget, const QRect &row)
{
    const int side = tokensOf(widget).size.controlSmall;
    const QRect place(row.right() + 1 - side - 14, row.bottom() + 1 - side - 1, side, side);
    return QStyle::visualRect(widget->layoutDirection(), row, place);
}

QRect TreeDelegate::chevronRect(const QWidget *widget, const QRect &row, int depth)
{
    const QRect place(row.left() + treeIndent * depth + 3, row.top(), 13, row.height());
    return QStyle::visualRect(widget->layoutDirection(), row, place);
}

QSize TreeDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = tokensOf(option.widget);
    return {120, isHeadingRow(index) ? tokens.scaled(34) : tokens.size.row};
}

int TreeDelegate::textLeft(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const Tokens &tokens = tokensOf(option.widget);
    return option.rect.left() + treeText + treeIndent * depthOf(index) + 2 + tokens.size.iconNormal + 8;
}

void TreeDelegate::paintHeading(QPainter *painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index)
{
    const Tokens &tokens = tokensOf(option.widget);
    const Colors &c = tokens.color;
    const QRect plus = plusRect(option.widget, option.rect);
    const bool isHot = option.state & QStyle::State_MouseOver && option.state & QStyle::State_Raised;
    if (isHot)
        paint::box(painter, plus, {.ground = c.hover, .radius = qreal(tokens.size.radiusControl)});
    paint::glyph(painter, plus, u"plus"_s, tokens.size.iconSmall, isHot ? c.text : c.textSecondary);
    painter->setFont(tokens.font.smallStrong);
    painter->setPen(c.textMuted);
    const QRect words = QStyle::visualRect(
        option.direction, option.rect,
        QRect(option.rect.left() + treeText, plus.top(), option.rect.width() - 60, plus.height()));
    painter->drawText(words,
                      int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::AlignVCenter |
                          Qt::TextSingleLine,
                      index.data().toString());
}

void TreeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    painter->save();
    if (isHeadingRow(index)) {
        paintHeading(painter, option, index);
        painter->restore();
        return;
    }
    const Tokens &tokens = tokensOf(option.widget);
    const Colors &c = tokens.color;
    const bool isSelected = option.state & QStyle::State_Selected;
    const bool isHovered = option.state & QStyle::State_MouseOver;
    const bool isFocused = option.state & QStyle::State_HasFocus && option.widget &&
                           option.widget->window()->testAttribute(Qt::WA_KeyboardFocusChange);
    paint::Box ground{.ground = isSelected  ? c.pressed
                                : isHovered ? c.hover
                                            : QColor(),
                      .radius = qreal(tokens.size.radiusControl)};
    if (isFocused) {
        ground.line = c.focusRing;
        ground.lineWidth = tokens.size.focusWidth;
    }
    paint::box(painter, option.rect.adjusted(treeMargin, 0, -treeMargin, 0), ground);

    const auto mirrored = [&](const QRect &rect) {
        return QStyle::visualRect(option.direction, option.rect, rect);
    };
    const int icon = tokens.size.iconNormal;
    int left = textLeft(option, index);
    paint::glyph(painter, mirrored({left - 8 - icon, option.rect.top(), icon, option.rect.height()}),
                 index.data(CollectionsModel::IconNameRole).toString(), icon,
                 isSelected ? c.text : c.textSecondary);
    if (index.model()->hasChildren(index)) {
        const auto *view = qobject_cast<const QTreeView *>(option.widget);
        paint::glyph(painter, chevronRect(option.widget, option.rect, depthOf(index)),
                     view && view->isExpanded(index) ? u"chevron-down"_s : u"chevron-right"_s,
                     tokens.scaled(12), c.textMuted);
    }

    const int count = index.data(CollectionsModel::CountRole).toInt();
    int right = option.rect.right() + 1 - treeText;
    const int end = int(QStyle::visualAlignment(option.direction, Qt::AlignRight));
    const int begin = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft));
    if (count >= 0) {
        painter->setFont(tokens.font.micro);
        painter->setPen(c.textMuted);
        const QString text = QLocale().toString(count);
        const int wide = painter->fontMetrics().horizontalAdvance(text);
        painter->drawText(mirrored({right - wide - 2, option.rect.top(), wide + 2, option.rect.height()}),
                          end | Qt::AlignVCenter | Qt::TextSingleLine, text);
        right -= wide + 8;
    }
    const bool isTarget = index.data(CollectionsModel::IsTargetRole).toBool();
    const int mark = isTarget ? tokens.size.iconSmall + 6 : 0;
    painter->setFont(isSelected ? tokens.font.medium : tokens.font.body);
    painter->setPen(c.text);
    const QString name =
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, right - left - mark);
    const int wide = painter->fontMetrics().horizontalAdvance(name);
    painter->drawText(mirrored({left, option.rect.top(), wide + 2, option.rect.height()}),
                      begin | Qt::AlignVCenter | Qt::TextSingleLine, name);
    if (isTarget)
        paint::glyph(
            painter,
            mirrored({left + wide + 6, option.rect.top(), tokens.size.iconSmall, option.rect.height()}),
            u"target"_s, tokens.size.iconSmall, c.accent);
    painter->restore();
}

QWidget *TreeDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                                    const QModelIndex &index) const
{
    Q_UNUSED(option)
    Q_UNUSED(index)
    auto *editor = new QLineEdit(parent);
    editor->setProperty(look::compact, true);
    editor->setAccessibleName(tr("Name of the collection"));
    return editor;
}

void TreeDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                        const QModelIndex &index) const
{
    const int left = textLeft(option, index) - 8;
    QRect place = option.rect.adjusted(0, 1, -treeMargin, -1);
    place.setLeft(left);
    editor->setGeometry(QStyle::visualRect(option.direction, option.rect, place));
}

} // namespace janus::ui
