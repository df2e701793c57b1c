#pragma once

#include "commands/console.h"
#include "core/modelschema.h"
#include "core/wording.h"
#include "fal/queueapi.h"

#include <QStringList>

namespace janus::jobs {
class JobQueue;
}
namespace janus::library {
class Library;
class WordStore;
} // namespace janus::library

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
    /// What becomes of the prompts in `requests`, which are as they were written.
    Wording::Drawing words = Wording::Drawing::Off;
    QString style;           ///< name of a style of the library; empty: none
    ModelSchema schema = {}; ///< judges what is sent
};

/// The wishes for what was asked, once styles and lists are known: the same in number and order for the same
/// library. BadInput when there is no such style, when the model would refuse one of them, or when they are
/// too many.
Result<QList<Wish>> wishesFor(const GenerateOptions &options, const QList<words::List> &lists,
                              const QList<words::Style> &styles);

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
    GenerateCommand(GenerateOptions options, QString service, jobs::JobQueue &queue,
                    library::Library &library, Console console, QObject *parent = nullptr);
    void run() override;
    void interrupt() override;

private:
    void send(const QList<Wish> &wishes);
    void stop(const Error &error);

    GenerateOptions m_options;
    QString m_service;
    jobs::JobQueue &m_queue;
    Console m_console;
    JobWatch *m_watch;
    library::WordStore *m_words;
};

} // namespace janus::commands
