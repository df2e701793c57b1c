#include "commands/modelscommand.h"

#include <QHash>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

QString sourceWord(jobs::ModelSource source)
{
    switch (source) {
    case jobs::ModelSource::Bundled:
        return u"bundled"_s;
    case jobs::ModelSource::Cached:
        return u"cached"_s;
    case jobs::ModelSource::Live:
        return u"live"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

Result<ModelsCall> readModelsCall(const QStringList &arguments)
{
    using Action = ModelsCommand::Action;
    static const QHash<QString, Action> alone{{u"list"_s, Action::List}, {u"refresh"_s, Action::Refresh}};
    static const QHash<QString, Action> withModel{{u"add"_s, Action::Add}, {u"remove"_s, Action::Remove}};
    const QString word = arguments.value(0, u"list"_s);
    if (arguments.size() <= 1 && alone.contains(word))
        return ModelsCall{alone.value(word), {}};
    if (arguments.size() == 2 && withModel.contains(word)) {
        if (const Result<void> shape = jobs::checkEndpoint(arguments.last()); !shape)
            return shape.error();
        return ModelsCall{withModel.value(word), arguments.last()};
    }
    return Error{ErrorKind::BadInput,
                 u"models takes list, refresh, or add and remove with one model's id; it got “%1”."_s.arg(
                     arguments.join(u' '))};
}

ModelsCommand::ModelsCommand(Action action, QString endpoint, jobs::ModelCatalog &models, Console console,
                             QObject *parent)
    : Command(parent)
    , m_action(action)
    , m_endpoint(std::move(endpoint))
    , m_models(models)
    , m_console(console)
{
}

void ModelsCommand::run()
{
    if (m_models.isLoaded())
        return act();
    connect(&m_models, &jobs::ModelCatalog::loaded, this, [this] { act(); });
}

void ModelsCommand::act()
{
    switch (m_action) {
    case Action::List:
        for (const jobs::ModelEntry &model : m_models.list())
            show(model);
        return finish(ExitCode::Done);
    case Action::Add:
        return m_models.add(m_endpoint, this,
                            [this](const Result<jobs::ModelEntry> &added) { answer(added); });
    case Action::Remove:
        if (const Result<void> removed = m_models.remove(m_endpoint); !removed)
            return answer(removed.error());
        m_console.progress(u"“%1” is off the list."_s.arg(m_endpoint));
        m_console.event(u"removed"_s, {{u"endpoint"_s, m_endpoint}});
        return finish(ExitCode::Done);
    case Action::Refresh:
        return refresh();
    }
}

void ModelsCommand::refresh()
{
    const QList<jobs::ModelEntry> models = m_models.list();
    m_open = models.size();
    for (const jobs::ModelEntry &model : models) {
        m_models.refresh(
            model.endpoint, this, [this, endpoint = model.endpoint](const Result<jobs::ModelEntry> &result) {
                if (result) {
                    show(*result);
                } else {
                    Error error = result.error();
                    error.message =
                        u"The inputs of “%1” stay as they were. %2"_s.arg(endpoint, error.message);
                    m_console.fail(error);
                    m_failure = m_failure.value_or(exitCodeFor(error));
                }
                if (--m_open == 0)
                    finish(m_failure.value_or(ExitCode::Done));
            });
    }
}

void ModelsCommand::show(const jobs::ModelEntry &model) const
{
    m_console.result(u"%1\t%2\t%3"_s.arg(model.endpoint, model.title, jobs::sourceText(model)));
    const auto schema = m_models.schema(model.endpoint);
    QJsonObject fields{{u"endpoint"_s, model.endpoint},
                       {u"title"_s, model.title},
                       {u"source"_s, sourceWord(model.source)},
                       {u"built_in"_s, model.isBuiltIn},
                       {u"inputs"_s, schema ? schema->params().size() : 0}};
    if (model.read.isValid())
        fields[u"read"_s] = model.read.toString(Qt::ISODate);
    m_console.event(u"model"_s, fields);
}

void ModelsCommand::answer(const Result<jobs::ModelEntry> &result)
{
    if (!result) {
        m_console.fail(result.error());
        return finish(exitCodeFor(result.error()));
    }
    show(*result);
    finish(ExitCode::Done);
}

} // namespace janus::commands
