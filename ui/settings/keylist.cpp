#include "ui/settings/keylist.h"

#include "secrets/keystore.h"
#include "ui/compose/sentenceline.h"
#include "ui/kit/plainlabel.h"
#include "ui/settings/keyrow.h"

#include <QButtonGroup>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

KeyList::KeyList(secrets::KeyStore &store, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_choice(new QButtonGroup(this))
    , m_column(new QVBoxLayout(this))
    , m_news(new SentenceLine(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(4);
    m_column->addWidget(new PlainLabel(tr("Your keys"), &Fonts::body, &Colors::textSecondary, this));
    m_column->addWidget(m_news);
    connect(&store, &secrets::KeyStore::changed, this, &KeyList::refresh);
    refresh();
}

KeyRow *KeyList::row(const QString &name) const
{
    const auto found = std::ranges::find(m_rows, name, &KeyRow::name);
    return found == m_rows.end() ? nullptr : *found;
}

/// Rows that stay are the same widgets as before, so that the focus and a name that is typed stay, too.
void KeyList::refresh()
{
    const QStringList names = m_store.names();
    QList<KeyRow *> rows;
    for (const QString &name : names) {
        KeyRow *known = row(name);
        rows << (known ? known : makeRow(name));
    }
    for (KeyRow *old : std::as_const(m_rows)) {
        if (rows.contains(old))
            continue;
        m_choice->removeButton(old->choice());
        old->hide();
        old->deleteLater();
    }
    m_rows = rows;
    m_choice->setExclusive(false); // or the last one chosen could not be let go of
    for (KeyRow *shown : std::as_const(m_rows)) {
        const auto place = static_cast<int>(m_rows.indexOf(shown)) + 1; // below the title
        m_column->removeWidget(shown);
        m_column->insertWidget(place, shown);
        shown->choice()->setChecked(shown->name() == m_store.activeName());
    }
    m_choice->setExclusive(true);
    setVisible(!m_rows.isEmpty());
}

KeyRow *KeyList::makeRow(const QString &name)
{
    auto *made = new KeyRow(name, this);
    m_choice->addButton(made->choice());
    made->setEnabled(!m_isBusy);
    connect(made->choice(), &QRadioButton::clicked, this, [this, made] { use(made->name()); });
    connect(made, &KeyRow::testRequested, this, [this, made] { test(made->name()); });
    connect(made, &KeyRow::renamed, this, [this, made](const QString &newName) { rename(made, newName); });
    connect(made, &KeyRow::replaceRequested, this, [this, made] { Q_EMIT replaceRequested(made->name()); });
    connect(made, &KeyRow::forgetRequested, this, [this, made] { forget(made->name()); });
    return made;
}

void KeyList::use(const QString &name)
{
    setBusy(true);
    m_store.use(name, this, [this, name](const Result<void> &result) {
        setBusy(false);
        refresh();
        if (!result)
            return m_news->refuse(result.error().message);
        if (m_store.place() == secrets::KeyPlace::Environment)
            m_news->say(tr("FAL_KEY is set and comes first for as long as it is."), u"info-circle"_s,
                        &Colors::textMuted);
        else
            m_news->say(tr("“%1” is in use, for what is running as well.").arg(name), u"circle-check"_s,
                        &Colors::success);
        Q_EMIT used();
    });
}

void KeyList::test(const QString &name)
{
    setBusy(true);
    m_testing = name;
    m_news->say(tr("Asking fal about “%1”…").arg(name), u"hourglass"_s, &Colors::textMuted);
    m_store.read(name, this, [this](const Result<ApiKey> &key) {
        if (m_testing.isEmpty())
            return; // closed meanwhile
        if (key)
            Q_EMIT testRequested(*key);
        else
            showTestResult(key.error());
    });
}

void KeyList::showTestResult(const Result<void> &result)
{
    if (m_testing.isEmpty())
        return;
    const QString name = std::exchange(m_testing, {});
    setBusy(false);
    if (result)
        m_news->say(tr("fal accepted “%1”.").arg(name), u"circle-check"_s, &Colors::success);
    else
        m_news->refuse(u"“%1”: %2"_s.arg(name, result.error().message));
}

void KeyList::reset()
{
    m_testing.clear();
    m_news->clear();
    setBusy(false);
}

void KeyList::rename(KeyRow *row, const QString &newName)
{
    const QString before = row->name();
    row->setName(newName.trimmed()); // so that it is the row of that name when the store says so
    const Result<void> renamed = m_store.rename(before, newName);
    if (renamed)
        return m_news->clear();
    row->setName(before);
    m_news->refuse(renamed.error().message);
}

void KeyList::forget(const QString &name)
{
    setBusy(true);
    m_store.forget(name, this, [this, name](const Result<void> &result) {
        setBusy(false);
        refresh();
        if (!result)
            return m_news->refuse(result.error().message);
        m_news->say(tr("“%1” is gone from this computer.").arg(name), u"circle-check"_s, &Colors::success);
    });
}

void KeyList::setBusy(bool busy)
{
    m_isBusy = busy;
    for (KeyRow *shown : std::as_const(m_rows))
        shown->setEnabled(!busy);
}

} // namespace janus::ui
