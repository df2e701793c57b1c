#include "models/stageroles.h"
#include "ui/stage/gridview.h"

#include "ui/kit/stylepaint.h"

#include <algorithm>

#include <QPainter>
#include <QPaintEvent>

// What the grid draws, and the two clocks that make it draw again: seconds of running cells, new pictures
// fading in.

namespace janus::ui {

namespace {

constexpr int ringMargin = 8; ///< mat and ring reach this far out of a cell
constexpr int mostParts = 12; ///< that are painted one by one; more are painted as the whole they are in

} // namespace

void GridView::paintEvent(QPaintEvent *event)
{
    const Tokens &tokens = tokensOf(this);
    QPainter painter(viewport());
    if (m_rows)
        tellSight();
    const QRegion &region = event->region();
    if (region.rectCount() > mostParts) {
        paintPart(&painter, tokens, region.boundingRect());
    } else {
        for (const QRect &rect : region)
            paintPart(&painter, tokens, rect);
    }
    if (!m_counting.isEmpty() && !m_secondTimer.isActive())
        m_secondTimer.start();
}

/// Paints a part of the viewport.
void GridView::paintPart(QPainter *painter, const Tokens &tokens, const QRect &rect)
{
    painter->save();
    painter->setClipRect(rect);
    painter->fillRect(rect, tokens.color.stage);
    painter->translate(0, -m_top);
    const QRect area = rect.translated(0, m_top).adjusted(-ringMargin, -ringMargin, ringMargin, ringMargin);
    for (const GridHeader &header : m_layout.headersIn(area))
        paintHeader(painter, tokens, contentOf(header), header.rect, headerLook(header));
    const QList<int> rows = m_layout.rowsIn(area);
    for (const int row : rows)
        paintCellFrame(painter, tokens, m_layout.matRect(row), lookOf(row));
    for (const int row : rows)
        paintCell(painter, tokens, row);
    const std::optional<GridHeader> stuck = m_layout.stuckHeader(m_top);
    m_isHeaderStuck = stuck.has_value();
    if (stuck && stuck->rect.intersects(area))
        paintStuckHeader(painter, tokens, *stuck);
    paintBand(painter, tokens);
    painter->restore();
}

/// Over what scrolls away beneath it.
void GridView::paintStuckHeader(QPainter *painter, const Tokens &tokens, const GridHeader &header)
{
    const QRect ground(0, header.rect.top(), viewport()->width(), header.rect.height());
    painter->fillRect(ground, tokens.color.stage);
    paintHeader(painter, tokens, contentOf(header), header.rect, headerLook(header));
    paint::edgeLine(painter, ground, Qt::BottomEdge, tokens.color.border);
}

HeaderContent GridView::contentOf(const GridHeader &header) const
{
    return readHeader(at(header.row), grouping() == models::Grouping::Job);
}

/// Tells the model what is looked at before it is asked for it.
void GridView::tellSight()
{
    const QSize box = thumbnailBox();
    if (box != m_toldBox) {
        m_toldBox = box;
        m_rows->setThumbnailBox(box);
    }
    const GridSpans seen = m_layout.spansIn(visible());
    if (seen.isEmpty())
        return;
    const GridSpan rows{seen.first().first, seen.last().last};
    if (rows == m_toldRows)
        return;
    m_toldRows = rows;
    m_rows->setInSight(rows.first, rows.last);
}

QSize GridView::thumbnailBox() const
{
    const GridMetrics &metrics = m_layout.metrics();
    const int side = qRound(metrics.size() * devicePixelRatioF());
    switch (metrics.look) {
    case GridLook::Columns:
        return {side, models::StageRows::boundless};
    case GridLook::Proportions:
        return {models::StageRows::boundless, side};
    case GridLook::Squares:
        break;
    }
    return {side, side};
}

HeaderLook GridView::headerLook(const GridHeader &header) const
{
    HeaderLook look;
    const int current = currentIndex().row();
    const bool isHovered = m_hover.groupRow >= 0 && m_hover.group == header.group;
    look.showsTools = isHovered || (current >= 0 && current < m_layout.rowCount() &&
                                    m_rows->rowShape(current).group == header.group);
    look.hovered = isHovered ? m_hover.part : HeaderPart::None;
    look.pressed = m_isPressed && m_pressed.group == header.group ? m_pressed.part : HeaderPart::None;
    return look;
}

CellLook GridView::lookOf(int row) const
{
    CellLook look;
    look.isSelected = spansContain(selectedSpans(), row);
    look.hasRing = row == currentIndex().row() && showsRing();
    return look;
}

bool GridView::showsRing() const
{
    return hasFocus() && (m_isKeyboardUsed || window()->testAttribute(Qt::WA_KeyboardFocusChange));
}

void GridView::paintCell(QPainter *painter, const Tokens &tokens, int row)
{
    const QModelIndex index = at(row);
    const StageCell cell = readCell(index);
    const QRect picture = m_layout.pictureRect(row);
    if (cell.isLive()) {
        const LiveText text = textOf(cell);
        m_liveSeen.insert(index);
        if (text.counts)
            m_counting.insert(row);
        paintLiveCell(painter, tokens, text, picture,
                      {cell.state, m_hover.row == row ? m_hover.action : std::nullopt});
    } else {
        paintPicture(painter, tokens, cell, picture, shownPart(cell));
    }
    paintFoot(painter, tokens, cell, m_layout.footRect(row), spansContain(selectedSpans(), row));
}

void GridView::paintBand(QPainter *painter, const Tokens &tokens) const
{
    if (!m_isBanding)
        return;
    QColor ground = tokens.color.selectionFrame;
    ground.setAlpha(36);
    paint::box(painter, m_band, {ground, tokens.color.selectionFrame, 0});
}

/// How much of a new picture shows: it fades in once its thumbnail is there.
double GridView::shownPart(const StageCell &cell)
{
    const auto fade = m_fading.find(cell.picture);
    if (fade == m_fading.end() || cell.thumbnail.isNull())
        return 1;
    if (!fade->since.isValid()) {
        fade->since.start();
        m_fadeTimer.start();
    }
    const int duration = std::max(1, tokensOf(this).motion.picture);
    const double part = std::min(1.0, double(fade->since.elapsed()) / duration);
    return 1 - (1 - part) * (1 - part) * (1 - part);
}

void GridView::onFade()
{
    const int duration = tokensOf(this).motion.picture;
    bool isOn = false;
    for (auto fade = m_fading.begin(); fade != m_fading.end();) {
        const bool isOver = fade->since.isValid() && fade->since.hasExpired(duration);
        isOn = isOn || (fade->since.isValid() && !isOver);
        fade = isOver ? m_fading.erase(fade) : std::next(fade);
    }
    if (!isOn)
        m_fadeTimer.stop();
    viewport()->update();
}

/// Repaints the cells that count seconds. Painting notes them again, so the clock stops by itself when none
/// of them is in sight any more.
void GridView::onSecond()
{
    const QSet<int> rows = std::exchange(m_counting, {});
    if (rows.isEmpty() || !isVisible()) {
        m_secondTimer.stop();
        return;
    }
    for (const int row : rows)
        viewport()->update(toViewport(m_layout.pictureRect(row)));
}

} // namespace janus::ui
