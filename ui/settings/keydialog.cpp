#include "ui/settings/keydialog.h"

#include "secrets/keystore.h"
#include "ui/compose/sentenceline.h"
#include "ui/kit/icon.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/primarybutton.h"
#include "ui/kit/studiostyle.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QRadioButton>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

using secrets::KeychainState;
using secrets::KeyPlace;

/// At the start of a line.
QString capitalized(QString name)
{
    if (!name.isEmpty())
        name[0] = name.at(0).toUpper();
    return name;
}

} // namespace

KeyDialog::KeyDialog(secrets::KeyStore &store, QWidget *parent)
    : QDialog(parent)
    , m_store(store)
    , m_sentence(new SentenceLine(this))
{
    setWindowTitle(tr("Add my fal key"));
    auto *intro =
        new PlainLabel(tr("With your own key the pictures are made by fal. The test is one harmless call "
                          "and costs nothing."),
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
    column->addWidget(makePlaces());
    column->addSpacing(20);
    column->addStretch(1);
    column->addWidget(makeButtons());
    setFixedWidth(tokensOf(this).scaled(480));
    connect(&store, &secrets::KeyStore::changed, this, &KeyDialog::refresh);
    refresh();
    onPlace();
    m_edit->setFocus();
}

QWidget *KeyDialog::makeField()
{
    auto *field = new QWidget(this);
    auto *label = new PlainLabel(tr("fal key"), &Fonts::body, &Colors::textSecondary, field);
    m_edit = new QLineEdit(field);
    m_edit->setAccessibleName(tr("fal key"));
    m_edit->setEchoMode(QLineEdit::Password);
    m_edit->setPlaceholderText(tr("Paste it here"));
    m_edit->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    label->setBuddy(m_edit);
    auto *reveal = new IconButton(u"eye"_s, tr("Show while pressed"), field);
    m_test = new QPushButton(tr("Test"), field);
    m_test->setAutoDefault(false);
    auto *link = new QPushButton(icon(u"external-link"_s), tr("Where do I get one?"), field);
    link->setFlat(true);
    link->setAutoDefault(false);
    link->setProperty(look::link, true);
    link->setProperty(look::compact, true);
    link->setFont(tokensOf(this).font.small);
    link->setToolTip(tr("Opens fal.ai in your browser"));
    auto *head = new QHBoxLayout;
    head->addWidget(label);
    head->addStretch(1);
    head->addWidget(link);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_edit, 1);
    row->addWidget(reveal);
    row->addWidget(m_test);
    auto *column = new QVBoxLayout(field);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(head);
    column->addLayout(row);
    connect(m_edit, &QLineEdit::textChanged, this, &KeyDialog::onEdited);
    connect(reveal, &IconButton::pressed, m_edit, [this] { m_edit->setEchoMode(QLineEdit::Normal); });
    connect(reveal, &IconButton::released, m_edit, [this] { m_edit->setEchoMode(QLineEdit::Password); });
    connect(m_test, &QPushButton::clicked, this, &KeyDialog::onTest);
    connect(link, &QPushButton::clicked, this, &KeyDialog::helpRequested);
    return field;
}

QWidget *KeyDialog::makePlaces()
{
    auto *places = new QWidget(this);
    m_keychain = new QRadioButton(places);
    m_keychain->setChecked(true);
    m_session = new QRadioButton(tr("Only until I quit"), places);
    m_environment = new QRadioButton(places);
    m_placeNote = new PlainLabel({}, &Fonts::small, &Colors::textMuted, places);
    m_placeNote->setWordWrap(true);
    auto *promise =
        new PlainLabel(tr("The key is never written to settings, logs, pictures or crash reports."),
                       &Fonts::small, &Colors::textMuted, places);
    promise->setWordWrap(true);
    auto *column = new QVBoxLayout(places);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(new PlainLabel(tr("Where it is kept"), &Fonts::body, &Colors::textSecondary, places));
    for (QRadioButton *choice : {m_keychain, m_session, m_environment}) {
        column->addWidget(choice);
        connect(choice, &QRadioButton::clicked, this, [this] { m_hasChosen = true; });
        connect(choice, &QRadioButton::toggled, this, &KeyDialog::onPlace);
    }
    column->addWidget(m_placeNote);
    column->addWidget(promise);
    return places;
}

QWidget *KeyDialog::makeButtons()
{
    auto *buttons = new QWidget(this);
    auto *cancel = new QPushButton(tr("Cancel"), buttons);
    cancel->setAutoDefault(false);
    m_save = new PrimaryButton(tr("Save key"), buttons);
    m_save->setDefault(true);
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(m_save);
    cancel->setFixedHeight(m_save->sizeHint().height());
    connect(cancel, &QPushButton::clicked, this, &KeyDialog::reject);
    connect(m_save, &PrimaryButton::clicked, this, &KeyDialog::onSave);
    return buttons;
}

