#pragma once

#include "commands/console.h"
#include "commands/foretelling.h"
#include "core/picture.h"
#include "core/query.h"
#include "jobs/checking.h"

#include <QSet>
#include <QStringList>

#include <optional>

namespace janus::library {
class Library;
}

namespace janus::commands {

class JobWatch;

/// What `verify` was asked to do.
struct VerifyOptions
{
    QStringList pictures; ///< as typed: numbers of the library, or files; empty: what the query finds
    Query query;
    bool wantsRecord = false; ///< lists what was found before, and runs nothing
    bool isStrict = false;    ///< near is not enough
    QString differences;      ///< an existing, writable folder, or empty
    int parallel = 4;
};

/// Reads the arguments after "verify". Every error is BadInput and a sentence.
Result<VerifyOptions> readVerifyOptions(const QStringList &arguments);
/// Whether one call may send so many: each is paid for. BadInput with a sentence that names the limit.
Result<void> checkVerifyCount(int requests);
QString verifyHelp();

/// `janus-studio verify PICTURES`: runs them again where they were made, compares, and prints a line a
/// picture. Ends with Done when all are the same, with Differs when one is not, and otherwise with what went
/// wrong.
class VerifyCommand : public Command
{
    Q_OBJECT
public:
    struct ServiceNames
    {
        QString real;
        QString sandbox;
    };

    VerifyCommand(VerifyOptions options, ServiceNames names, library::Library &library,
                  jobs::JobQueue &queue, jobs::Services &services, Console console,
                  QObject *parent = nullptr);
    void run() override;
    void interrupt() override;

private:
    void resolveNext();
    void resolveFile(const QString &label);
    void resolveCopy(const QString &label);
    void findAll();
    void readPictures();
    void onPictures(const QList<Picture> &pictures);
    std::optional<Error> obstacle(const Picture &picture) const;
    void begin(const QList<Picture> &pictures);
    /// How long, at what price; `then` when it is said.
    void foretell(const QList<Picture> &pictures, const std::function<void()> &then);
    void send(const QList<Picture> &pictures);
    void onChecked(const library::Check &check);
    void learnFile(const library::Check &check);
    void print(const library::Check &check, bool isRecord);
    void saveDifference(const library::Check &check);
    void endIfDone();
    void recordNext();
    void note(ExitCode code);
    void fail(const Error &error);

    const VerifyOptions m_options;
    const ServiceNames m_services;
    library::Library &m_library;
    jobs::JobQueue &m_queue;
    const Console m_console;
    jobs::Checking m_checking;
    Foretelling m_foretelling;
    JobWatch *m_watch;
    QStringList m_left; ///< still to be resolved
    std::vector<PictureId> m_ids;
    QList<Picture> m_pictures; ///< whose record is still to be listed
    QSet<JobId> m_jobs;
    QHash<PictureId, QString> m_files; ///< of the pictures that are checked
    int m_told = 0;
    int m_saving = 0;
    bool m_isWatched = false;
    bool m_isCompared = false; ///< every request has ended and was compared
    int m_compared = 0;
    bool m_hasEnded = false;
    bool m_differs = false;
    std::optional<ExitCode> m_worst;
    jobs::Checking::Summary m_summary;
};

} // namespace janus::commands
