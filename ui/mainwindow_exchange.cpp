// MainWindow: what comes in from files and leaves as files, and what leaves for good.
#include "ui/mainwindow.h"

#include "library/catalogue.h"
#include "library/exchange.h"
#include "library/library.h"
#include "models/collectionsmodel.h"
#include "models/pictureids.h"
#include "ui/noticearea.h"
#include "ui/shelf/exportdialog.h"
#include "ui/shelf/finding.h"
#include "ui/shelf/keeping.h"
#include "ui/shelf/libraryactions.h"

#include <QAction>
#include <QDropEvent>
#include <QFileDialog>
#include <QLocale>
#include <QMimeData>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

QString pictureCountText(std::size_t count)
{
    return count == 1 ? u"1 picture"_s : u"%1 pictures"_s.arg(QLocale().toString(qulonglong(count)));
}

QStringList localFiles(const QMimeData &data)
{
    QStringList files;
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile())
            files << url.toLocalFile();
    }
    return files;
}

/// Files from elsewhere; not pictures of ours on their way to a collection.
bool bringsFiles(const QMimeData &data)
{
    return !data.hasFormat(QString::fromLatin1(models::pictureIdsMime)) && !localFiles(data).isEmpty();
}

QString importText(const library::ImportReport &report)
{
    QStringList parts;
    if (!report.added.empty())
        parts << u"Imported %1"_s.arg(pictureCountText(report.added.size()));
    if (!report.foundAgain.empty())
        parts << u"found %1 again"_s.arg(pictureCountText(report.foundAgain.size()));
    if (!report.duplicates.isEmpty())
        parts << u"%1 in the library already"_s.arg(pictureCountText(std::size_t(report.duplicates.size())));
    if (parts.isEmpty())
        parts << u"Nothing to import"_s;
    QString text = parts.join(u", "_s);
    text[0] = text[0].toUpper();
    return report.isCancelled ? text + u"; stopped."_s : text + u'.';
}

} // namespace

void MainWindow::connectExchange()
{
    setAcceptDrops(true);
    const LibraryActions &a = *m_libraryActions;
    const auto on = [this](QAction *action, auto slot) { connect(action, &QAction::triggered, this, slot); };
    on(a.exportPictures, [this] { openExport(chosenPictures(), {}); });
    on(a.exportShown, [this] { exportShown(); });
    on(a.importPictures, [this] { chooseImport(false); });
    on(a.importFolder, [this] { chooseImport(true); });
    on(a.emptyTrash, [this] { emptyTrash(); });
}

void MainWindow::openExport(std::vector<PictureId> pictures, const QString &name)
{
    if (pictures.empty()) {
        m_keeping->tell(tr("Choose the pictures to export."));
        return;
    }
    if (!m_exportDialog)
        m_exportDialog = new ExportDialog(m_studio.library, m_studio.settings, this);
    m_exportDialog->openFor(std::move(pictures), name);
}

/// All that is looked at, in its order, whether its rows are there yet or not.
void MainWindow::exportShown()
{
    const library::Listing listing = m_finding->listing();
    m_studio.library.catalogue().listWhole(
        listing, {}, this, [this, listing](const Result<library::ListPart> &whole) {
            std::vector<PictureId> ids;
            for (const library::ListedRow &row : whole ? whole->rows : std::vector<library::ListedRow>())
                ids.push_back(row.id);
            openExport(std::move(ids), m_finding->collections().nameOf(listing.query.collection));
        });
}

void MainWindow::chooseImport(bool folder)
{
    auto *dialog = new QFileDialog(this, folder ? tr("Import a Folder") : tr("Import Pictures"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFiles);
    if (!folder)
        dialog->setNameFilter(tr("Pictures (*.jpg *.jpeg *.png *.webp)"));
    connect(dialog, &QFileDialog::filesSelected, this, &MainWindow::importFiles);
    dialog->open();
}

void MainWindow::importFiles(const QStringList &paths)
{
    m_importing = library::Cancelling::make();
    const auto tell = [this](const QString &text) {
        m_notices->show(u"import"_s, NoticeBar::Kind::Info, tr("Importing"), text,
                        {{tr("Stop"), [this] { m_importing.cancel(); }}});
    };
    tell(tr("Looking through the files…"));
    m_studio.library.exchange().importFiles(
        paths, m_importing, this,
        [this](const Result<library::ImportReport> &report) {
            m_notices->hide(u"import"_s);
            m_studio.library.fillThumbnails(this, [](int) {});
            report ? onImported(*report)
                   : m_notices->show(u"import"_s, NoticeBar::Kind::Danger, report.error().message,
                                     tr("What was imported by then stays."));
        },
        [this](int done, int total) {
            m_notices->reword(u"import"_s, tr("Importing"), tr("%1 of %2").arg(done).arg(total));
        });
}

void MainWindow::onImported(const library::ImportReport &report)
{
    if (!report.refused.isEmpty())
        m_notices->show(u"import"_s, NoticeBar::Kind::Warning,
                        report.refused.size() == 1
                            ? tr("1 file was not imported.")
                            : tr("%1 files were not imported.").arg(report.refused.size()),
                        report.refused.first().message);
    if (report.added.empty())
        m_keeping->tell(importText(report));
    else
        m_keeping->tellWithUndo(importText(report));
}

/// Into the system's trash: that is the way back from here, so nothing is asked.
void MainWindow::emptyTrash()
{
    m_studio.library.exchange().emptyTrash({}, this, [this](const Result<library::EmptyReport> &report) {
        if (!report) {
            m_notices->show(u"trash"_s, NoticeBar::Kind::Danger, report.error().message,
                            tr("The trash is as it was."));
            return;
        }
        if (!report->kept.isEmpty())
            m_notices->show(u"trash"_s, NoticeBar::Kind::Warning,
                            tr("%1 could not be moved to the system’s trash.")
                                .arg(pictureCountText(std::size_t(report->kept.size()))),
                            report->kept.first().message);
        m_keeping->tell(
            report->removed.empty()
                ? tr("The trash is empty.")
                : tr("Moved %1 to the system’s trash.").arg(pictureCountText(report->removed.size())));
    });
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (bringsFiles(*event->mimeData())) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
    }
}

void MainWindow::dropEvent(QDropEvent *event)
{
    if (!bringsFiles(*event->mimeData()))
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    importFiles(localFiles(*event->mimeData()));
}

} // namespace janus::ui
