#include "ui/shelf/facetpopup.h"

#include "models/facetsmodel.h"
#include "models/querytext.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QStyledItemDelegate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

using models::FacetsModel;

constexpr int facetRowSide = 10;
constexpr int mostFacetRows = 12;

bool hasRange(Facet facet)
{
    return facet == Facet::Guidance || facet == Facet::Temperature || facet == Facet::Seed ||
           facet == Facet::Date;
}

/// Check box, swatch of a label, title, count.
class FacetDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &tokens = tokensOf(option.widget);
        const int words = QFontMetrics(tokens.font.body).horizontalAdvance(index.data().toString());
        return {words + tokens.scaled(100), tokens.size.row};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &tokens = tokensOf(option.widget);
        const Colors &c = tokens.color;
        const auto state = Qt::CheckState(index.data(Qt::CheckStateRole).toInt());
        const int count = index.data(FacetsModel::CountRole).toInt();
        painter->save();
        const bool isHovered = option.state & QStyle::State_MouseOver;
        const bool isFocused = option.state & QStyle::State_HasFocus;
        paint::Box ground{.ground = isHovered ? c.hover : QColor(),
                          .radius = qreal(tokens.size.radiusControl)};
        if (isFocused) {
            ground.line = c.focusRing;
            ground.lineWidth = tokens.size.focusWidth;
        }
        paint::box(painter, option.rect.adjusted(4, 0, -4, 0), ground);
        const auto mirrored = [&](const QRect &rect) {
            return QStyle::visualRect(option.direction, option.rect, rect);
        };
        const int side = tokens.size.indicator;
        const QRect row = option.rect.adjusted(facetRowSide, 0, -facetRowSide, 0);
        const QRect check = mirrored({row.left(), row.top() + (row.height() - side) / 2, side, side});
        const bool isOn = state == Qt::Checked;
        const bool isOut = state == Qt::PartiallyChecked;
        paint::box(painter, check,
                   {.ground = isOn ? c.accentFill : QColor(),
                    .line = isOn    ? QColor()
                            : isOut ? c.danger
                                    : c.borderControl,
                    .radius = qreal(tokens.size.radiusBadge)});
        if (isOn || isOut)
            paint::glyph(painter, check, isOn ? u"check"_s : u"minus"_s, tokens.scaled(12),
                         isOn ? c.accentText : c.danger);
        const QString number = count < 0 ? QString() : QLocale().toString(count);
        painter->setFont(tokens.font.micro);
        painter->setPen(c.textMuted);
        const int wide = painter->fontMetrics().horizontalAdvance(number) + 4;
        painter->drawText(mirrored({row.right() + 1 - wide, row.top(), wide, row.height()}),
                          int(QStyle::visualAlignment(option.direction, Qt::AlignRight)) | Qt::AlignVCenter,
                          number);
        QFont font = tokens.font.body;
        font.setStrikeOut(isOut);
        painter->setFont(font);
        painter->setPen(count == 0 && state == Qt::Unchecked ? c.textMuted : c.text);
        const int left = row.left() + side + 8;
        const QRect words(left, row.top(), row.right() - wide - 8 - left, row.height());
        painter->drawText(
            mirrored(words),
            int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::AlignVCenter |
                Qt::TextSingleLine,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, words.width()));
        painter->restore();
    }
};

} // namespace

FacetPopup::FacetPopup(models::FacetsModel &model, Facet facet, QWidget *parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_model(model)
    , m_facet(facet)
    , m_list(new QListView(this))
    , m_none(new PlainLabel(tr("No picture here has any."), &Fonts::small, &Colors::textMuted, this))
    , m_problem(new PlainLabel({}, &Fonts::small, &Colors::danger, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(models::facetTitle(facet));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new FacetDelegate(m_list));
    m_list->setModel(&model);
    m_list->setRootIndex(model.indexOf(facet));
    m_list->setUniformItemSizes(false);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(models::facetTitle(facet));
    m_list->viewport()->setAutoFillBackground(false);
    m_list->installEventFilter(this);
    m_list->viewport()->installEventFilter(this);
    m_none->setContentsMargins(facetRowSide, 4, facetRowSide, 4);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 5, 1, 6);
    column->setSpacing(4);
    column->addWidget(m_none);
    column->addWidget(m_list);
    if (hasRange(facet))
        addRange(column);
    auto *hint = new PlainLabel(tr("Shift: pictures without it"), &Fonts::micro, &Colors::textMuted, this);
    hint->setContentsMargins(facetRowSide, 2, facetRowSide, 0);
    column->addWidget(hint);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &FacetPopup::fit);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &FacetPopup::fit);
    fit();
}

