#pragma once

#include "ui/stage/differencestrip.h"
#include "ui/stage/livetext.h"
#include "ui/stage/markkeys.h"
#include "ui/stage/stagecell.h"

#include <QPersistentModelIndex>
#include <QWidget>

class QAbstractItemModel;
class QItemSelectionModel;
class QStackedLayout;

namespace janus::ui {

class CompareView;
class CullDesk;
class EmptyStage;
class FullScreenViewer;
class GridView;
class ImageStore;
class Loupe;
class PracticeCard;
class SheetPanel;
class SurveyView;

/// The centre of the window: grid, loupe, compare and survey over one model with one selection, the empty
/// stage before the first picture, the practice card on top, the full-screen viewer beside.
///
/// Keys while it has the focus: G grid, E or Enter loupe, C compare, N survey, T sheet, Z 100 %, Space quick
/// view, arrows, F11 full screen, Esc, and outside the grid those of markkeys.h. All other single letters are
/// left to actions the window adds with Qt::WidgetWithChildrenShortcut.
class StagePanel : public QWidget
{
    Q_OBJECT
public:
    enum class Mode { Grid, Loupe, Compare, Survey, Sheet };
    Q_ENUM(Mode)

    /// `model` has the roles of models/stageroles.h and must outlive the panel.
    StagePanel(QAbstractItemModel *model, ImageProvider provider, QWidget *parent = nullptr);
    ~StagePanel() override;

    Mode mode() const { return m_mode; }
    /// Shows grid or loupe. The loupe shows the current picture; the first one when there is none. Going back
    /// from compare or survey to the grid leaves scroll, selection and current cell as they were before. From
    /// the sheet its own cell is taken along; where that is not among the pictures, nothing but
    /// sheetOpenRequested() happens.
    void setMode(Mode mode);
    /// This picture in the loupe, whatever is looked at now.
    void openPicture(const QModelIndex &index);
    /// Modes as well: the first two of the selection, or one and those that follow it; up to nine of the
    /// selection, or one and its batch (culldesk.h). Without any picture nothing happens.
    void compare() { setMode(Mode::Compare); }
    void survey() { setMode(Mode::Survey); }
    /// After a mark in loupe or survey the next picture becomes current.
    void setAutoAdvance(bool advance);
    /// The page of Mode::Sheet, once; without it there is no such mode. The panel becomes its parent.
    void setSheet(SheetPanel *sheet);
    /// Where a picture of a sheet stands among those of the stage; invalid: it is not among them.
    void setPictureFinder(std::function<QModelIndex(PictureId)> find) { m_findPicture = std::move(find); }
    /// Names, order and defaults of a model's inputs, for what differs between pictures.
    void setSpecs(const SpecsOf &specs);

    /// The current cell, of the sheet's own model while that is shown; invalid when there is none.
    QModelIndex currentPicture() const;
    void setCurrentPicture(const QModelIndex &index);
    /// The selected cells in the model's order.
    QModelIndexList selectedPictures() const;
    /// How many there are; cheap, unlike the list of them.
    qsizetype selectedCount() const;
    QItemSelectionModel *selection() const;

    GridView *gridView() const { return m_grid; }
    Loupe *loupe() const { return m_loupe; }
    CompareView *compareView() const { return m_compare; }
    SurveyView *surveyView() const { return m_survey; }
    EmptyStage *emptyStage() const { return m_empty; }
    /// Null before it was shown for the first time.
    FullScreenViewer *fullScreenViewer() const { return m_viewer; }

    /// Width of the grid's pictures in logical pixels.
    int cellWidth() const;
    void setCellWidth(int width);

    void setUsualTimes(const UsualTimes &usual);
    /// The shape chosen in Compose, for the frame of the empty stage.
    void setComposeShape(const QSize &pixels);
    void setPracticeCardVisible(bool visible);
    bool isPracticeCardVisible() const { return m_wantsCard; }
    void toggleFullScreen();

    /// Small: what does not fit is scrolled or cut, so that the largest page does not decide for the window.
    QSize minimumSizeHint() const override { return {320, 240}; }

Q_SIGNALS:
    void modeChanged(janus::ui::StagePanel::Mode mode);
    /// Also when the current cell became another one because its row went.
    void currentPictureChanged(const QModelIndex &index);
    void selectionChanged();
    void cellWidthChanged(int width);
    void copyRequested();
    void contextMenuRequested(const QPoint &globalPos);
    void batchRunAgainRequested(janus::BatchId batch);
    void batchCancelRequested(janus::BatchId batch);
    void batchMenuRequested(janus::BatchId batch, const QPoint &globalPos);
    /// E in a sheet: its current picture large. Also when that is not among those of the stage and another
    /// mode was asked for.
    void sheetOpenRequested();
    void jobActionRequested(janus::JobId job, janus::ui::CellAction action);
    void samplePromptChosen(const QString &prompt);
    void addKeyRequested();
    void keepPractisingRequested();
    void keyHelpRequested();
    /// Marks wished in loupe, full screen, compare or survey (markkeys.h), for these pictures.
    void ratingRequested(const QList<janus::PictureId> &pictures, int stars);
    void pickRequested(const QList<janus::PictureId> &pictures, janus::Pick pick);
    void labelRequested(const QList<janus::PictureId> &pictures, janus::Label label);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void build();
    void placeCard();
    void connectGrid();
    void connectLoupe();
    void connectCulling();
    QWidget *pageOf(Mode mode) const;
    void connectRest();
    void open(const QModelIndex &index);
    void leaveLoupe();
    void enter(Mode mode);
    bool takeFromSheet(Mode mode);
    void showPage();
    void leaveFullScreen();
    void stepFullScreen(int direction);
    void markFullScreen(const MarkWish &wish);

    QAbstractItemModel *m_model;
    ImageStore *m_store;
    GridView *m_grid;
    Loupe *m_loupe;
    CompareView *m_compare;
    SurveyView *m_survey;
    SheetPanel *m_sheet = nullptr;
    std::function<QModelIndex(PictureId)> m_findPicture;
    CullDesk *m_desk;
    EmptyStage *m_empty;
    QWidget *m_cardPlace; ///< the row above the pages that holds the card
    PracticeCard *m_card;
    FullScreenViewer *m_viewer = nullptr;
    QStackedLayout *m_pages = nullptr;
    UsualTimes m_usual;
    Mode m_mode = Mode::Grid;
    Mode m_back = Mode::Grid; ///< where loupe, compare and survey are left to
    bool m_wantsCard = false;
};

} // namespace janus::ui
