#include "ui/stage/stagepanel.h"

#include "models/stageroles.h"
#include "ui/kit/tokens.h"
#include "ui/sheet/sheetpanel.h"
#include "ui/stage/compareview.h"
#include "ui/stage/culldesk.h"
#include "ui/stage/emptystage.h"
#include "ui/stage/fullscreenviewer.h"
#include "ui/stage/gridview.h"
#include "ui/stage/imagestore.h"
#include "ui/stage/loupe.h"
#include "ui/stage/picturecanvas.h"
#include "ui/stage/practicecard.h"
#include "ui/stage/surveyview.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace janus::ui {

namespace {

constexpr int smallestStage = 420;
constexpr int cardTop = 12;

} // namespace

StagePanel::StagePanel(QAbstractItemModel *model, ImageProvider provider, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_store(new ImageStore(std::move(provider), this))
    , m_grid(new GridView(this))
{
    m_grid->setModel(model);
    m_loupe = new Loupe(m_grid->selectionModel(), m_store, this);
    m_compare = new CompareView(m_store, this);
    m_survey = new SurveyView(m_store, this);
    m_desk = new CullDesk(m_grid->selectionModel(), m_store, m_compare, m_survey, this);
    m_empty = new EmptyStage(this);
    m_cardPlace = new QWidget(this);
    m_card = new PracticeCard(m_cardPlace);
    build();
    connectGrid();
    connectLoupe();
    connectCulling();
    connectRest();
    showPage();
}

StagePanel::~StagePanel() = default;

void StagePanel::build()
{
    setMinimumWidth(smallestStage);
    setFocusPolicy(Qt::NoFocus);
    setFocusProxy(m_grid);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_cardPlace);
    m_pages = new QStackedLayout;
    m_pages->addWidget(m_empty);
    for (const Mode mode : {Mode::Grid, Mode::Loupe, Mode::Compare, Mode::Survey})
        m_pages->addWidget(pageOf(mode));
    column->addLayout(m_pages, 1);
}

void StagePanel::connectGrid()
{
    connect(m_grid, &GridView::opened, this, &StagePanel::open);
    connect(m_grid, &GridView::quickViewRequested, this, &StagePanel::toggleFullScreen);
    connect(m_grid, &GridView::currentPictureChanged, this, &StagePanel::currentPictureChanged);
    connect(m_grid, &GridView::cellWidthChanged, this, &StagePanel::cellWidthChanged);
    connect(m_grid, &GridView::contextMenuRequested, this, &StagePanel::contextMenuRequested);
    connect(m_grid, &GridView::batchRunAgainRequested, this, &StagePanel::batchRunAgainRequested);
    connect(m_grid, &GridView::batchCancelRequested, this, &StagePanel::batchCancelRequested);
    connect(m_grid, &GridView::batchMenuRequested, this, &StagePanel::batchMenuRequested);
    connect(m_grid, &GridView::jobActionRequested, this, &StagePanel::jobActionRequested);
    connect(selection(), &QItemSelectionModel::selectionChanged, this, &StagePanel::selectionChanged);
}

void StagePanel::connectLoupe()
{
    connect(m_loupe, &Loupe::leaveRequested, this, &StagePanel::leaveLoupe);
    connect(m_loupe, &Loupe::fullScreenRequested, this, &StagePanel::toggleFullScreen);
    connect(m_loupe, &Loupe::copyRequested, this, &StagePanel::copyRequested);
    connect(m_loupe, &Loupe::contextMenuRequested, this, &StagePanel::contextMenuRequested);
    connect(m_loupe, &Loupe::jobActionRequested, this, &StagePanel::jobActionRequested);
}

void StagePanel::connectCulling()
{
    const auto leave = [this] { setMode(m_back); };
    const auto connectMarks = [this](auto *view) {
        using View = std::remove_pointer_t<decltype(view)>;
        connect(view, &View::ratingRequested, this, &StagePanel::ratingRequested);
        connect(view, &View::pickRequested, this, &StagePanel::pickRequested);
        connect(view, &View::labelRequested, this, &StagePanel::labelRequested);
        connect(view, &View::fullScreenRequested, this, &StagePanel::toggleFullScreen);
        connect(view, &View::contextMenuRequested, this, &StagePanel::contextMenuRequested);
    };
    connectMarks(m_compare);
    connectMarks(m_survey);
    connect(m_loupe, &Loupe::ratingRequested, this, &StagePanel::ratingRequested);
    connect(m_loupe, &Loupe::pickRequested, this, &StagePanel::pickRequested);
    connect(m_loupe, &Loupe::labelRequested, this, &StagePanel::labelRequested);
    connect(m_compare, &CompareView::leaveRequested, this, leave);
    connect(m_survey, &SurveyView::leaveRequested, this, leave);
    connect(m_desk, &CullDesk::emptied, this, leave);
    connect(m_survey, &SurveyView::openRequested, this, [this] { setMode(Mode::Loupe); }); // it is current
}

void StagePanel::setAutoAdvance(bool advance)
{
    m_loupe->setAutoAdvance(advance);
    m_survey->setAutoAdvance(advance);
}

