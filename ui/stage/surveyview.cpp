#include "ui/stage/surveyview.h"

#include "ui/kit/announce.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/tokens.h"
#include "ui/stage/surveylayout.h"
#include "ui/stage/surveytile.h"
#include "ui/stage/zoombar.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int surveyHead = 40;
constexpr int surveySides = 13; ///< 16 to the mat of the outer tiles
constexpr int surveyGap = 6;
constexpr double surveyStripShare = 0.3; ///< of the view's height, at most

} // namespace

SurveyView::SurveyView(ImageStore *store, QWidget *parent)
    : QWidget(parent)
    , m_head(new QWidget(this))
    , m_title(new PlainLabel({}, &Fonts::medium, &Colors::text, m_head))
    , m_zooms(new ZoomBar(m_head))
    , m_place(new QWidget(this))
    , m_differences(new DifferenceStrip(this))
{
    setAccessibleName(tr("Survey"));
    m_title->setElideMode(Qt::ElideRight);
    auto *head = new QHBoxLayout(m_head);
    head->setContentsMargins(16, 0, 16, 0);
    head->setSpacing(8);
    head->addWidget(m_title, 1);
    head->addWidget(m_zooms);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_place, 1);
    column->addWidget(m_differences);
    m_place->installEventFilter(this);
    for (int at = 0; at < most; ++at) {
        auto *tile = new SurveyTile(store, m_place);
        tile->hide();
        m_tiles.append(tile);
        connect(tile, &SurveyTile::zoomed, this, [this, tile] { zoomed(tile); });
        connect(tile, &SurveyTile::pressed, this, [this, at] { setCurrentIndex(at); });
        connect(tile, &SurveyTile::opened, this,
                [this, tile] { Q_EMIT openRequested(tile->picture().picture.id); });
        connect(tile, &SurveyTile::removeRequested, this, [this, at] { remove(at); });
        connect(tile, &SurveyTile::contextMenuRequested, this, &SurveyView::contextMenuRequested);
    }
    connect(m_zooms, &ZoomBar::fitChosen, this, &SurveyView::fit);
    connect(m_zooms, &ZoomBar::scaleChosen, this, &SurveyView::setScale);
    restyle();
}

void SurveyView::setPictures(const QList<CulledPicture> &pictures, int chosen)
{
    m_pictures = pictures.mid(0, most);
    m_chosen = chosen;
    m_current = 0;
    showAll();
    fit();
}

void SurveyView::refresh(const CulledPicture &picture)
{
    const int at = indexOf(picture.picture.id);
    if (at < 0)
        return;
    m_pictures[at] = picture;
    showAll();
}

void SurveyView::forget(PictureId id)
{
    if (indexOf(id) >= 0)
        remove(indexOf(id));
}

void SurveyView::setSpecs(SpecsOf specs)
{
    m_differences->setSpecs(std::move(specs));
}

int SurveyView::indexOf(PictureId id) const
{
    const auto found =
        std::ranges::find_if(m_pictures, [id](const CulledPicture &shown) { return shown.picture.id == id; });
    return found == m_pictures.end() ? -1 : int(found - m_pictures.begin());
}

QList<PictureId> SurveyView::pictures() const
{
    QList<PictureId> ids;
    for (const CulledPicture &shown : m_pictures)
        ids += shown.picture.id;
    return ids;
}

QString SurveyView::headText() const
{
    if (m_chosen > most)
        return tr("The first %1 of %2 selected pictures").arg(most).arg(m_chosen);
    return m_pictures.size() == 1 ? tr("1 picture") : tr("%1 pictures").arg(m_pictures.size());
}

void SurveyView::setCurrentIndex(int index)
{
    if (index < 0 || index >= m_pictures.size())
        return;
    const bool isOther = index != m_current;
    m_current = index;
    showAll();
    if (isOther) {
        announce(m_tiles.at(index), m_tiles.at(index)->accessibleName());
        Q_EMIT currentChanged(m_pictures.at(index).picture.id);
    }
}

