#pragma once

#include "jobs/modelstore.h"

#include <QHash>
#include <QObject>
#include <QStringList>

#include <functional>
#include <optional>

class QSettings;

namespace janus::jobs {

/// A model of the list, for people.
struct ModelEntry
{
    QString endpoint;
    QString title;
    ModelSource source = ModelSource::Bundled;
    QDateTime read = {};    ///< from the service, UTC; invalid for Bundled
    bool isBuiltIn = false; ///< cannot be removed
    bool isKnown = true;    ///< false: no description is at hand, so there is no form yet

    bool operator==(const ModelEntry &) const = default;
};

/// "came with the program", "read from the service, …", in local time.
QString sourceText(const ModelEntry &model);

/// The models of this program: Janus, and those the user has added. Each has the best description at hand,
/// which the service's own, newer one replaces whenever it can be had; one that cannot be read replaces
/// nothing. Lives in the application's thread; disk and JSON are the pool's business.
class ModelCatalog : public QObject
{
    Q_OBJECT
public:
    template <typename T>
    using Done = std::function<void(Result<T>)>;
    /// Asks the service for a model's OpenAPI document; answers once, later, unless `context` has died.
    using Fetch = std::function<void(const QString &endpoint, QObject *context, Done<QByteArray> done)>;

    /// `builtIn` is the model of the program; it must be among those that came with it. The settings remember
    /// what was added.
    ModelCatalog(ModelStore store, const QString &builtIn, QSettings &settings, Fetch fetch,
                 QObject *parent = nullptr);

    /// Reads the copies on this disk; changed() tells of each that makes a difference. Ends with loaded().
    void load();
    bool isLoaded() const { return m_isLoaded; }

    /// The built-in one first, then as they were added.
    QList<ModelEntry> list() const;
    bool contains(const QString &endpoint) const { return m_endpoints.contains(endpoint); }
    /// Nothing for a model that is not on the list, or not loaded yet. A value one may keep: a newer
    /// description is another object.
    std::shared_ptr<const ModelSchema> schema(const QString &endpoint) const;
    std::optional<ModelEntry> entry(const QString &endpoint) const;

    /// Asks the service anew for every model of the list; refreshed() tells how each went.
    void refresh();
    /// The same for one; `done` hears of it, too.
    void refresh(const QString &endpoint, QObject *context, Done<ModelEntry> done);

    /// Puts a model on the list. BadInput for what is no id; Gone when the service has no such model; Refused
    /// when it has no usable inputs. When the service cannot be asked, a copy on this disk will do.
    void add(const QString &endpoint, QObject *context, Done<ModelEntry> done);
    /// BadInput for the built-in one and for what is not on the list.
    Result<void> remove(const QString &endpoint);

Q_SIGNALS:
    void loaded();
    /// Another form is due: the inputs of a model on the list have changed.
    void changed(const QString &endpoint);
    void listChanged();
    /// The service was asked. `error` is empty when its answer is in use now, else says why not.
    void refreshed(const QString &endpoint, const QString &error);

private:
    void fetchAndKeep(const QString &endpoint, QObject *context, Done<KnownModel> done);
    void addFromDisk(const QString &endpoint, const Error &reason, const Done<ModelEntry> &answer);
    void include(const QString &endpoint, const KnownModel &model);
    void take(const QString &endpoint, const KnownModel &model);
    void remember();

    const ModelStore m_store;
    const QString m_builtIn;
    QSettings &m_settings;
    const Fetch m_fetch;
    QStringList m_endpoints;
    QHash<QString, KnownModel> m_models;
    bool m_isLoaded = false;
};

} // namespace janus::jobs
