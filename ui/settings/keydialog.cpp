#include "ui/settings/keydialog.h"

#include "secrets/keystore.h"
#include "ui/compose/sentenceline.h"
#include "ui/kit/icon.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/primarybutton.h"
#include "ui/kit/studiostyle.h"
#include "ui/settings/keylist.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRadioButton>
#include <QTimer>

#include <chrono>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

using secrets::KeychainState;
using secrets::KeyPlace;

constexpr std::chrono::seconds revealTime{10};

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
    , m_title(new PlainLabel({}, &Fonts::heading, &Colors::text, this))
    , m_intro(new PlainLabel({}, &Fonts::body, &Colors::textSecondary, this))
    , m_statePart(new QWidget(this))
    , m_stateNote(new PlainLabel({}, &Fonts::small, &Colors::textMuted, m_statePart))
{
    m_intro->setWordWrap(true);
    m_stateNote->setWordWrap(true);
    m_unlock = new QPushButton(icon(u"lock-open"_s), tr("Unlock…"), m_statePart);
    m_unlock->setAutoDefault(false);
    auto *state = new QVBoxLayout(m_statePart);
    state->setContentsMargins(0, 16, 0, 0);
    state->setSpacing(8);
    state->addWidget(m_stateNote);
    state->addWidget(m_unlock, 0, Qt::AlignLeft);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 20);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addSpacing(8);
    column->addWidget(m_intro);
    column->addSpacing(16);
    column->addWidget(makeList());
    column->addWidget(makeForm());
    column->addWidget(m_statePart);
    column->addSpacing(20);
    column->addStretch(1);
    column->addWidget(makeButtons());
    setFixedWidth(tokensOf(this).scaled(480));
    connect(m_unlock, &QPushButton::clicked, this, [this] { m_store.unlock(); });
    connect(&store, &secrets::KeyStore::changed, this, &KeyDialog::refresh);
    showPage(m_store.names().isEmpty() ? Page::Add : Page::List);
}

QWidget *KeyDialog::makeList()
{
    m_listPart = new QWidget(this);
    m_list = new KeyList(m_store, m_listPart);
    m_add = new QPushButton(icon(u"plus"_s), tr("Add another key…"), m_listPart);
    m_add->setAutoDefault(false);
    auto *column = new QVBoxLayout(m_listPart);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(m_list);
    column->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QPushButton::clicked, this, [this] { showPage(Page::Add); });
    connect(m_list, &KeyList::replaceRequested, this,
            [this](const QString &name) { showPage(Page::Replace, name); });
    connect(m_list, &KeyList::testRequested, this, &KeyDialog::testRequested);
    connect(m_list, &KeyList::used, this, &KeyDialog::keyStored);
    return m_listPart;
}

QWidget *KeyDialog::makeForm()
{
    m_form = new QWidget(this);
    auto *column = new QVBoxLayout(m_form);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeName());
    column->addWidget(makeField());
    column->addWidget(m_sentence);
    column->addSpacing(20);
    column->addWidget(makePlaces());
    return m_form;
}

QWidget *KeyDialog::makeName()
{
    m_namePart = new QWidget(m_form);
    auto *label = new PlainLabel(tr("Name"), &Fonts::body, &Colors::textSecondary, m_namePart);
    m_name = new QLineEdit(m_namePart);
    m_name->setAccessibleName(tr("Name of the key"));
    m_name->setMaxLength(40);
    m_name->setPlaceholderText(tr("For example: Studio account"));
    label->setBuddy(m_name);
    auto *column = new QVBoxLayout(m_namePart);
    column->setContentsMargins(0, 0, 0, 12);
    column->setSpacing(4);
    column->addWidget(label);
    column->addWidget(m_name);
    connect(m_name, &QLineEdit::textChanged, this, &KeyDialog::onEdited);
    return m_namePart;
}

/// What is typed belongs to one page only.
void KeyDialog::showPage(Page page, const QString &name)
{
    m_page = page;
    m_replaced = name;
    hideKey();
    m_edit->setText({}); // also forgets what could be undone
    m_name->setText({});
    m_isTesting = false;
    const bool first = m_store.names().isEmpty();
    const QString title = page == Page::List      ? tr("fal keys")
                          : page == Page::Replace ? tr("Another key for “%1”").arg(name)
                          : first                 ? tr("Add my fal key")
                                                  : tr("Add another fal key");
    m_title->setText(title);
    setWindowTitle(title);
    m_intro->setText(
        page == Page::List
            ? tr("The marked key pays for what is made. Each is kept in %1.").arg(m_store.keychainName())
            : tr("With your own key the pictures are made by fal. The test is one harmless call "
                 "and costs nothing."));
    m_listPart->setVisible(page == Page::List);
    m_form->setVisible(page != Page::List);
    if (page == Page::List)
        m_list->reset();
    if (page == Page::Replace)
        m_keychain->setChecked(true);
    refresh();
    onPlace();
    QWidget *const typing = m_namePart->isVisibleTo(this) ? m_name : m_edit;
    (page == Page::List ? static_cast<QWidget *>(m_save) : typing)->setFocus();
    adjustSize();
}

