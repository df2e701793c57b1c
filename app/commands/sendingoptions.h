#pragma once

#include "core/delivery.h"
#include "core/modelschema.h"
#include "core/result.h"

#include <QString>
#include <QStringList>

class QCommandLineParser;

namespace janus::commands {

/// How requests are sent and where their pictures go: the same words for every command that makes pictures.
struct SendingOptions
{
    Delivery delivery;
    bool sandbox = false;
    int parallel = 4; ///< requests that are with the service at a time
    QString copyTo;   ///< an existing, writable folder, or empty
};

void declareSending(QCommandLineParser &parser);
/// Every error is BadInput and a sentence.
Result<SendingOptions> readSending(const QCommandLineParser &parser);
/// A line of help for each: its form and what it does.
QList<std::pair<QString, QString>> sendingHelp();
/// The names declareSending() takes.
bool isSendingOption(const QString &name);

constexpr int mostParallel = 100; ///< requests that are with the service at a time

/// What was typed for --`option` as a whole number from 1 to `most`.
Result<int> numberIn(const QString &text, const QString &option, int most);
/// --`option` as a whole number from 1 to `most`; `usual` where it is not given.
Result<int> readNumber(const QCommandLineParser &parser, const QString &option, int usual, int most);

/// An existing, writable folder that was typed for an option ("-o"), as an absolute path.
Result<QString> folderIn(const QString &text, const QString &asTyped, const QString &option);
/// The folder of -o; empty where it is not given.
Result<QString> readOutputFolder(const QCommandLineParser &parser);

/// What a parameter is called on the command line, without the dashes: the schema's own name, and the short
/// forms people type where no other parameter has that name (size, guidance,
/// cfg, n).
QStringList namesOf(const ParamSpec &param, const ModelSchema &schema);

} // namespace janus::commands
