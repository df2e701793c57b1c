#pragma once

#include "commands/console.h"
#include "jobs/publishing.h"

#include <QHash>
#include <QStringList>

#include <memory>
#include <vector>

namespace janus::commands {

/// What `upload` was asked to do; every file was there and readable when it was read.
struct UploadCommandOptions
{
    QStringList files; ///< as typed
    jobs::PublishOptions publish;
    bool sandbox = false;
};

/// Reads the arguments after "upload". Every error is BadInput and a sentence. Looks at the files on the
/// disk: before the event loop only.
Result<UploadCommandOptions> readUploadOptions(const QStringList &arguments);
QString uploadHelp();

/// `janus-studio upload FILE…`: puts files on the service, a few at a time, and prints "FILE<tab>URL" as each
/// arrives. One that fails does not hold up the others; the exit code is that of the first failure.
class UploadCommand : public Command
{
    Q_OBJECT
public:
    UploadCommand(UploadCommandOptions options, QString service, jobs::Services &services,
                  library::Library &library, Console console, QObject *parent = nullptr);
    ~UploadCommand() override;
    void run() override;
    void interrupt() override;

private:
    void startNext();
    void watch(jobs::Publishing &publishing, const QString &file);
    void onProgress(const QString &file, qint64 sent, qint64 total);
    void onFinished(jobs::Publishing &publishing, const QString &file, const Result<QUrl> &link);

    const UploadCommandOptions m_options;
    const QString m_service;
    jobs::Services &m_services;
    library::Library &m_library;
    const Console m_console;
    std::vector<std::unique_ptr<jobs::Publishing>> m_running;
    QHash<QString, int> m_told; ///< tenths of each file that were told
    qsizetype m_next = 0;
    qsizetype m_uploaded = 0;
    std::optional<ExitCode> m_failure;
};

} // namespace janus::commands
