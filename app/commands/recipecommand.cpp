#include "commands/recipecommand.h"

#include "core/foreignrecipe.h"
#include "core/paramroles.h"

#include <QDir>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

constexpr qsizetype mostPrinted = 100'000;

QString plain(const QJsonValue &value)
{
    if (value.isObject() && value.toObject().contains("width"_L1))
        return u"%1x%2"_s.arg(value["width"_L1].toInt()).arg(value["height"_L1].toInt());
    return value.toVariant().toString();
}

QJsonValue orNull(const std::optional<Seed> &seed)
{
    return seed ? QJsonValue(*seed) : QJsonValue();
}

} // namespace

Result<QStringList> readRecipeFiles(const QStringList &arguments)
{
    QStringList files;
    bool mayBeOption = true;
    for (qsizetype at = 0; at < arguments.size(); ++at) {
        const QString &word = arguments[at];
        if (mayBeOption && word == "--"_L1)
            mayBeOption = false;
        else if (mayBeOption && word == "--model"_L1)
            ++at;
        else if (mayBeOption && word.startsWith(u'-') && !word.startsWith("--model="_L1))
            return Error{ErrorKind::BadInput,
                         u"recipe has no option “%1”; it takes files and --model ID."_s.arg(word)};
        else if (!mayBeOption || !word.startsWith("--model="_L1))
            files << QDir::cleanPath(QDir().absoluteFilePath(word));
    }
    if (files.isEmpty())
        return Error{ErrorKind::BadInput, u"recipe needs a file: a picture, or a recipe as text or JSON."_s};
    return files;
}

RecipeCommand::RecipeCommand(QStringList files, ModelSchema schema, Console console, QObject *parent)
    : Command(parent)
    , m_files(std::move(files))
    , m_schema(std::move(schema))
    , m_console(console)
{
}

void RecipeCommand::run()
{
    ExitCode code = ExitCode::Done;
    for (const QString &file : m_files) {
        const Result<library::FoundRecipe> found = library::recipeInFile(file);
        if (!found) {
            m_console.fail(found.error());
            code = exitCodeFor(found.error());
            continue;
        }
        std::visit([&](const auto &recipe) { show(file, recipe); }, *found);
    }
    QMetaObject::invokeMethod(
        this, [this, code] { finish(code); }, Qt::QueuedConnection);
}

/// A line a fact; those that say nothing are left out.
void RecipeCommand::line(const QString &name, const QString &value) const
{
    if (!value.isEmpty())
        m_console.result(name + u'\t' + printable(value.simplified()).left(mostPrinted));
}

void RecipeCommand::show(const QString &file, const library::Recipe &recipe) const
{
    const QJsonObject input = recipe.request().input;
    line(u"file"_s, file);
    line(u"from"_s, recipe.program);
    line(u"model"_s, recipe.endpoint);
    for (auto value = input.begin(); value != input.end(); ++value)
        line(value.key(), plain(*value));
    line(u"words"_s, recipe.provenance.words);
    line(u"service"_s, recipe.service);
    line(u"request id"_s, recipe.requestId);
    m_console.event(u"recipe"_s, {{u"file"_s, file},
                                  {u"program"_s, recipe.program},
                                  {u"ours"_s, true},
                                  {u"model"_s, recipe.endpoint},
                                  {u"input"_s, input},
                                  {u"seed"_s, recipe.seed},
                                  {u"index"_s, recipe.index},
                                  {u"service"_s, recipe.service},
                                  {u"request_id"_s, recipe.requestId},
                                  {u"unused"_s, QJsonArray()}});
}

void RecipeCommand::show(const QString &file, const ForeignRecipe &recipe) const
{
    const RestoredSettings settings = appliedTo(recipe, m_schema);
    line(u"file"_s, file);
    line(u"from"_s, programText(recipe));
    QJsonObject input;
    for (const QString &name : settings.used) {
        input[name] = settings.request.input[name];
        line(name, plain(input[name]));
    }
    QJsonArray unused;
    for (const UnusedSetting &setting : settings.unused) {
        line(setting.isChanged ? u"changed"_s : u"not used"_s, setting.line());
        unused << QJsonObject{{u"name"_s, setting.name},
                              {u"value"_s, setting.value},
                              {u"why"_s, setting.why},
                              {u"changed"_s, setting.isChanged}};
    }
    m_console.event(u"recipe"_s, {{u"file"_s, file},
                                  {u"program"_s, programText(recipe)},
                                  {u"ours"_s, false},
                                  {u"model"_s, m_schema.endpoint()},
                                  {u"input"_s, input},
                                  {u"seed"_s, orNull(recipe.seed)},
                                  {u"unused"_s, unused}});
}

} // namespace janus::commands
