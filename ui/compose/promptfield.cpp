#include "ui/compose/promptfield.h"

#include "ui/compose/promptedit.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

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
    , m_history(new IconButton(u"history"_s, tr("What the form was before (Ctrl+H)"), m_box))
    , m_foot(new PlainLabel({}, &Fonts::small, &Colors::textMuted, m_box))
{
    m_editor->setAccessibleName(spec.title);
    m_editor->setPlaceholderText(tr("Describe the picture in your own words"));
    m_foot->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_foot->setElideMode(Qt::ElideRight);
    auto *column = new QVBoxLayout(m_box);
    column->setContentsMargins(2, 2, 2, 1);
    column->setSpacing(0);
    column->addWidget(m_editor);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(4, 0, 8, 0);
    foot->setSpacing(2);
    m_history->setCompact(true);
    foot->addWidget(m_history);
    foot->addWidget(m_foot, 1);
    column->addLayout(foot);
    addWide(m_box);
    addField(m_editor);
    setSentenceIndented(false);
    connect(m_history, &IconButton::clicked, this, &PromptField::historyRequested);
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
    count();
}

void PromptField::changeEvent(QEvent *event)
{
    ParamWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void PromptField::restyle()
{
    const int height = tokensOf(this).scaled(22);
    m_history->setFixedHeight(height);
    m_foot->setFixedHeight(height);
    m_box->footTop = height + 1;
}

void PromptField::setError(const QString &sentence)
{
    ParamWidget::setError(sentence);
    m_box->refused = !sentence.isEmpty();
    m_box->update();
}

QString PromptField::footText() const
{
    return m_foot->text();
}

void PromptField::display(const QJsonValue &value)
{
    m_editor->replaceText(shownValue(value).toString());
    count();
}

void PromptField::onEdited()
{
    count();
    edit(m_editor->text());
}

void PromptField::count()
{
    const QString text = m_editor->text();
    const QLocale locale;
    const qsizetype characters = countCharacters(text);
    const qsizetype words = countWords(text);
    m_foot->setInk(&Colors::textMuted);
    if (characters == 0) {
        m_foot->clear();
        return;
    }
    const QString length =
        spec().maxLength
            ? tr("%1 of %2 characters").arg(locale.toString(characters), locale.toString(*spec().maxLength))
        : characters == 1 ? tr("1 character")
                          : tr("%1 characters").arg(locale.toString(characters));
    m_foot->setText(words == 1 ? tr("1 word · %1").arg(length)
                               : tr("%1 words · %2").arg(locale.toString(words), length));
}

} // namespace janus::ui
