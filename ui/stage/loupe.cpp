#include "ui/stage/loupe.h"

#include "models/stageroles.h"
#include "ui/kit/announce.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/tokens.h"
#include "ui/stage/filmstrip.h"
#include "ui/stage/imagestore.h"
#include "ui/stage/marksbar.h"
#include "ui/stage/picturecanvas.h"
#include "ui/stage/zoombar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int headHeight = 36;

} // namespace

Loupe::Loupe(QItemSelectionModel *selection, ImageStore *store, QWidget *parent)
    : QWidget(parent)
    , m_selection(selection)
    , m_store(store)
    , m_head(new QWidget(this))
    , m_prompt(new PlainLabel({}, &Fonts::medium, &Colors::text, m_head))
    , m_place(new PlainLabel({}, &Fonts::small, &Colors::textMuted, m_head))
    , m_marks(new MarksBar(MarksBar::Kind::Quiet, m_head))
    , m_zooms(new ZoomBar(m_head))
    , m_copy(new IconButton(u"copy"_s, u"Copy picture"_s, m_head))
    , m_full(new IconButton(u"maximize"_s, u"Full screen"_s, m_head))
    , m_canvas(new PictureCanvas(store, this))
    , m_strip(new FilmStrip(this))
{
    build();
    connect(selection, &QItemSelectionModel::currentChanged, this, &Loupe::showCurrent);
    connect(m_zooms, &ZoomBar::fitChosen, m_canvas, &PictureCanvas::fit);
    connect(m_zooms, &ZoomBar::scaleChosen, m_canvas, &PictureCanvas::setScale);
    connect(m_copy, &QAbstractButton::clicked, this, &Loupe::copyRequested);
    connect(m_full, &QAbstractButton::clicked, this, &Loupe::fullScreenRequested);
    connect(m_canvas, &PictureCanvas::zoomChanged, this, &Loupe::showZoom);
    connect(m_canvas, &PictureCanvas::stepRequested, this, &Loupe::step);
    connect(m_canvas, &PictureCanvas::leaveRequested, this, &Loupe::leaveRequested);
    connect(m_canvas, &PictureCanvas::fullScreenRequested, this, &Loupe::fullScreenRequested);
    connect(m_canvas, &PictureCanvas::contextMenuRequested, this, &Loupe::contextMenuRequested);
    connect(m_canvas, &PictureCanvas::jobActionRequested, this, &Loupe::jobActionRequested);
    connect(m_strip, &FilmStrip::stepRequested, this, &Loupe::step);
    connect(m_strip, &FilmStrip::chosen, this, &Loupe::choose);
    watchModel();
    restyle();
}

void Loupe::build()
{
    setFocusProxy(m_canvas);
    m_prompt->setElideMode(Qt::ElideRight);
    for (IconButton *button : {m_copy, m_full}) {
        button->setCompact(true);
        button->setGlyph(&Measures::iconSmall);
    }
    auto *head = new QHBoxLayout(m_head);
    head->setContentsMargins(16, 0, 12, 0);
    head->setSpacing(8);
    head->addWidget(m_prompt);
    head->addWidget(m_place);
    head->addWidget(m_marks);
    head->addStretch(1);
    head->addWidget(m_zooms);
    head->addWidget(m_copy);
    head->addWidget(m_full);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_canvas, 1);
    column->addWidget(m_strip);
}

void Loupe::watchModel()
{
    const QAbstractItemModel *model = m_selection->model();
    connect(model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
                const int row = m_selection->currentIndex().row();
                if (isVisible() && row >= first.row() && row <= last.row())
                    showCurrent();
                m_strip->update();
            });
    connect(model, &QAbstractItemModel::rowsInserted, this, &Loupe::showCurrent);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &Loupe::showCurrent);
    connect(model, &QAbstractItemModel::modelReset, this, &Loupe::showCurrent);
}

void Loupe::setUsualTimes(const UsualTimes &usual)
{
    m_canvas->setUsualTimes(usual);
}

void Loupe::showCurrent()
{
    if (!isVisible())
        return;
    const QModelIndex current = m_selection->currentIndex();
    m_prompt->setText(current.data(models::PromptRole).toString().simplified());
    showPlace();
    m_marks->setMarks(marks());
    m_canvas->setIndex(current);
    m_strip->setIndex(current);
    if (current.isValid())
        fetchNeighbours(current.row());
}

void Loupe::showPlace()
{
    const int row = m_selection->currentIndex().row();
    m_place->setText(row < 0 ? QString() : u"%1 of %2"_s.arg(row + 1).arg(m_selection->model()->rowCount()));
}

/// The two beside the current one are fetched as well, so that leafing through does not wait.
void Loupe::fetchNeighbours(int row)
{
    for (const int near : {row + 1, row - 1})
        m_store->want(m_selection->model()->index(near, 0).data(models::PictureIdRole).toLongLong());
}

void Loupe::showZoom()
{
    const bool isPicture = m_canvas->index().data(models::PictureIdRole).toLongLong() != 0;
    m_zooms->show(m_canvas->zoom(), isPicture);
}

void Loupe::step(int direction)
{
    choose(m_selection->model()->index(m_selection->currentIndex().row() + direction, 0));
}

Marks Loupe::marks() const
{
    return m_selection->currentIndex().data(models::PictureRole).value<Picture>().marks;
}

void Loupe::mark(const MarkWish &wish)
{
    const PictureId picture = m_selection->currentIndex().data(models::PictureIdRole).toLongLong();
    if (picture == 0)
        return;
    const MarkWish wanted = toggled(wish, marks());
    requestMark(this, {picture}, wanted);
    announce(m_marks, wordsOf(wanted));
    if (m_advances)
        step(1);
}

void Loupe::keyPressEvent(QKeyEvent *event)
{
    if (const std::optional<MarkWish> wish = markOfKey(event))
        mark(*wish);
    else
        QWidget::keyPressEvent(event);
}

void Loupe::choose(const QModelIndex &index)
{
    if (index.isValid())
        m_selection->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
}

void Loupe::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showCurrent();
}

void Loupe::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void Loupe::restyle()
{
    m_head->setFixedHeight(tokensOf(this).scaled(headHeight));
}

void Loupe::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), tokensOf(this).color.stage);
}

} // namespace janus::ui
