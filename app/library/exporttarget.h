#pragma once

#include "core/result.h"
#include "library/exporting.h"

#include <QHash>

#include <memory>

namespace janus::library {

/// Where an export goes: a folder or a zip file. Blocks for the disk.
class ExportTarget
{
public:
    /// `options` are good (checkExport()). A Storage error when the place cannot be written.
    static Result<std::unique_ptr<ExportTarget>> open(const ExportOptions &options);
    /// BadInput when so much does not fit a zip file.
    static Result<void> checkZip(qint64 bytes, qint64 files);
    virtual ~ExportTarget() = default;

    /// Writes a file, and the recipe beside it when there is one, under `stem` and `suffix` or the next name
    /// with a number that is free in every spelling; answers the file's name.
    Result<QString> put(const QString &stem, const QString &suffix, const QByteArray &bytes,
                        const QByteArray &sidecar, const QDateTime &made);
    /// All of it is written; a zip file gets its name.
    virtual Result<void> finish() = 0;
    /// Nothing half-written stays.
    virtual Result<void> giveUp() = 0;

protected:
    virtual bool isTaken(const QString &name) const = 0;
    /// Never replaces. Answers the name the file got, if another program was quicker with `name`.
    virtual Result<QString> write(const QString &stem, const QString &suffix, const QByteArray &bytes,
                                  const QDateTime &made) = 0;

private:
    QString freeStem(const QString &stem, const QString &suffix);

    QHash<QString, int> m_numbers; ///< of each stem in lower case, the last that was given out
};

} // namespace janus::library
