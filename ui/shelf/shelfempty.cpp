#include "ui/shelf/shelfempty.h"

#include "core/queryparts.h"
#include "models/querytext.h"
#include "ui/kit/announce.h"
#include "ui/kit/chip.h"
#include "ui/kit/emptystate.h"
#include "ui/kit/flowlayout.h"
#include "ui/kit/icon.h"
#include "ui/kit/studiostyle.h"

#include <QKeySequence>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int emptyWidth = 560;
constexpr qsizetype mostRelaxations = 5;

QString picturesText(int count)
{
    return count == 1 ? u"1 picture"_s : u"%1 pictures"_s.arg(QLocale().toString(count));
}

/// "4 stars and up" for `rating:4+`; a word as it was typed.
QString partTitle(const QString &part)
{
    const Result<Query> query = Query::fromText(part);
    return query && !query->conditions.isEmpty() ? models::conditionTitle(query->conditions.first()) : part;
}

void emptyFlow(FlowLayout *flow)
{
    while (QLayoutItem *item = flow->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be the one that was pressed
        delete item;
    }
}

} // namespace

ShelfEmpty::ShelfEmpty(QWidget *parent)
    : QWidget(parent)
    , m_box(new QWidget(this))
    , m_column(new QVBoxLayout(m_box))
    , m_state(new EmptyState(m_box))
    , m_chipBox(new QWidget(m_box))
    , m_chips(new FlowLayout(6, true, m_chipBox))
    , m_relaxedBox(new QWidget(m_box))
    , m_relaxed(new FlowLayout(8, true, m_relaxedBox))
    , m_clear(new QPushButton(tr("Clear all"), m_box))
    , m_target(new QPushButton(icon(u"target"_s), tr("Make It the Target of B"), m_box))
{
    setObjectName(u"shelfEmpty"_s);
    m_box->setMaximumWidth(emptyWidth);
    m_state->setFixedHeight(tokensOf(this).scaled(132));
    m_clear->setFlat(true);
    m_clear->setProperty(look::link, true);
    m_column->setContentsMargins(24, 0, 24, 24);
    m_column->setSpacing(12);
    m_column->addWidget(m_state);
    m_column->addWidget(m_chipBox);
    m_column->addWidget(m_relaxedBox);
    m_column->addWidget(m_target, 0, Qt::AlignHCenter);
    m_column->addWidget(m_clear, 0, Qt::AlignHCenter);
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(m_box, 20);
    row->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->addStretch(2);
    column->addLayout(row);
    column->addStretch(3);
    for (QPushButton *button : {m_clear, m_target})
        button->setAutoDefault(false);
    connect(m_clear, &QPushButton::clicked, this, [this] {
        Query query = m_query;
        query.words.clear();
        query.conditions.clear();
        Q_EMIT queryChosen(query);
    });
    connect(m_target, &QPushButton::clicked, this, &ShelfEmpty::targetRequested);
    reset();
}

void ShelfEmpty::reset()
{
    emptyFlow(m_chips);
    emptyFlow(m_relaxed);
    m_relaxations.clear();
    m_chipBox->hide();
    m_relaxedBox->hide();
    m_clear->hide();
    m_target->hide();
    m_state->setKeys({});
}

void ShelfEmpty::addChip(const QString &text, const Query &without)
{
    auto *chip = new Chip(text, m_chipBox);
    chip->setCheckable(true);
    chip->setChecked(true);
    chip->setRemovable(true);
    chip->setAccessibleName(tr("%1, press to take it out of the search").arg(text));
    const auto takeOut = [this, without] { Q_EMIT queryChosen(without); };
    connect(chip, &Chip::removeRequested, this, takeOut);
    connect(chip, &Chip::clicked, this, takeOut);
    m_chips->addWidget(chip);
    chip->show();
}

void ShelfEmpty::showNothingFound(const Query &query)
{
    reset();
    m_query = query;
    m_state->setIconName(u"search"_s);
    m_state->setTitle(tr("Nothing found"));
    m_state->setText(tr("No picture has all of this:"));
    for (const QueryPart &part : partsOf(query))
        addChip(part.condition ? models::conditionTitle(*part.condition) : part.text, part.without);
    m_chipBox->show();
    m_clear->show();
    announce(this, tr("Nothing found"));
}

void ShelfEmpty::showRelaxations(const QList<library::Relaxation> &relaxations)
{
    emptyFlow(m_relaxed);
    m_relaxations.clear();
    for (const library::Relaxation &relaxed :
         relaxations.first(std::min(mostRelaxations, relaxations.size()))) {
        auto *button = new QPushButton(
            tr("Without “%1”: %2").arg(partTitle(relaxed.without), picturesText(relaxed.count)),
            m_relaxedBox);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this,
                [this, query = relaxed.query] { Q_EMIT queryChosen(query); });
        m_relaxed->addWidget(button);
        m_relaxations << button;
        button->show();
    }
    m_relaxedBox->setVisible(!m_relaxations.isEmpty());
}

void ShelfEmpty::showCollection(const QString &name, bool isSmart, bool isTarget)
{
    reset();
    m_state->setIconName(isSmart ? u"search"_s : u"folder"_s);
    m_state->setTitle(tr("Nothing in “%1” yet").arg(name));
    if (isSmart) {
        m_state->setText(tr("It gathers by itself what its search finds."));
        return;
    }
    m_state->setText(isTarget ? tr("Drag pictures here or press")
                              : tr("Drag pictures here, or make it the target and press"));
    m_state->setKeys(QKeySequence(u"B"_s));
    m_target->setVisible(!isTarget);
}

void ShelfEmpty::showTrash()
{
    reset();
    m_state->setIconName({});
    m_state->setTitle({});
    m_state->setText(tr("The trash is empty."));
}

void ShelfEmpty::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), tokensOf(this).color.stage);
}

} // namespace janus::ui
