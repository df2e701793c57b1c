#pragma once

#include "commands/console.h"
#include "core/modelschema.h"
#include "library/foundrecipe.h"

#include <QStringList>

namespace janus::commands {

/// `janus-studio recipe FILE...`: how pictures were made, as their files say it, and what of it a model
/// takes. Reads files, changes nothing, asks nobody.
class RecipeCommand : public Command
{
    Q_OBJECT
public:
    /// `schema`: of the model that foreign recipes are held against.
    RecipeCommand(QStringList files, ModelSchema schema, Console console, QObject *parent = nullptr);
    void run() override;

private:
    void show(const QString &file, const library::Recipe &recipe) const;
    void show(const QString &file, const ForeignRecipe &recipe) const;
    void line(const QString &name, const QString &value) const;

    const QStringList m_files;
    const ModelSchema m_schema;
    const Console m_console;
};

/// The files after the word "recipe"; "--model ID" is passed over (readModelOption()). BadInput for anything
/// else.
Result<QStringList> readRecipeFiles(const QStringList &arguments);

} // namespace janus::commands
