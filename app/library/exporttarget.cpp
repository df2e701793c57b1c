#include "library/exporttarget.h"

#include "library/zipwriter.h"
#include "support/durablefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <cerrno>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

class FolderTarget : public ExportTarget
{
public:
    explicit FolderTarget(const QString &folder)
        : m_folder(folder)
        , m_incoming(folder + "/.janus-studio-export"_L1)
    {
    }
    ~FolderTarget() override { QDir().rmdir(m_incoming); }

    Result<void> begin()
    {
        if (Result<void> made = support::makeFolderDurably(m_folder); !made)
            return made;
        return statOf(m_began) ? Result<void>() : support::fileError(errno, m_folder);
    }
    Result<void> finish() override { return {}; }
    Result<void> giveUp() override { return {}; }

protected:
    bool isTaken(const QString &name) const override
    {
        const QFileInfo file(m_folder + u'/' + name);
        return file.exists() || file.isSymLink();
    }

    Result<QString> write(const QString &stem, const QString &suffix, const QByteArray &bytes,
                          const QDateTime &) override
    {
        // A disk that was taken away leaves an empty folder behind, or somebody removed this one: what went
        // on would go somewhere else.
        struct stat now = {};
        if (!statOf(now) || now.st_dev != m_began.st_dev || now.st_ino != m_began.st_ino)
            return Error{ErrorKind::Storage,
                         u"The folder %1 is not there any more."_s.arg(QDir::toNativeSeparators(m_folder))};
        return support::writeUnderFreeName(m_folder, stem, suffix, bytes, m_incoming);
    }

private:
    bool statOf(struct stat &found) const
    {
        return ::stat(QFile::encodeName(m_folder).constData(), &found) == 0;
    }

    const QString m_folder;
    const QString m_incoming;
    struct stat m_began = {};
};

class ZipTarget : public ExportTarget
{
public:
    explicit ZipTarget(std::unique_ptr<ZipWriter> writer)
        : m_writer(std::move(writer))
    {
    }
    Result<void> finish() override { return m_writer->finish(); }
    Result<void> giveUp() override
    {
        m_writer.reset();
        return {};
    }

protected:
    bool isTaken(const QString &name) const override { return m_names.contains(name.toCaseFolded()); }

    Result<QString> write(const QString &stem, const QString &suffix, const QByteArray &bytes,
                          const QDateTime &made) override
    {
        const QString name = stem + suffix;
        if (Result<void> added = m_writer->add(name, bytes, made); !added)
            return added.error();
        m_names << name.toCaseFolded();
        return name;
    }

private:
    std::unique_ptr<ZipWriter> m_writer;
    QSet<QString> m_names;
};

} // namespace

Result<std::unique_ptr<ExportTarget>> ExportTarget::open(const ExportOptions &options)
{
    if (options.as == ExportOptions::As::Zip) {
        auto writer = ZipWriter::begin(options.target);
        if (!writer)
            return writer.error();
        return std::unique_ptr<ExportTarget>(std::make_unique<ZipTarget>(std::move(*writer)));
    }
    auto folder = std::make_unique<FolderTarget>(options.target);
    if (Result<void> begun = folder->begin(); !begun)
        return begun.error();
    return std::unique_ptr<ExportTarget>(std::move(folder));
}

Result<void> ExportTarget::checkZip(qint64 bytes, qint64 files)
{
    if (bytes <= ZipWriter::mostBytes && files <= ZipWriter::mostFiles)
        return {};
    return Error{
        ErrorKind::BadInput,
        u"%1 pictures of %2 MB do not fit a zip file of this kind, which holds 65,535 files and 4 GB. "
        "Export them to a folder, or in parts."_s.arg(QString::number(files),
                                                      QString::number(bytes / 1'000'000))};
}

Result<QString> ExportTarget::put(const QString &stem, const QString &suffix, const QByteArray &bytes,
                                  const QByteArray &sidecar, const QDateTime &made)
{
    const QString free = freeStem(stem, suffix);
    Result<QString> name = write(free, suffix, bytes, made);
    if (!name || sidecar.isEmpty())
        return name;
    const Result<QString> beside = write(*name, u".json"_s, sidecar, made);
    return beside ? name : beside;
}

QString ExportTarget::freeStem(const QString &stem, const QString &suffix)
{
    for (int number = m_numbers.value(stem.toCaseFolded()) + 1;; ++number) {
        const QString next = number == 1 ? stem : u"%1-%2"_s.arg(stem, QString::number(number));
        const bool isOurs = number > 1 && m_numbers.contains(next.toCaseFolded());
        if (isOurs || isTaken(next + suffix))
            continue;
        m_numbers[next.toCaseFolded()] = 1;
        m_numbers[stem.toCaseFolded()] = number;
        return next;
    }
}

} // namespace janus::library
