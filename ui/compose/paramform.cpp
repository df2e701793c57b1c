#include "ui/compose/paramform.h"

#include "core/paramroles.h"
#include "ui/compose/countfield.h"
#include "ui/compose/promptedit.h"
#include "ui/compose/promptfield.h"
#include "ui/compose/seedfield.h"
#include "ui/compose/sentenceline.h"
#include "ui/compose/sizefield.h"
#include "ui/kit/tokens.h"

#include <QEvent>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

/// Where a role stands in the form.
int formPlace(ParamRole role)
{
    switch (role) {
    case ParamRole::Prompt:
        return 0;
    case ParamRole::Size:
        return 1;
    case ParamRole::Guidance:
        return 2;
    case ParamRole::Temperature:
        return 3;
    case ParamRole::None:
        return 4;
    case ParamRole::Count:
        return 5;
    case ParamRole::Seed:
        return 6;
    case ParamRole::Safety:
        return 7;
    }
    Q_UNREACHABLE();
}

constexpr int formSide = 16;
constexpr int narrowForm = 320;
constexpr int narrowestForm = 296;
/// From here on every hint has room; with the drawer open the first window is lower.
constexpr int lowDock = 660;

} // namespace

QList<ParamSpec> inFormOrder(const ModelSchema &schema)
{
    QList<ParamSpec> specs = schema.params();
    std::stable_sort(specs.begin(), specs.end(), [](const ParamSpec &a, const ParamSpec &b) {
        return formPlace(a.role) < formPlace(b.role);
    });
    return specs;
}

