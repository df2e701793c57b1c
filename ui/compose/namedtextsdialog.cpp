#include "ui/compose/namedtextsdialog.h"

#include "ui/compose/sentenceline.h"
#include "ui/kit/icon.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/primarybutton.h"
#include "ui/kit/studiostyle.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

NamedTextsDialog::NamedTextsDialog(const Kind &kind, QWidget *parent)
    : QDialog(parent)
    , m_kind(kind)
    , m_sentence(new SentenceLine(this))
{
    setWindowTitle(kind.title);
    auto *intro = new PlainLabel(kind.intro, &Fonts::body, &Colors::textSecondary, this);
    intro->setWordWrap(true);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(16);
    middle->addWidget(makeList());
    middle->addWidget(makeEditor(), 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 20);
    column->setSpacing(0);
    column->addWidget(new PlainLabel(kind.title, &Fonts::heading, &Colors::text, this));
    column->addSpacing(8);
    column->addWidget(intro);
    column->addSpacing(16);
    column->addLayout(middle, 1);
    column->addSpacing(4);
    auto *news = new QHBoxLayout;
    news->setSpacing(8);
    news->addWidget(m_sentence, 1);
    m_undo = new QPushButton(tr("Bring It Back"), this);
    m_undo->setFlat(true);
    m_undo->setAutoDefault(false);
    m_undo->setProperty(look::link, true);
    m_undo->setProperty(look::compact, true);
    news->addWidget(m_undo);
    column->addLayout(news);
    column->addSpacing(12);
    column->addWidget(makeButtons());
    connect(m_undo, &QPushButton::clicked, this, &NamedTextsDialog::bringBack);
    const Tokens &tokens = tokensOf(this);
    resize(tokens.scaled(680), tokens.scaled(520));
    refresh();
}

QWidget *NamedTextsDialog::makeList()
{
    auto *side = new QWidget(this);
    m_list = new QListWidget(side);
    m_list->setAccessibleName(m_kind.title);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    auto *add = new QPushButton(icon(u"plus"_s), tr("New"), side);
    m_delete = new QPushButton(icon(u"trash"_s), tr("Delete"), side);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    for (QPushButton *button : {add, m_delete}) {
        button->setAutoDefault(false);
        button->setProperty(look::compact, true);
        row->addWidget(button, 1);
    }
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_list, 1);
    column->addLayout(row);
    side->setFixedWidth(tokensOf(this).scaled(200));
    connect(add, &QPushButton::clicked, this, [this] { addNew({}); });
    connect(m_delete, &QPushButton::clicked, this, &NamedTextsDialog::remove);
    connect(m_list, &QListWidget::currentRowChanged, this, &NamedTextsDialog::select);
    return side;
}

QWidget *NamedTextsDialog::makeEditor()
{
    m_editor = new QWidget(this);
    auto *nameLabel = new PlainLabel(tr("Name"), &Fonts::body, &Colors::textSecondary, m_editor);
    m_name = new QLineEdit(m_editor);
    m_name->setAccessibleName(tr("Name"));
    nameLabel->setBuddy(m_name);
    auto *textLabel = new PlainLabel(m_kind.textLabel, &Fonts::body, &Colors::textSecondary, m_editor);
    m_text = new QPlainTextEdit(m_editor);
    m_text->setAccessibleName(m_kind.textLabel);
    m_text->setPlaceholderText(m_kind.placeholder);
    m_text->setTabChangesFocus(true);
    m_text->setPalette(StudioStyle::editorPaletteFor(tokensOf(this)));
    textLabel->setBuddy(m_text);
    m_summary = new PlainLabel({}, &Fonts::small, &Colors::textMuted, m_editor);
    m_summary->setElideMode(Qt::ElideRight);
    auto *column = new QVBoxLayout(m_editor);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(nameLabel);
    column->addWidget(m_name);
    column->addSpacing(8);
    column->addWidget(textLabel);
    column->addWidget(m_text, 1);
    column->addWidget(m_summary);
    const auto onEdited = [this] {
        if (!m_isShowing)
            refresh();
    };
    connect(m_name, &QLineEdit::textChanged, this, onEdited);
    connect(m_text, &QPlainTextEdit::textChanged, this, onEdited);
    return m_editor;
}

