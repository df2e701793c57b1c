#include "ui/sheet/sheetpanel.h"

#include "core/paramroles.h"
#include "models/jobtext.h"
#include "support/setting.h"
#include "ui/kit/icon.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/toast.h"
#include "ui/sheet/sheethead.h"
#include "ui/sheet/sheetlist.h"
#include "ui/sheet/sheetview.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QSettings>
#include <QStackedLayout>
#include <QTabBar>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr auto sheetPageKey = "sheet/page"_L1;
constexpr auto sheetCellKey = "sheet/cellWidth"_L1;
constexpr int panelSide = 20;
constexpr int startBarHigh = 44;

/// The strip above the table while something of the sheet has not been sent.
class StartBar : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensOf(this);
        QPainter painter(this);
        paint::box(&painter, rect().adjusted(panelSide, 2, -panelSide, -2),
                   {.ground = tokens.color.panel,
                    .line = tokens.color.border,
                    .radius = qreal(tokens.size.radiusPopup)});
    }
};

/// Stands out from the grey buttons without being blue: only Generate is.
class StartButton : public QPushButton
{
public:
    using QPushButton::QPushButton;

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensOf(this);
        const Colors &color = tokens.color;
        QPainter painter(this);
        const QColor ground = isDown()                      ? color.hover
                              : underMouse() && isEnabled() ? color.selection
                                                            : color.pressed;
        paint::box(&painter, rect(),
                   {.ground = isEnabled() ? ground : QColor(),
                    .line = isEnabled() ? color.borderControl : color.border,
                    .radius = qreal(tokens.size.radiusControl)});
        const QColor ink = isEnabled() ? color.text : color.textDisabled;
        const int glyph = tokens.size.iconSmall;
        const QFontMetrics metrics(tokens.font.strong);
        const int words = metrics.horizontalAdvance(text());
        const int left = (width() - words - glyph - 6) / 2;
        paint::glyph(&painter, QRect(left, 0, glyph, height()), u"player-play"_s, glyph, ink);
        painter.setFont(tokens.font.strong);
        painter.setPen(ink);
        painter.drawText(QRect(left + glyph + 6, 0, words + 2, height()), Qt::AlignVCenter | Qt::AlignLeft,
                         text());
    }
    QSize sizeHint() const override
    {
        const Tokens &tokens = tokensOf(this);
        return {QFontMetrics(tokens.font.strong).horizontalAdvance(text()) + tokens.size.iconSmall + 6 + 28,
                tokens.size.control};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }
};

} // namespace

SheetPanel::SheetPanel(const SheetSetting &setting, QWidget *parent)
    : QWidget(parent)
    , m_setting(setting)
    , m_head(new SheetHead(this))
    , m_pages(new QTabBar(this))
    , m_view(new SheetView(this))
    , m_empty(new SheetEmpty(this))
{
    build();
    connectHead();
    connectView();
    connectModel();
    m_view->setSheet(&setting.model);
    refresh();
}

SheetPanel::~SheetPanel() = default;

void SheetPanel::build()
{
    setFocusProxy(m_view);
    m_pages->setAccessibleName(tr("Pages"));
    m_pages->setDrawBase(false);
    m_pages->setExpanding(false);
    m_pages->setUsesScrollButtons(true);
    m_pages->setElideMode(Qt::ElideNone);
    m_pages->hide();
    m_table = new QWidget(this);
    auto *tabs = new QHBoxLayout;
    tabs->setContentsMargins(panelSide - 8, 0, panelSide, 0);
    tabs->addWidget(m_pages, 1);
    auto *table = new QVBoxLayout(m_table);
    table->setContentsMargins(0, 0, 0, 0);
    table->setSpacing(0);
    table->addWidget(makeStartBar());
    table->addLayout(tabs);
    table->addWidget(m_view, 1);
    m_stack = new QStackedLayout;
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addLayout(m_stack, 1);
}

