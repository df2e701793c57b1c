#include "commands/uploadcommand.h"

#include "fal/filebody.h"

#include <QCommandLineParser>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

constexpr std::size_t filesAtOnce = 3;
constexpr int tellings = 10; ///< how often a file's progress is told

Error badOption(const QString &sentence, const QString &field)
{
    return {ErrorKind::BadInput, sentence, {}, field};
}

Result<std::optional<qint64>> readExpiry(const QCommandLineParser &parser)
{
    if (!parser.isSet(u"expire"_s))
        return std::optional<qint64>();
    const QString text = parser.value(u"expire"_s);
    const std::optional<qint64> seconds = expiryFromText(text);
    if (!seconds)
        return badOption(
            u"--expire must be 1h, 1d, 7d, 30d, 1y, never or a number of seconds; it is “%1”."_s.arg(text),
            u"expire"_s);
    Delivery checked;
    checked.expirySeconds = seconds;
    if (const QList<Error> errors = checked.check(); !errors.isEmpty())
        return errors.first();
    return seconds;
}

} // namespace

Result<UploadCommandOptions> readUploadOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOption({u"expire"_s, QString(), u"TIME"_s});
    parser.addOption({u"private"_s, QString()});
    parser.addOption({u"sandbox"_s, QString()});
    if (!parser.parse(QStringList{u"upload"_s} + arguments))
        return badOption(parser.errorText() + (parser.errorText().endsWith(u'.') ? QString() : u"."_s), {});
    UploadCommandOptions options;
    options.files = parser.positionalArguments();
    options.files.removeDuplicates();
    if (parser.isSet(u"private"_s))
        options.publish.access = Delivery::Access::Private;
    options.sandbox = parser.isSet(u"sandbox"_s);
    if (options.files.isEmpty())
        return badOption(u"upload takes the files to upload, one or more."_s, u"file"_s);
    const Result<std::optional<qint64>> expiry = readExpiry(parser);
    if (!expiry)
        return expiry.error();
    options.publish.expirySeconds = *expiry;
    for (const QString &file : options.files) {
        if (const Result<fal::FileStamp> found = fal::examineFile(file); !found)
            return found.error();
    }
    return options;
}

QString uploadHelp()
{
    return u"Usage: janus-studio upload [OPTION...] [--] FILE...\n\n"
           "Puts files on the service, so that others, or a model, can read them. Prints a line with the "
           "file,\n"
           "a tab and its link for each. Files above 90 MiB go in parts; a part that fails is sent again by\n"
           "itself.\n\n"
           "  --expire 1h|1d|7d|30d|1y|never|SECONDS   deleted by the service after that\n"
           "  --private                                readable for your account only\n"
           "  --sandbox                                practise: nothing leaves this machine, the links end with the command\n"_s;
}

UploadCommand::UploadCommand(UploadCommandOptions options, QString service, jobs::Services &services,
                             library::Library &library, Console console, QObject *parent)
    : Command(parent)
    , m_options(std::move(options))
    , m_service(std::move(service))
    , m_services(services)
    , m_library(library)
    , m_console(console)
{
}

UploadCommand::~UploadCommand() = default;

void UploadCommand::run()
{
    startNext();
}

void UploadCommand::startNext()
{
    while (m_running.size() < filesAtOnce && m_next < m_options.files.size()) {
        const QString file = m_options.files[m_next++];
        m_running.push_back(std::make_unique<jobs::Publishing>(m_services, m_library));
        watch(*m_running.back(), file);
        m_running.back()->start(file, m_service, m_options.publish);
    }
    if (m_running.empty())
        finish(m_failure.value_or(ExitCode::Done));
}

void UploadCommand::watch(jobs::Publishing &publishing, const QString &file)
{
    connect(&publishing, &jobs::Publishing::progress, this,
            [this, file](qint64 sent, qint64 total) { onProgress(file, sent, total); });
    connect(&publishing, &jobs::Publishing::retrying, this, [this, file](const Error &error) {
        m_console.progress(u"%1: %2 Trying again."_s.arg(file, error.message));
        m_console.event(u"retrying"_s, {{u"file"_s, file}, {u"message"_s, error.message}});
    });
    connect(&publishing, &jobs::Publishing::finished, this,
            [this, &publishing, file](const Result<QUrl> &link) { onFinished(publishing, file, link); });
}

void UploadCommand::onProgress(const QString &file, qint64 sent, qint64 total)
{
    const int tenths = static_cast<int>(sent * tellings / std::max<qint64>(total, 1));
    if (std::exchange(m_told[file], tenths) == tenths)
        return;
    const QLocale c = QLocale::c();
    m_console.progress(u"%1: %2 of %3"_s.arg(file, c.formattedDataSize(sent), c.formattedDataSize(total)));
    m_console.event(u"progress"_s, {{u"file"_s, file}, {u"sent"_s, sent}, {u"total"_s, total}});
}

void UploadCommand::onFinished(jobs::Publishing &publishing, const QString &file, const Result<QUrl> &link)
{
    if (link) {
        ++m_uploaded;
        const QString url = link->toString(QUrl::FullyEncoded);
        m_console.result(file + u'\t' + url);
        m_console.event(u"uploaded"_s,
                        {{u"file"_s, file}, {u"url"_s, url}, {u"bytes"_s, publishing.total()}});
    } else {
        Error error = link.error();
        error.message = u"“%1” was not uploaded. %2"_s.arg(file, error.message);
        m_console.fail(error);
        m_failure = m_failure.value_or(exitCodeFor(error));
    }
    const auto ended = std::ranges::find(m_running, &publishing, &std::unique_ptr<jobs::Publishing>::get);
    ended->release()->deleteLater(); // we are called by it
    m_running.erase(ended);
    startNext();
}

void UploadCommand::interrupt()
{
    m_running.clear();
    const qsizetype left = m_options.files.size() - m_uploaded;
    m_console.progress(u"Interrupted: %1 uploaded, %2 not."_s.arg(m_uploaded).arg(left));
    m_console.event(u"interrupted"_s, {{u"uploaded"_s, m_uploaded}, {u"not_uploaded"_s, left}});
    finish(ExitCode::Interrupted);
}

} // namespace janus::commands
