// MainWindow: finding and keeping. The two workspaces, the tree, the search and the filters, and what is done
// to the chosen pictures.
#include "ui/mainwindow.h"

#include "library/library.h"
#include "models/collectionsmodel.h"
#include "models/facetsmodel.h"
#include "models/stagemodel.h"
#include "support/setting.h"
#include "ui/inspect/inspectpanel.h"
#include "ui/kit/announce.h"
#include "ui/kit/docktitlebar.h"
#include "ui/noticearea.h"
#include "ui/shelf/filterbar.h"
#include "ui/shelf/finding.h"
#include "ui/shelf/keeping.h"
#include "ui/shelf/libraryactions.h"
#include "ui/shelf/librarytree.h"
#include "ui/shelf/searchfield.h"
#include "ui/shelf/shelfempty.h"
#include "ui/stage/gridview.h"
#include "ui/stage/stagepanel.h"
#include "ui/toolstrip.h"
#include "ui/windowactions.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QStackedWidget>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr auto workspaceKey = "window/workspace"_L1;
constexpr auto createLayoutKey = "window/layout"_L1;
constexpr auto libraryLayoutKey = "window/libraryLayout"_L1;
constexpr auto targetKey = "library/target"_L1;
constexpr auto newToTargetKey = "library/newToTarget"_L1;
constexpr auto createGroupsKey = "stage/createGroups"_L1;
constexpr auto libraryGroupsKey = "stage/libraryGroups"_L1;
constexpr auto squaresKey = "stage/squares"_L1;

constexpr int treeWidth = 234; ///< with the handle beside it, 240

} // namespace

/// After the docks: the tree is one, and the stage shares its place with what stands where nothing is.
void MainWindow::makeShelf()
{
    m_libraryActions = std::make_unique<LibraryActions>(this);
    m_finding = new Finding(m_studio.library, this);
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_stage);
    m_pages->addWidget(m_finding->empty());
    setCentralWidget(m_pages);
    m_keeping = new Keeping(
        m_studio.library, m_finding->collections(), *m_libraryActions, [this] { return chosenPictures(); },
        [this] { return m_finding->listing().query.collection; }, m_pages);
    m_finding->tree()->setActions(*m_libraryActions);
    m_treeDock = makeDock(u"Library"_s, m_finding->tree(), Qt::LeftDockWidgetArea);
    m_treeDock->setMinimumWidth(180);
    m_treeMenu = new QMenu(this);
    const LibraryActions &a = *m_libraryActions;
    m_treeMenu->addActions({a.newCollection, a.newSmartCollection});
    m_treeMenu->addSeparator();
    m_treeMenu->addActions({a.renameCollection, a.target, a.newGoToTarget, a.removeCollection});
    m_treeMenu->addSeparator();
    m_treeMenu->addActions({a.exportShown, a.emptyTrash});
    static_cast<DockTitleBar *>(m_treeDock->titleBarWidget())->setMenu(m_treeMenu);
    m_treeDock->hide();
}

void MainWindow::connectShelf()
{
    connectFinding();
    connectKeeping();
    const LibraryActions &a = *m_libraryActions;
    const auto on = [this](QAction *action, auto slot) { connect(action, &QAction::triggered, this, slot); };
    on(a.createWorkspace, [this] { setWorkspace(Workspace::Create); });
    on(a.libraryWorkspace, [this] { setWorkspace(Workspace::Library); });
    on(a.search, [this] { m_finding->search()->focusAndSelect(); });
    on(a.filters, [this](bool shown) { m_finding->bar()->setVisible(shown); });
    connect(m_finding->bar(), &QToolBar::visibilityChanged, this,
            [this] { m_libraryActions->filters->setChecked(!m_finding->bar()->isHidden()); });
    LibraryTree *tree = m_finding->tree();
    on(a.newCollection, [this, tree] {
        setWorkspace(Workspace::Library);
        m_treeDock->show();
        tree->createCollection(tr("New Collection"));
    });
    on(a.newSmartCollection, [this] { m_finding->keepSearch(); });
    on(a.renameCollection, [tree] { tree->renameCurrent(); });
    on(a.removeCollection, [tree] { tree->removeCurrent(); });
    on(a.target, [tree] { tree->toggleTarget(); });
    on(a.openWith, [this] {
        if (const auto picture = currentPicture())
            QDesktopServices::openUrl(QUrl::fromLocalFile(picture->file));
    });
    on(a.copyPrompt, [this] { copyText(m_stage->currentPicture().data(models::PromptRole).toString()); });
    on(a.copySeed, [this] { copyText(m_stage->currentPicture().data(models::SeedRole).toString()); });
}

