#pragma once

#include "core/result.h"

#include <QJsonObject>
#include <QObject>
#include <QString>

namespace janus::commands {

/// What a command ends with. Part of the program's interface: documented in the man page and README.
enum class ExitCode {
    Done = 0,          ///< everything asked for is done: pictures on disk, files uploaded
    Differs = 1,       ///< verify: a picture is not the same any more
    BadInput = 2,      ///< an argument or value that cannot be sent
    Key = 3,           ///< no key, or one that is not accepted, or a locked account
    Refused = 4,       ///< the model or the service said no
    Network = 5,       ///< not reachable, or the outcome is unknown
    Storage = 6,       ///< disk or database
    Interrupted = 130, ///< Ctrl+C
};

ExitCode exitCodeFor(const Error &error);

/// Text from anybody must not drive the terminal: control characters are shown, not obeyed.
QString printable(QString text);

/// Standard output and standard error of a command. Results go to stdout, one a line; everything else is for
/// people and goes to stderr. With `--json` stdout carries one JSON object a line and stderr only errors.
class Console
{
public:
    enum class Format { Text, Json };
    explicit Console(Format format)
        : m_format(format)
    {
    }

    bool isJson() const { return m_format == Format::Json; }

    /// A result: a file name, a row. Text format only.
    void result(const QString &line) const;
    /// Progress for a person. Text format only.
    void progress(const QString &line) const;
    /// A whole sentence, on stderr in both formats.
    void error(const QString &sentence) const;
    /// {"event": name, …} on stdout. JSON format only.
    void event(const QString &name, QJsonObject fields = {}) const;
    /// error() and, in JSON, an "error" event with the kind's exit code and the field.
    void fail(const Error &error) const;

private:
    Format m_format;
};

/// One command of the command line. Emits finished() exactly once, never inside run().
class Command : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void run() = 0;
    /// Ctrl+C. Says how to go on and finishes.
    virtual void interrupt() { finish(ExitCode::Interrupted); }

Q_SIGNALS:
    void finished(int exitCode);

protected:
    void finish(ExitCode code);

private:
    bool m_isFinished = false;
};

} // namespace janus::commands
