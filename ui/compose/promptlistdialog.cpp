#include "ui/compose/promptlistdialog.h"

#include "core/paramroles.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/primarybutton.h"
#include "ui/kit/tokens.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int mostShownRows = 500;

/// The prompt, and the seed where the row names one.
QString rowText(const PromptList::Row &row)
{
    QString text = prompt(row.request).left(300).simplified();
    if (const std::optional<Seed> own = seed(row.request))
        text += u" · seed %1"_s.arg(QString::number(*own));
    if (const int count = imageCount(row.request); count > 1)
        text += u" · %1 pictures"_s.arg(QString::number(count));
    return text;
}

} // namespace

PromptListDialog::PromptListDialog(QWidget *parent)
    : QDialog(parent)
    , m_summary(new PlainLabel({}, &Fonts::body, &Colors::text, this))
    , m_note(new PlainLabel({}, &Fonts::small, &Colors::textMuted, this))
    , m_prompts(new QListWidget(this))
    , m_problemsTitle(new PlainLabel({}, &Fonts::body, &Colors::warning, this))
    , m_problems(new QListWidget(this))
    , m_generate(new PrimaryButton({}, this))
{
    setWindowTitle(tr("Prompts from a file"));
    m_summary->setWordWrap(true);
    m_note->setWordWrap(true);
    m_prompts->setAccessibleName(tr("Prompts"));
    m_problems->setAccessibleName(tr("Rows that are left out"));
    for (QListWidget *list : {m_prompts, m_problems}) {
        list->setTextElideMode(Qt::ElideRight);
        list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        list->setSelectionMode(QAbstractItemView::NoSelection);
    }
    m_problems->setWordWrap(true);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    cancel->setFixedHeight(m_generate->sizeHint().height());
    m_generate->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_generate);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 20);
    column->setSpacing(0);
    column->addWidget(new PlainLabel(windowTitle(), &Fonts::heading, &Colors::text, this));
    column->addSpacing(8);
    column->addWidget(m_summary);
    column->addWidget(m_note);
    column->addSpacing(12);
    column->addWidget(m_prompts, 3);
    column->addSpacing(12);
    column->addWidget(m_problemsTitle);
    column->addSpacing(4);
    column->addWidget(m_problems, 2);
    column->addSpacing(16);
    column->addLayout(buttons);
    const Tokens &tokens = tokensOf(this);
    resize(tokens.scaled(560), tokens.scaled(480));
    connect(cancel, &QPushButton::clicked, this, &PromptListDialog::reject);
    connect(m_generate, &PrimaryButton::clicked, this, [this] {
        accept();
        Q_EMIT generateRequested(m_rows);
    });
}

void PromptListDialog::setList(const QString &fileName, const PromptList &list, int requests, int pictures,
                               bool isPractice, const QString &note)
{
    m_rows = list.rows;
    const QLocale locale;
    const auto counted = [&](qsizetype count, const QString &one, const QString &many) {
        return count == 1 ? one : many.arg(locale.toString(count));
    };
    m_summary->setText(tr("%1 in %2, %3 in %4")
                           .arg(counted(m_rows.size(), tr("1 prompt"), tr("%1 prompts")), fileName,
                                counted(pictures, tr("1 picture"), tr("%1 pictures")),
                                counted(requests, tr("1 request"), tr("%1 requests"))));
    QStringList notes = list.notes;
    if (!note.isEmpty())
        notes << note;
    m_note->setText(notes.join(u' '));
    m_note->setVisible(!notes.isEmpty());
    m_prompts->clear();
    for (const PromptList::Row &row : list.rows.mid(0, mostShownRows))
        m_prompts->addItem(rowText(row));
    if (list.rows.size() > mostShownRows)
        m_prompts->addItem(tr("… and %1 more").arg(locale.toString(list.rows.size() - mostShownRows)));
    m_problems->clear();
    for (const PromptList::Problem &problem : list.problems.mid(0, mostShownRows))
        m_problems->addItem(tr("Line %1: %2").arg(locale.toString(problem.line), problem.sentence));
    m_problemsTitle->setText(
        counted(list.problems.size(), tr("1 row is left out"), tr("%1 rows are left out")));
    m_problemsTitle->setVisible(!list.problems.isEmpty());
    m_problems->setVisible(!list.problems.isEmpty());
    const QString text = pictures == 1 ? tr("Generate") : tr("Generate %1").arg(locale.toString(pictures));
    m_generate->setText(isPractice ? tr("%1 in practice").arg(text) : text);
    m_generate->setEnabled(!m_rows.isEmpty());
}

QString PromptListDialog::summary() const
{
    return m_summary->text();
}

} // namespace janus::ui