QWidget *SheetPanel::makeStartBar()
{
    m_startBar = new StartBar(this);
    m_startBar->setFixedHeight(tokensOf(this).scaled(startBarHigh));
    m_startText = new PlainLabel({}, &Fonts::body, &Colors::text, m_startBar);
    m_startText->setElideMode(Qt::ElideRight);
    m_start = new StartButton(m_startBar);
    m_start->setAutoDefault(false);
    auto *row = new QHBoxLayout(m_startBar);
    row->setContentsMargins(panelSide + 12, 0, panelSide + 8, 0);
    row->setSpacing(12);
    row->addWidget(m_startText, 1);
    row->addWidget(m_start);
    connect(m_start, &QPushButton::clicked, this, &SheetPanel::start);
    return m_startBar;
}

void SheetPanel::connectHead()
{
    connect(m_head, &SheetHead::renamed, &m_setting.model, &models::SheetModel::rename);
    connect(m_head, &SheetHead::sheetsRequested, this, &SheetPanel::showSheets);
    connect(m_head, &SheetHead::axisRequested, this, [this](int axis) { editAxis(axis); });
    connect(m_head, &SheetHead::exportRequested, this, &SheetPanel::showExportMenu);
    connect(m_head, &SheetHead::retryRequested, &m_setting.model, &models::SheetModel::retryFailed);
    connect(m_head, &SheetHead::seedRequested, this, [this] {
        const models::SheetModel &model = m_setting.model;
        if (const std::optional<Seed> seed = janus::seed(model.sweep().base))
            Q_EMIT seedUseRequested(*seed);
    });
    connect(m_head, &SheetHead::holdRequested, this, [this](bool hold) {
        m_isHeld = hold;
        if (hold)
            m_setting.model.cancelWaiting();
        else
            start();
    });
    connect(m_empty, &SheetEmpty::chosen, this, &SheetPanel::onSuggestion);
    connect(m_empty, &SheetEmpty::otherRequested, this, [this](QWidget *at) {
        onSuggestion({tr("Something else"), {SweepAxis()}}, at);
    });
}

void SheetPanel::connectView()
{
    connect(m_view, &SheetView::currentCellChanged, this, &SheetPanel::currentCellChanged);
    connect(m_view, &SheetView::opened, this, [this](const QModelIndex &index) {
        if (const PictureId picture = m_setting.model.pictureAt(index))
            Q_EMIT openRequested(picture);
    });
    connect(m_view, &SheetView::toolChosen, this, &SheetPanel::onTool);
    connect(m_view, &SheetView::retryRequested, &m_setting.model, &models::SheetModel::retry);
    connect(m_view, &SheetView::jobActionRequested, this, &SheetPanel::jobActionRequested);
    connect(m_view, &SheetView::addColumnRequested, this, [this] { editAxis(0, true); });
    connect(m_view, &SheetView::addRowRequested, this, [this] { editAxis(1, true); });
    connect(m_view, &SheetView::cellWidthChanged, this, &SheetPanel::cellWidthChanged);
    connect(m_view, &SheetView::contextMenuRequested, this, &SheetPanel::contextMenuRequested);
    connect(m_view, &SheetView::ratingRequested, this, &SheetPanel::ratingRequested);
    connect(m_view, &SheetView::pickRequested, this, &SheetPanel::pickRequested);
    connect(m_view, &SheetView::labelRequested, this, &SheetPanel::labelRequested);
    connect(m_view, &SheetView::pageStepped, this, [this](int direction) {
        m_setting.model.setPage(
            std::clamp(m_setting.model.page() + direction, 0, m_setting.model.pageCount() - 1));
    });
    connect(m_pages, &QTabBar::currentChanged, this, [this](int page) {
        if (page >= 0)
            m_setting.model.setPage(page);
    });
}

