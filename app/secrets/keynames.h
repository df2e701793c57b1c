#pragma once

#include "core/result.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

class QSettings;

namespace janus::secrets {

/// What the keys in the keychain are called, and which of them is in use. Names are no secrets and stand in
/// the settings as keys/names/ENTRY and keys/active; the keys themselves do not. Each has an entry of its own
/// in the keychain: "fal" the one that was never named, "fal-" and 8 random hexadecimal digits the others, so
/// that two data folders of one person do not write over each other's keys.
class KeyNames
{
public:
    /// `settings` must outlive this; without, the names last as long as this object.
    explicit KeyNames(QSettings *settings = nullptr);

    /// Reads again what another process may have written.
    void refresh();

    QStringList names() const; ///< in the order of the alphabet
    /// Its entry. No case is told apart: "studio" finds "Studio".
    std::optional<QString> entryOf(const QString &name) const;
    QString nameOf(const QString &entry) const; ///< empty for an unknown entry
    QString active() const { return m_active; } ///< its entry; empty: none is in use

    static QString newEntry();
    /// "My key", or "My key 2" … where there is one.
    QString freeName() const;

    void add(const QString &entry, const QString &name);
    void setActive(const QString &entry);
    void remove(const QString &entry);
    /// BadInput for a name that is not good, is another key's, or was not there.
    Result<void> rename(const QString &name, const QString &newName);

    /// `text` as a name: trimmed. BadInput for one that is empty, longer than 40 characters, not printable or
    /// that may be a key itself; the sentence does not repeat it then.
    static Result<QString> judged(const QString &text);
    /// BadInput: there is no such key, and what there is.
    Error unknown(const QString &name) const;

private:
    struct Row
    {
        QString entry;
        QString name;
    };

    void sort();
    void write(const QString &key, const QString &value);

    QSettings *m_settings;
    QList<Row> m_rows;
    QString m_active;
};

} // namespace janus::secrets