QWidget *NamedTextsDialog::makeButtons()
{
    auto *buttons = new QWidget(this);
    auto *importButton = new QPushButton(tr("Import…"), buttons);
    m_export = new QPushButton(tr("Export…"), buttons);
    auto *close = new QPushButton(tr("Close"), buttons);
    m_save = new PrimaryButton(tr("Save"), buttons);
    m_save->setDefault(true);
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (QPushButton *button : {importButton, m_export, close}) {
        button->setAutoDefault(false);
        button->setFixedHeight(m_save->sizeHint().height());
        row->addWidget(button);
        if (button == m_export)
            row->addStretch(1);
    }
    row->addWidget(m_save);
    connect(importButton, &QPushButton::clicked, this, &NamedTextsDialog::importRequested);
    connect(m_export, &QPushButton::clicked, this, &NamedTextsDialog::exportRequested);
    connect(close, &QPushButton::clicked, this, &NamedTextsDialog::reject);
    connect(m_save, &PrimaryButton::clicked, this, [this] { keepChanges(); });
    return buttons;
}

QPushButton *NamedTextsDialog::saveButton() const
{
    return m_save;
}

void NamedTextsDialog::setEntries(const QList<Entry> &entries)
{
    const bool wasChanged = isChanged();
    m_entries = entries;
    m_isShowing = true;
    m_list->clear();
    int shown = -1;
    for (const Entry &entry : entries) {
        m_list->addItem(entry.name);
        if (entry.name == m_before)
            shown = m_list->count() - 1;
    }
    m_isShowing = false;
    if (wasChanged && shown < 0)
        m_before.clear(); // somebody else has removed it: what stands here is a new one
    const bool showsFirst = shown < 0 && !wasChanged && !entries.isEmpty();
    if (showsFirst)
        shown = 0;
    m_isShowing = true;
    m_list->setCurrentRow(shown);
    m_isShowing = false;
    if (!wasChanged)
        shown >= 0 ? display(entries[shown], entries[shown].name) : display({}, {});
    refresh();
}

void NamedTextsDialog::addNew(const QString &text)
{
    if (!keepChanges())
        return;
    m_isShowing = true;
    m_list->setCurrentRow(-1);
    m_isShowing = false;
    QString name = m_kind.newName;
    const auto isTaken = [&](const Entry &entry) {
        return entry.name.compare(name, Qt::CaseInsensitive) == 0;
    };
    for (int number = 2; std::any_of(m_entries.begin(), m_entries.end(), isTaken); ++number)
        name = u"%1 %2"_s.arg(m_kind.newName, QString::number(number));
    display({name, text}, {});
    m_name->setFocus();
    m_name->selectAll();
}

void NamedTextsDialog::showKept(const Result<void> &kept)
{
    if (kept)
        return;
    if (isVisible())
        refuse(kept.error().message);
    else
        Q_EMIT failed(kept.error());
}

void NamedTextsDialog::say(const QString &sentence)
{
    m_sentence->say(sentence, u"info-circle"_s, &Colors::textMuted);
}

void NamedTextsDialog::refuse(const QString &sentence)
{
    m_sentence->refuse(sentence);
}

void NamedTextsDialog::done(int result)
{
    if (m_before.isEmpty() || !problem().isEmpty())
        forgetChanges();
    else
        keepChanges();
    m_removed.reset();
    m_sentence->clear();
    refresh();
    QDialog::done(result);
}

void NamedTextsDialog::select(int row)
{
    if (m_isShowing || row < 0)
        return;
    const QString chosen = m_entries[row].name;
    if (!keepChanges()) {
        // What cannot be kept stays in sight.
        const auto shown = std::find_if(m_entries.begin(), m_entries.end(),
                                        [this](const Entry &entry) { return entry.name == m_before; });
        m_isShowing = true;
        m_list->setCurrentRow(shown == m_entries.end() ? -1 : int(shown - m_entries.begin()));
        m_isShowing = false;
        return;
    }
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const Entry &entry) { return entry.name == chosen; });
    if (found != m_entries.end())
        display(*found, chosen);
}

void NamedTextsDialog::display(const Entry &entry, const QString &before)
{
    m_before = before;
    m_isShowing = true;
    m_name->setText(entry.name);
    m_text->setPlainText(entry.text);
    m_isShowing = false;
    refresh();
}

