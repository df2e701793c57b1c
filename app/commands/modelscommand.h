#pragma once

#include "commands/console.h"
#include "jobs/modelcatalog.h"

namespace janus::commands {

/// `janus-studio models [list | add ID | remove ID | refresh]`: the models to choose from. add and refresh
/// ask the service; nothing of it costs anything.
class ModelsCommand : public Command
{
    Q_OBJECT
public:
    enum class Action { List, Add, Remove, Refresh };

    ModelsCommand(Action action, QString endpoint, jobs::ModelCatalog &models, Console console,
                  QObject *parent = nullptr);
    void run() override;

private:
    void act();
    void refresh();
    void show(const jobs::ModelEntry &model) const;
    void answer(const Result<jobs::ModelEntry> &result);

    const Action m_action;
    const QString m_endpoint;
    jobs::ModelCatalog &m_models;
    const Console m_console;
    qsizetype m_open = 0;
    std::optional<ExitCode> m_failure;
};

/// What follows the word "models", read.
struct ModelsCall
{
    ModelsCommand::Action action = ModelsCommand::Action::List;
    QString endpoint;
};

/// BadInput, with a sentence, for anything else.
Result<ModelsCall> readModelsCall(const QStringList &arguments);

} // namespace janus::commands
