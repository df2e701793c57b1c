#include "ui/compose/composepanel.h"

#include "core/paramroles.h"
#include "core/wording.h"
#include "ui/compose/countfield.h"
#include "ui/compose/deliverysection.h"
#include "ui/compose/paramform.h"
#include "ui/compose/promptedit.h"
#include "ui/compose/promptfield.h"
#include "ui/compose/seedfield.h"
#include "ui/compose/sizefield.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/primarybutton.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QAction>
#include <QApplication>
#include <QEvent>
#include <QPainter>
#include <QRandomGenerator>
#include <QScrollArea>
#include <QSet>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

/// The foot of the panel, below a line.
class ComposeFoot : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paint::edgeLine(&painter, rect(), Qt::TopEdge, tokensOf(this).color.border);
    }
};

} // namespace

ComposePanel::ComposePanel(QWidget *parent)
    : QWidget(parent)
    , m_scroll(new QScrollArea(this))
    , m_form(new ParamForm)
    , m_delivery(new DeliverySection)
    , m_foot(new ComposeFoot(this))
    , m_generate(new PrimaryButton({}, m_foot))
    , m_firstLine(new PlainLabel({}, &Fonts::small, &Colors::textSecondary, m_foot))
    , m_secondLine(new PlainLabel({}, &Fonts::small, &Colors::textMuted, m_foot))
{
    setAccessibleName(tr("Compose"));
    m_scroll->setWidget(makeBody());
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_scroll->widget()->setAutoFillBackground(false);
    makeFoot();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_scroll, 1);
    column->addWidget(m_foot);
    makeActions();
    makeWordActions();
    restyle();
    m_rest.setSingleShot(true);
    m_rest.setInterval(QApplication::doubleClickInterval());
    connect(m_generate, &PrimaryButton::clicked, this, &ComposePanel::generate);
    const auto onChanged = [this] {
        if (prompt(m_form->request()).isEmpty())
            m_parent.reset();
        noteStep();
        refreshButton();
        Q_EMIT changed();
    };
    connect(m_form, &ParamForm::historyRequested, this, &ComposePanel::historyRequested);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        if (!now || !isAncestorOf(now))
            return;
        now->installEventFilter(this);
        if (const auto *area = qobject_cast<QAbstractScrollArea *>(now))
            area->viewport()->installEventFilter(this); // where its menu is asked for
    });
    connect(m_form, &ParamForm::changed, this, onChanged);
    connect(m_form, &ParamForm::columnsChanged, m_delivery, &DeliverySection::setLabelWidth);
    connect(m_delivery, &DeliverySection::changed, this, onChanged);
    refreshButton();
}

QWidget *ComposePanel::makeBody()
{
    auto *body = new QWidget;
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_form);
    column->addWidget(m_delivery);
    column->addStretch(1);
    return body;
}

