#pragma once

#include "core/paramspec.h"
#include "core/picture.h"
#include "core/result.h"
#include "jobs/checking.h"
#include "jobs/jobqueue.h"
#include "library/catalogue.h"
#include "library/deeds.h"
#include "ui/session.h"
#include "ui/stage/stagecell.h"
#include "ui/studio.h"

#include <QJsonValue>
#include <QMainWindow>
#include <QMap>
#include <QStringList>
#include <QTimer>

#include <array>

class QDockWidget;
class QStackedWidget;

class QMimeData;

namespace janus {
class ModelSchema;
struct ForeignRecipe;
} // namespace janus
namespace janus::jobs {
class Forecasting;
}
namespace janus::library {
struct ImportReport;
struct Recipe;
class WordStore;
} // namespace janus::library
namespace janus::models {
class JobsModel;
class LogModel;
class SheetModel;
class StageModel;
} // namespace janus::models

namespace janus::ui {

class AddModelDialog;
class ComposePanel;
class DrawerPanel;
class DropCover;
class ExportDialog;
class Finding;
class HistoryPopup;
class InspectPanel;
class Keeping;
class KeyDialog;
class ModelMenu;
class NamedTextsDialog;
class NoticeArea;
class PromptListDialog;
class Publisher;
class SettingsDialog;
class SheetPanel;
class StagePanel;
class StatusStrip;
class ToolStrip;
enum class Workspace;
struct LibraryActions;
struct WindowActions;

/// The window: docks, menus, geometry, and the wires between the panels, which do not know each other.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// `look` is "dark", "light" or empty for the artist's setting.
    MainWindow(Studio studio, const QString &look);
    ~MainWindow() override;

    /// The library is open, or cannot be; the gallery and the open requests follow.
    void onLibraryOpened(const Result<void> &opened);

    /// What this start or another one was given: the words become the draft and are not sent, the first of
    /// the files that is a picture of the library is shown. When none is, the settings of the first that
    /// carries some come into the form.
    void receive(const QString &prompt, const QStringList &files);
    void comeToFront();
    /// The window before this one did not come to its end.
    void tellOfBadEnd();

Q_SIGNALS:
    /// Everything in sight is painted as it will stay: rows are read, thumbnails are there.
    void pageComplete();

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    // What the window is made of: mainwindow.cpp
    void applyLook(const QString &look);
    QDockWidget *makeDock(const QString &name, QWidget *panel, Qt::DockWidgetArea area);
    void makeDocks();
    void makeBars();
    void resetLayout();
    void restoreState();
    void saveState();
    void saveDraft();
    void restoreDraft();

    // Who hears whom: mainwindow_wires.cpp
    void connectCompose();
    void connectStage();
    void connectInspect();
    void connectDrawer();
    void connectActions();
    void connectQueue();
    void connectLibrary();
    void connectSession();

    // Finding and keeping, and the two workspaces: mainwindow_shelf.cpp
    void makeShelf();
    void connectShelf();
    void connectFinding();
    void connectKeeping();
    void restoreShelf();
    void saveShelf();
    void setWorkspace(Workspace workspace);
    void showWorkspaceLayout();
    void refreshShelf();
    void copyText(const QString &text);
    QDockWidget *leftDock() const;
    library::PictureIds chosenPictures() const;

    // What comes in from files and leaves as files: mainwindow_exchange.cpp
    void connectExchange();
    void openExport(std::vector<PictureId> pictures, const QString &name);
    void exportShown();
    void chooseImport(bool folder);
    void importFiles(const QStringList &paths);
    void onImported(const library::ImportReport &report);
    void emptyTrash();

    // What the form was before: mainwindow_history.cpp
    void connectHistory();
    void refreshUndo();
    void turnForm(bool isUndo);
    void openHistory();
    void setFormModel(const QString &endpoint);
    void runNeighbours();

    // The sweep sheet: mainwindow_sheet.cpp
    void makeSheet();
    void connectSheet();
    void openFromSheet(PictureId picture);
    void tellSheetForecast();
    void showSheetMenu(const QPoint &position);

