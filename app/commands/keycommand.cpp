#include "commands/keycommand.h"

#include "fal/queueapi.h"
#include "secrets/keynames.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

Error badCall(const QString &sentence)
{
    return {ErrorKind::BadInput, sentence, {}, u"key"_s};
}

} // namespace

Result<KeyCall> readKeyCall(const QStringList &arguments)
{
    using enum KeyCall::Action;
    static const QHash<QString, KeyCall::Action> actions{{u"list"_s, List},     {u"set"_s, Set},
                                                         {u"use"_s, Use},       {u"test"_s, Test},
                                                         {u"rename"_s, Rename}, {u"forget"_s, Forget}};
    QStringList words = arguments;
    words.removeOne(u"--"_s);
    const QString word = words.isEmpty() ? QString() : words.takeFirst();
    if (!actions.contains(word))
        return badCall(
            u"key takes list, set, use, test, rename or forget. The key itself is never an argument: set asks for it."_s);
    for (const QString &name : std::as_const(words)) {
        if (const Result<QString> good = secrets::KeyNames::judged(name); !good)
            return badCall(good.error().message +
                           u" The key itself is never an argument: set asks for it."_s);
    }
    const KeyCall::Action action = actions.value(word);
    const qsizetype most = action == List ? 0 : action == Rename ? 2 : 1;
    const qsizetype least = action == Use ? 1 : action == Rename ? 2 : 0;
    if (words.size() < least)
        return badCall(action == Use
                           ? u"key use needs the name of a key; \"janus-studio key list\" prints them."_s
                           : u"key rename needs the name of a key and its new name."_s);
    if (words.size() > most)
        return badCall(most == 0 ? u"key list takes nothing more."_s
                                 : u"key %1 takes at most %2; a name of several words needs quotes."_s.arg(
                                       word, most == 1 ? u"one name"_s : u"two names"_s));
    return KeyCall{action, words.value(0).trimmed(), words.value(1).trimmed()};
}

KeyCommand::KeyCommand(KeyCall call, secrets::KeyStore &keys, jobs::Services &services, QString serviceName,
                       TestKey testKey, Console console, QObject *parent)
    : Command(parent)
    , m_call(std::move(call))
    , m_keys(keys)
    , m_services(services)
    , m_serviceName(std::move(serviceName))
    , m_testKey(std::move(testKey))
    , m_console(console)
{
}

void KeyCommand::run()
{
    switch (m_call.action) {
    case KeyCall::Action::List:
        return whenLoaded([this] { list(); });
    case KeyCall::Action::Set:
        return set();
    case KeyCall::Action::Use:
        return whenLoaded([this] { use(); });
    case KeyCall::Action::Test:
        return m_call.name.isEmpty() ? test() : whenLoaded([this] { testNamed(); });
    case KeyCall::Action::Rename:
        return whenLoaded([this] { rename(); });
    case KeyCall::Action::Forget:
        return whenLoaded([this] { forget(); });
    }
}

void KeyCommand::interrupt()
{
    m_input.reset();
    Command::interrupt();
}

void KeyCommand::whenLoaded(std::function<void()> then)
{
    if (m_keys.isLoaded())
        return then();
    connect(&m_keys, &secrets::KeyStore::changed, this, [this, then] {
        if (!m_keys.isLoaded())
            return;
        disconnect(&m_keys, nullptr, this, nullptr);
        then();
    });
}

/// One line a key: a mark for the one in use, the name, and where it is.
void KeyCommand::list()
{
    const bool fromEnvironment = m_keys.place() == secrets::KeyPlace::Environment;
    const auto row = [this](const QString &name, bool inUse, const QString &place, const QString &placeWord) {
        m_console.result(u"%1 %2\t%3"_s.arg(inUse ? u"*"_s : u" "_s, name, place));
        m_console.event(u"key"_s, {{u"name"_s, name}, {u"in_use"_s, inUse}, {u"place"_s, placeWord}});
    };
    if (fromEnvironment)
        row(u"FAL_KEY"_s, true, u"environment"_s, u"environment"_s);
    const QStringList names = m_keys.names();
    for (const QString &name : names)
        row(name, !fromEnvironment && name == m_keys.activeName(), m_keys.keychainName(), u"keychain"_s);
    if (const QString why = m_keys.explanation(); !why.isEmpty())
        m_console.progress(why);
    else if (names.isEmpty() && !fromEnvironment)
        m_console.progress(u"There is no key yet; \"janus-studio key set\" asks for one."_s);
    finish(ExitCode::Done);
}