ParamForm::ParamForm(QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
    , m_general(new SentenceLine(this))
{
    m_column->setContentsMargins(formSide, 0, formSide, 0);
    m_column->setSpacing(8);
    m_column->addWidget(m_general);
}

void ParamForm::setSchema(const ModelSchema &schema)
{
    const GenerationRequest before = request();
    m_schema = schema;
    m_refusals.clear();
    m_asked = false;
    build();
    GenerationRequest start = schema.defaults();
    for (const ParamSpec &param : schema.params()) {
        if (before.input.contains(param.name) && schema.check(param, before.input[param.name]))
            start.input[param.name] = before.input[param.name];
    }
    setRequest(start);
    Q_EMIT changed();
}

void ParamForm::build()
{
    qDeleteAll(m_rows);
    m_rows.clear();
    m_fields.clear();
    m_prompt = nullptr;
    m_size = nullptr;
    m_count = nullptr;
    m_seed = nullptr;
    for (const ParamSpec &spec : inFormOrder(m_schema))
        adopt(makeParamWidget(spec, this));
    layOut();
}

void ParamForm::adopt(ParamWidget *widget)
{
    m_column->insertWidget(static_cast<int>(m_rows.size()), widget);
    m_rows << widget;
    m_fields.insert(widget->spec().name, widget);
    connect(widget, &ParamWidget::valueChanged, this, [this, widget] { onChanged(widget); });
    if (auto *prompt = qobject_cast<PromptField *>(widget)) {
        m_prompt = prompt;
        prompt->editor()->setUndoRedoEnabled(false); // its letters are steps of the whole form (FormUndo)
        connect(prompt, &PromptField::historyRequested, this, &ParamForm::historyRequested);
        connect(prompt, &PromptField::wordingChanged, this, [this, prompt] { onChanged(prompt); });
    } else if (auto *size = qobject_cast<SizeField *>(widget)) {
        m_size = size;
    } else if (auto *count = qobject_cast<CountField *>(widget)) {
        m_count = count;
        connect(count, &CountField::splitChanged, this, [this] { Q_EMIT changed(); });
    } else if (auto *seed = qobject_cast<SeedField *>(widget)) {
        m_seed = seed;
        connect(seed, &SeedField::modeChanged, this, &ParamForm::changed);
    }
}

GenerationRequest ParamForm::request() const
{
    GenerationRequest request{m_schema.endpoint(), {}};
    for (const ParamWidget *widget : m_rows) {
        if (!widget->value().isUndefined())
            request.input[widget->spec().name] = widget->value();
    }
    return request;
}

void ParamForm::setRequest(const GenerationRequest &request)
{
    for (ParamWidget *widget : m_rows) {
        const QString name = widget->spec().name;
        widget->setValue(request.input.contains(name) ? request.input[name]
                                                      : QJsonValue(QJsonValue::Undefined));
    }
    const bool hasSeed = seed(request).has_value();
    if (m_seed)
        m_seed->setMode(hasSeed ? SeedMode::Locked : SeedMode::Draw);
    if (m_count && hasSeed && imageCount(request) > 1)
        m_count->setSplit(false);
    m_refusals.clear();
    m_general->clear();
    m_asked = false;
    refreshErrors();
}

bool ParamForm::setParam(const QString &name, const QJsonValue &value)
{
    ParamWidget *widget = m_fields.value(name);
    if (!widget)
        return false;
    widget->setValue(value);
    if (widget == m_seed)
        m_seed->setChosen(!value.isUndefined() && !value.isNull());
    onChanged(widget);
    return true;
}

void ParamForm::onChanged(ParamWidget *widget)
{
    m_refusals.remove(widget->spec().name);
    if (widget == m_seed && m_prompt)
        m_refusals.remove(m_prompt->spec().name); // another seed draws other words
    m_general->clear();
    refreshErrors();
    Q_EMIT changed();
}

QString ParamForm::sentenceFor(const ParamWidget *widget) const
{
    if (const QString own = widget->problem(); !own.isEmpty())
        return own;
    if (const Result<void> checked = m_schema.check(widget->spec(), widget->judgedValue()); !checked)
        return checked.error().message;
    return m_refusals.value(widget->spec().name);
}

QList<Error> ParamForm::problems() const
{
    QList<Error> errors;
    for (const ParamWidget *widget : m_rows) {
        if (const QString sentence = sentenceFor(widget); !sentence.isEmpty())
            errors << Error{ErrorKind::BadInput, sentence, {}, widget->spec().name};
    }
    return errors;
}

void ParamForm::checkNow()
{
    m_asked = true;
    refreshErrors();
    const auto bad =
        std::ranges::find_if(m_rows, [](const ParamWidget *row) { return !row->error().isEmpty(); });
    if (bad != m_rows.end() && (*bad)->firstField())
        (*bad)->firstField()->setFocus(Qt::OtherFocusReason);
}

void ParamForm::showErrors(const QList<Error> &errors)
{
    QStringList homeless;
    m_refusals.clear();
    for (const Error &error : errors) {
        if (m_fields.contains(error.field))
            m_refusals.insert(error.field, error.message);
        else
            homeless << error.message;
    }
    m_general->refuse(homeless.join(u' '));
    refreshErrors();
    Q_EMIT changed();
}

QString ParamForm::firstPartInError() const
{
    for (const ParamWidget *widget : m_rows) {
        if (!sentenceFor(widget).isEmpty())
            return widget->partInError();
    }
    return {};
}

bool ParamForm::isQuietlyEmpty(const ParamWidget *widget) const
{
    return !m_asked && widget->spec().required && widget->judgedValue().toString().trimmed().isEmpty();
}

void ParamForm::refreshErrors()
{
    for (ParamWidget *widget : m_rows) {
        const QString sentence = isQuietlyEmpty(widget) ? QString() : sentenceFor(widget);
        if (sentence != widget->error())
            widget->setError(sentence);
    }
}

void ParamForm::setRoom(int height)
{
    m_room = height;
    if (m_prompt)
        m_prompt->editor()->setTallest(height * 2 / 5);
    if (m_seed)
        m_seed->setLow(height < tokensOf(this).scaled(lowDock));
}

void ParamForm::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void ParamForm::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        layOut();
}

/// One column of labels for all rows, as wide as its longest word needs.
void ParamForm::layOut()
{
    const Tokens &tokens = tokensOf(this);
    const bool narrow = width() < tokens.scaled(narrowForm);
    int widest = 0;
    for (const ParamWidget *widget : m_rows)
        widest = std::max(widest, widget->labelWidthHint());
    const bool narrowest = width() < tokens.scaled(narrowestForm);
    const int column = narrowest ? tokens.scaled(80)
                       : narrow  ? tokens.scaled(92)
                                 : std::clamp(widest + 12, tokens.scaled(100), tokens.scaled(120));
    for (ParamWidget *widget : m_rows) {
        widget->setLabelWidth(column);
        widget->setNarrow(narrow);
    }
    Q_EMIT columnsChanged(column, narrow);
    setRoom(m_room);
}

} // namespace janus::ui
