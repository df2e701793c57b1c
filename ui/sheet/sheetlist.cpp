#include "ui/sheet/sheetlist.h"

#include "ui/kit/icon.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListWidget>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int listWide = 340;
constexpr int mostSheetRows = 10;
constexpr int sheetRowSide = 12;

enum SheetItemRole { SheetIdRole = Qt::UserRole, SheetMetaRole };

/// Name at the left, how far and when at the right.
class SheetRowDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {0, tokensOf(option.widget).size.row + 4};
    }

    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &) const override
    {
        editor->setGeometry(option.rect.adjusted(sheetRowSide - 4, 1, -sheetRowSide, -1));
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &tokens = tokensOf(option.widget);
        const Colors &color = tokens.color;
        const bool isCurrent = option.state & QStyle::State_Selected;
        const bool isHovered = option.state & QStyle::State_MouseOver;
        painter->save();
        paint::box(painter, option.rect.adjusted(4, 0, -4, 0),
                   {.ground = isCurrent   ? color.pressed
                              : isHovered ? color.hover
                                          : QColor(),
                    .radius = qreal(tokens.size.radiusControl)});
        const QRect row = option.rect.adjusted(sheetRowSide, 0, -sheetRowSide, 0);
        const auto mirrored = [&](const QRect &rect) {
            return QStyle::visualRect(option.direction, option.rect, rect);
        };
        const QString meta = index.data(SheetMetaRole).toString();
        painter->setFont(tokens.font.small);
        painter->setPen(isCurrent ? color.textSecondary : color.textMuted);
        const int wide = painter->fontMetrics().horizontalAdvance(meta) + 2;
        painter->drawText(mirrored({row.right() + 1 - wide, row.top(), wide, row.height()}),
                          Qt::AlignVCenter | Qt::TextSingleLine, meta);
        painter->setFont(tokens.font.body);
        painter->setPen(color.text);
        const QRect words(row.left(), row.top(), row.width() - wide - 12, row.height());
        painter->drawText(
            mirrored(words),
            int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::AlignVCenter |
                Qt::TextSingleLine,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, words.width()));
        painter->restore();
    }
};

} // namespace

SheetList::SheetList(QWidget *parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_list(new QListWidget(this))
    , m_none(new PlainLabel(tr("No sheet is saved yet."), &Fonts::small, &Colors::textMuted, this))
    , m_new(new QPushButton(icon(u"plus"_s), tr("New Sheet"), this))
    , m_rename(new IconButton(u"pencil"_s, tr("Rename (F2)"), this))
    , m_remove(new IconButton(u"trash"_s, tr("Delete this sheet; its pictures stay"), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Saved sheets"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new SheetRowDelegate(m_list));
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Saved sheets"));
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->installEventFilter(this);
    m_none->setContentsMargins(sheetRowSide, 4, sheetRowSide, 4);
    m_new->setAutoDefault(false);
    look::set(m_new, look::compact);
    m_rename->setCompact(true);
    m_remove->setCompact(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 6, 1, 8);
    column->setSpacing(6);
    column->addWidget(m_none);
    column->addWidget(m_list);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(sheetRowSide - 1, 0, sheetRowSide - 1, 0);
    foot->setSpacing(4);
    foot->addWidget(m_new);
    foot->addStretch(1);
    foot->addWidget(m_rename);
    foot->addWidget(m_remove);
    column->addLayout(foot);
    setFixedWidth(tokensOf(this).scaled(listWide));
    connect(m_list, &QListWidget::itemClicked, this, [this](const QListWidgetItem *item) {
        const qint64 id = item->data(SheetIdRole).toLongLong();
        close();
        Q_EMIT opened(id);
    });
    connect(m_list, &QListWidget::itemChanged, this, [this](const QListWidgetItem *item) {
        if (!m_isFilling && !item->text().trimmed().isEmpty())
            Q_EMIT renamed(item->data(SheetIdRole).toLongLong(), item->text().trimmed());
    });
    connect(m_new, &QPushButton::clicked, this, [this] {
        close();
        Q_EMIT newRequested();
    });
    connect(m_rename, &IconButton::clicked, this, [this] {
        if (m_list->currentItem())
            m_list->editItem(m_list->currentItem());
    });
    connect(m_remove, &IconButton::clicked, this, &SheetList::removeCurrent);
    setSheets({}, 0);
}

QString SheetList::metaOf(const library::SheetEntry &sheet)
{
    const QDateTime when = sheet.sheet.created.toLocalTime();
    const bool isToday = when.date() == QDate::currentDate();
    const QString time = isToday ? QLocale().toString(when.time(), u"HH:mm"_s)
                                 : QLocale().toString(when.date(), QLocale::ShortFormat);
    return tr("%1 of %2").arg(sheet.progress.done).arg(sheet.progress.total()) + u" · "_s + time;
}

void SheetList::setSheets(const QList<library::SheetEntry> &sheets, qint64 current)
{
    m_isFilling = true;
    m_list->clear();
    for (const library::SheetEntry &sheet : sheets) {
        auto *item = new QListWidgetItem(sheet.sheet.sweep.name, m_list);
        item->setFlags(item->flags() | Qt::ItemIsEditable);
        item->setData(SheetIdRole, sheet.sheet.id);
        item->setData(SheetMetaRole, metaOf(sheet));
        item->setData(Qt::AccessibleTextRole, u"%1, %2"_s.arg(sheet.sheet.sweep.name, metaOf(sheet)));
        if (sheet.sheet.id == current)
            m_list->setCurrentItem(item);
    }
    if (!m_list->currentItem() && m_list->count() > 0)
        m_list->setCurrentRow(0);
    m_isFilling = false;
    fit();
}

void SheetList::fit()
{
    const int rows = m_list->count();
    m_none->setVisible(rows == 0);
    m_list->setVisible(rows > 0);
    m_rename->setEnabled(rows > 0);
    m_remove->setEnabled(rows > 0);
    m_list->setFixedHeight(std::min(rows, mostSheetRows) * (tokensOf(this).size.row + 4) + 2);
    layout()->activate();
    if (isVisible())
        adjustSize();
}

qint64 SheetList::current() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? item->data(SheetIdRole).toLongLong() : 0;
}

void SheetList::removeCurrent()
{
    const qint64 id = current();
    if (id == 0)
        return;
    const QString name = m_list->currentItem()->text();
    close();
    Q_EMIT removeRequested(id, name);
}

bool SheetList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (const qint64 id = current(); id != 0) {
                close();
                Q_EMIT opened(id);
            }
            return true;
        case Qt::Key_Delete:
            removeCurrent();
            return true;
        case Qt::Key_Escape:
            close();
            return true;
        default:
            break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

/// Enter presses the button that has the focus.
void SheetList::keyPressEvent(QKeyEvent *event)
{
    auto *button = qobject_cast<QAbstractButton *>(focusWidget());
    const bool presses = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (button && presses)
        return button->click();
    QFrame::keyPressEvent(event);
}

void SheetList::openBelow(const QWidget *chip)
{
    adjustSize();
    QPoint place = chip->mapToGlobal(QPoint(0, chip->height() + 4));
    const QRect screen = chip->screen()->availableGeometry();
    place.setX(std::clamp(place.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
    move(place);
    show();
    m_list->count() > 0 ? m_list->setFocus() : m_new->setFocus();
}

/// The stage's single letters, and Delete, mean what is here while this is open.
bool SheetList::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    return QFrame::event(event);
}

void SheetList::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.color.popup);
    paint::box(&painter, rect(), {.line = tokens.color.border});
}

} // namespace janus::ui