    // Which model the form is for: mainwindow_models.cpp
    void connectModels();
    void chooseModel(const QString &endpoint);
    void showModel();
    void openAddModel();
    void removeModel(const QString &endpoint);
    void usePicture(const Picture &picture);
    std::shared_ptr<const ModelSchema> schemaOf(const QString &endpoint) const;
    QString draftKey() const;

    // Styles, word lists, and prompts from files: mainwindow_words.cpp
    void connectWords();
    void showWords();
    NamedTextsDialog *stylesDialog();
    NamedTextsDialog *listsDialog();
    void tellWordsNotKept(const Error &error);
    void importWords(bool areStyles);
    void exportWords(bool areStyles);
    void choosePromptFile();
    void readPromptFile(const QString &file);
    void sendPromptList(const QList<GenerationRequest> &written);

    // What the bars above the stage tell: mainwindow_notices.cpp
    void onRecovered(const jobs::JobQueue::Recovered &recovered);
    QString recoveredText() const;
    void tellOfJobs();
    void showLost();
    void onHold(const QString &service);
    void showKeychain();
    void onFolderMissing(const Error &error);
    void choosePicturesFolder();
    void usePicturesFolder(const QString &folder, bool isSure);
    void askAboutFolder(const QString &folder, const QString &sentence);
    void offerFailures();
    void practiseFailure(const PracticeFailure &failure);

    // What comes from another start: mainwindow_arrivals.cpp
    void findPicture(QStringList files, QStringList foreign);
    void showWanted();

    // Settings out of files, texts and pictures of other programs: mainwindow_restore.cpp
    void connectRestore();
    void watchDrags();
    void chooseRecipe();
    void pasteRecipe();
    /// `lead`: said first when none of them carries a recipe.
    void restoreFirst(const QStringList &files, const QString &lead = {});
    void restoreDropped(const QMimeData &data);
    void restorePicture(PictureId id);
    void useForeign(const Picture &picture, std::optional<ParamRole> role);
    void useRecipe(const library::Recipe &recipe);
    void tellOfUnknownModel(const GenerationRequest &request);
    void useForeignRecipe(const ForeignRecipe &recipe, const std::optional<PictureName> &parent);
    void tellNothingRestored(const QStringList &files, const QString &lead, const Error &why);

    // Where pictures come from and what came of them: mainwindow_family.cpp
    void connectFamily();
    void askForFamily(const PictureName &name);
    void goToPicture(PictureId id);
    void showChildren(PictureId of);

    // Running chosen pictures again, and whether the same come of it: mainwindow_verify.cpp
    void connectVerify();
    /// What one press asks for, before anything of it is sent.
    struct Many
    {
        QString what; ///< "Running 25 pictures again"
        int requests = 0;
        QMap<QString, QList<Wish>> wishes = {}; ///< by service, for the forecast
        std::function<void()> send = {};
    };
    void withChosen(const std::function<void(const QList<Picture> &)> &then);
    void sendOrAsk(const Many &many);
    void rewordMany();
    QString forecastOf(const Many &many);
    void beginChecks(const QList<Picture> &pictures, int requests);
    void sendWishes(const QList<Wish> &wishes, const Delivery &delivery, const QString &service,
                    const QString &what);
    void verifyChosen();
    void runAgain(bool newSeed);
    void refreshAgain(const QList<Picture> &shown);
    void askForChecks(const PictureName &name);
    void compareTwo(PictureId then, PictureId now);
    void showTwo();
    void tellOfMany(const QString &what, int requests, const QList<JobId> &jobs);
    void tellOfChecks(const jobs::Checking::Summary &summary);