void SheetPanel::connectModel()
{
    const models::SheetModel *model = &m_setting.model;
    connect(model, &models::SheetModel::opened, this, [this] {
        m_isHeld = false;
        m_setting.model.setPage(
            std::clamp(std::exchange(m_wantedPage, 0), 0, m_setting.model.pageCount() - 1));
        refresh();
        if (m_setting.model.rowCount() > 0 && !m_view->currentIndex().isValid())
            m_view->setCurrentIndex(m_setting.model.index(0, 0));
        Q_EMIT currentCellChanged(currentCell());
    });
    connect(model, &models::SheetModel::sheetChanged, this, &SheetPanel::refresh);
    connect(model, &models::SheetModel::sheetChanged, this, &SheetPanel::tellOfPlan);
    connect(model, &models::SheetModel::progressChanged, this, &SheetPanel::refreshProgress);
    connect(model, &models::SheetModel::pageChanged, this, [this](int page) {
        m_pages->setCurrentIndex(page);
        Q_EMIT currentCellChanged(currentCell());
    });
    connect(model, &models::SheetModel::failed, this, [this](const Error &error) {
        m_news.reset();
        Q_EMIT failed(error);
    });
    connect(model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
                const QModelIndex at = currentCell();
                if (at.isValid() && first.row() <= at.row() && at.row() <= last.row() &&
                    first.column() <= at.column() && at.column() <= last.column())
                    Q_EMIT currentCellRefreshed();
            });
}

void SheetPanel::restore()
{
    const support::Setting<int> width(m_setting.settings, sheetCellKey, 0);
    if (width > 0)
        m_view->setCellWidth(width);
    m_wantedPage = m_setting.settings.value(sheetPageKey).toInt();
    if (const qint64 id = m_setting.settings.value(currentSheetKey).toLongLong(); id > 0)
        m_setting.model.open(id);
    refreshForm();
}

void SheetPanel::save() const
{
    m_setting.settings.setValue(sheetCellKey, m_view->isFitting() ? 0 : m_view->cellWidth());
    if (m_setting.model.isOpen())
        m_setting.settings.setValue(sheetPageKey, m_setting.model.page());
}

QModelIndex SheetPanel::currentCell() const
{
    return m_setting.model.isOpen() ? m_view->currentIndex() : QModelIndex();
}

QList<PictureId> SheetPanel::picturesAround() const
{
    QList<PictureId> pictures;
    const models::SheetModel &model = m_setting.model;
    const auto add = [&](const QModelIndex &index) {
        if (const PictureId id = model.pictureAt(index); id != 0 && !pictures.contains(id))
            pictures << id;
    };
    const QModelIndex current = currentCell();
    add(current);
    if (!model.sweep().centre.isEmpty())
        add(model.indexOfCell(model.sweep().centre));
    for (int column = 0; current.isValid() && column < model.columnCount(); ++column)
        add(current.siblingAtColumn(column));
    return pictures;
}

void SheetPanel::refreshForm()
{
    if (m_setting.model.isOpen() || !isVisible())
        return;
    const GenerationRequest form = m_setting.form().request;
    const auto schema = schemaOfForm(form);
    m_empty->setSuggestions(schema ? sheetSuggestions(*schema, form) : QList<SheetSuggestion>());
}

void SheetPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refreshForm();
    refreshStartBar(); // nobody was asked for a forecast while it was hidden
}

void SheetPanel::refresh()
{
    const models::SheetModel &model = m_setting.model;
    const bool isOpen = model.isOpen();
    QWidget *page = isOpen ? m_table : m_empty;
    const bool hadFocus = m_stack->currentWidget() && m_stack->currentWidget() != page &&
                          m_stack->currentWidget()->isAncestorOf(window()->focusWidget());
    m_stack->setCurrentWidget(page);
    setFocusProxy(isOpen ? static_cast<QWidget *>(m_view) : m_empty->otherButton());
    if (hadFocus)
        setFocus();
    const auto schema = model.schema();
    if (isOpen)
        m_head->setSheet(model.sweep(), schema ? *schema : ModelSchema(), !isBegun());
    else
        m_head->clear();
    m_view->setMayAddRows(model.sweep().axes.size() > 1 || !isBegun());
    refreshPages();
    refreshProgress();
    refreshForm();
}

