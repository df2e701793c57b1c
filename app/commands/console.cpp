#include "commands/console.h"

#include <QJsonDocument>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

void writeLine(std::FILE *stream, const QByteArray &line)
{
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stream);
    std::fputc('\n', stream);
    std::fflush(stream);
}

} // namespace

ExitCode exitCodeFor(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::BadInput:
        return ExitCode::BadInput;
    case ErrorKind::NoKey:
    case ErrorKind::KeyRefused:
    case ErrorKind::AccountLocked:
        return ExitCode::Key;
    case ErrorKind::Refused:
    case ErrorKind::Gone:
    case ErrorKind::Cancelled:
        return ExitCode::Refused;
    case ErrorKind::Storage:
    case ErrorKind::Internal:
    case ErrorKind::TakenOver:
        return ExitCode::Storage;
    case ErrorKind::Busy:
    case ErrorKind::Unreachable:
    case ErrorKind::OutcomeUnknown:
    case ErrorKind::Network:
    case ErrorKind::Protocol:
    case ErrorKind::NotYet:
        return ExitCode::Network;
    }
    Q_UNREACHABLE();
}

QString printable(QString text)
{
    for (QChar &c : text) {
        if (c.unicode() < 0x20 && c != u'\t')
            c = QChar(0x2400 + c.unicode());
        else if (c.unicode() >= 0x7f && c.unicode() < 0xa0)
            c = QChar(0x2426);
    }
    return text;
}

void Console::result(const QString &line) const
{
    if (!isJson())
        writeLine(stdout, line.toUtf8());
}

void Console::progress(const QString &line) const
{
    if (!isJson())
        writeLine(stderr, printable(line).toUtf8());
}

void Console::error(const QString &sentence) const
{
    writeLine(stderr, printable("janus-studio: "_L1 + sentence).toUtf8());
}

void Console::event(const QString &name, QJsonObject fields) const
{
    if (!isJson())
        return;
    fields["event"_L1] = name;
    writeLine(stdout, QJsonDocument(fields).toJson(QJsonDocument::Compact));
}

void Console::fail(const Error &failure) const
{
    error(failure.message);
    QJsonObject fields{{u"message"_s, failure.message},
                       {u"exit_code"_s, static_cast<int>(exitCodeFor(failure))}};
    if (!failure.field.isEmpty())
        fields[u"field"_s] = failure.field;
    event(u"error"_s, fields);
}

void Command::finish(ExitCode code)
{
    if (std::exchange(m_isFinished, true))
        return;
    QMetaObject::invokeMethod(
        this, [this, code] { Q_EMIT finished(static_cast<int>(code)); }, Qt::QueuedConnection);
}

} // namespace janus::commands