void StagePanel::setSheet(SheetPanel *sheet)
{
    m_sheet = sheet;
    m_pages->addWidget(sheet);
    connect(sheet, &SheetPanel::currentCellChanged, this, [this](const QModelIndex &index) {
        if (m_mode == Mode::Sheet)
            Q_EMIT currentPictureChanged(index);
    });
}

void StagePanel::setSpecs(const SpecsOf &specs)
{
    m_compare->setSpecs(specs);
    m_survey->setSpecs(specs);
}

void StagePanel::connectRest()
{
    connect(m_empty, &EmptyStage::samplePromptChosen, this, &StagePanel::samplePromptChosen);
    connect(m_card, &PracticeCard::addKeyRequested, this, &StagePanel::addKeyRequested);
    connect(m_card, &PracticeCard::keepPractisingRequested, this, &StagePanel::keepPractisingRequested);
    connect(m_card, &PracticeCard::keyHelpRequested, this, &StagePanel::keyHelpRequested);
    connect(m_model, &QAbstractItemModel::modelReset, this, &StagePanel::showPage);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &StagePanel::showPage);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &StagePanel::showPage);
}

QItemSelectionModel *StagePanel::selection() const
{
    return m_grid->selectionModel();
}

QModelIndex StagePanel::currentPicture() const
{
    return m_mode == Mode::Sheet ? m_sheet->currentCell() : m_grid->currentIndex();
}

void StagePanel::setCurrentPicture(const QModelIndex &index)
{
    selection()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    m_grid->scrollTo(index);
}

QModelIndexList StagePanel::selectedPictures() const
{
    QModelIndexList chosen;
    for (const GridSpan &span : m_grid->selectedSpans()) {
        for (int row = span.first; row <= span.last; ++row)
            chosen.append(m_model->index(row, 0));
    }
    return chosen;
}

qsizetype StagePanel::selectedCount() const
{
    return rowsInSpans(m_grid->selectedSpans());
}

int StagePanel::cellWidth() const
{
    return m_grid->cellWidth();
}

void StagePanel::setCellWidth(int width)
{
    m_grid->setCellWidth(width);
}

void StagePanel::setUsualTimes(const UsualTimes &usual)
{
    m_usual = usual;
    m_grid->setUsualTimes(usual);
    m_loupe->setUsualTimes(usual);
    if (m_viewer)
        m_viewer->setUsualTimes(usual);
}

void StagePanel::setComposeShape(const QSize &pixels)
{
    m_empty->setShape(pixels);
}

void StagePanel::setPracticeCardVisible(bool visible)
{
    m_wantsCard = visible;
    showPage();
}

void StagePanel::setMode(Mode mode)
{
    const bool leavesSheet = m_mode == Mode::Sheet && mode != Mode::Sheet && mode != Mode::Grid;
    if (!leavesSheet || takeFromSheet(mode))
        enter(mode);
}

void StagePanel::openPicture(const QModelIndex &index)
{
    m_desk->close(false); // what is culled is no longer of interest
    setCurrentPicture(index);
    enter(Mode::Loupe);
}

void StagePanel::enter(Mode mode)
{
    if (mode == m_mode || (mode == Mode::Sheet && !m_sheet))
        return;
    if ((mode == Mode::Compare && !m_desk->openCompare()) || (mode == Mode::Survey && !m_desk->openSurvey()))
        return;
    const bool isCulling = mode == Mode::Compare || mode == Mode::Survey;
    const bool wasCulling = m_mode == Mode::Compare || m_mode == Mode::Survey;
    if (wasCulling && !isCulling)
        m_desk->close(mode == Mode::Grid);
    if (mode == Mode::Loupe && !m_grid->currentIndex().isValid() && m_model->rowCount() > 0)
        setCurrentPicture(m_model->index(0, 0));
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    m_back = m_mode == Mode::Sheet ? Mode::Sheet : Mode::Grid;
    m_mode = mode;
    if (mode == Mode::Loupe)
        m_loupe->canvas()->fit();
    showPage();
    setFocusProxy(mode == Mode::Loupe ? static_cast<QWidget *>(m_loupe->canvas()) : pageOf(mode));
    if (hadFocus)
        setFocus();
    if (mode == Mode::Grid && !wasCulling)
        m_grid->scrollTo(currentPicture());
    Q_EMIT modeChanged(mode);
}

/// What is looked at from a sheet is what stands there: its cell alone, against the centre, or with its row.
/// False: what is searched for leaves the cell's picture out, which is asked for instead.
bool StagePanel::takeFromSheet(Mode mode)
{
    const QList<PictureId> around = m_findPicture ? m_sheet->picturesAround() : QList<PictureId>();
    if (around.isEmpty())
        return true;
    QModelIndexList chosen;
    for (const PictureId id : around) {
        if (const QModelIndex index = m_findPicture(id); index.isValid())
            chosen << index;
    }
    const PictureId own = m_sheet->currentCell().data(models::PictureIdRole).toLongLong();
    if (chosen.isEmpty() || (own > 0 && !m_findPicture(own).isValid())) {
        Q_EMIT sheetOpenRequested();
        return false;
    }
    const qsizetype most = mode == Mode::Loupe ? 1 : mode == Mode::Compare ? 2 : SurveyView::most;
    selection()->setCurrentIndex(chosen.first(), QItemSelectionModel::ClearAndSelect);
    for (qsizetype at = 1; at < std::min(most, chosen.size()); ++at)
        selection()->select(chosen.at(at), QItemSelectionModel::Select);
    return true;
}