void MainWindow::connectFinding()
{
    connect(m_finding, &Finding::listingChanged, m_stageModel, &models::StageModel::setListing);
    connect(m_finding, &Finding::listingChanged, this, &MainWindow::refreshShelf);
    connect(m_stageModel, &models::StageModel::listed, m_finding, &Finding::setFound);
    connect(m_finding, &Finding::foundChanged, this,
            [this] { m_tools->setFoundText(m_finding->foundText()); });
    connect(m_finding, &Finding::emptyShown, this, [this](bool isShown) {
        m_pages->setCurrentWidget(isShown ? static_cast<QWidget *>(m_finding->empty()) : m_stage);
    });
    connect(m_finding, &Finding::squaresChosen, m_stage->gridView(), &GridView::setSquares);
    connect(m_stage->gridView(), &GridView::squaresChanged, m_finding->bar(), &FilterBar::setSquares);
    connect(m_finding->search(), &SearchField::left, this, [this] { m_stage->setFocus(); });
    connect(&m_finding->collections(), &models::CollectionsModel::targetChanged, this, [this](qint64 id) {
        m_studio.settings.setValue(targetKey, id);
        refreshShelf();
    });
    connect(m_finding->tree()->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &MainWindow::refreshShelf);
    connect(m_finding->tree(), &LibraryTree::removed, this, [this](const QString &name) {
        m_keeping->tellWithUndo(tr("Removed the collection “%1”; its pictures stay.").arg(name));
    });
}

void MainWindow::connectKeeping()
{
    // Loupe, compare and survey read the keys of marks themselves: they go on to the next picture.
    const LibraryActions &a = *m_libraryActions;
    QList<QAction *> marks{a.pick, a.reject, a.unpick};
    for (QAction *action : a.rate)
        marks << action;
    for (QAction *action : a.label)
        marks << action;
    m_stage->gridView()->addActions(marks);
    for (QAction *action : a.forPictures()) {
        if (!marks.contains(action))
            m_stage->addAction(action);
    }
    library::Deeds &deeds = m_studio.library.deeds();
    const auto idsOf = [](const QList<PictureId> &pictures) {
        return library::PictureIds(pictures.begin(), pictures.end());
    };
    connect(m_stage, &StagePanel::ratingRequested, this,
            [&deeds, idsOf](const QList<PictureId> &pictures, int stars) {
                deeds.mark(idsOf(pictures), {.rating = stars});
            });
    connect(m_stage, &StagePanel::pickRequested, this,
            [&deeds, idsOf](const QList<PictureId> &pictures, Pick pick) {
                deeds.mark(idsOf(pictures), {.pick = pick});
            });
    connect(m_stage, &StagePanel::labelRequested, this,
            [&deeds, idsOf](const QList<PictureId> &pictures, Label label) {
                deeds.mark(idsOf(pictures), {.label = label});
            });
    connect(m_inspect, &InspectPanel::markRequested, this, [this](const library::MarksPatch &patch) {
        if (!m_inspected.empty())
            m_studio.library.deeds().mark(m_inspected, patch);
    });
    connect(m_inspect, &InspectPanel::tagNamesWanted, this, [this] {
        m_studio.library.catalogue().tags(this, [this](const Result<QList<library::FacetValue>> &tags) {
            QStringList names;
            for (const library::FacetValue &tag : tags ? *tags : QList<library::FacetValue>())
                names << tag.value;
            m_inspect->setTagNames(names);
        });
    });
    connect(m_keeping, &Keeping::failed, this, [this](const Error &error) {
        m_notices->show(u"deed"_s, NoticeBar::Kind::Danger, error.message, u"Nothing was changed."_s);
    });
    connect(m_keeping, &Keeping::targetWanted, this, [this] {
        setWorkspace(Workspace::Library);
        m_treeDock->show();
        m_finding->tree()->setFocus();
    });
    connect(m_libraryActions->newGoToTarget, &QAction::toggled, this,
            [this](bool wanted) { m_studio.settings.setValue(newToTargetKey, wanted); });
}

/// In the loupe, in compare and in survey the one that is looked at; in the grid what is selected.
library::PictureIds MainWindow::chosenPictures() const
{
    library::PictureIds ids;
    if (m_stage->mode() == StagePanel::Mode::Grid) {
        for (const GridSpan &span : m_stage->gridView()->selectedSpans())
            m_stageModel->appendPictures(span.first, span.last, ids);
    }
    const PictureId current = m_stage->currentPicture().data(models::PictureIdRole).toLongLong();
    if (ids.empty() && current > 0)
        ids.push_back(current);
    return ids;
}

void MainWindow::refreshShelf()
{
    const Query &query = m_finding->listing().query;
    const models::CollectionsModel &collections = m_finding->collections();
    using Place = models::CollectionsModel::Place;
    const auto placeOf = [](const QModelIndex &index) {
        return Place(index.data(models::CollectionsModel::PlaceRole).toInt());
    };
    const bool hasPictures = m_stage->currentPicture().data(models::PictureIdRole).toLongLong() > 0;
    m_keeping->refresh(hasPictures, query.place == Query::Place::Trash,
                       query.collection != 0 &&
                           placeOf(collections.indexOf(query.collection)) == Place::Collection);
    const qint64 current = m_finding->tree()->currentCollection();
    const bool isByHand = current != 0 && placeOf(collections.indexOf(current)) == Place::Collection;
    const LibraryActions &a = *m_libraryActions;
    a.renameCollection->setEnabled(current != 0);
    a.removeCollection->setEnabled(current != 0);
    a.target->setEnabled(isByHand);
    a.target->setText(current != 0 && current == collections.target() ? tr("No Longer the &Target of B")
                                                                      : tr("Make It the &Target of B"));
    a.newSmartCollection->setEnabled(!m_finding->searchToKeep().isEmpty());
    const QString target = collections.nameOf(collections.target());
    a.addToTarget->setText(target.isEmpty() ? tr("&Add to Target Collection")
                                            : tr("&Add to “%1”").arg(QString(target).replace(u'&', u"&&"_s)));
    a.newGoToTarget->setEnabled(collections.target() != 0);
}

