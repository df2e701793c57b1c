#include "secrets/keynames.h"

#include "secrets/secretservice.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSettings>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::secrets {

namespace {

constexpr qsizetype longestName = 40;
const QString namesGroup = u"keys/names"_s;
const QString activeSetting = u"keys/active"_s;

bool isEntry(const QString &entry)
{
    static const QRegularExpression ours(u"^fal(-[0-9a-f]{8})?$"_s);
    return ours.match(entry).hasMatch();
}

bool isSame(const QString &one, const QString &other)
{
    return one.compare(other, Qt::CaseInsensitive) == 0;
}

Error badName(const QString &sentence)
{
    return {ErrorKind::BadInput, sentence, {}, u"name"_s};
}

/// A key that was typed where a name belongs must end up neither in the settings nor on the screen.
bool mayBeKey(const QString &text)
{
    static const QRegularExpression longHex(u"[0-9a-f]{16}|[0-9a-f]{8}-[0-9a-f]{4}-"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    return text.contains(u':') || text.contains(longHex);
}

} // namespace

KeyNames::KeyNames(QSettings *settings)
    : m_settings(settings)
{
    refresh();
}

void KeyNames::refresh()
{
    if (!m_settings)
        return;
    m_settings->sync();
    m_rows.clear();
    m_settings->beginGroup(namesGroup);
    for (const QString &entry : m_settings->childKeys()) {
        const Result<QString> name = judged(m_settings->value(entry).toString());
        if (name && isEntry(entry) && !entryOf(*name))
            m_rows << Row{entry, *name};
    }
    m_settings->endGroup();
    sort();
    m_active = m_settings->value(activeSetting).toString();
    if (nameOf(m_active).isEmpty())
        m_active.clear();
}

QStringList KeyNames::names() const
{
    QStringList names;
    for (const Row &row : m_rows)
        names << row.name;
    return names;
}

std::optional<QString> KeyNames::entryOf(const QString &name) const
{
    for (const Row &row : m_rows) {
        if (isSame(row.name, name.trimmed()))
            return row.entry;
    }
    return {};
}

QString KeyNames::nameOf(const QString &entry) const
{
    const auto row = std::ranges::find(m_rows, entry, &Row::entry);
    return row == m_rows.end() ? QString() : row->name;
}

QString KeyNames::newEntry()
{
    return keychainEntryName + u"-%1"_s.arg(QRandomGenerator::system()->generate(), 8, 16, QChar(u'0'));
}

QString KeyNames::freeName() const
{
    const QString usual = u"My key"_s;
    QString name = usual;
    for (int number = 2; entryOf(name); ++number)
        name = u"%1 %2"_s.arg(usual).arg(number);
    return name;
}

void KeyNames::add(const QString &entry, const QString &name)
{
    m_rows.removeIf([&](const Row &row) { return row.entry == entry; });
    m_rows << Row{entry, name};
    sort();
    write(namesGroup + u'/' + entry, name);
}

void KeyNames::setActive(const QString &entry)
{
    m_active = entry;
    write(activeSetting, entry);
}

void KeyNames::remove(const QString &entry)
{
    m_rows.removeIf([&](const Row &row) { return row.entry == entry; });
    write(namesGroup + u'/' + entry, {});
    if (m_active == entry)
        setActive({});
}

Result<void> KeyNames::rename(const QString &name, const QString &newName)
{
    const std::optional<QString> entry = entryOf(name);
    if (!entry)
        return unknown(name);
    const Result<QString> good = judged(newName);
    if (!good)
        return good.error();
    const std::optional<QString> other = entryOf(*good);
    if (other && *other != *entry)
        return badName(u"There is a key “%1” already."_s.arg(*good));
    std::ranges::find(m_rows, *entry, &Row::entry)->name = *good;
    sort();
    write(namesGroup + u'/' + *entry, *good);
    return {};
}

Result<QString> KeyNames::judged(const QString &text)
{
    const QString name = text.trimmed();
    if (name.isEmpty())
        return badName(u"A key needs a name."_s);
    if (mayBeKey(name))
        return badName(u"This may be a key itself. A name has no colon and no long number in it."_s);
    if (name.size() > longestName)
        return badName(u"The name of a key has at most %1 characters."_s.arg(longestName));
    if (name.startsWith(u'-') || !std::ranges::all_of(name, [](QChar c) { return c.isPrint(); }))
        return badName(u"The name of a key is made of ordinary characters and begins with no dash."_s);
    return name;
}

Error KeyNames::unknown(const QString &name) const
{
    const QString there =
        m_rows.isEmpty() ? u"No key has a name yet."_s : u"There are: %1."_s.arg(names().join(u", "_s));
    return badName(judged(name) ? u"There is no key “%1”. %2"_s.arg(name.trimmed(), there)
                                : u"There is no key of this name. "_s + there);
}

void KeyNames::sort()
{
    std::ranges::sort(m_rows, [](const Row &one, const Row &other) {
        return one.name.compare(other.name, Qt::CaseInsensitive) < 0;
    });
}

void KeyNames::write(const QString &key, const QString &value)
{
    if (!m_settings)
        return;
    if (value.isEmpty())
        m_settings->remove(key);
    else
        m_settings->setValue(key, value);
    m_settings->sync();
}

} // namespace janus::secrets
