// MainWindow: what the library reports, and where its pictures lie.
#include "ui/mainwindow.h"

#include "library/library.h"
#include "library/outsidefiles.h"
#include "models/stagemodel.h"
#include "ui/noticearea.h"
#include "ui/settings/settingsdialog.h"

#include <QEvent>
#include <QFileDialog>
#include <QMessageBox>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

/// Read when the program starts (Application::create).
const QString picturesFolderKey = u"library/pictures"_s;

} // namespace

void MainWindow::connectLibrary()
{
    library::Library &library = m_studio.library;
    connect(&library, &library::Library::mended, this, [this](const QString &sentence) {
        m_notices->show(u"mended"_s, NoticeBar::Kind::Warning, sentence,
                        u"Picture files were not touched."_s);
    });
    connect(&library, &library::Library::picturesFolderMissing, this, &MainWindow::onFolderMissing);
    connect(&library, &library::Library::picturesFolderBack, this, [this] { m_notices->hide(u"folder"_s); });
    connect(&library, &library::Library::added, this, [this] { m_notices->hide(u"folder"_s); });
    connect(&library, &library::Library::backupFailed, this, [this](const Error &error) {
        m_notices->show(u"backup"_s, NoticeBar::Kind::Warning, u"No backup of the library could be made."_s,
                        error.message);
    });
}

/// Whoever comes back from another program may have changed pictures there.
void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && m_stageModel->isLoaded())
        m_studio.library.outsideFiles().look();
}

void MainWindow::onFolderMissing(const Error &error)
{
    m_notices->show(u"folder"_s, NoticeBar::Kind::Danger, error.message, {},
                    {{u"Choose Folder…"_s, [this] { choosePicturesFolder(); }}});
}

void MainWindow::choosePicturesFolder()
{
    auto *dialog = new QFileDialog(this, u"Folder for the Pictures"_s, m_studio.library.paths().pictures);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &folder) { usePicturesFolder(folder, false); });
    dialog->open();
}

void MainWindow::usePicturesFolder(const QString &folder, bool isSure)
{
    m_studio.library.setPicturesFolder(folder, isSure, this, [this, folder](const Result<void> &used) {
        if (!used && used.error().kind == ErrorKind::BadInput)
            return askAboutFolder(folder, used.error().message);
        if (!used)
            return onFolderMissing(used.error());
        m_studio.settings.setValue(picturesFolderKey, folder);
        if (m_settingsDialog)
            m_settingsDialog->setPicturesFolder(folder);
        m_notices->hide(u"folder"_s);
        m_stageModel->load();
        m_studio.queue.release({});
    });
}

void MainWindow::askAboutFolder(const QString &folder, const QString &sentence)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, u"Another Folder"_s, u"Use this folder?"_s,
                                QMessageBox::Ok | QMessageBox::Cancel, this);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(sentence);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::accepted, this, [this, folder] { usePicturesFolder(folder, true); });
    box->open();
}

} // namespace janus::ui
