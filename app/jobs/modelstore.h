#pragma once

#include "core/modelschema.h"
#include "core/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <memory>
#include <optional>

namespace janus::jobs {

/// Where the description of a model comes from; what stands later is better.
enum class ModelSource {
    Bundled, ///< came with the program
    Cached,  ///< read from the service in an earlier start
    Live,    ///< read from the service in this one
};

/// A model whose inputs are known.
struct KnownModel
{
    std::shared_ptr<const ModelSchema> schema;
    ModelSource source = ModelSource::Bundled;
    QDateTime read = {}; ///< from the service, UTC; invalid for Bundled
};

/// Whether a text can be a model's id: "owner/alias[/path…]". BadInput, with a sentence, for anything else.
Result<void> checkEndpoint(const QString &endpoint);

/// The descriptions of models on this disk: copies of what a service published, and the documents that came
/// with the program. A value; everything here blocks for the disk and belongs in the pool, or before the
/// event loop.
class ModelStore
{
public:
    /// `folder` is for one service's documents and made when the first is kept. `bundled` holds
    /// "fal-ai_janus.openapi.json" and its like, and "overlay.json" with our own words for common parameters.
    ModelStore(QString folder, QString bundled);

    /// The newest description here; nothing when there is none that can be read.
    std::optional<KnownModel> best(const QString &endpoint) const;
    std::optional<KnownModel> bundled(const QString &endpoint) const;

    /// Reads a document the service has just published and keeps it. Whatever is wrong with it leaves what
    /// was there: Protocol for no document, Refused for one without inputs, with too many, or of another
    /// model. A disk that takes nothing is no reason not to use it.
    Result<KnownModel> keep(const QString &endpoint, const QByteArray &document, const QDateTime &now) const;
    /// Removes the copy, not what came with the program.
    void forget(const QString &endpoint) const;

private:
    QString fileOf(const QString &endpoint) const;
    QByteArray overlay() const;
    std::optional<KnownModel> cached(const QString &endpoint) const;

    QString m_folder;
    QString m_bundled;
};

} // namespace janus::jobs