void SheetPanel::refreshPages()
{
    const models::SheetModel &model = m_setting.model;
    const bool hasPages = model.isOpen() && model.sweep().axes.size() > 2;
    const QSignalBlocker blocker(m_pages);
    const int wanted = hasPages ? model.pageCount() : 0;
    while (m_pages->count() > wanted)
        m_pages->removeTab(m_pages->count() - 1);
    while (m_pages->count() < wanted)
        m_pages->addTab(QString());
    const auto schema = model.schema();
    for (int page = 0; page < wanted; ++page) {
        const SweepAxis &axis = model.sweep().axes.at(2);
        const QString value =
            schema ? valueText(axis, axis.values.at(page), *schema) : plainValueText(axis.values.at(page));
        m_pages->setTabText(page, QString(value).replace(u'&', u"&&"_s));
        m_pages->setTabToolTip(page,
                               schema ? (axisTitle(axis, *schema) + u' ' + value).toHtmlEscaped() : value);
    }
    m_pages->setCurrentIndex(model.page());
    m_pages->setVisible(hasPages);
}

void SheetPanel::refreshProgress()
{
    const models::SheetModel &model = m_setting.model;
    // What is to be held back may still wait to be called off.
    if (model.progress().empty == 0 && model.progress().waiting == 0)
        m_isHeld = false;
    if (model.isOpen())
        m_head->setProgress(model.progress(), m_isHeld);
    refreshStartBar();
}

void SheetPanel::refreshStartBar()
{
    const models::SheetModel &model = m_setting.model;
    const int count = model.isOpen() ? model.progress().empty : 0;
    const bool isShown = count > 0 && !m_isHeld;
    m_startBar->setVisible(isShown);
    if (count == 0)
        return;
    const bool canSend = model.schema() != nullptr;
    m_start->setText(tr("Start %1").arg(QLocale().toString(count)));
    m_start->setAccessibleName(tr("Start: send %1").arg(models::requestsText(count)));
    m_start->setEnabled(canSend);
    m_start->updateGeometry();
    QString line = models::requestsText(count);
    if (!canSend)
        line = tr("The model of this sheet is not on the list of models.");
    else if (!m_forecast.isEmpty())
        line += u" · "_s + m_forecast;
    m_startText->setText(line);
    if (isShown && isVisible())
        Q_EMIT forecastWanted();
}

QString SheetPanel::startLine() const
{
    return m_startText->text();
}

void SheetPanel::setForecast(const QString &text)
{
    if (text == m_forecast)
        return;
    m_forecast = text;
    refreshStartBar();
}

void SheetPanel::setUsualTimes(const UsualTimes &usual)
{
    m_view->setUsualTimes(usual);
}

int SheetPanel::cellWidth() const
{
    return m_view->cellWidth();
}

void SheetPanel::setCellWidth(int width)
{
    m_view->setCellWidth(width);
}

void SheetPanel::tell(const QString &text, const QString &action, std::function<void()> pressed)
{
    if (!m_toast) {
        m_toast = new Toast(this);
        m_toast->setObjectName(u"sheetToast"_s);
        connect(m_toast, &Toast::actionTriggered, this, [this] {
            if (const auto work = std::exchange(m_undo, {}))
                work();
        });
    }
    m_undo = std::move(pressed);
    m_toast->setText(text);
    m_toast->setAction(action);
    m_toast->popUp();
}

void SheetPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        m_startBar->setFixedHeight(tokensOf(this).scaled(startBarHigh));
}

void SheetPanel::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), tokensOf(this).color.stage);
}

} // namespace janus::ui
