#include "ui/stage/differencestrip.h"

#include "ui/inspect/valuetext.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"
#include "ui/stage/differencerow.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QResizeEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int stripHead = 28;
constexpr int stripSides = 16;
constexpr int stripFoot = 6;
constexpr int namedSame = 4; ///< of what is the same, so many are named

/// "+2" behind the second of two numbers.
QString changeOf(const Difference &row, int at)
{
    const bool isNumber = row.what == Difference::What::Parameter && row.values.size() == 2 && at == 1 &&
                          row.values.first().isDouble() && row.values.last().isDouble();
    if (!isNumber)
        return {};
    const double change = row.values.last().toDouble() - row.values.first().toDouble();
    const QString number = QString::number(std::abs(change), 'g', 6);
    return (change < 0 ? u"−"_s : u"+"_s) + number;
}

} // namespace

DifferenceStrip::DifferenceStrip(QWidget *parent)
    : QWidget(parent)
    , m_head(new QWidget(this))
    , m_title(new PlainLabel(tr("What differs"), &Fonts::strong, &Colors::text, m_head))
    , m_sentence(new PlainLabel({}, &Fonts::small, &Colors::textMuted, m_head))
    , m_scroll(new QScrollArea(this))
{
    setAccessibleName(tr("What differs"));
    m_sentence->setElideMode(Qt::ElideRight);
    auto *head = new QHBoxLayout(m_head);
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(8);
    head->addWidget(m_title);
    head->addWidget(m_sentence, 1);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("Recipe differences"));
    m_scroll->viewport()->setAutoFillBackground(false);
    look::set(m_scroll, look::ring);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(stripSides, 0, stripSides, stripFoot);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_scroll, 1);
    hide();
}

void DifferenceStrip::setSpecs(SpecsOf specs)
{
    m_specs = std::move(specs);
    fill();
}

void DifferenceStrip::setPictures(const QList<Picture> &pictures, int current)
{
    QList<Picture> recipes = pictures;
    for (Picture &recipe : recipes)
        recipe.marks = {}; // a mark is no difference, and must not move what is read here
    if (recipes == m_pictures && current == m_current)
        return;
    m_pictures = recipes;
    m_current = std::clamp(current, 0, std::max(0, int(pictures.size()) - 1));
    fill();
}

void DifferenceStrip::setMostHeight(int height)
{
    m_most = height;
    fitHeight();
}

void DifferenceStrip::fill()
{
    const QList<ParamSpec> specs =
        m_specs && !m_pictures.isEmpty() ? m_specs(m_pictures.first().request.endpoint) : QList<ParamSpec>();
    m_found = differencesOf(m_pictures, specs);
    m_rows = new QWidget;
    auto *rows = new QVBoxLayout(m_rows);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    if (m_found.isPromptDifferent)
        addPromptRow();
    for (const Difference &row : std::as_const(m_found.rows))
        addRow(row);
    rows->addStretch();
    const int scrolled = m_scroll->verticalScrollBar()->value();
    m_scroll->setWidget(m_rows);          // the one before goes
    m_rows->setAutoFillBackground(false); // which setWidget switched on
    m_sentence->setText(sentence());
    m_sentence->setAccessibleName(sentence());
    setVisible(m_pictures.size() >= 2);
    fitHeight();
    m_scroll->verticalScrollBar()->setValue(scrolled);
}

void DifferenceStrip::addPromptRow()
{
    QList<DifferenceCell> cells;
    for (const QList<WordRun> &prompt : std::as_const(m_found.prompts))
        cells.append({prompt, OwnWords::Added});
    const bool isPair = cells.size() == 2;
    if (isPair)
        cells.first().own = OwnWords::Removed;
    auto *row = new DifferenceRow(tr("Prompt"), isPair ? cells : cells.mid(m_current, 1), m_rows);
    if (!isPair)
        row->setReserve(cells);
    m_rows->layout()->addWidget(row);
}

void DifferenceStrip::addRow(const Difference &row)
{
    const bool isSeed = row.what == Difference::What::Seed;
    const ParamSpec *spec = &row.spec;
    QList<DifferenceCell> cells;
    for (int at = 0; at < row.values.size(); ++at) {
        const QJsonValue &value = row.values.at(at);
        const QString text = value.isUndefined() ? tr("not given") : valueText(spec, value);
        cells.append({{{text, true}}, OwnWords::Added, isSeed, changeOf(row, at)});
    }
    const QString name = row.spec.title.isEmpty() ? row.spec.name : row.spec.title;
    m_rows->layout()->addWidget(new DifferenceRow(name, cells, m_rows));
}

QString DifferenceStrip::sentence() const
{
    const bool isPair = m_pictures.size() == 2;
    if (m_pictures.size() < 2)
        return {};
    if (m_found.isNothing())
        return tr("Nothing: same recipe, same seed.");
    if (m_found.isOnly(Difference::What::Seed))
        return isPair ? tr("Same recipe, other seed.") : tr("Same recipe, other seeds.");
    if (m_found.isOnly(Difference::What::Place))
        return isPair ? tr("Same request, another picture of its set.")
                      : tr("Same request, other pictures of its set.");
    if (m_found.isOnly(Difference::What::Model))
        return tr("Same inputs, other model.");
    if (m_found.isOnly(Difference::What::Pixels))
        return tr("Same recipe, other file size in pixels.");
    const auto differ = int(m_found.rows.size()) + int(m_found.isPromptDifferent);
    QStringList same = m_found.same.mid(0, namedSame);
    const auto more = m_found.same.size() - same.size();
    QString text = tr("%1 of %2").arg(differ).arg(differ + m_found.same.size());
    if (more > 0)
        same += tr("%1 more").arg(more);
    if (!same.isEmpty())
        text += tr(" · the same: %1").arg(same.join(u", "_s));
    const bool isOnlySpace =
        m_found.isPromptDifferent && std::ranges::all_of(m_found.prompts, [](const auto &runs) {
            return std::ranges::all_of(runs, &WordRun::isCommon);
        });
    return isOnlySpace ? text + tr(" · the prompts differ in white space only") : text;
}

int DifferenceStrip::headHeight() const
{
    return tokensOf(this).scaled(stripHead);
}

/// Up and down keys scroll it when there is more than it shows; otherwise it is no stop for Tab.
void DifferenceStrip::fitHeight()
{
    if (!m_rows)
        return;
    m_head->setFixedHeight(headHeight());
    const int wide = width() - 2 * stripSides;
    const int rows =
        m_rows->layout()->count() > 1 ? m_rows->layout()->totalHeightForWidth(std::max(wide, 1)) : 0;
    const int whole = headHeight() + rows + stripFoot;
    m_reached = std::max(m_reached, whole);
    setFixedHeight(std::max(std::min(m_reached, m_most), headHeight() + stripFoot));
    m_scroll->setFocusPolicy(whole > m_most ? Qt::StrongFocus : Qt::NoFocus);
}

void DifferenceStrip::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_reached = 0;
}

void DifferenceStrip::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->oldSize().width() == event->size().width())
        return;
    m_reached = 0;
    fitHeight();
}

void DifferenceStrip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::StyleChange)
        return;
    m_reached = 0;
    QMetaObject::invokeMethod(this, &DifferenceStrip::fitHeight, Qt::QueuedConnection); // after the rows'
}

void DifferenceStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = tokensOf(this);
    painter.fillRect(rect(), tokens.color.stage);
    if (!m_found.isNothing())
        paint::edgeLine(&painter, m_head->geometry(), Qt::BottomEdge, tokens.color.border);
}

} // namespace janus::ui
