#include "ui/share/publishdialog.h"

#include "ui/compose/expiryfield.h"
#include "ui/compose/sentenceline.h"
#include "ui/inspect/valuetext.h"
#include "ui/kit/icon.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/primarybutton.h"
#include "ui/kit/tokens.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QProgressBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int progressSteps = 1000;

} // namespace

PublishDialog::PublishDialog(QWidget *parent)
    : QDialog(parent)
    , m_intro(new PlainLabel({}, &Fonts::body, &Colors::textSecondary, this))
    , m_expiry(new ExpiryField(tr("Delete it"), tr("The copy on the service; your library keeps the picture."), this))
    , m_private(new QCheckBox(tr("Private: only my account may open it"), this))
    , m_progress(new QProgressBar(this))
    , m_sentence(new SentenceLine(this))
{
    setWindowTitle(tr("Publish picture"));
    m_intro->setWordWrap(true);
    m_expiry->setLabelWidth(tokensOf(this).scaled(92));
    m_progress->setTextVisible(false);
    m_progress->setRange(0, progressSteps);
    m_progress->setAccessibleName(tr("Upload"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 20);
    column->setSpacing(0);
    column->addWidget(new PlainLabel(windowTitle(), &Fonts::heading, &Colors::text, this));
    column->addSpacing(8);
    column->addWidget(m_intro);
    column->addSpacing(16);
    column->addWidget(m_expiry);
    column->addSpacing(8);
    column->addWidget(m_private);
    column->addSpacing(16);
    column->addWidget(m_progress);
    column->addWidget(m_sentence);
    column->addSpacing(8);
    column->addWidget(makeLink());
    column->addSpacing(16);
    column->addStretch(1);
    column->addWidget(makeButtons());
    setFixedWidth(tokensOf(this).scaled(480));
    setBusy(false);
}

QWidget *PublishDialog::makeLink()
{
    m_linkRow = new QWidget(this);
    m_link = new QLineEdit(m_linkRow);
    m_link->setReadOnly(true);
    m_link->setFont(tokensOf(this).font.mono);
    m_link->setAccessibleName(tr("Link to the published picture"));
    m_copy = new QPushButton(icon(u"copy"_s), tr("Copy Link"), m_linkRow);
    m_copy->setAutoDefault(false);
    auto *row = new QHBoxLayout(m_linkRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_link, 1);
    row->addWidget(m_copy);
    connect(m_copy, &QPushButton::clicked, this, &PublishDialog::copyLink);
    return m_linkRow;
}

QWidget *PublishDialog::makeButtons()
{
    auto *buttons = new QWidget(this);
    auto *close = new QPushButton(tr("Close"), buttons);
    close->setAutoDefault(false);
    m_publish = new PrimaryButton({}, buttons);
    m_publish->setDefault(true);
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addStretch(1);
    row->addWidget(close);
    row->addWidget(m_publish);
    close->setFixedHeight(m_publish->sizeHint().height());
    connect(close, &QPushButton::clicked, this, &PublishDialog::reject);
    connect(m_publish, &PrimaryButton::clicked, this, [this] {
        setBusy(true);
        showProgress(0, 0);
        Q_EMIT publishRequested(m_expiry->seconds(), m_private->isChecked());
    });
    return buttons;
}

void PublishDialog::setPicture(const QString &name, const QString &service, bool isPractice)
{
    if (m_isBusy)
        Q_EMIT stopped();
    setBusy(false);
    m_sentence->clear();
    m_linkRow->hide();
    m_publish->setText(tr("Publish"));
    const QString words =
        isPractice ? tr("A copy of %1 is put on %2. The link works on this computer, as long as the studio is open.")
                   : tr("A copy of %1 is put on %2, with its recipe if the file carries one. Whoever has the link can "
                        "see the picture.");
    m_intro->setText(words.arg(name, service));
    adjustSize();
}

void PublishDialog::showKnownLink(const QUrl &link, const QString &note)
{
    if (m_isBusy)
        return;
    showLink(link);
    m_publish->setText(tr("Publish Again"));
    m_sentence->say(note.isEmpty() ? tr("It was published before.") : note, u"link"_s, &Colors::textMuted);
}

void PublishDialog::showProgress(qint64 sent, qint64 total)
{
    m_progress->setValue(total > 0 ? static_cast<int>(sent * progressSteps / total) : 0);
    if (total > 0)
        m_sentence->say(tr("%1 of %2").arg(bytesText(sent), bytesText(total)), u"upload"_s, &Colors::textMuted);
    else
        m_sentence->say(tr("Asking for a place…"), u"hourglass"_s, &Colors::textMuted);
}

void PublishDialog::showTrouble(const Error &error)
{
    m_sentence->say(tr("%1 Trying again.").arg(error.message), u"alert-triangle"_s, &Colors::warning);
}

void PublishDialog::showResult(const Result<QUrl> &link)
{
    setBusy(false);
    if (!link) {
        m_sentence->refuse(link.error().message);
        m_publish->setText(tr("Try Again"));
        return;
    }
    showLink(*link);
    m_publish->setText(tr("Publish Again"));
    m_sentence->say(tr("Published. The link is here."), u"circle-check"_s, &Colors::success);
    m_copy->setFocus(Qt::OtherFocusReason);
}

void PublishDialog::setBusy(bool busy)
{
    m_isBusy = busy;
    m_progress->setVisible(busy);
    m_publish->setEnabled(!busy);
    m_expiry->setEnabled(!busy);
    m_private->setEnabled(!busy);
}

void PublishDialog::showLink(const QUrl &link)
{
    m_link->setText(link.toString());
    m_link->setCursorPosition(0);
    m_linkRow->show();
    adjustSize();
}

void PublishDialog::copyLink()
{
    QGuiApplication::clipboard()->setText(m_link->text());
    m_sentence->say(tr("Copied."), u"circle-check"_s, &Colors::success);
}

void PublishDialog::done(int result)
{
    if (m_isBusy)
        Q_EMIT stopped();
    setBusy(false);
    QDialog::done(result);
}

} // namespace janus::ui
