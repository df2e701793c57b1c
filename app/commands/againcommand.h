#pragma once

#include "commands/console.h"
#include "commands/sendingoptions.h"
#include "core/picture.h"
#include "core/provenance.h"
#include "jobs/modelstore.h"

#include <QStringList>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace janus::jobs {
class JobQueue;
struct JobInfo;
} // namespace janus::jobs
namespace janus::library {
class Library;
}

namespace janus::commands {

class JobWatch;

/// What `again` was asked to do; what the pictures are and whether the values fit is only known when they are
/// read.
struct AgainOptions
{
    enum class SeedWish { Same, New, Given };

    QStringList pictures; ///< as typed: numbers of the library, or files
    SeedWish seedWish = SeedWish::Same;
    Seed seed = 0;                              ///< Given
    QList<std::pair<QString, QString>> changes; ///< --set: names and values as typed, in order
    SendingOptions sending;
    bool isReal = false; ///< --no-sandbox: for real, also what was practised
};

/// Reads the arguments after "again". Every error is BadInput and a sentence.
Result<AgainOptions> readAgainOptions(const QStringList &arguments);
QString againHelp();

/// One picture that is run again: where it comes from, and what made it.
struct AgainSource
{
    QString label; ///< as typed
    Wish wish;     ///< the request as it was sent, as a child of the picture
    QString service;
    /// It was read from a file that the library does not have: anybody may have written what is in it.
    bool isOfStranger = false;
};

/// The wish with what `options` changes. Without a change the request of a picture of the library stays as it
/// is, bit for bit, whatever the schema says by now; with one, and of a stranger's file, every reason is told
/// why it cannot be sent. `schema` is null when the model's inputs are not known.
Result<Wish> changedWish(const AgainSource &source, const AgainOptions &options, const ModelSchema *schema,
                         QList<Error> &errors);

/// `janus-studio again FILE|ID…`: the requests of pictures once more, where they were sent to before.
/// Everything is read and checked before anything is sent.
class AgainCommand : public Command
{
    Q_OBJECT
public:
    struct ServiceNames
    {
        QString real;
        QString sandbox;
        bool hasOwnServer = false; ///< --server was given
    };

    AgainCommand(AgainOptions options, ServiceNames services, jobs::ModelStore models,
                 library::Library &library, jobs::JobQueue &queue, Console console,
                 QObject *parent = nullptr);
    void run() override;
    void interrupt() override;

private:
    void readNext();
    void readNumber(const QString &label, PictureId id);
    void readFile(const QString &label);
    void readRecipe(const QString &label);
    void take(const QString &label, const Picture &picture);
    void takeSource(AgainSource source);
    void fail(const Error &error);
    using Models = std::map<QString, std::shared_ptr<const ModelSchema>>; ///< by endpoint; those known here
    void readModels();
    void sendAll(const Models &models);
    Result<QString> serviceFor(const AgainSource &source) const;
    void enqueueNext();
    void failAll(const QList<Error> &errors);

    AgainOptions m_options;
    ServiceNames m_services;
    jobs::ModelStore m_models;
    library::Library &m_library;
    jobs::JobQueue &m_queue;
    Console m_console;
    JobWatch *m_watch;
    QStringList m_left; ///< still to be read
    QList<Error> m_errors;
    std::vector<AgainSource> m_sources;
    std::map<QString, QList<Wish>> m_wishes; ///< by service
    QList<JobId> m_jobs;
};

} // namespace janus::commands