QDockWidget *MainWindow::leftDock() const
{
    return m_finding->workspace() == Workspace::Library ? m_treeDock : m_composeDock;
}

/// Each workspace has its own docks; what the other one looked like is kept until it comes back.
void MainWindow::setWorkspace(Workspace workspace)
{
    if (workspace != m_finding->workspace()) {
        m_layouts[size_t(m_finding->workspace())] = QMainWindow::saveState(layoutVersion);
        m_inspectLeftThere[size_t(m_finding->workspace())] = m_inspectLeft;
        setUpdatesEnabled(false);
        m_finding->setWorkspace(workspace);
        showWorkspaceLayout();
        setUpdatesEnabled(true);
    }
    const bool isLibrary = workspace == Workspace::Library;
    m_libraryActions->createWorkspace->setChecked(!isLibrary);
    m_libraryActions->libraryWorkspace->setChecked(isLibrary);
    m_actions->compose->setText(isLibrary ? tr("&Library Tree") : tr("&Compose"));
    m_actions->compose->setChecked(!leftDock()->isHidden());
    m_tools->setWorkspace(workspace);
    refreshShelf();
}

void MainWindow::showWorkspaceLayout()
{
    const bool isLibrary = m_finding->workspace() == Workspace::Library;
    const bool hadNotices = m_notices->isVisibleTo(this);
    const QByteArray &layout = m_layouts[size_t(m_finding->workspace())];
    if (layout.isEmpty() || !QMainWindow::restoreState(layout, layoutVersion)) {
        leftDock()->show();
        m_finding->bar()->setVisible(isLibrary);
        if (isLibrary)
            resizeDocks({m_treeDock}, {treeWidth}, Qt::Horizontal);
    } else {
        // The inspector gives way in a narrow window and comes back in a wide one, in each of them.
        const bool hasInspect =
            m_inspectLeftThere[size_t(m_finding->workspace())] || !m_inspectDock->isHidden();
        m_inspectLeft = hasInspect && !m_isWide;
        m_inspectDock->setVisible(hasInspect && m_isWide);
    }
    (isLibrary ? m_composeDock : m_treeDock)->hide();
    m_notices->setVisible(hadNotices); // bars come and go with what they tell, not with the layout
    m_libraryActions->filters->setChecked(!m_finding->bar()->isHidden());
}

void MainWindow::restoreShelf()
{
    QSettings &settings = m_studio.settings;
    m_layouts = {settings.value(createLayoutKey).toByteArray(),
                 settings.value(libraryLayoutKey).toByteArray()};
    const auto grouping = [&](QLatin1StringView key, Grouping usual) {
        return Grouping(std::clamp(settings.value(key, int(usual)).toInt(), 0, int(Grouping::Flat)));
    };
    m_finding->setGroupingOf(Workspace::Create, grouping(createGroupsKey, Grouping::Job));
    m_finding->setGroupingOf(Workspace::Library, grouping(libraryGroupsKey, Grouping::Day));
    m_stage->gridView()->setSquares(support::Setting<bool>(settings, squaresKey, false));
    m_finding->bar()->setSquares(m_stage->gridView()->hasSquares());
    m_finding->collections().setTarget(settings.value(targetKey).toLongLong());
    m_keeping->setNewToTarget(support::Setting<bool>(settings, newToTargetKey, false));
    showWorkspaceLayout();
    setWorkspace(settings.value(workspaceKey).toString() == "library"_L1 ? Workspace::Library
                                                                         : Workspace::Create);
}

void MainWindow::saveShelf()
{
    const Workspace now = m_finding->workspace();
    m_layouts[size_t(now)] = QMainWindow::saveState(layoutVersion);
    QSettings &settings = m_studio.settings;
    settings.setValue(createLayoutKey, m_layouts[0]);
    settings.setValue(libraryLayoutKey, m_layouts[1]);
    settings.setValue(workspaceKey, now == Workspace::Library ? u"library"_s : u"create"_s);
    settings.setValue(createGroupsKey, int(m_finding->groupingOf(Workspace::Create)));
    settings.setValue(libraryGroupsKey, int(m_finding->groupingOf(Workspace::Library)));
    settings.setValue(squaresKey, m_stage->gridView()->hasSquares());
}

void MainWindow::copyText(const QString &text)
{
    if (text.isEmpty())
        return;
    QApplication::clipboard()->setText(text);
    announce(m_stage, tr("Copied"));
}

} // namespace janus::ui
