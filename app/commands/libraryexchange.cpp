#include "commands/libraryexchange.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace janus::commands {

void LibraryExchangeCommand::run()
{
    switch (m_call.verb) {
    case LibraryCall::Verb::Import:
        return importFiles();
    case LibraryCall::Verb::EmptyTrash:
        return choose([this](Ids ids) { emptyTrash(std::move(ids)); });
    default:
        return choose([this](Ids ids) { exportPictures(std::move(ids)); });
    }
}

void LibraryExchangeCommand::interrupt()
{
    m_cancelling.cancel();
    if (m_call.verb == LibraryCall::Verb::EmptyTrash)
        finish(ExitCode::Interrupted);
}

void LibraryExchangeCommand::exportPictures(Ids ids)
{
    const bool isFolder = m_call.exporting.as == library::ExportOptions::As::Folder;
    m_library.exchange().exportPictures(
        std::move(ids), m_call.exporting, m_cancelling, this,
        [this](const Result<library::ExportReport> &report) {
            report ? onExported(*report) : fail(report.error());
        },
        [this, isFolder](const library::ExportProgress &now) {
            showProgress("Exporting"_L1, now.done, now.total);
            if (now.picture == 0)
                return;
            const QString file = isFolder ? m_call.exporting.target + u'/' + now.name : now.name;
            m_console.result(file);
            m_console.event(u"exported"_s, {{u"picture"_s, now.picture}, {u"file"_s, file}});
        });
}

void LibraryExchangeCommand::onExported(const library::ExportReport &report)
{
    for (const library::ExportTrouble &trouble : report.left)
        tellLeft(u"not_exported"_s, trouble.file, trouble.message, trouble.picture);
    const bool isZip = m_call.exporting.as == library::ExportOptions::As::Zip;
    const QString target = QDir::toNativeSeparators(m_call.exporting.target);
    if (report.isCancelled && isZip)
        m_console.progress(u"Stopped; there is no %1."_s.arg(target));
    else
        m_console.progress(u"%1 exported to %2, %3 left out."_s.arg(pictureCount(report.exported), target,
                                                                    QString::number(report.left.size())));
    m_console.event(u"export"_s, {{u"exported"_s, report.isCancelled && isZip ? 0 : report.exported},
                                  {u"bytes"_s, report.bytes},
                                  {u"left_out"_s, report.left.size()},
                                  {u"target"_s, m_call.exporting.target}});
    finish(report.isCancelled      ? ExitCode::Interrupted
           : report.left.isEmpty() ? ExitCode::Done
                                   : ExitCode::Storage);
}

void LibraryExchangeCommand::importFiles()
{
    connect(&m_library.exchange(), &library::Exchange::added, this, [this](const Picture &picture) {
        m_console.result(picture.file);
        m_console.event(u"imported"_s, {{u"picture"_s, picture.id}, {u"file"_s, picture.file}});
    });
    m_library.exchange().importFiles(
        m_call.paths, m_cancelling, this,
        [this](const Result<library::ImportReport> &report) {
            report ? onImported(*report) : fail(report.error());
        },
        [this](int done, int total) { showProgress("Importing"_L1, done, total); });
}

void LibraryExchangeCommand::onImported(const library::ImportReport &report)
{
    for (const library::ImportDuplicate &duplicate : report.duplicates) {
        m_console.progress(u"%1 is here already, as picture %2%3."_s.arg(
            duplicate.file, QString::number(duplicate.picture),
            duplicate.isTrashed ? u", in the trash"_s : QString()));
        m_console.event(u"duplicate"_s, {{u"file"_s, duplicate.file},
                                         {u"picture"_s, duplicate.picture},
                                         {u"trashed"_s, duplicate.isTrashed}});
    }
    for (const PictureId id : report.foundAgain) {
        m_console.progress(u"Picture %1 has its file again."_s.arg(id));
        m_console.event(u"found_again"_s, {{u"picture"_s, id}});
    }
    for (const library::FileTrouble &trouble : report.refused)
        tellLeft(u"refused"_s, trouble.file, trouble.message, 0);
    m_console.progress(u"%1 imported, %2 here already, %3 refused."_s.arg(
        pictureCount(qint64(report.added.size())), QString::number(report.duplicates.size()),
        QString::number(report.refused.size())));
    m_console.event(u"import"_s, {{u"imported"_s, qint64(report.added.size())},
                                  {u"found_again"_s, qint64(report.foundAgain.size())},
                                  {u"duplicates"_s, report.duplicates.size()},
                                  {u"refused"_s, report.refused.size()}});
    finish(report.isCancelled         ? ExitCode::Interrupted
           : report.refused.isEmpty() ? ExitCode::Done
                                      : ExitCode::BadInput);
}

void LibraryExchangeCommand::emptyTrash(Ids ids)
{
    m_library.exchange().emptyTrash(
        std::move(ids), this,
        [this](const Result<library::EmptyReport> &report) {
            report ? onEmptied(*report) : fail(report.error());
        },
        [this](int done, int total) { showProgress("Moving"_L1, done, total); });
}

void LibraryExchangeCommand::onEmptied(const library::EmptyReport &report)
{
    for (const library::EmptyTrouble &trouble : report.kept)
        tellLeft(u"kept"_s, trouble.file, trouble.message, trouble.picture);
    m_console.progress(u"The files of %1 are in the system's trash now, %2 stayed in the studio's."_s.arg(
        pictureCount(qint64(report.removed.size())), QString::number(report.kept.size())));
    m_console.event(u"emptied"_s,
                    {{u"removed"_s, qint64(report.removed.size())}, {u"kept"_s, report.kept.size()}});
    finish(report.kept.isEmpty() ? ExitCode::Done : ExitCode::Storage);
}

void LibraryExchangeCommand::tellLeft(const QString &event, const QString &file, const QString &message,
                                      qint64 picture) const
{
    const QString what = file.isEmpty() ? u"picture %1"_s.arg(picture) : file;
    m_console.error(u"%1: %2"_s.arg(what, message));
    QJsonObject fields{{u"file"_s, file}, {u"message"_s, message}};
    if (picture != 0)
        fields[u"picture"_s] = picture;
    m_console.event(event, fields);
}

} // namespace janus::commands
