#include "ui/compose/historypopup.h"

#include "models/formhistorymodel.h"
#include "ui/compose/historydelegate.h"
#include "ui/kit/announce.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace janus::ui {

namespace {

constexpr int historyWidth = 460;
constexpr int historyHeight = 480;

} // namespace

HistoryPopup::HistoryPopup(models::FormHistoryModel *model, QWidget *parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_model(model)
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_empty(new PlainLabel({}, &Fonts::body, &Colors::textMuted, this))
    , m_all(new QPushButton(tr("Bring back"), this))
    , m_words(new QPushButton(tr("Only the words"), this))
{
    model->setParent(this);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("History of the form"));
    m_search->setPlaceholderText(tr("Search past prompts"));
    m_search->setAccessibleName(tr("Search past prompts"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Past forms, newest first"));
    m_list->setItemDelegate(new HistoryDelegate(m_list));
    m_list->setModel(model);
    m_list->setUniformItemSizes(true); // a page is laid out without asking every row
    m_list->setMouseTracking(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->viewport()->installEventFilter(this);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_all->setToolTip(tr("The whole form as it was, its seed locked (Enter)"));
    m_words->setToolTip(tr("Put its prompt into the form and leave the rest (Shift+Enter)"));
    for (QPushButton *button : {m_all, m_words}) {
        button->setAutoDefault(false);
        button->setProperty(look::compact, true);
        button->installEventFilter(this);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 9, 1, 9);
    column->setSpacing(8);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(9, 0, 9, 0);
    top->addWidget(m_search);
    column->addLayout(top);
    column->addWidget(m_list, 1);
    column->addWidget(m_empty, 1);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(9, 0, 9, 0);
    foot->setSpacing(8);
    foot->addWidget(m_all);
    foot->addWidget(m_words);
    foot->addStretch(1);
    foot->addWidget(new PlainLabel(tr("Enter · Shift+Enter"), &Fonts::small, &Colors::textMuted, this));
    column->addLayout(foot);
    m_typed.setSingleShot(true);
    m_typed.setInterval(80ms); // so that a word typed quickly is asked for once
    connect(&m_typed, &QTimer::timeout, this, [this] { m_model->search(m_search->text()); });
    connect(m_search, &QLineEdit::textChanged, &m_typed, qOverload<>(&QTimer::start));
    connect(model, &models::FormHistoryModel::listed, this, &HistoryPopup::refresh);
    connect(model, &models::FormHistoryModel::failed, this,
            [this](const Error &error) { m_empty->setText(error.message); });
    connect(m_all, &QPushButton::clicked, this, [this] { choose(m_list->currentIndex(), false); });
    connect(m_words, &QPushButton::clicked, this, [this] { choose(m_list->currentIndex(), true); });
    refresh();
}

void HistoryPopup::openAt(const QWidget *anchor)
{
    const Tokens &tokens = tokensOf(this);
    const QRect screen = anchor->screen()->availableGeometry();
    const QSize size = QSize(tokens.scaled(historyWidth), tokens.scaled(historyHeight))
                           .boundedTo(screen.size() - QSize(16, 16));
    resize(size);
    QPoint place = anchor->mapToGlobal(QPoint(0, anchor->height() + 4));
    if (place.y() + size.height() > screen.bottom())
        place.setY(std::max(screen.top(), screen.bottom() - size.height()));
    place.setX(std::clamp(place.x(), screen.left(), std::max(screen.left(), screen.right() - size.width())));
    move(place);
    const int side = qRound(HistoryDelegate::thumbnailSide(this) * devicePixelRatioF());
    m_model->setThumbnailBox({side, side});
    m_search->clear();
    m_typed.stop();
    m_model->search({});
    show();
    m_search->setFocus(Qt::PopupFocusReason);
}

/// After an answer: the newest is current, or a sentence says why there is none.
void HistoryPopup::refresh()
{
    const bool any = m_model->rowCount() > 0;
    m_list->setVisible(any);
    m_empty->setVisible(!any);
    m_empty->setText(!m_model->isKnown() ? QString()
                     : m_model->searchText().isEmpty()
                         ? tr("Every press of Generate is kept here, with what stood "
                              "in the form and the pictures that came of it.")
                         : tr("No prompt has “%1” in it.").arg(m_model->searchText()));
    if (any)
        m_list->setCurrentIndex(m_model->index(0));
    m_all->setEnabled(any);
    m_words->setEnabled(any);
}

void HistoryPopup::choose(const QModelIndex &index, bool onlyWords)
{
    if (!index.isValid())
        return;
    const QJsonObject state = index.data(models::FormHistoryModel::StateRole).toJsonObject();
    hide();
    if (onlyWords)
        Q_EMIT wordsChosen(state);
    else
        Q_EMIT stateChosen(state);
}

bool HistoryPopup::onKey(const QKeyEvent &event)
{
    switch (event.key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown: {
        QKeyEvent step(QEvent::KeyPress, event.key(), Qt::NoModifier);
        QApplication::sendEvent(m_list, &step);
        // The list has no focus, so nothing else would speak.
        announce(m_search, m_list->currentIndex().data(Qt::AccessibleTextRole).toString());
        return true;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_typed.isActive()) { // what is in sight is not what was typed
            m_typed.stop();
            m_model->search(m_search->text());
        } else if (m_model->isKnown()) {
            choose(m_list->currentIndex(), event.modifiers().testFlag(Qt::ShiftModifier));
        }
        return true;
    case Qt::Key_Escape:
        if (m_search->text().isEmpty())
            hide();
        else
            m_search->clear();
        return true;
    default:
        return false;
    }
}

bool HistoryPopup::onMouse(const QMouseEvent &event)
{
    const QModelIndex index = m_list->indexAt(event.position().toPoint());
    if (!index.isValid() || event.button() != Qt::LeftButton)
        return false;
    const QRect words = HistoryDelegate::wordsRect(m_list, m_list->visualRect(index));
    choose(index,
           words.contains(event.position().toPoint()) || event.modifiers().testFlag(Qt::ShiftModifier));
    return true;
}

bool HistoryPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isButton = watched == m_all || watched == m_words;
        const bool presses = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (!isButton || !presses)
            return onKey(*key);
        static_cast<QPushButton *>(watched)->click();
        return true;
    }
    if (watched == m_list->viewport() && event->type() == QEvent::MouseButtonRelease)
        return onMouse(*static_cast<QMouseEvent *>(event));
    if (watched == m_list->viewport() && event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QModelIndex index = m_list->indexAt(help->pos());
        const QRect words = HistoryDelegate::wordsRect(m_list, m_list->visualRect(index));
        if (index.isValid() && words.contains(help->pos())) {
            QToolTip::showText(help->globalPos(), tr("Only the words"), m_list->viewport(), words);
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void HistoryPopup::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.color.popup);
    paint::box(&painter, rect(), {.line = tokens.color.border});
}

} // namespace janus::ui
