#include "ui/compose/promptfield.h"

#include "ui/compose/namecompletion.h"
#include "ui/compose/promptcolours.h"
#include "ui/compose/promptedit.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/segmentedcontrol.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QComboBox>
#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

qsizetype countWords(const QString &text)
{
    qsizetype words = 0;
    bool inside = false;
    for (const QChar c : text) {
        const bool letter = !c.isSpace();
        words += letter && !inside;
        inside = letter;
    }
    return words;
}

/// As the schema counts: a pair of surrogates is one character.
qsizetype countCharacters(const QString &text)
{
    qsizetype characters = text.size();
    for (const QChar c : text)
        characters -= c.isLowSurrogate();
    return characters;
}

class StyleCombo : public QComboBox
{
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};

constexpr int enoughToJudge = 8; ///< prompts, to find one with words in it
constexpr int promptFoot = 22;   // also the height of the buttons in it

} // namespace

/// The frame round editor and foot row.
class PromptField::Box : public QWidget
{
public:
    using QWidget::QWidget;

    int footTop = 0;
    bool focused = false;
    bool refused = false;

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensOf(this);
        const Colors &c = tokens.color;
        QPainter painter(this);
        paint::Box frame{.ground = c.field, .radius = qreal(tokens.size.radiusControl)};
        frame.line = focused ? c.focusRing : refused ? c.danger : c.borderControl;
        frame.lineWidth = focused || refused ? tokens.size.focusWidth : 1;
        paint::box(&painter, rect(), frame);
        const QRectF foot(2, height() - footTop, width() - 4, footTop);
        paint::edgeLine(&painter, foot, Qt::TopEdge, c.border);
    }
};

PromptField::PromptField(const ParamSpec &spec, QWidget *parent)
    : ParamWidget(spec, parent)
    , m_box(new Box(this))
    , m_editor(new PromptEdit(m_box))
    , m_colours(new PromptColours(m_editor))
    , m_completion(new NameCompletion(m_editor))
    , m_foot(new PlainLabel({}, &Fonts::small, &Colors::textMuted, m_box))
{
    m_editor->setAccessibleName(spec.title);
    m_editor->setPlaceholderText(tr("Describe the picture in your own words"));
    auto *column = new QVBoxLayout(m_box);
    column->setContentsMargins(2, 2, 2, 1);
    column->setSpacing(0);
    column->addWidget(m_editor);
    makeFoot(column);
    addWide(m_box);
    addField(m_editor);
    makeRows();
    connect(m_editor, &PromptEdit::textChanged, this, &PromptField::onEdited);
    connect(m_editor, &PromptEdit::focusChanged, m_box, [this] {
        m_box->focused = m_editor->hasFocus();
        m_box->update();
    });
    connect(m_editor, &PromptEdit::pasteCut, this, [this] {
        m_foot->setInk(&Colors::warning);
        m_foot->setText(tr("Only the first 200,000 characters were kept."));
    });
    restyle();
    showStyles();
    read();
}

void PromptField::makeFoot(QLayout *column)
{
    m_foot->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_foot->setElideMode(Qt::ElideRight);
    m_history = new IconButton(u"history"_s, tr("What the form was before (Ctrl+H)"), m_box);
    m_styleButton = new IconButton(u"brush"_s, tr("Style"), m_box);
    m_listsButton = new IconButton(u"braces"_s, tr("Choices and word lists"), m_box);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(4, 0, 8, 0);
    foot->setSpacing(2);
    for (IconButton *button : {m_history, m_styleButton, m_listsButton})
        foot->addWidget(button);
    foot->addSpacing(6);
    foot->addWidget(m_foot, 1);
    column->addItem(foot);
    connect(m_history, &IconButton::clicked, this, &PromptField::historyRequested);
    connect(m_styleButton, &IconButton::clicked, this, &PromptField::openStyleMenu);
    connect(m_listsButton, &IconButton::clicked, this, &PromptField::openListsMenu);
}

