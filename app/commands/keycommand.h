#pragma once

#include "commands/console.h"
#include "jobs/services.h"
#include "secrets/keystore.h"

namespace janus::commands {

/// `janus-studio key set|test|forget`. The key comes from a prompt without echo, or from standard input when
/// that is no terminal; never from an argument.
class KeyCommand : public Command
{
    Q_OBJECT
public:
    enum class Action { Set, Test, Forget };

    /// `serviceName` is the one the key is tested against.
    KeyCommand(Action action, secrets::KeyStore &keys, jobs::Services &services, QString serviceName,
               Console console, QObject *parent = nullptr);
    void run() override;

private:
    void set();
    void test();
    void forget();
    void answer(const Result<void> &result, const QString &success);
    void whenLoaded(std::function<void()> then);

    Action m_action;
    secrets::KeyStore &m_keys;
    jobs::Services &m_services;
    QString m_serviceName;
    Console m_console;
};

} // namespace janus::commands