bool NamedTextsDialog::isChanged() const
{
    const auto kept = std::find_if(m_entries.begin(), m_entries.end(),
                                   [this](const Entry &entry) { return entry.name == m_before; });
    if (kept == m_entries.end())
        return !m_text->toPlainText().trimmed().isEmpty();
    return kept->name != m_name->text() || kept->text != m_text->toPlainText();
}

QString NamedTextsDialog::problem() const
{
    const QString name = m_name->text().trimmed();
    if (const Result<void> checked = m_kind.check(name); !checked)
        return checked.error().message;
    for (const Entry &entry : m_entries) {
        if (entry.name != m_before && entry.name.compare(name, Qt::CaseInsensitive) == 0)
            return tr("“%1” is there already.").arg(entry.name);
    }
    const QString text = m_text->toPlainText();
    if (text.trimmed().isEmpty())
        return tr("There is no text yet.");
    const Result<void> checked = m_kind.checkText ? m_kind.checkText(text) : Result<void>();
    return checked ? QString() : checked.error().message;
}

/// True when nothing is left to keep.
bool NamedTextsDialog::keepChanges()
{
    if (!isChanged())
        return true;
    if (const QString sentence = problem(); !sentence.isEmpty()) {
        refuse(sentence);
        return false;
    }
    m_sentence->clear();
    m_removed.reset();
    const QString before = m_before;
    m_before = m_name->text().trimmed();
    // At once, so that the next look at the list does not take it for a change again.
    const Entry entry{m_before, m_text->toPlainText()};
    const auto kept = std::find_if(m_entries.begin(), m_entries.end(),
                                   [&](const Entry &other) { return other.name == before; });
    if (kept != m_entries.end())
        *kept = entry;
    else
        m_entries << entry;
    Q_EMIT keepRequested(entry.name, entry.text, before);
    refresh();
    return true;
}

/// What stands here is what is kept; the first text in place of a new one.
void NamedTextsDialog::forgetChanges()
{
    if (!isChanged())
        return;
    auto kept = std::find_if(m_entries.begin(), m_entries.end(),
                             [this](const Entry &entry) { return entry.name == m_before; });
    if (kept == m_entries.end())
        kept = m_entries.begin();
    m_isShowing = true;
    m_list->setCurrentRow(kept == m_entries.end() ? -1 : static_cast<int>(kept - m_entries.begin()));
    m_isShowing = false;
    if (kept == m_entries.end())
        display({}, {});
    else
        display(*kept, kept->name);
}

void NamedTextsDialog::refresh()
{
    const bool changed = isChanged();
    const QString sentence = changed ? problem() : QString();
    if (changed)
        sentence.isEmpty() ? m_sentence->clear() : m_sentence->refuse(sentence);
    m_save->setEnabled(changed && sentence.isEmpty());
    m_delete->setEnabled(!m_before.isEmpty());
    m_export->setEnabled(!m_entries.isEmpty());
    m_undo->setVisible(m_removed.has_value());
    const QString text = m_text->toPlainText();
    m_summary->setText(text.trimmed().isEmpty() ? QString() : m_kind.summary(text));
}

void NamedTextsDialog::remove()
{
    const auto kept = std::find_if(m_entries.begin(), m_entries.end(),
                                   [this](const Entry &entry) { return entry.name == m_before; });
    if (kept == m_entries.end())
        return;
    const Entry gone = *kept;
    const auto row = static_cast<int>(kept - m_entries.begin());
    m_entries.erase(kept);
    m_isShowing = true;
    delete m_list->takeItem(row);
    m_isShowing = false;
    m_removed = gone;
    const int next = std::min<int>(row, static_cast<int>(m_entries.size()) - 1);
    m_isShowing = true;
    m_list->setCurrentRow(next);
    m_isShowing = false;
    next >= 0 ? display(m_entries[next], m_entries[next].name) : display({}, {});
    say(tr("“%1” is deleted.").arg(gone.name));
    Q_EMIT removeRequested(gone.name);
}

void NamedTextsDialog::bringBack()
{
    const std::optional<Entry> entry = m_removed;
    if (!entry || !keepChanges())
        return;
    m_removed.reset();
    m_sentence->clear();
    m_entries << *entry;
    display(*entry, entry->name);
    Q_EMIT keepRequested(entry->name, entry->text, {});
}

} // namespace janus::ui