    // What happens then: mainwindow_deeds.cpp
    void showPicture();
    void refreshCompose();
    void tellForecast();
    void onJobFinished(const jobs::JobInfo &job);
    void onCellAction(JobId job, CellAction action);
    void sendOnceMore(const jobs::JobInfo &job);
    void useParam(const QString &name, const QJsonValue &value);
    void useRole(ParamRole role);
    void runBatchAgain(BatchId batch);
    void cancelBatch(BatchId batch);
    void cancelCurrent();
    void showPictureMenu(const QPoint &position);
    void showBatchMenu(BatchId batch, const QPoint &position);
    void copyPicture();
    void copyRecipe();
    void openKeyDialog();
    void openSettings();
    void openPublish();
    void openKeyHelp();
    void showAbout();
    void checkPage();
    std::optional<Picture> currentPicture() const;
    JobId currentJob() const;

    /// Raised when docks are added or renamed, so that an old layout is not forced on new docks.
    static constexpr int layoutVersion = 2;

    Studio m_studio;
    Session m_session;
    std::unique_ptr<WindowActions> m_actions;
    models::StageModel *m_stageModel;
    models::JobsModel *m_jobsModel;
    models::LogModel *m_logModel;
    jobs::Forecasting *m_forecasting;
    jobs::Checking *m_checking = nullptr;
    Many m_many;                             ///< waits for a word
    bool m_isPreparing = false;              ///< chosen pictures are on their way to the journal
    std::pair<PictureId, PictureId> m_two{}; ///< to be compared as soon as their rows are there

    ComposePanel *m_compose;
    StagePanel *m_stage;
    models::SheetModel *m_sheetModel = nullptr;
    SheetPanel *m_sheet = nullptr;
    InspectPanel *m_inspect;
    DrawerPanel *m_drawer;
    QDockWidget *m_composeDock = nullptr;
    QDockWidget *m_inspectDock = nullptr;
    QDockWidget *m_drawerDock = nullptr;
    QDockWidget *m_treeDock = nullptr;
    QStackedWidget *m_pages = nullptr; ///< the stage, or what stands where nothing is found
    std::unique_ptr<LibraryActions> m_libraryActions;
    Finding *m_finding = nullptr;
    Keeping *m_keeping = nullptr;
    QMenu *m_treeMenu = nullptr;
    std::array<QByteArray, 2> m_layouts;      ///< of the docks, by Workspace
    std::array<bool, 2> m_inspectLeftThere{}; ///< m_inspectLeft of the workspace that is away
    library::PictureIds m_inspected;          ///< what the inspector is about
    ExportDialog *m_exportDialog = nullptr;
    library::Cancelling m_importing;
    ToolStrip *m_tools = nullptr;
    NoticeArea *m_notices = nullptr;
    StatusStrip *m_status = nullptr;
    QString m_model; ///< the endpoint the form is for
    ModelMenu *m_modelMenu = nullptr;
    AddModelDialog *m_addModelDialog = nullptr;
    Publisher *m_publisher = nullptr;
    KeyDialog *m_keyDialog = nullptr;
    SettingsDialog *m_settingsDialog = nullptr;
    HistoryPopup *m_historyPopup = nullptr;
    bool m_isInForm = false;   ///< the focus is in Compose: undo is the form's
    bool m_undoesForm = false; ///< the form was edited from elsewhere, and nothing was done since
    bool m_redoesForm = false; ///< that was undone from elsewhere
    library::WordStore *m_words = nullptr;
    NamedTextsDialog *m_stylesDialog = nullptr;
    NamedTextsDialog *m_listsDialog = nullptr;
    PromptListDialog *m_promptList = nullptr;
    QTimer m_draftTimer;
    QTimer m_pageTimer;
    DropCover *m_dropCover = nullptr;
    PictureId m_wanted = 0;      ///< to be shown as soon as its row is there
    bool m_isWantedLarge = true; ///< in the loupe
    QTimer m_jobsTimer;          ///< many jobs change at once
    QList<JobId> m_recovered;    ///< from last time
    QList<JobId> m_lost;         ///< whose answer was lost, and who are not looked for any more
    bool m_isPageComplete = false;
    bool m_isWide = true;
    bool m_inspectLeft = false;  ///< the window became too narrow for the inspector
    bool m_hasGenerated = false; ///< in this session: the practice card has been understood
};

} // namespace janus::ui