QWidget *KeyDialog::makeField()
{
    auto *field = new QWidget(m_form);
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
    m_remask = new QTimer(this);
    m_remask->setObjectName(u"remask"_s);
    m_remask->setSingleShot(true);
    m_remask->setInterval(revealTime);
    connect(reveal, &IconButton::pressed, this, [this] {
        m_edit->setEchoMode(QLineEdit::Normal);
        m_remask->start();
    });
    connect(reveal, &IconButton::released, this, &KeyDialog::hideKey);
    connect(m_remask, &QTimer::timeout, this, &KeyDialog::hideKey);
    connect(m_test, &QPushButton::clicked, this, &KeyDialog::onTest);
    connect(link, &QPushButton::clicked, this, &KeyDialog::helpRequested);
    return field;
}

QWidget *KeyDialog::makePlaces()
{
    auto *places = new QWidget(m_form);
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
    m_cancel = new QPushButton(buttons);
    m_cancel->setAutoDefault(false);
    m_save = new PrimaryButton(tr("Save key"), buttons);
    m_save->setDefault(true);
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    row->addWidget(m_cancel);
    row->addWidget(m_save);
    m_cancel->setFixedHeight(m_save->sizeHint().height());
    connect(m_cancel, &QPushButton::clicked, this, &KeyDialog::onCancel);
    connect(m_save, &PrimaryButton::clicked, this, &KeyDialog::onSave);
    return buttons;
}

void KeyDialog::hideKey()
{
    m_remask->stop();
    m_edit->setEchoMode(QLineEdit::Password);
}

void KeyDialog::onCancel()
{
    if (m_store.names().isEmpty() || m_isBusy)
        return reject();
    showPage(Page::List);
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
    if (m_list->isTesting())
        return m_list->showTestResult(result);
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
    if (m_page == Page::List)
        return accept();
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
    const Result<QString> name = nameToStore();
    if (!name) {
        m_sentence->refuse(name.error().message);
        m_name->setFocus(Qt::OtherFocusReason);
        return;
    }
    setBusy(true);
    m_sentence->say(tr("Storing it in %1…").arg(m_store.keychainName()), u"hourglass"_s, &Colors::textMuted);
    m_store.storeInKeychain(*name, *key, this, [this](const Result<void> &result) { onStored(result); });
}

/// Empty for the first key, which needs none.
Result<QString> KeyDialog::nameToStore() const
{
    if (m_page == Page::Replace || m_store.names().isEmpty())
        return m_replaced;
    const QString name = m_name->text().trimmed();
    if (m_store.names().contains(name, Qt::CaseInsensitive))
        return Error{ErrorKind::BadInput, tr("There is a key “%1” already.").arg(name), {}, u"name"_s};
    if (name.isEmpty())
        return Error{
            ErrorKind::BadInput, tr("Give the key a name to tell it from the others."), {}, u"name"_s};
    return name;
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
    const bool isList = m_page == Page::List;
    const bool typed = !m_environment->isChecked();
    m_namePart->setVisible(m_page == Page::Add && m_keychain->isChecked() && !m_store.names().isEmpty());
    m_edit->setEnabled(typed && !m_isBusy);
    m_test->setEnabled(typed && !m_isBusy && !m_isTesting && !m_edit->text().isEmpty());
    m_save->setEnabled(isList || (!m_isBusy && (!typed || !m_edit->text().isEmpty())));
    m_save->setText(isList ? tr("Done") : typed ? tr("Save key") : tr("Use it"));
    m_cancel->setText(m_store.names().isEmpty() || m_isBusy ? tr("Cancel") : tr("Back"));
    m_cancel->setVisible(!isList);
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
    for (QRadioButton *choice : {m_session, m_environment})
        choice->setVisible(m_page != Page::Replace);
    const QString listNote = inEnvironment ? tr("FAL_KEY is set and comes first for as long as it is.")
                             : m_store.place() == KeyPlace::Session
                                 ? tr("A key that is not listed is in use until you quit.")
                                 : m_store.explanation();
    m_stateNote->setText(listNote);
    m_stateNote->setVisible(m_page == Page::List && !listNote.isEmpty());
    m_unlock->setVisible(m_store.keychainState() == KeychainState::Locked && m_store.key().isEmpty());
    m_statePart->setVisible(!m_stateNote->isHidden() || !m_unlock->isHidden());
    if (m_page == Page::List && m_store.names().isEmpty())
        return showPage(Page::Add);
    if (m_page == Page::Add && m_store.names().size() > 0 && !isVisible())
        return showPage(Page::List); // known before anybody has typed
    if (!m_hasChosen && inEnvironment)
        m_environment->setChecked(true);
    else if (noKeychain && m_keychain->isChecked())
        m_session->setChecked(true);
    onPlace();
}

/// A sentence that appears pushes nothing together: the window grows by it.
bool KeyDialog::event(QEvent *event)
{
    const bool handled = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest && layout())
        resize(width(), qMax(height(), layout()->totalHeightForWidth(width())));
    return handled;
}

void KeyDialog::done(int result)
{
    m_isBusy = false;
    QDialog::done(result);
    showPage(m_store.names().isEmpty() ? Page::Add : Page::List);
}

} // namespace janus::ui
