// MainWindow: what another start of the program, or the command line of this one, brings along.
#include "ui/mainwindow.h"

#include "library/library.h"
#include "models/stagemodel.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/paramform.h"
#include "ui/noticearea.h"
#include "ui/shelf/finding.h"
#include "ui/stage/stagepanel.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace janus::ui {

void MainWindow::receive(const QString &prompt, const QStringList &files)
{
    if (!prompt.isEmpty() && m_compose->form()->promptField()) {
        m_compose->takePrompt(prompt);
        saveDraft();
    }
    findPicture(files, {});
}

void MainWindow::comeToFront()
{
    setWindowState((windowState() & ~Qt::WindowMinimized) | Qt::WindowActive);
    show();
    raise();
    activateWindow();
}

/// `foreign`: those before these, which are no pictures of the library.
void MainWindow::findPicture(QStringList files, QStringList foreign)
{
    if (files.isEmpty()) {
        if (!foreign.isEmpty())
            restoreFirst(foreign, foreign.size() > 1 ? u"These files are not in the library."_s
                                                     : u"%1 is not in the library."_s.arg(
                                                           QFileInfo(foreign.first()).fileName()));
        return;
    }
    const QString file = files.takeFirst();
    m_studio.library.idOf(file, this, [=, this](const Result<PictureId> &id) {
        if (id && *id != 0) {
            m_wanted = *id;
            m_isWantedLarge = true;
            return showWanted();
        }
        findPicture(files, foreign + QStringList{file});
    });
}

/// At once, or when the rows have been read. One that what is searched for leaves out ends the search.
void MainWindow::showWanted()
{
    if (m_wanted == 0)
        return;
    const QModelIndex index = m_stageModel->indexOfPicture(m_wanted);
    if (!index.isValid()) {
        if (!m_stageModel->isWhole())
            return;
        if (m_finding->listing().query.isPlain())
            m_wanted = 0; // it lies in the trash
        else
            m_finding->showAll();
        return;
    }
    m_wanted = 0;
    m_notices->hide(u"restored"_s);
    m_isWantedLarge ? m_stage->openPicture(index) : m_stage->setCurrentPicture(index);
}

} // namespace janus::ui
