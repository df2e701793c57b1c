#pragma once

#include "core/foreignrecipe.h"

#include <QHash>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <optional>

/// JSON as other programs write it, and what their recipes share. Pure functions, for any thread.
namespace janus::library {

/// A recipe has no more settings than this; what comes after is counted (foreignreader.h).
constexpr qsizetype mostForeignSettings = 2'000;

/// An object out of text of anybody's. Python writes NaN and Infinity, which are no JSON: they are read as
/// null. Whole numbers of 19 digits and more come as strings, so that none passes through a double. A comma
/// behind the last member is passed over. Nothing for what is no object, or nested deeper than Qt reads.
std::optional<QJsonObject> foreignObject(const QString &text);

/// Strings as they are, numbers and truth as JSON writes them, lists of those with commas, else compact JSON;
/// empty for null.
QString plainText(const QJsonValue &value);
/// Of a number, or of a string that is nothing else.
std::optional<double> plainNumber(const QJsonValue &value);
std::optional<Seed> plainSeed(const QJsonValue &value);

/// Takes members out of an object one by one; what nobody has asked for is listed in the end.
class ForeignFields
{
public:
    explicit ForeignFields(QJsonObject object)
        : m_object(std::move(object))
    {
    }

    QJsonValue take(const QString &name) { return m_object.take(name); }
    QString takeText(const QString &name) { return plainText(m_object.take(name)); }
    /// Into the recipe's seed, or into its list when it is none.
    void takeSeed(const QString &name, ForeignRecipe &recipe);
    void takeGuidance(const QString &name, ForeignRecipe &recipe);
    void takeSize(const QString &width, const QString &height, ForeignRecipe &recipe);
    /// What is left, those named in `first` before the others; null and empty ones are left out.
    /// `titles`: names for people; the others are made from the member's name: "cfg_rescale" is "Cfg
    /// rescale".
    void listRest(ForeignRecipe &recipe, const QStringList &first,
                  const QHash<QString, QString> &titles = {});

private:
    QJsonObject m_object;
};

/// "sampler_name" is "Sampler name".
QString titleOf(const QString &member);
/// Adds one that says something.
void list(ForeignRecipe &recipe, const QString &name, const QString &value);

} // namespace janus::library
