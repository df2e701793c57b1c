// MainWindow: where pictures come from and what came of them.
#include "ui/mainwindow.h"

#include "library/catalogue.h"
#include "library/library.h"
#include "models/stagemodel.h"
#include "ui/inspect/inspectpanel.h"
#include "ui/shelf/finding.h"
#include "ui/shelf/keeping.h"
#include "ui/stage/stagepanel.h"

using namespace Qt::StringLiterals;

namespace janus::ui {

void MainWindow::connectFamily()
{
    connect(m_inspect, &InspectPanel::familyWanted, this, &MainWindow::askForFamily);
    connect(m_inspect, &InspectPanel::pictureRequested, this, &MainWindow::goToPicture);
    connect(m_inspect, &InspectPanel::childrenRequested, this, &MainWindow::showChildren);
    connect(&m_studio.library, &library::Library::added, this, [this](const Picture &picture) {
        const std::optional<Picture> shown = currentPicture();
        if (shown && picture.provenance.parent == shown->name())
            askForFamily(shown->name());
    });
}

void MainWindow::askForFamily(const PictureName &name)
{
    m_studio.library.catalogue().family(name, this, [this](const Result<library::Family> &family) {
        if (family)
            m_inspect->setFamily(*family);
    });
}

/// One that what is searched for leaves out ends the search; one in the trash is said to be there.
void MainWindow::goToPicture(PictureId id)
{
    m_studio.library.catalogue().pictures({id}, this, [this, id](const Result<QList<Picture>> &found) {
        if (!found || found->isEmpty())
            return m_keeping->tell(tr("The library does not have this picture any more."));
        if (found->first().isTrashed)
            return m_keeping->tell(tr("This picture is in the trash."));
        m_wanted = id;
        m_isWantedLarge = m_stage->mode() != StagePanel::Mode::Grid; // elsewhere the grid is out of sight
        showWanted();
    });
}

void MainWindow::showChildren(PictureId of)
{
    Query query;
    query.conditions << Condition{Facet::From, QString::number(of)};
    m_stage->setMode(StagePanel::Mode::Grid);
    m_finding->show(query);
}

} // namespace janus::ui
