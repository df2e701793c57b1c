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

} // namespace

void GridView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const Tokens &tokens = tokensOf(this);
    painter.fillRect(event->rect(), tokens.color.stage);
    painter.translate(0, -verticalOffset());
    const QRect area = event->rect()
                           .translated(0, verticalOffset())
                           .adjusted(-ringMargin, -ringMargin, ringMargin, ringMargin);
    paintHeaders(&painter, tokens, area);
    const QList<int> rows = m_layout.rowsIn(area);
    for (const int row : rows)
        paintCellFrame(&painter, tokens, m_layout.matRect(row), lookOf(at(row)));
    for (const int row : rows)
        paintCell(&painter, tokens, row);
    paintBand(&painter, tokens);
    if (!m_counting.isEmpty() && !m_secondTimer.isActive())
        m_secondTimer.start();
}

HeaderLook GridView::headerLook(const GridBatch &batch) const
{
    HeaderLook look;
    const int current = currentIndex().row();
    const bool isHovered = m_hover.batch == batch.id;
    look.showsTools = isHovered || (current >= batch.firstRow && current <= batch.lastRow());
    look.hovered = isHovered ? m_hover.part : HeaderPart::None;
    look.pressed = m_isPressed && m_pressed.batch == batch.id ? m_pressed.part : HeaderPart::None;
    return look;
}

void GridView::paintHeaders(QPainter *painter, const Tokens &tokens, const QRect &area)
{
    const std::vector<GridBatch> &batches = m_layout.batches();
    for (int at = std::max(0, m_layout.batchAt(area.top())); at < int(batches.size()); ++at) {
        const GridBatch &batch = batches[size_t(at)];
        if (batch.top > area.bottom())
            break;
        const QRect row = m_layout.headerRect(at);
        if (row.intersects(area))
            paintHeader(painter, tokens, readHeader(this->at(batch.firstRow)), row, headerLook(batch));
    }
}

CellLook GridView::lookOf(const QModelIndex &index) const
{
    CellLook look;
    look.isSelected = selectionModel()->isSelected(index);
    look.hasRing = index == currentIndex() && showsRing();
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
        paintPicture(painter, tokens, m_scaled, cell, picture, shownPart(cell));
    }
    paintFoot(painter, tokens, cell, m_layout.footRect(row), selectionModel()->isSelected(index));
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