void FacetPopup::addRange(QLayout *column)
{
    auto *box = new QWidget(this);
    auto *grid = new QVBoxLayout(box);
    grid->setContentsMargins(facetRowSide, 2, facetRowSide, 2);
    grid->setSpacing(4);
    auto *row = new QHBoxLayout;
    row->setSpacing(6);
    m_from = new QLineEdit(box);
    m_to = new QLineEdit(box);
    const bool isDate = m_facet == Facet::Date;
    for (QLineEdit *edit : {m_from, m_to}) {
        edit->setProperty(look::compact, true);
        edit->setPlaceholderText(isDate ? u"2026-03-14"_s : QString());
        edit->setMinimumWidth(tokensOf(this).scaled(isDate ? 92 : 64));
        connect(edit, &QLineEdit::returnPressed, this, &FacetPopup::applyRange);
    }
    m_from->setAccessibleName(tr("%1, from").arg(models::facetTitle(m_facet)));
    m_to->setAccessibleName(tr("%1, up to").arg(models::facetTitle(m_facet)));
    auto *apply = new QPushButton(tr("Set"), box);
    apply->setProperty(look::compact, true);
    apply->setAccessibleName(tr("Ask for this range"));
    connect(apply, &QPushButton::clicked, this, &FacetPopup::applyRange);
    row->addWidget(m_from, 1);
    row->addWidget(new PlainLabel(u"–"_s, &Fonts::small, &Colors::textMuted, box));
    row->addWidget(m_to, 1);
    row->addWidget(apply);
    grid->addLayout(row);
    grid->addWidget(m_problem);
    column->addWidget(box);
    showRange();
}

void FacetPopup::showRange()
{
    for (const Condition &condition : m_model.query().conditions) {
        const QStringList ends = condition.value.split(u".."_s);
        if (condition.facet != m_facet || ends.size() != 2)
            continue;
        m_from->setText(ends[0]);
        m_to->setText(ends[1]);
    }
}

void FacetPopup::applyRange()
{
    Query query = m_model.query();
    query.conditions.removeIf([this](const Condition &condition) {
        return condition.facet == m_facet && condition.value.contains(".."_L1);
    });
    const QString from = m_from->text().trimmed();
    const QString to = m_to->text().trimmed();
    m_problem->hide();
    if (!from.isEmpty() || !to.isEmpty()) {
        const Result<Condition> range = makeCondition(m_facet, from == to ? from : from + ".."_L1 + to);
        if (!range) {
            m_problem->setText(range.error().message);
            m_problem->show();
            fit();
            return;
        }
        query.conditions << *range;
    }
    Q_EMIT m_model.wished(query);
    fit();
}

void FacetPopup::toggle(const QModelIndex &index, bool isExcluded)
{
    if (index.isValid())
        Q_EMIT m_model.wished(m_model.toggled(index, isExcluded));
}

bool FacetPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list->viewport() && event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        toggle(m_list->indexAt(mouse->position().toPoint()),
               mouse->modifiers().testFlag(Qt::ShiftModifier) || mouse->button() == Qt::RightButton);
        return true;
    }
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Space || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            toggle(m_list->currentIndex(), key->modifiers().testFlag(Qt::ShiftModifier));
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            close();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void FacetPopup::fit()
{
    const Tokens &tokens = tokensOf(this);
    const QModelIndex root = m_model.indexOf(m_facet);
    const int rows = m_model.rowCount(root);
    m_none->setVisible(rows == 0);
    m_list->setVisible(rows > 0);
    m_list->setFixedHeight(std::min(rows, mostFacetRows) * tokens.size.row + 2);
    int wide = tokens.scaled(220);
    for (int row = 0; row < std::min(rows, 60); ++row)
        wide = std::max(
            wide,
            QFontMetrics(tokens.font.body).horizontalAdvance(m_model.index(row, 0, root).data().toString()) +
                tokens.scaled(100));
    setFixedWidth(std::min(wide, tokens.scaled(360)));
    if (isVisible())
        adjustSize();
}

void FacetPopup::openBelow(const QWidget *chip)
{
    adjustSize();
    QPoint place = chip->mapToGlobal(QPoint(0, chip->height() + 4));
    const QRect screen = chip->screen()->availableGeometry();
    place.setX(std::clamp(place.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
    move(place);
    show();
    m_list->setFocus();
    if (!m_list->currentIndex().isValid())
        m_list->setCurrentIndex(m_model.index(0, 0, m_model.indexOf(m_facet)));
}

void FacetPopup::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.color.popup);
    paint::box(&painter, rect(), {.line = tokens.color.border});
}

} // namespace janus::ui
