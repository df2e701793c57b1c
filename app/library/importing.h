#pragma once

#include "core/picture.h"
#include "core/result.h"
#include "library/picturefiles.h"
#include "library/rebuilding.h"
#include "library/restoring.h"
#include "support/durablefile.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

class QSqlDatabase;

namespace janus::library {

/// A file whose picture is in the library already.
struct ImportDuplicate
{
    QString file; ///< absolute
    PictureId picture = 0;
    bool isTrashed = false; ///< it is in the studio's trash
};

struct ImportReport
{
    std::vector<PictureId> added;
    std::vector<PictureId> foundAgain; ///< had lost their files and have them again
    QList<ImportDuplicate> duplicates;
    QList<FileTrouble> refused; ///< with absolute names
    bool isCancelled = false;   ///< what was added by then stays
};

/// How far folders are looked into.
struct ImportLimits
{
    int mostFiles = 100'000;
    int mostDepth = 32;
};

/// The picture files that `paths` mean: files as they are named, and below folders what ends as pictures do;
/// neither hidden ones nor links are followed there. Absolute, each once. What is not there, or too much,
/// goes into `refused`. Any thread that may wait.
QStringList filesToImport(const QStringList &paths, const ImportLimits &limits, QList<FileTrouble> &refused);

/// A file that was read whole, and what it turned out to be.
struct Candidate
{
    QString file;                 ///< absolute
    std::optional<Error> refused; ///< then nothing else is set
    QString inPlace; ///< relative to the pictures folder, of a file that lies in it; empty: it is copied
    std::optional<Recipe> recipe; ///< one of ours that can be read
    bool isAsItCame = false;      ///< the file is what its recipe says, bit for bit
    Picture picture;              ///< what can be said of it without a row
    Sums sums;
    QString suffix;
    QByteArray sidecar;
    std::shared_ptr<support::PartFile> part; ///< its bytes, laid down for the pictures folder
};

/// Reads and checks a file as mistrustfully as what comes from a server; lays its bytes down unless it lies
/// in the pictures folder. Any thread that may wait.
Candidate examineFile(const QString &file, const PictureFiles &files);

/// The rows of an import. On the database's thread.
///
/// What is known by its content is not taken twice; a picture that had lost its file gets it back. A file
/// with a recipe of ours goes the way of a rebuild (restoring.h). Any other becomes a picture of the service
/// "import" with a request of its own, which is Done from the start, so that no queue ever takes it up; all
/// of one import are one set. What another program's file says of prompt, seed and guidance (foreignreader.h)
/// is what such a request says, so that it is found by its words.
class Importing
{
public:
    Importing(QSqlDatabase &connection, const PictureFiles &files, const QString &ownerLocks);

    /// Puts the files in their places, then one transaction; adds to `report`. `set` is the number of the
    /// import's set, 0 before its first picture. An error means that nothing of these was added.
    Result<void> enter(const std::vector<Candidate> &candidates, BatchId &set, ImportReport &report);

private:
    struct Known
    {
        PictureId id = 0;
        QString file; ///< relative
        bool isThere = false;
        bool isTrashed = false;
    };

    Result<std::optional<Known>> known(const Candidate &candidate);
    Result<std::optional<Known>> knownAs(const QString &condition, const QVariantList &values);
    Result<QString> place(const Candidate &candidate) const;
    Result<void> enterOne(const Candidate &candidate, const QString &file, BatchId &set,
                          ImportReport &report);
    Result<void> enterOurs(const Candidate &candidate, const QString &file, ImportReport &report);
    Result<void> enterForeign(const Candidate &candidate, const QString &file, BatchId &set,
                              ImportReport &report);
    Result<void> giveBack(const Candidate &candidate, const QString &file, PictureId id);
    Result<BatchId> newSet();
    Result<bool> isTakenAsOurs(const Candidate &candidate);
    Result<void> stamp(PictureId id, const QString &file);

    QSqlDatabase &m_connection;
    const PictureFiles &m_files;
    Restoring m_restoring;
    std::vector<QString> m_unused; ///< files of ours that no row took
};

} // namespace janus::library
