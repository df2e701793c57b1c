#pragma once

#include "core/apikey.h"
#include "secrets/keystore.h"

#include <QProcess>
#include <QString>

/// What the tests of the key store share.
namespace keystoretools {

/// A key that is looked for where it must not be.
janus::ApiKey canary();
/// The key the wrapper seeds a locked keychain with.
janus::ApiKey seeded();
janus::ApiKey keyOf(const QString &text);

/// Waits for the answer; an Internal error when there is none.
janus::Result<void> store(janus::secrets::KeyStore &keys, const janus::ApiKey &key, const QString &name = {});
janus::Result<void> forget(janus::secrets::KeyStore &keys, const QString &name = {});
/// load(), and waits until the keychain has answered.
bool load(janus::secrets::KeyStore &keys);

/// The first file below HOME that holds the canary in clear, base64, hex or UTF-16; empty when none does.
QString fileWithCanary();

/// Locks the test's keychain. False when the service did not take it.
bool lockKeychain();

/// Ends the keychain and starts it again, unlocked. False where that cannot be done.
bool restartKeychain();

/// A display for the keychain's password window, with a keyboard that types into it.
class Display
{
public:
    Display();
    ~Display();
    /// False where Xvfb or xdotool is not installed.
    bool isReady() const { return m_ready; }
    /// Whether the password window is open.
    bool isAsked() const;
    void type(const QString &text) const;
    void press(const QString &key) const;
    /// Somebody closes every password window from now on.
    void refuseEveryPrompt();

private:
    QProcess m_server;
    QProcess m_refuser;
    QString m_name;
    bool m_ready = false;
};

} // namespace keystoretools
