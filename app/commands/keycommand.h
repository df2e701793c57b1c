#pragma once

#include "commands/console.h"
#include "commands/hiddeninput.h"
#include "jobs/services.h"
#include "secrets/keystore.h"

#include <memory>

namespace janus::commands {

/// What was asked of `janus-studio key`.
struct KeyCall
{
    enum class Action { List, Set, Use, Test, Rename, Forget };
    Action action = Action::List;
    QString name; ///< empty: the key in use
    QString newName;
};

/// BadInput for an unknown word, a missing or bad name, and for what may be a key: the sentence does not
/// repeat it.
Result<KeyCall> readKeyCall(const QStringList &arguments);

/// `janus-studio key list|set|use|test|rename|forget`. The key comes from a prompt without echo, or from
/// standard input when that is no terminal; never from an argument.
class KeyCommand : public Command
{
    Q_OBJECT
public:
    /// Is this key good at the real service?
    using TestKey = std::function<void(const ApiKey &, QObject *context, std::function<void(Result<void>)>)>;

    /// `serviceName` is the one the key in use is tested against; `testKey` tests another there.
    KeyCommand(KeyCall call, secrets::KeyStore &keys, jobs::Services &services, QString serviceName,
               TestKey testKey, Console console, QObject *parent = nullptr);
    void run() override;
    void interrupt() override;

private:
    void list();
    void set();
    void store(const QString &text);
    void use();
    void test();
    void testNamed();
    void rename();
    void forget();
    void answer(const Result<void> &result, const QString &success);
    void whenLoaded(std::function<void()> then);
    QString quoted(const QString &name) const;
    QString whatComesFirst() const;

    KeyCall m_call;
    secrets::KeyStore &m_keys;
    jobs::Services &m_services;
    QString m_serviceName;
    TestKey m_testKey;
    Console m_console;
    std::unique_ptr<HiddenInput> m_input;
};

} // namespace janus::commands