void ComposePanel::makeFoot()
{
    auto *column = new QVBoxLayout(m_foot);
    column->setContentsMargins(16, 11, 16, 9);
    column->setSpacing(0);
    column->addWidget(m_generate);
    column->addSpacing(8);
    column->addWidget(m_firstLine);
    column->addWidget(m_secondLine);
    for (PlainLabel *line : {m_firstLine, m_secondLine})
        line->setElideMode(Qt::ElideRight);
    m_generate->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ComposePanel::makeActions()
{
    const auto make = [this](const QString &text, const QKeySequence &keys) {
        auto *action = new QAction(text, this);
        action->setShortcut(keys);
        action->setAutoRepeat(false);
        addAction(action);
        return action;
    };
    m_swap = make(tr("Swap width and height"), Qt::CTRL | Qt::Key_R);
    m_newSeed = make(tr("Draw a new seed"), Qt::CTRL | Qt::Key_D);
    m_lockSeed = make(tr("Keep the seed"), Qt::CTRL | Qt::SHIFT | Qt::Key_D);
    connect(m_swap, &QAction::triggered, this, [this] {
        if (m_form->sizeField())
            m_form->sizeField()->swapSides();
    });
    connect(m_newSeed, &QAction::triggered, this, [this] {
        if (m_form->seedField())
            m_form->seedField()->drawNew();
    });
    connect(m_lockSeed, &QAction::triggered, this, [this] {
        if (m_form->seedField())
            m_form->seedField()->toggleLock();
    });
}

void ComposePanel::setSchema(const ModelSchema &schema)
{
    QJsonObject modes = state();
    modes.remove(u"input"_s); // the form itself knows which values the new model takes
    ++m_stepDepth;
    m_form->setSchema(schema);
    m_form->setRoom(height());
    connectWords();
    setWords(m_lists, m_styles);
    restore(modes);
    --m_stepDepth;
    if (m_stepDepth == 0)
        m_undo.amend(state());
}

GenerationRequest ComposePanel::request() const
{
    return m_form->request();
}

void ComposePanel::setRequest(const GenerationRequest &request, const std::optional<PictureName> &parent)
{
    const bool hasPrompt =
        m_form->promptField() && request.input.contains(m_form->promptField()->spec().name);
    m_form->setRequest(hasPrompt ? withPrompt(request, words::escaped(prompt(request))) : request);
    if (m_form->promptField())
        m_form->promptField()->setStyleName({});
    m_parent = parent;
    noteStep(tr("Use All Settings"));
    refreshButton();
    Q_EMIT changed();
}

void ComposePanel::useSettings(const QJsonObject &settings, const std::optional<PictureName> &parent)
{
    bool isOtherPrompt = false;
    asOneStep(tr("Use Settings"), [&] {
        for (auto it = settings.constBegin(); it != settings.constEnd(); ++it) {
            const PromptField *words = m_form->promptField();
            if (words && it.key() == words->spec().name) {
                usePrompt(it.value().toString());
                isOtherPrompt = true;
            } else {
                m_form->setParam(it.key(), it.value());
            }
        }
        if (parent || isOtherPrompt)
            m_parent = parent;
    });
    refreshButton();
    Q_EMIT changed();
}

QList<Wish> ComposePanel::wishes() const
{
    return firstWishes(std::numeric_limits<int>::max(), words::mostCombinations);
}

Wish ComposePanel::firstWish() const
{
    return firstWishes(1, 1).value(0, Wish{request(), {}});
}

/// At most so many of a split set, for at most so many combinations of the words.
QList<Wish> ComposePanel::firstWishes(int requests, int sets) const
{
    const GenerationRequest request = m_form->request();
    const CountField *count = m_form->countField();
    Provenance provenance;
    provenance.parent = m_parent;
    // Without a seed there is nothing that would tell the pictures of a split set apart.
    const bool splits = count && m_form->seedField() && count->makesSeveralRequests();
    const QList<GenerationRequest> written =
        splits ? splitIntoSingles(request, std::min(imageCount(request), requests)) : QList{request};
    const PromptField *words = m_form->promptField();
    if (!words)
        return wishesFor(written, provenance);
    Wording wording = words->wording();
    wording.seedless = m_drawingSeed;
    return wishesFor(written, wording, provenance, sets);
}

int ComposePanel::pictureCount() const
{
    const int each = m_form->countField() ? imageCount(m_form->request()) : 1;
    return m_form->promptField() ? each * m_form->promptField()->setCount() : each;
}

int ComposePanel::requestCount() const
{
    const CountField *count = m_form->countField();
    const bool splits = count && m_form->seedField() && count->makesSeveralRequests();
    const int each = splits ? imageCount(m_form->request()) : 1;
    return m_form->promptField() ? each * m_form->promptField()->setCount() : each;
}

Delivery ComposePanel::delivery() const
{
    return m_delivery->delivery();
}

QJsonObject ComposePanel::state() const
{
    const GenerationRequest request = m_form->request();
    QJsonObject state{{u"model"_s, request.endpoint}, {u"input"_s, request.input}};
    if (m_form->countField())
        state[u"split"_s] = m_form->countField()->isSplit();
    if (m_form->seedField())
        state[u"seedMode"_s] = seedModeWord(m_form->seedField()->mode());
    if (const QJsonObject delivery = m_delivery->delivery().toJson(); !delivery.isEmpty())
        state[u"delivery"_s] = delivery;
    if (const PromptField *words = m_form->promptField()) {
        if (!words->styleName().isEmpty())
            state[u"style"_s] = words->styleName();
        if (words->takesAll())
            state[u"allWords"_s] = true;
    }
    if (m_parent)
        state[u"parent"_s] = QJsonObject{{u"job"_s, m_parent->job}, {u"index"_s, m_parent->index}};
    return state;
}

void ComposePanel::restore(const QJsonObject &state)
{
    GenerationRequest request = m_form->request();
    const QJsonObject input = state["input"_L1].toObject();
    for (auto it = input.constBegin(); it != input.constEnd(); ++it)
        request.input[it.key()] = it.value();
    m_form->setRequest(request);
    restoreModes(state);
    if (m_stepDepth == 0)
        m_undo.amend(this->state());
}

void ComposePanel::restoreModes(const QJsonObject &state)
{
    if (m_form->countField())
        m_form->countField()->setSplit(state["split"_L1].toBool(true));
    if (m_form->seedField()) {
        const bool wasLocked = state["seedLocked"_L1].toBool(); // in drafts of earlier versions
        m_form->seedField()->setMode(state.contains("seedMode"_L1)
                                         ? seedModeFrom(state["seedMode"_L1].toString())
                                     : wasLocked ? SeedMode::Locked
                                                 : SeedMode::Draw);
    }
    // What is half typed there is no delivery yet; it stays when the delivery does.
    if (const QJsonObject delivery = state["delivery"_L1].toObject();
        delivery != m_delivery->delivery().toJson())
        m_delivery->setDelivery(Delivery::fromJson(delivery));
    if (PromptField *words = m_form->promptField()) {
        words->setStyleName(state["style"_L1].toString());
        words->setTakesAll(state["allWords"_L1].toBool());
    }
    const QJsonObject parent = state["parent"_L1].toObject();
    m_parent = parent.isEmpty()
                   ? std::nullopt
                   : std::optional(PictureName{parent["job"_L1].toString(), parent["index"_L1].toInt()});
    refreshButton();
}

void ComposePanel::setPractice(bool practice)
{
    if (practice == m_isPractice)
        return;
    m_isPractice = practice;
    refreshButton();
}

void ComposePanel::setNeedsKey(bool needsKey)
{
    if (needsKey == m_needsKey)
        return;
    m_needsKey = needsKey;
    refreshButton();
}

void ComposePanel::setFootLines(const QString &first, const QString &second)
{
    m_firstLine->setText(first);
    m_secondLine->setText(second);
}

void ComposePanel::showErrors(const QList<Error> &errors)
{
    m_form->showErrors(errors);
}

void ComposePanel::generate()
{
    const bool samePress = m_rest.isActive();
    m_rest.start(); // again: a key held down stays one press for as long as it is held
    if (samePress)
        return;
    if (m_needsKey && !m_isPractice) {
        Q_EMIT addKeyRequested();
        return;
    }
    if (!m_form->problems().isEmpty()) {
        m_form->checkNow();
        return;
    }
    if (!m_delivery->problems().isEmpty()) {
        m_delivery->checkNow();
        return;
    }
    SeedField *seeds = m_form->seedField();
    ++m_stepDepth;
    if (seeds)
        seeds->prepare();
    m_drawingSeed = drawSeed(*QRandomGenerator::global());
    const QList<Wish> wishes = this->wishes();
    if (areWishesSendable(wishes)) {
        Q_EMIT generateRequested(wishes);
        QSet<Seed> used;
        for (const Wish &wish : wishes)
            used << seed(wish.request).value_or(0);
        if (seeds)
            seeds->advance(int(used.size()));
    }
    --m_stepDepth;
    m_undo.amend(state());
    Q_EMIT stepsChanged(false);
}

void ComposePanel::focusPrompt()
{
    if (m_form->promptField())
        m_form->promptField()->editor()->setFocus(Qt::ShortcutFocusReason);
}

void ComposePanel::refreshButton()
{
    const int count = pictureCount();
    const bool wantsKey = m_needsKey && !m_isPractice;
    QString bad = m_form->firstPartInError();
    if (const QList<Error> delivery = m_delivery->problems(); bad.isEmpty() && !delivery.isEmpty())
        bad = delivery.first().field == "webhook"_L1 ? tr("webhook") : tr("delivery");
    QString text = count > 1 ? tr("Generate %1").arg(count) : tr("Generate");
    if (m_isPractice)
        text = tr("%1 in practice").arg(text);
    const bool empty =
        bad == tr("prompt") && m_form->promptField()->judgedValue().toString().trimmed().isEmpty();
    if (wantsKey)
        text = tr("Add key to generate");
    else if (empty)
        text = tr("Write a prompt to generate");
    else if (!bad.isEmpty())
        text = tr("Fix the %1 to generate").arg(bad);
    m_generate->setText(text);
    m_generate->setAccessibleName(text);
    m_generate->setIconName(wantsKey ? u"key"_s : m_isPractice && bad.isEmpty() ? u"flask"_s : QString());
    m_generate->setEnabled(wantsKey || bad.isEmpty());
    const QList<Error> problems = m_form->problems() + m_delivery->problems();
    m_generate->setToolTip(problems.isEmpty() || wantsKey ? tr("Ctrl+Enter, from anywhere")
                                                          : problems.first().message.toHtmlEscaped());
}

void ComposePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void ComposePanel::restyle()
{
    const Tokens &tokens = tokensOf(this);
    setMinimumWidth(tokens.scaled(300));
    // The lines keep their place when they are empty, so that Generate does not move.
    for (PlainLabel *line : {m_firstLine, m_secondLine})
        line->setFixedHeight(std::max(tokens.scaled(16), QFontMetrics(tokens.font.small).height()));
}

void ComposePanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_form->setRoom(height());
}

} // namespace janus::ui
