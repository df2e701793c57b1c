#pragma once

#include "support/paths.h"

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <chrono>
#include <memory>

namespace janus::test {

/// One run of the real program on a data folder that others may share.
class StudioProcess : public QProcess
{
public:
    explicit StudioProcess(QString folder);
    /// Kills what still runs, stopped or not.
    ~StudioProcess() override;

    /// In front of the program: faketime, strace and the like, with their arguments.
    void runUnder(const QStringList &wrapper) { m_wrapper = wrapper; }
    /// Another file than the one that was built.
    void runFile(const QString &file) { m_program = file; }
    void addEnvironment(const QString &name, const QString &value);
    void startWith(const QStringList &arguments);
    /// A window that was started here is up: it hears of other starts.
    bool waitForWindow();
    bool waitForEnd(std::chrono::milliseconds longest = std::chrono::seconds(60));
    void signal(int number);

    /// Everything it has said so far on standard error.
    QByteArray errors();
    /// The lines of standard output so far.
    QStringList lines();
    /// How many requests of it the service has taken so far; of a command with --json.
    qsizetype requestsTaken();

private:
    QString m_folder;
    QStringList m_wrapper;
    QString m_program = QStringLiteral(PROGRAM);
    QByteArray m_errors;
    QByteArray m_output;
};

/// Runs a command of the program to its end.
struct Finished
{
    int code = -1;
    QStringList lines;
    QByteArray errors;
};
Finished run(const QString &folder, const QStringList &arguments);

/// The words that stand in Compose when the next window opens.
QString draftPrompt(const QString &folder);

/// Whether a program of this name is installed.
bool isInstalled(const QString &program);

} // namespace janus::test