void PromptField::makeRows()
{
    QHBoxLayout *style = addRow(tr("Style"));
    m_styleCombo = new StyleCombo(this);
    m_styleCombo->setAccessibleName(tr("Style"));
    m_styleCombo->setToolTip(tr("Words that are put around the prompt when it is sent"));
    m_styleCombo->setProperty(look::compact, true);
    m_styleCombo->setFocusPolicy(Qt::StrongFocus);
    m_styleCombo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_styleCombo->setMinimumContentsLength(8);
    style->addWidget(m_styleCombo, 1);
    setBuddy(m_styleCombo);
    m_styleRow = {style->itemAt(0)->widget(), m_styleCombo};
    connect(m_styleCombo, &QComboBox::activated, this,
            [this](int index) { chooseStyle(index <= 0 ? QString() : m_styles[index - 1].name); });

    QHBoxLayout *words = addRow(tr("Words"));
    m_drawing = new SegmentedControl(tr("Which of the words are sent"), this);
    m_drawing->addSegment(tr("By seed"));
    m_drawing->addSegment({});
    m_drawing->setCompact(true);
    m_drawing->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_drawing->segment(0)->setToolTip(
        tr("Each picture draws its words with its own seed: the same seed draws the same words."));
    m_preview = new IconButton(u"eye"_s, tr("Show the prompts"), this);
    m_preview->setCompact(true);
    words->addWidget(m_drawing, 1);
    words->addSpacing(4);
    words->addWidget(m_preview);
    setBuddy(m_drawing->segment(0));
    m_wordsRow = {words->itemAt(0)->widget(), m_drawing, m_preview};
    connect(m_drawing, &SegmentedControl::activated, this, [this](int index) {
        setTakesAll(index == 1);
        Q_EMIT wordingChanged();
    });
    connect(m_preview, &IconButton::clicked, this, &PromptField::openPreview);
}

void PromptField::changeEvent(QEvent *event)
{
    ParamWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void PromptField::restyle()
{
    const int height = tokensOf(this).scaled(promptFoot);
    m_foot->setFixedHeight(height);
    for (IconButton *button : {m_history, m_styleButton, m_listsButton})
        button->setFixedSize(height + 4, height);
    m_box->footTop = height + 1;
    m_colours->restyle();
}

void PromptField::setError(const QString &sentence)
{
    ParamWidget::setError(sentence);
    m_box->refused = !sentence.isEmpty();
    m_box->update();
}

void PromptField::setNarrow(bool narrow)
{
    ParamWidget::setNarrow(narrow);
    showWords();
}

QString PromptField::footText() const
{
    return m_foot->text();
}

QJsonValue PromptField::judgedValue() const
{
    if (!value().isString())
        return value();
    const std::optional<words::Style> style = wording().style;
    return words::styled(m_sample, style ? style->text : QString());
}

void PromptField::display(const QJsonValue &value)
{
    m_editor->replaceText(shownValue(value).toString());
    m_shown = m_editor->text();
    read();
}

void PromptField::onEdited()
{
    // A change of colours is none of the text.
    const QString text = m_editor->text();
    if (isShowing() || text == m_shown)
        return;
    m_shown = text;
    read(); // what it stands for is judged when it is told on
    edit(text);
}

/// What the text stands for.
void PromptField::read()
{
    m_combinations = words::combinations(m_shown, m_lists);
    m_sample = m_takesAll ? words::all(m_shown, m_lists, 1).value(0) : words::drawn(m_shown, m_lists, 0);
    if (m_combinations > 1 && m_sample.trimmed().isEmpty()) {
        const QStringList others = words::all(m_shown, m_lists, enoughToJudge);
        const auto isWritten = [](const QString &prompt) { return !prompt.trimmed().isEmpty(); };
        if (const auto found = std::ranges::find_if(others, isWritten); found != others.end())
            m_sample = *found;
    }
    showWords();
    count();
}

void PromptField::count()
{
    const QLocale locale;
    const qsizetype characters = countCharacters(m_shown);
    if (characters == 0) {
        m_foot->clear();
        return;
    }
    const QString slip = m_colours->slip();
    if (!slip.isEmpty() || m_combinations > 1) {
        m_foot->setInk(slip.isEmpty() ? &Colors::choice : &Colors::warning);
        m_foot->setText(!slip.isEmpty() ? slip
                        : m_combinations >= words::countless
                            ? tr("Countless prompts")
                            : tr("%1 prompts").arg(locale.toString(m_combinations)));
        return;
    }
    m_foot->setInk(&Colors::textMuted);
    const qsizetype words = countWords(m_shown);
    const QString length =
        spec().maxLength
            ? tr("%1 of %2 characters").arg(locale.toString(characters), locale.toString(*spec().maxLength))
        : characters == 1 ? tr("1 character")
                          : tr("%1 characters").arg(locale.toString(characters));
    m_foot->setText(words == 1 ? tr("1 word · %1").arg(length)
                               : tr("%1 words · %2").arg(locale.toString(words), length));
}

void PromptField::insert(const QString &words)
{
    QTextCursor caret = m_editor->textCursor();
    caret.insertText(words);
    m_editor->setTextCursor(caret);
    m_editor->setFocus(Qt::OtherFocusReason);
}

} // namespace janus::ui