void KeyDialog::onEdited()
{
    m_isTesting = false;
    m_sentence->clear();
    look::set(m_edit, look::refused, false);
    onPlace();
}

void KeyDialog::onTest()
{
    const Result<ApiKey> key = ApiKey::fromText(m_edit->text());
    if (!key) {
        showTestResult(key.error());
        return;
    }
    m_isTesting = true;
    m_test->setEnabled(false);
    m_sentence->say(tr("Asking fal…"), u"hourglass"_s, &Colors::textMuted);
    Q_EMIT testRequested(*key);
}

void KeyDialog::showTestResult(const Result<void> &result)
{
    const bool wanted = m_isTesting || (!result && result.error().kind == ErrorKind::BadInput);
    m_isTesting = false;
    onPlace();
    if (!wanted)
        return;
    if (result)
        m_sentence->say(tr("fal accepted this key."), u"circle-check"_s, &Colors::success);
    else
        m_sentence->refuse(result.error().message);
    look::set(m_edit, look::refused, !result);
}

void KeyDialog::onSave()
{
    if (m_environment->isChecked()) {
        finish(); // it is in use already
        return;
    }
    const Result<ApiKey> key = ApiKey::fromText(m_edit->text());
    if (!key) {
        showTestResult(key.error());
        m_edit->setFocus(Qt::OtherFocusReason);
        return;
    }
    if (m_session->isChecked()) {
        m_store.useForSession(*key);
        finish();
        return;
    }
    setBusy(true);
    m_sentence->say(tr("Storing it in %1…").arg(m_store.keychainName()), u"hourglass"_s, &Colors::textMuted);
    m_store.storeInKeychain(*key, this, [this](const Result<void> &result) { onStored(result); });
}

void KeyDialog::onStored(const Result<void> &result)
{
    if (!m_isBusy)
        return; // closed meanwhile; the key is stored or not, and the settings say which
    setBusy(false);
    if (result) {
        finish();
        return;
    }
    m_sentence->refuse(result.error().message);
}

void KeyDialog::finish()
{
    accept();
    Q_EMIT keyStored();
}

void KeyDialog::setBusy(bool busy)
{
    m_isBusy = busy;
    for (QWidget *widget : {static_cast<QWidget *>(m_edit), static_cast<QWidget *>(m_keychain),
                            static_cast<QWidget *>(m_session)})
        widget->setEnabled(!busy);
    refresh();
    onPlace();
}

void KeyDialog::onPlace()
{
    const bool typed = !m_environment->isChecked();
    m_edit->setEnabled(typed && !m_isBusy);
    m_test->setEnabled(typed && !m_isBusy && !m_isTesting && !m_edit->text().isEmpty());
    m_save->setEnabled(!m_isBusy && (!typed || !m_edit->text().isEmpty()));
    m_save->setText(typed ? tr("Save key") : tr("Use it"));
    const bool environmentWins = m_store.place() == KeyPlace::Environment && m_keychain->isChecked();
    const bool concernsKeychain =
        m_keychain->isChecked() || m_store.keychainState() == KeychainState::Unavailable;
    const QString note = environmentWins    ? tr("FAL_KEY is set and comes first for as long as it is.")
                         : concernsKeychain ? m_store.explanation()
                                            : QString();
    m_placeNote->setText(note);
    m_placeNote->setVisible(!note.isEmpty());
}

/// What the store knows may come late, or change while the dialog is open.
void KeyDialog::refresh()
{
    const bool noKeychain = m_store.keychainState() == KeychainState::Unavailable;
    const bool inEnvironment = m_store.place() == KeyPlace::Environment;
    m_keychain->setText(noKeychain ? tr("System keychain (none found)")
                                   : tr("%1, on this computer").arg(capitalized(m_store.keychainName())));
    m_keychain->setEnabled(!noKeychain && !m_isBusy);
    m_environment->setText(inEnvironment ? tr("Environment variable FAL_KEY found: use it")
                                         : tr("Environment variable FAL_KEY (not set)"));
    m_environment->setEnabled(inEnvironment && !m_isBusy);
    if (!m_hasChosen && inEnvironment)
        m_environment->setChecked(true);
    else if (noKeychain && m_keychain->isChecked())
        m_session->setChecked(true);
    onPlace();
}

void KeyDialog::done(int result)
{
    m_isBusy = false;
    m_edit->setText({}); // also forgets what could be undone
    m_edit->setEchoMode(QLineEdit::Password);
    QDialog::done(result);
}

} // namespace janus::ui