QWidget *StagePanel::pageOf(Mode mode) const
{
    switch (mode) {
    case Mode::Loupe:
        return m_loupe;
    case Mode::Compare:
        return m_compare;
    case Mode::Survey:
        return m_survey;
    case Mode::Sheet:
        return m_sheet;
    case Mode::Grid:
        break;
    }
    return m_grid;
}

void StagePanel::open(const QModelIndex &index)
{
    selection()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    setMode(Mode::Loupe);
}

void StagePanel::leaveLoupe()
{
    setMode(m_back);
}

/// Without any cell the empty stage shows in all modes but the sheet's.
void StagePanel::showPage()
{
    const bool isBare = m_model->rowCount() == 0 && m_mode != Mode::Sheet;
    QWidget *page = isBare ? m_empty : pageOf(m_mode);
    const bool hadFocus =
        m_pages->currentWidget() && m_pages->currentWidget()->isAncestorOf(QApplication::focusWidget());
    m_cardPlace->setVisible(m_wantsCard && (page == m_grid || page == m_empty));
    placeCard();
    if (page == m_pages->currentWidget())
        return;
    m_pages->setCurrentWidget(page);
    if (hadFocus)
        setFocus();
}

/// In the middle, as high as its words need at the width there is.
void StagePanel::placeCard()
{
    const int wide = std::min(m_card->widest(), width());
    const int high = m_card->fitTo(wide);
    m_card->setGeometry((width() - wide) / 2, cardTop, wide, high);
    m_cardPlace->setFixedHeight(cardTop + high);
}

void StagePanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeCard();
}

void StagePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        QMetaObject::invokeMethod(this, &StagePanel::placeCard, Qt::QueuedConnection); // after the children's
}

void StagePanel::toggleFullScreen()
{
    if (m_viewer && m_viewer->isVisible()) {
        m_viewer->hide();
        return;
    }
    if (!m_grid->currentIndex().isValid() || m_mode == Mode::Sheet)
        return;
    if (!m_viewer) {
        m_viewer = new FullScreenViewer(selection(), m_store, this);
        m_viewer->setUsualTimes(m_usual);
        connect(m_viewer, &FullScreenViewer::stepRequested, this, &StagePanel::stepFullScreen);
        connect(m_viewer, &FullScreenViewer::markWished, this, &StagePanel::markFullScreen);
        connect(m_viewer, &FullScreenViewer::left, this, &StagePanel::leaveFullScreen);
        connect(m_viewer->canvas(), &PictureCanvas::contextMenuRequested, this,
                &StagePanel::contextMenuRequested);
    }
    m_viewer->addActions(actions()); // the stage's single letters work there too
    m_viewer->canvas()->fit();
    m_viewer->showFullScreen();
}

/// Among what is culled; of two compared pictures the other one.
void StagePanel::stepFullScreen(int direction)
{
    if (m_mode == Mode::Compare)
        m_compare->setSide(otherSide(m_compare->canvas()->side()));
    else if (m_mode == Mode::Survey)
        m_survey->setCurrentIndex(m_survey->currentIndex() + direction);
    else
        m_loupe->step(direction);
}

void StagePanel::markFullScreen(const MarkWish &wish)
{
    if (m_mode == Mode::Compare)
        m_compare->mark(wish);
    else if (m_mode == Mode::Survey)
        m_survey->mark(wish);
    else
        m_loupe->mark(wish);
}

void StagePanel::leaveFullScreen()
{
    if (m_mode == Mode::Grid)
        m_grid->scrollTo(currentPicture());
    window()->activateWindow();
    setFocus();
}

void StagePanel::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = event->modifiers() == Qt::NoModifier;
    const int key = event->key();
    if (isPlain && key == Qt::Key_F11) {
        toggleFullScreen();
    } else if (isPlain && key == Qt::Key_G) {
        setMode(Mode::Grid);
    } else if (isPlain && key == Qt::Key_C) {
        compare();
    } else if (isPlain && key == Qt::Key_N) {
        survey();
    } else if (isPlain && key == Qt::Key_T) {
        setMode(Mode::Sheet);
    } else if (isPlain && key == Qt::Key_E && m_mode == Mode::Sheet) {
        Q_EMIT sheetOpenRequested();
    } else if (isPlain && (key == Qt::Key_E || key == Qt::Key_Z) && currentPicture().isValid()) {
        setMode(Mode::Loupe);
        if (key == Qt::Key_Z && m_mode == Mode::Loupe)
            m_loupe->canvas()->setScale(1);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void StagePanel::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), tokensOf(this).color.stage);
}

} // namespace janus::ui
