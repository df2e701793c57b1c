#include "ui/sheet/sheetempty.h"

#include "core/paramroles.h"
#include "ui/kit/emptystate.h"
#include "ui/kit/flowlayout.h"
#include "ui/kit/tokens.h"
#include "ui/sheet/sheetwords.h"

#include <algorithm>

#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int emptySide = 24;
constexpr int emptyStateHigh = 150;

/// What the program would try for a parameter; no values when it has none to try.
SweepAxis suggestedAxis(const ModelSchema &schema, const ParamSpec &param, const GenerationRequest &request)
{
    SweepAxis axis;
    axis.kind = SweepAxis::Kind::Parameter;
    axis.name = param.name;
    const Result<QJsonArray> values = axisValues(schema, axis, suggestedValues(schema, param, request));
    if (values)
        axis.values = *values;
    return axis;
}

} // namespace

QList<SheetSuggestion> sheetSuggestions(const ModelSchema &schema, const GenerationRequest &request)
{
    QList<SheetSuggestion> suggestions;
    const ParamSpec *seeds = schema.find(ParamRole::Seed);
    if (!seeds)
        return suggestions;
    const SweepAxis bySeed = suggestedAxis(schema, *seeds, request);
    for (const ParamRole role : {ParamRole::Guidance, ParamRole::Temperature}) {
        const ParamSpec *param = schema.find(role);
        if (!param)
            continue;
        const SweepAxis axis = suggestedAxis(schema, *param, request);
        if (!axis.values.isEmpty())
            suggestions.append({u"%1 × seed"_s.arg(param->title), {axis, bySeed}});
    }
    if (schema.find(ParamRole::Prompt)) {
        SweepAxis words;
        words.kind = SweepAxis::Kind::Words;
        words.name = suggestedWords(prompt(request));
        suggestions.append({u"Words × seed"_s, {bySeed, words}});
    }
    return suggestions;
}

SheetEmpty::SheetEmpty(QWidget *parent)
    : QWidget(parent)
    , m_state(new EmptyState(this))
    , m_buttonBox(new QWidget(this))
    , m_flow(new FlowLayout(8, true, m_buttonBox))
    , m_other(new QPushButton(tr("Something else…"), m_buttonBox))
{
    m_state->setIconName(u"table"_s);
    m_state->setTitle(tr("Pick two things to vary"));
    m_state->setText(tr("A sheet shows every combination side by side, from what stands in the form."));
    m_state->setFixedHeight(tokensOf(this).scaled(emptyStateHigh));
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // its sentence folds
    m_other->setAutoDefault(false);
    m_flow->addWidget(m_other);
    connect(m_other, &QPushButton::clicked, this, [this] { Q_EMIT otherRequested(m_other); });
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(emptySide, emptySide, emptySide, emptySide);
    column->setSpacing(16);
    column->addStretch(2);
    column->addWidget(m_state);
    column->addWidget(m_buttonBox);
    column->addStretch(3);
}

void SheetEmpty::setSuggestions(const QList<SheetSuggestion> &suggestions)
{
    qDeleteAll(m_buttons);
    m_buttons.clear();
    for (const SheetSuggestion &suggestion : suggestions) {
        auto *button = new QPushButton(suggestion.title, m_buttonBox);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this,
                [this, suggestion, button] { Q_EMIT chosen(suggestion, button); });
        m_flow->insertWidget(int(m_buttons.size()), button);
        button->show();
        m_buttons.append(button);
    }
    QWidget *before = nullptr;
    for (QPushButton *button : m_buttons + QList<QPushButton *>{m_other}) {
        if (before)
            setTabOrder(before, button);
        before = button;
    }
    fit();
}

void SheetEmpty::fit()
{
    const int wide = std::max(0, width() - 2 * emptySide);
    m_buttonBox->setFixedHeight(std::max(1, m_flow->heightForWidth(wide)));
}

void SheetEmpty::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void SheetEmpty::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), tokensOf(this).color.stage);
}

} // namespace janus::ui
