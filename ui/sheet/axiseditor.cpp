#include "ui/sheet/axiseditor.h"

#include "core/paramroles.h"
#include "ui/compose/sentenceline.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"
#include "ui/sheet/sheetwords.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QSignalBlocker>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int editorWide = 380;
constexpr int editorLabel = 60;
constexpr int editorSide = 14;
constexpr int mostValuesRead = 6; ///< that are named in the reading

QWidget *editorRow(const QString &label, QWidget *field, QWidget *parent)
{
    const Tokens &tokens = tokensOf(parent);
    auto *row = new QWidget(parent);
    row->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto *name = new PlainLabel(label, &Fonts::small, &Colors::textSecondary, row);
    name->setMinimumWidth(tokens.scaled(editorLabel));
    name->setBuddy(field);
    layout->addWidget(name);
    layout->addWidget(field, 1);
    return row;
}

} // namespace

AxisEditor::AxisEditor(const Question &question, QWidget *parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_question(question)
    , m_choice(new QComboBox(this))
    , m_words(new QLineEdit(this))
    , m_values(new QLineEdit(this))
    , m_reading(new SentenceLine(this))
    , m_hint(new PlainLabel({}, &Fonts::micro, &Colors::textMuted, this))
    , m_apply(new QPushButton(question.axis.name.isEmpty() ? tr("Add") : tr("Set"), this))
    , m_remove(new QPushButton(tr("Remove"), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(question.side);
    m_choice->setAccessibleName(tr("What varies"));
    m_words->setAccessibleName(tr("Words of the prompt"));
    m_words->setPlaceholderText(tr("as they stand in the prompt"));
    m_values->setAccessibleName(tr("Values"));
    m_hint->setWordWrap(true);
    for (QPushButton *button : {m_apply, m_remove}) {
        button->setAutoDefault(false);
        look::set(button, look::compact);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(editorSide, 12, editorSide, 12);
    column->setSpacing(8);
    column->addWidget(editorRow(question.side, m_choice, this));
    m_wordsRow = editorRow(tr("Words"), m_words, this);
    column->addWidget(m_wordsRow);
    column->addWidget(editorRow(tr("Values"), m_values, this));
    auto *below = new QVBoxLayout; // what concerns the values stands under them
    below->setContentsMargins(tokensOf(this).scaled(editorLabel) + 8, 0, 0, 0);
    below->setSpacing(4);
    below->addWidget(m_reading);
    below->addWidget(m_hint);
    column->addLayout(below);
    column->addStretch(1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    buttons->addWidget(m_apply);
    column->addLayout(buttons);
    m_remove->setVisible(question.mayBeRemoved && !question.isBegun);
    setFixedWidth(tokensOf(this).scaled(editorWide));
    fillChoice();
    connect(m_choice, &QComboBox::currentIndexChanged, this, &AxisEditor::onChoice);
    connect(m_words, &QLineEdit::textChanged, this, [this] {
        if (m_values->text() == m_suggested)
            suggest();
        read();
    });
    connect(m_values, &QLineEdit::textChanged, this, &AxisEditor::read);
    connect(m_apply, &QPushButton::clicked, this, &AxisEditor::apply);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        Q_EMIT removed();
        close();
    });
    onChoice();
}

/// What varies along another side already is left out.
void AxisEditor::fillChoice()
{
    const auto isTaken = [this](const QString &name) {
        return std::ranges::any_of(m_question.others, [&](const SweepAxis &axis) {
            return axis.kind == SweepAxis::Kind::Parameter && axis.name == name;
        });
    };
    const bool wantsWords = m_question.axis.kind == SweepAxis::Kind::Words;
    for (const ParamSpec &param : varyingParams(m_question.schema)) {
        if (param.role == ParamRole::Prompt || isTaken(param.name))
            continue;
        m_choice->addItem(param.title, param.name);
        if (!wantsWords && param.name == m_question.axis.name)
            m_choice->setCurrentIndex(m_choice->count() - 1);
    }
    if (m_question.schema.find(ParamRole::Prompt))
        m_choice->addItem(tr("Words in the prompt"), QString());
    if (wantsWords) {
        m_choice->setCurrentIndex(m_choice->count() - 1);
        m_words->setText(m_question.axis.name.isEmpty() ? suggestedWords(prompt(m_question.base))
                                                        : m_question.axis.name);
    }
    const QString why = tr("Pictures are there already. To vary something else, make a new sheet.");
    m_choice->setEnabled(!m_question.isBegun);
    m_words->setEnabled(!m_question.isBegun);
    m_choice->setToolTip(m_question.isBegun ? why : QString());
    m_words->setToolTip(m_question.isBegun ? why : QString());
}

SweepAxis AxisEditor::chosen() const
{
    const QString name = m_choice->currentData().toString();
    SweepAxis axis;
    axis.kind = name.isEmpty() ? SweepAxis::Kind::Words : SweepAxis::Kind::Parameter;
    axis.name = name.isEmpty() ? m_words->text().trimmed() : name;
    return axis;
}

QString AxisEditor::suggestion() const
{
    const SweepAxis axis = chosen();
    const SweepAxis &now = m_question.axis;
    if (!now.values.isEmpty() && now.kind == axis.kind &&
        (axis.kind == SweepAxis::Kind::Words || now.name == axis.name))
        return axisText(m_question.schema, now) + (m_question.isForAdding ? u", "_s : QString());
    if (axis.kind == SweepAxis::Kind::Words)
        return axis.name.isEmpty() ? QString() : axis.name + u", "_s;
    const ParamSpec *param = m_question.schema.find(axis.name);
    return param ? suggestedValues(m_question.schema, *param, m_question.base) : QString();
}

/// Values for what is chosen, in place of what stands there.
void AxisEditor::suggest()
{
    m_suggested = suggestion();
    m_values->setText(m_suggested);
}

void AxisEditor::onChoice()
{
    const bool isWords = chosen().kind == SweepAxis::Kind::Words;
    m_wordsRow->setVisible(isWords);
    if (isWords && m_words->text().isEmpty()) {
        const QSignalBlocker blocker(m_words);
        m_words->setText(suggestedWords(prompt(m_question.base)));
    }
    const QString now = m_choice->currentData().toString();
    if (now != m_shownChoice && m_values->text() != m_suggested)
        m_typed[m_shownChoice] = m_values->text();
    m_shownChoice = now;
    suggest();
    if (const QString typed = m_typed.take(now); !typed.isEmpty())
        m_values->setText(typed);
    const ParamSpec *param = isWords ? nullptr : m_question.schema.find(chosen().name);
    m_hint->setText(valuesHint(param));
    read();
}

void AxisEditor::read()
{
    const SweepAxis axis = chosen();
    m_read = {};
    if (axis.kind == SweepAxis::Kind::Words && !axis.name.isEmpty() &&
        placeOfWords(prompt(m_question.base), axis.name) < 0) {
        m_reading->refuse(tr("The prompt does not have these words."));
    } else if (axis.kind == SweepAxis::Kind::Words && axis.name.isEmpty()) {
        m_reading->say(tr("Which words of the prompt give way to others?"), u"pencil"_s, &Colors::textMuted);
    } else if (m_values->text().trimmed().isEmpty()) {
        m_reading->say(tr("Type the values, one after the other."), u"pencil"_s, &Colors::textMuted);
    } else {
        QString text = m_values->text().trimmed();
        while (text.endsWith(u','))
            text = text.chopped(1).trimmed(); // one is still typing
        SweepAxis based = axis;
        based.values = m_question.axis.values;
        const Result<QJsonArray> values = axisValues(m_question.schema, based, text);
        if (values) {
            m_read = *values;
            SweepAxis understood = axis;
            understood.values = m_read;
            m_reading->say(readingOf(understood, m_question.schema, mostValuesRead), u"check"_s,
                           &Colors::textSecondary);
        } else {
            m_reading->refuse(values.error().message);
        }
    }
    m_apply->setEnabled(!m_read.isEmpty());
    fit();
}

void AxisEditor::apply()
{
    if (m_read.isEmpty())
        return;
    SweepAxis axis = chosen();
    axis.values = m_read;
    close();
    Q_EMIT applied(axis);
}

QString AxisEditor::reading() const
{
    return m_reading->text();
}

void AxisEditor::fit()
{
    layout()->invalidate();
    layout()->activate();
    if (isVisible())
        resize(width(), layout()->totalHeightForWidth(width())); // the reading folds
}

void AxisEditor::openBelow(const QWidget *chip)
{
    resize(width(), layout()->totalHeightForWidth(width()));
    QPoint place = chip->mapToGlobal(QPoint(0, chip->height() + 4));
    const QRect screen = chip->screen()->availableGeometry();
    place.setX(std::clamp(place.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
    if (place.y() + height() > screen.bottom())
        place.setY(std::max(screen.top(), chip->mapToGlobal(QPoint()).y() - 4 - height()));
    move(place);
    show();
    m_values->setFocus();
    m_question.isForAdding ? m_values->end(false) : m_values->selectAll();
}

void AxisEditor::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return focusWidget() == m_remove ? m_remove->click() : apply();
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    QFrame::keyPressEvent(event);
}

/// The stage's single letters, and Delete, mean what is here while this is open.
bool AxisEditor::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    return QFrame::event(event);
}

void AxisEditor::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.color.popup);
    paint::box(&painter, rect(), {.line = tokens.color.border});
}

} // namespace janus::ui
