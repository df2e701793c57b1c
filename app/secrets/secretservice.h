#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QObject>
#include <QString>

#include <functional>
#include <optional>

class QDBusPendingCall;
class QDBusServiceWatcher;

namespace janus::secrets {

/// Where the program's entries stand.
extern const QString keychainServiceName; ///< "janus-studio"
extern const QString keychainEntryName;   ///< "fal", the first one

/// What the Secret Service knows about an entry of ours.
struct SecretSearch
{
    enum class Outcome {
        Readable, ///< it is there
        Locked,   ///< it is there, behind a password
        None,     ///< it is not there
        Absent,   ///< there is no Secret Service
        Failed,   ///< no usable answer
    };
    Outcome outcome = Outcome::Failed;
    QString problem = {}; ///< with Absent and Failed: a sentence

    bool isAnswer() const { return outcome != Outcome::Absent && outcome != Outcome::Failed; }
};

/// Asks the Secret Service over D-Bus about our entries, without reading it and without ever prompting:
/// QtKeychain alone cannot tell a locked keychain from an empty one. Lives in the keychain thread; connecting
/// may block that thread.
class SecretService : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    ~SecretService() override;

    /// Connects when needed. A sentence when there is no bus to ask.
    std::optional<QString> whyNoBus();

    /// Waits for as long as the service takes. `then` is not called once this object has died.
    void search(const QString &entry, std::function<void(SecretSearch)> then);

    /// The name people know the keychain by, from the process that offers it; empty when that is not known.
    void askName(std::function<void(QString)> then);

Q_SIGNALS:
    /// Another process offers the keychain from now on, or none does: what was agreed with the old one is
    /// void. Comes before any answer of the new one.
    void ownerChanged();

private:
    void whenAnswered(const QDBusMessage &call, std::function<void(const QDBusPendingCall &)> then);
    void watchOwner();
    void disconnectFromBus();

    std::optional<QDBusConnection> m_bus;
    QDBusServiceWatcher *m_watcher = nullptr;
};

} // namespace janus::secrets
