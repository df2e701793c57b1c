#pragma once

#include "commands/console.h"
#include "core/modelschema.h"
#include "fal/queueapi.h"

#include <QStringList>

namespace janus::jobs {
class JobQueue;
}

namespace janus::commands {

class JobWatch;

/// What `generate` was asked to do, read and checked before anything is opened or sent.
struct GenerateOptions
{
    QList<GenerationRequest> requests;
    Delivery delivery;
    bool sandbox = false;
    int parallel = 4; ///< requests that are with the service at a time
    QString copyTo;   ///< an existing, writable folder, or empty
};

/// The model after --model, which decides what the other options are; empty when it is not given. BadInput
/// for what is no model's id.
Result<QString> readModelOption(const QStringList &arguments);

/// Reads the arguments after "generate". Options are the schema's own names (--cfg-weight …) with the short
/// forms
/// --size, --cfg and -n; a missing seed is drawn. Every error is BadInput and a sentence.
Result<GenerateOptions> readGenerateOptions(const QStringList &arguments, const ModelSchema &schema);

/// The help text, made from the schema.
QString generateHelp(const ModelSchema &schema);

/// `janus-studio generate PROMPT`: sends, follows, ends when every picture asked for is on disk.
class GenerateCommand : public Command
{
    Q_OBJECT
public:
    GenerateCommand(GenerateOptions options, QString service, jobs::JobQueue &queue, Console console,
                    QObject *parent = nullptr);
    void run() override;
    void interrupt() override;

private:
    GenerateOptions m_options;
    QString m_service;
    jobs::JobQueue &m_queue;
    Console m_console;
    JobWatch *m_watch;
};

} // namespace janus::commands
