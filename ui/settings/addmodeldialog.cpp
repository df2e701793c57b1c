#include "ui/settings/addmodeldialog.h"

#include "ui/compose/sentenceline.h"
#include "ui/kit/icon.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/primarybutton.h"
#include "ui/kit/studiostyle.h"

#include <QHBoxLayout>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace janus::ui {

AddModelDialog::AddModelDialog(QWidget *parent)
    : QDialog(parent)
    , m_sentence(new SentenceLine(this))
{
    setWindowTitle(tr("Add model"));
    auto *intro = new PlainLabel(tr("Janus Studio is made for Janus. Other models that make pictures from words get a "
                                    "form of their own, read from the service."),
                                 &Fonts::body, &Colors::textSecondary, this);
    intro->setWordWrap(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 20);
    column->setSpacing(0);
    column->addWidget(new PlainLabel(windowTitle(), &Fonts::heading, &Colors::text, this));
    column->addSpacing(8);
    column->addWidget(intro);
    column->addSpacing(16);
    column->addWidget(makeField());
    column->addWidget(m_sentence);
    column->addSpacing(20);
    column->addStretch(1);
    column->addWidget(makeButtons());
    setFixedWidth(tokensOf(this).scaled(480));
    m_id->setFocus();
}

QWidget *AddModelDialog::makeField()
{
    auto *field = new QWidget(this);
    auto *label = new PlainLabel(tr("Model id"), &Fonts::body, &Colors::textSecondary, field);
    m_id = new QLineEdit(field);
    m_id->setAccessibleName(tr("Model id"));
    m_id->setPlaceholderText(u"fal-ai/flux/dev"_s);
    label->setBuddy(m_id);
    auto *browse = new QPushButton(icon(u"external-link"_s), tr("Browse models"), field);
    browse->setFlat(true);
    browse->setAutoDefault(false);
    browse->setProperty(look::link, true);
    browse->setProperty(look::compact, true);
    browse->setFont(tokensOf(this).font.small);
    browse->setToolTip(tr("Opens fal.ai in your browser"));
    auto *head = new QHBoxLayout;
    head->addWidget(label);
    head->addStretch(1);
    head->addWidget(browse);
    auto *column = new QVBoxLayout(field);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_id);
    connect(m_id, &QLineEdit::textChanged, this, [this] {
        m_sentence->clear();
        look::set(m_id, look::refused, false);
        setBusy(false);
    });
    connect(browse, &QPushButton::clicked, this, &AddModelDialog::browseRequested);
    return field;
}

QWidget *AddModelDialog::makeButtons()
{
    auto *buttons = new QWidget(this);
    auto *cancel = new QPushButton(tr("Cancel"), buttons);
    cancel->setAutoDefault(false);
    m_add = new PrimaryButton(tr("Add model"), buttons);
    m_add->setDefault(true);
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(m_add);
    cancel->setFixedHeight(m_add->sizeHint().height());
    m_add->setEnabled(false);
    connect(cancel, &QPushButton::clicked, this, &AddModelDialog::reject);
    connect(m_add, &PrimaryButton::clicked, this, &AddModelDialog::add);
    return buttons;
}

void AddModelDialog::add()
{
    m_sentence->say(tr("Reading its inputs…"), u"hourglass"_s, &Colors::textMuted);
    setBusy(true);
    Q_EMIT addRequested(m_id->text().trimmed());
}

void AddModelDialog::showResult(const Result<void> &result)
{
    setBusy(false);
    if (result) {
        m_id->clear();
        accept();
        return;
    }
    m_sentence->refuse(result.error().message);
    look::set(m_id, look::refused, true);
    m_id->setFocus(Qt::OtherFocusReason);
}

void AddModelDialog::setBusy(bool busy)
{
    m_add->setEnabled(!busy && !m_id->text().trimmed().isEmpty());
}

} // namespace janus::ui
