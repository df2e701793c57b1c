#include "library/halfnamed.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include <cerrno>
#include <csignal>
#include <map>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

/// On one file system.
using FileNumber = ino_t;

struct Part
{
    QString path;
    dev_t device = 0;
};

bool statOf(const QString &path, struct stat &found)
{
    return ::lstat(QFile::encodeName(path).constData(), &found) == 0 && S_ISREG(found.st_mode);
}

/// Whether the process that wrote the part may still be about to enter its picture. A number that was given
/// out again makes this wait for a later start.
bool isWriterAlive(const QString &part)
{
    static const QRegularExpression form(u"\\.(\\d{1,9})-\\d+\\.part\\z"_s);
    const auto match = form.match(part);
    return match.hasMatch() && (::kill(match.captured(1).toInt(), 0) == 0 || errno != ESRCH);
}

std::map<FileNumber, Part> partsWithTwoNames(const QString &incoming)
{
    std::map<FileNumber, Part> parts;
    const QStringList names = QDir(incoming).entryList({u"*.part"_s}, QDir::Files | QDir::Hidden);
    for (const QString &name : names) {
        const QString path = incoming + u'/' + name;
        struct stat found = {};
        if (statOf(path, found) && found.st_nlink > 1 && !isWriterAlive(name))
            parts[found.st_ino] = {path, found.st_dev};
    }
    return parts;
}

} // namespace

void settleHalfNamed(const QString &pictures, const QString &incoming,
                     const std::function<Result<bool>(const QString &)> &hasRow)
{
    std::map<FileNumber, Part> parts = partsWithTwoNames(incoming);
    if (parts.empty())
        return;
    QDirIterator files(pictures, QDir::Files, QDirIterator::Subdirectories); // none that is hidden
    while (files.hasNext() && !parts.empty()) {
        const QString path = files.next();
        struct stat found = {};
        const auto part = statOf(path, found) ? parts.find(found.st_ino) : parts.end();
        if (part == parts.end() || part->second.device != found.st_dev)
            continue;
        const Result<bool> known = hasRow(QDir(pictures).relativeFilePath(path));
        if (known) {
            const QString goes = *known ? part->second.path : path;
            qInfo("%s",
                  qUtf8Printable(
                      u"A start that was cut short left two names of one picture; %1 goes."_s.arg(goes)));
            ::unlink(QFile::encodeName(goes).constData());
        }
        parts.erase(part);
    }
}

} // namespace janus::library