void SurveyView::remove(int index)
{
    if (index < 0 || index >= m_pictures.size())
        return;
    const PictureId gone = m_pictures.takeAt(index).picture.id;
    m_chosen = 0; // what is left is no longer "the first of"
    const bool wasCurrent = index == m_current;
    if (index < m_current || m_current == m_pictures.size())
        m_current = std::max(0, m_current - 1);
    showAll();
    Q_EMIT removed(gone);
    if (m_pictures.isEmpty())
        Q_EMIT leaveRequested();
    else if (wasCurrent)
        Q_EMIT currentChanged(m_pictures.at(m_current).picture.id);
}

void SurveyView::showAll()
{
    const bool hadFocus = m_place->isAncestorOf(window()->focusWidget());
    QList<Picture> whole;
    const auto count = int(m_pictures.size());
    for (int at = 0; at < most; ++at) {
        SurveyTile *tile = m_tiles.at(at);
        tile->setVisible(at < count);
        if (at >= count)
            continue;
        tile->show(m_pictures.at(at), at + 1, count);
        tile->setCurrent(at == m_current);
        whole += m_pictures.at(at).picture;
    }
    m_title->setText(headText());
    if (std::ranges::all_of(m_pictures, &CulledPicture::isLoaded))
        m_differences->setPictures(whole, m_current);
    setFocusProxy(m_tiles.at(m_current));
    if (hadFocus)
        m_tiles.at(m_current)->setFocus();
    placeTiles();
    zoomed(m_tiles.at(m_current));
}

void SurveyView::placeTiles()
{
    QList<QSize> sizes;
    for (const CulledPicture &shown : std::as_const(m_pictures))
        sizes += shown.picture.size;
    const QRect room = m_place->rect().adjusted(surveySides, 0, -surveySides, -2);
    const QList<QRect> tiles = surveyTiles(sizes, room, surveyGap, SurveyTile::footHeight(this));
    for (int at = 0; at < tiles.size(); ++at)
        m_tiles.at(at)->setGeometry(QStyle::visualRect(layoutDirection(), m_place->rect(), tiles.at(at)));
}

void SurveyView::zoomed(const SurveyTile *by)
{
    for (int at = 0; at < m_pictures.size(); ++at) {
        if (m_tiles.at(at) != by)
            m_tiles.at(at)->follow(by);
    }
    m_zooms->show(m_tiles.at(m_current)->zoom(), !m_pictures.isEmpty());
}

/// Changes the zoom of the current tile; the others follow.
template <typename Change>
void SurveyView::changeZoom(Change change)
{
    SurveyTile *tile = m_tiles.at(m_current);
    Zoom zoom = tile->zoom();
    change(zoom);
    tile->setZoom(zoom);
    zoomed(tile);
}

void SurveyView::fit()
{
    changeZoom([](Zoom &zoom) { zoom.fit(); });
}

void SurveyView::setScale(double scale)
{
    changeZoom([scale](Zoom &zoom) { zoom.setScale(scale, zoom.room().center()); });
}

void SurveyView::stepZoom(int direction)
{
    changeZoom([direction](Zoom &zoom) { zoom.step(direction, zoom.room().center()); });
}

void SurveyView::pan(const QPointF &delta)
{
    changeZoom([&delta](Zoom &zoom) { zoom.pan(delta); });
}

void SurveyView::mark(const MarkWish &wish)
{
    if (m_pictures.isEmpty())
        return;
    const Picture marked = m_pictures.at(m_current).picture;
    requestMark(this, {marked.id}, toggled(wish, marked.marks));
    announce(m_tiles.at(m_current), wordsOf(toggled(wish, marked.marks)));
    if (m_advances)
        setCurrentIndex(m_current + 1);
}

bool SurveyView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_place && event->type() == QEvent::Resize)
        placeTiles();
    return QWidget::eventFilter(watched, event);
}

void SurveyView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_differences->setMostHeight(int(height() * surveyStripShare));
    m_zooms->setVisible(width() / tokensOf(this).textScale >= 480);
}

void SurveyView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void SurveyView::restyle()
{
    m_head->setFixedHeight(tokensOf(this).scaled(surveyHead));
    placeTiles();
}

void SurveyView::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), tokensOf(this).color.stage);
}

} // namespace janus::ui