void KeyCommand::set()
{
    const QString question = m_call.name.isEmpty()
                                 ? u"Paste your fal key (it is not shown): "_s
                                 : u"Paste the fal key “%1” (it is not shown): "_s.arg(m_call.name);
    m_input = std::make_unique<HiddenInput>(question);
    connect(m_input.get(), &HiddenInput::entered, this, &KeyCommand::store);
}

void KeyCommand::store(const QString &text)
{
    const Result<ApiKey> key = ApiKey::fromText(text);
    if (!key) {
        m_console.fail(key.error());
        return finish(ExitCode::BadInput);
    }
    whenLoaded([this, key = *key] {
        m_keys.storeInKeychain(m_call.name, key, this, [this](const Result<void> &stored) {
            answer(stored, u"The key%1 is in %2.%3"_s.arg(quoted(m_call.name), m_keys.keychainName(),
                                                          whatComesFirst()));
        });
    });
}

void KeyCommand::use()
{
    m_keys.use(m_call.name, this, [this](const Result<void> &used) {
        answer(used, u"The key%1 is in use.%2"_s.arg(quoted(m_keys.activeName()), whatComesFirst()));
    });
}

void KeyCommand::test()
{
    m_services.open(m_serviceName, this, [this](const Result<fal::QueueApi *> &api) {
        if (!api) {
            const QString why = m_keys.explanation();
            Error error = api.error();
            if (!why.isEmpty())
                error.message += u' ' + why;
            return answer(error, {});
        }
        (*api)->testKey(this,
                        [this](const Result<void> &tested) { answer(tested, u"The key is accepted."_s); });
    });
}

void KeyCommand::testNamed()
{
    m_keys.read(m_call.name, this, [this](const Result<ApiKey> &key) {
        if (!key)
            return answer(key.error(), {});
        m_testKey(*key, this, [this](const Result<void> &tested) {
            answer(tested, u"The key%1 is accepted."_s.arg(quoted(m_call.name)));
        });
    });
}

void KeyCommand::rename()
{
    answer(m_keys.rename(m_call.name, m_call.newName),
           u"The key%1 is called%2 now."_s.arg(quoted(m_call.name), quoted(m_call.newName)));
}

void KeyCommand::forget()
{
    m_keys.forget(m_call.name, this, [this](const Result<void> &forgotten) {
        const bool others = m_keys.activeName().isEmpty() && !m_keys.names().isEmpty();
        answer(forgotten,
               u"The key%1 is forgotten.%2"_s.arg(
                   quoted(m_call.name),
                   others ? u" None of the others is in use; \"janus-studio key use\" chooses one."_s
                          : QString()));
    });
}

QString KeyCommand::quoted(const QString &name) const
{
    return name.isEmpty() ? QString() : u" “%1”"_s.arg(name);
}

QString KeyCommand::whatComesFirst() const
{
    return m_keys.place() == secrets::KeyPlace::Environment
               ? u" FAL_KEY is set and comes first for as long as it is."_s
               : QString();
}

void KeyCommand::answer(const Result<void> &result, const QString &success)
{
    if (!result) {
        m_console.fail(result.error());
        const ExitCode code = exitCodeFor(result.error());
        return finish(code == ExitCode::Storage ? ExitCode::Key : code);
    }
    m_console.progress(success);
    m_console.event(u"key"_s, {{u"message"_s, success}});
    finish(ExitCode::Done);
}

} // namespace janus::commands
