#pragma once

#include "core/apikey.h"
#include "core/result.h"

#include <QObject>
#include <QStringList>

#include <functional>

namespace janus::secrets {

/// Where a key comes from or goes to.
enum class KeyPlace { None, Keychain, Environment, Session };

/// What is known about the stored key, in words the window can show.
enum class KeychainState {
    Unknown,     ///< not asked yet
    Present,     ///< there is a key and it can be read
    Empty,       ///< the keychain answers and has none
    Locked,      ///< there is a key, but the keychain is locked: never "you have no key"
    Unavailable, ///< no keychain on this machine, or it does not work; `explanation` says why
    Slow,        ///< no answer for 15 s; still waiting
};

/// The API key: from the environment (FAL_KEY, or FAL_KEY_ID and FAL_KEY_SECRET), for this session only, or
/// in the system's keychain. Never in a file, never an argument. The keychain may hold several, each by a
/// name; one of them is in use. Wrong names are BadInput, told like every answer: later.
class KeyStore : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Reads environment and keychain; changed() tells when it is known. Never blocks and never makes the
    /// keychain ask for its password (KWallet may). Start it once; later calls look at the keychain again.
    virtual void load() = 0;
    /// For Locked: reads the key and lets the keychain ask for its password. changed() tells what came of it.
    virtual void unlock() = 0;

    /// The key in use, empty when there is none (yet). Session wins over environment, environment over
    /// keychain.
    virtual ApiKey key() const = 0;
    virtual KeyPlace place() const = 0;
    virtual KeychainState keychainState() const = 0;
    /// A sentence for Locked, Unavailable and Slow, for an entry that is no key, and for a key in the
    /// environment that cannot be used; empty otherwise.
    virtual QString explanation() const = 0;
    /// "GNOME Keyring", "KWallet", "the system keychain" …
    virtual QString keychainName() const = 0;
    /// False until load() has its first answer from environment and keychain; Slow counts as one.
    virtual bool isLoaded() const = 0;

    /// The names of the keys in the keychain, as far as this program stored them.
    virtual QStringList names() const = 0;
    /// The name of the one in use, or that is used once nothing comes before it; empty: none.
    virtual QString activeName() const = 0;

    virtual void useForSession(const ApiKey &key) = 0;
    /// Stores under this name, new or not, reads back, and uses it from then on; an empty name means the
    /// active key. `done` is called only once that is certain, in the caller's thread and never before this
    /// returns; not when `context` has died. A key for this session makes room for a stored one.
    virtual void storeInKeychain(const QString &name, const ApiKey &key, QObject *context,
                                 std::function<void(Result<void>)> done) = 0;
    /// Reads the key of this name and uses it instead; until then, and if that fails, the old one stays. The
    /// keychain may ask for its password.
    virtual void use(const QString &name, QObject *context, std::function<void(Result<void>)> done) = 0;
    /// Reads the key of this name without using it. The keychain may ask for its password.
    virtual void read(const QString &name, QObject *context, std::function<void(Result<ApiKey>)> done) = 0;
    virtual Result<void> rename(const QString &name, const QString &newName) = 0;
    /// Deletes it and asks the keychain whether it is really gone. No other key takes the place of the active
    /// one by itself: it may be somebody else's account. An empty name means whatever is in use: the
    /// session's key, at once, and the active one; a key from the environment stays.
    virtual void forget(const QString &name, QObject *context, std::function<void(Result<void>)> done) = 0;

Q_SIGNALS:
    void changed();
};

} // namespace janus::secrets
