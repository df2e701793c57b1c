#pragma once

#include "core/provenance.h"
#include "library/sheetcells.h"
#include "models/sheetmodel.h"
#include "ui/sheet/axiseditor.h"
#include "ui/sheet/hovertools.h"
#include "ui/sheet/sheetempty.h"
#include "ui/sheet/sheetlist.h"
#include "ui/sheet/sheetprint.h"
#include "ui/stage/livetext.h"
#include "ui/stage/stagecell.h"

#include <QPointer>
#include <QWidget>

#include <optional>

class QMenu;
class QSettings;
class QStackedLayout;
class QTabBar;

namespace janus::library {
class Library;
}

namespace janus::ui {

class PlainLabel;
class SheetExportDialog;
class SheetHead;
class SheetView;
class Toast;

/// Number of the sheet that was open last.
inline constexpr QLatin1StringView currentSheetKey{"sheet/current"};

/// What a SheetPanel works with. The references outlive it.
struct SheetSetting
{
    library::Library &library;
    models::SheetModel &model;
    QSettings &settings;
    std::function<Wish()> form;       ///< what one press of Generate would send first
    std::function<QString()> service; ///< that a new sheet asks
    std::function<std::shared_ptr<const ModelSchema>(const QString &endpoint)> schemaOf;
};

/// The sweep sheet of the stage: name and axes above, the table of pictures, what to press before anything is
/// sent, and the way from nothing to a first sheet. A sheet is in the library from the moment it has an axis;
/// requests go out when Start is pressed, not before.
class SheetPanel : public QWidget
{
    Q_OBJECT
public:
    explicit SheetPanel(const SheetSetting &setting, QWidget *parent = nullptr);
    ~SheetPanel() override;

    SheetHead *head() const { return m_head; }
    SheetView *view() const { return m_view; }
    SheetEmpty *empty() const { return m_empty; }
    QTabBar *pages() const { return m_pages; }
    QPushButton *startButton() const { return m_start; }
    models::SheetModel *model() const { return &m_setting.model; }
    /// "20 requests · about 2–4 min · no charge listed".
    QString startLine() const;
    /// The editor or list that is open; null otherwise.
    AxisEditor *axisEditor() const { return m_editor; }
    SheetList *sheetList() const { return m_list; }

    /// The sheet, page and cell size of last time. When the library is open.
    void restore();
    void save() const;
    /// The form has changed: suggestions follow, while they are in sight.
    void refreshForm();

    QModelIndex currentCell() const;
    /// The current cell's picture, the centre's, then the others of its row.
    QList<PictureId> picturesAround() const;
    /// "about 2–4 min · no charge listed", for the requests of model()->toStart().
    void setForecast(const QString &text);
    void setUsualTimes(const UsualTimes &usual);
    int cellWidth() const;
    void setCellWidth(int width);

    /// Makes and opens a sheet. `axes` one to three, with values.
    void createSheet(const Wish &base, const QList<SweepAxis> &axes, const QString &name = {});
    void openSheet(qint64 id);
    /// Back to the suggestions; the sheet stays saved.
    void newSheet();
    void start();
    void editAxis(int axis, bool isForAdding = false);
    /// The cell once more with a seed that was drawn for it.
    void reroll(const QModelIndex &index);
    void showSheets();
    /// Copied out of the model; one page or all of them.
    SheetPrint print(bool allPages) const;
    void exportPicture();
    void exportPdf();
    void exportCsv();
    /// What exportCsv() does once it has a name..
    void writeCsv(const QString &target);
    QMenu *makeCellMenu(QWidget *parent);

Q_SIGNALS:
    void currentCellChanged(const QModelIndex &index);
    /// The current cell's picture has come or changed.
    void currentCellRefreshed();
    void openRequested(janus::PictureId picture);
    void useRequested(const janus::Picture &picture);
    void seedUseRequested(janus::Seed seed);
    void jobActionRequested(janus::JobId job, janus::ui::CellAction action);
    void contextMenuRequested(const QPoint &globalPos);
    /// What start() would send has changed: setForecast() is due.
    void forecastWanted();
    void cellWidthChanged(int width);
    /// A sheet was taken out of the list, by a deed that can be undone.
    void removed(qint64 id, const QString &name);
    void failed(const janus::Error &error);
    void ratingRequested(const QList<janus::PictureId> &pictures, int stars);
    void pickRequested(const QList<janus::PictureId> &pictures, janus::Pick pick);
    void labelRequested(const QList<janus::PictureId> &pictures, janus::Label label);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    // How it stands: sheetpanel.cpp
    void build();
    QWidget *makeStartBar();
    void connectHead();
    void connectView();
    void connectModel();
    void refresh();
    void refreshProgress();
    void refreshPages();
    void refreshStartBar();
    void tell(const QString &text, const QString &action = {}, std::function<void()> pressed = {});

    // What is done: sheetpanel_deeds.cpp
    void onTool(HoverTools::Tool tool, const QModelIndex &index);
    void onSuggestion(const SheetSuggestion &suggestion, QWidget *at);
    void openEditor(const AxisEditor::Question &question, QWidget *at,
                    std::function<void(const SweepAxis &)> applied);
    void applyAxis(int axis, const SweepAxis &wanted);
    void changePlan(const QString &news, const std::function<void(Sweep &)> &change);
    void tellOnceChanged(const QString &news);
    void tellOfPlan();
    void bringPlanBack(qint64 sheet, Sweep before);
    void takeAway(int axis, int value);
    void removeSheet(qint64 id, const QString &name);
    void showExportMenu();
    void openExport(int kind);
    SheetPrintPage printedPage(int page) const;
    std::shared_ptr<const ModelSchema> schemaOfForm(const GenerationRequest &form) const;
    bool isBegun() const;

    /// A change of the plan that is being written.
    struct PlanNews
    {
        QString text;
        qint64 sheet;
        Sweep before;
    };

    SheetSetting m_setting;
    SheetHead *m_head;
    QTabBar *m_pages;
    QWidget *m_startBar = nullptr;
    PlainLabel *m_startText = nullptr;
    QPushButton *m_start = nullptr;
    SheetView *m_view;
    SheetEmpty *m_empty;
    QWidget *m_table = nullptr;
    QStackedLayout *m_stack = nullptr;
    QPointer<AxisEditor> m_editor;
    QPointer<SheetList> m_list;
    Toast *m_toast = nullptr;
    std::function<void()> m_undo;
    std::optional<PlanNews> m_news; ///< to be told, with the way back, when it is done
    QString m_forecast;
    int m_wantedPage = 0; ///< of last time, until its sheet is open
    bool m_isHeld = false;
};

} // namespace janus::ui
