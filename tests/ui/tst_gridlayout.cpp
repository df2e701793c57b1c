#include "ui/stage/gridlayout.h"

#include <QRandomGenerator>
#include <QTest>

using namespace janus;
using namespace janus::ui;

Q_DECLARE_METATYPE(janus::ui::GridLook)

namespace {

constexpr QSize square(512, 512);
constexpr QSize wide(1024, 576);
constexpr QSize tall(576, 1024);
constexpr int viewHeight = 600;

/// Shapes in a list, counted when read.
class Shapes : public models::StageRows
{
public:
    models::RowShape rowShape(int row) const override
    {
        ++calls;
        return rows.at(row);
    }
    QList<models::RowShape> rows;
    mutable qint64 calls = 0;
};

/// A million rows that are nowhere.
class Endless : public models::StageRows
{
public:
    explicit Endless(int rowsOfGroup)
        : m_rowsOfGroup(rowsOfGroup)
    {
    }
    models::RowShape rowShape(int row) const override
    {
        ++calls;
        static constexpr QSize sizes[] = {{512, 512}, {1024, 576}, {576, 1024}, {768, 1024}};
        return {m_rowsOfGroup > 0 ? row / m_rowsOfGroup + 1 : 0, sizes[(row / 3) % 4]};
    }
    mutable qint64 calls = 0;

private:
    int m_rowsOfGroup;
};

Shapes shapesOf(const QList<models::RowShape> &rows)
{
    Shapes shapes;
    shapes.rows = rows;
    return shapes;
}

QList<models::RowShape> mixedRows()
{
    QList<models::RowShape> rows;
    for (int group = 1; group <= 12; ++group) {
        for (int i = 0; i < 1 + group % 7; ++i)
            rows.append({group, group % 3 == 0 ? wide : group % 3 == 1 ? square : tall});
    }
    rows.append({13, square});
    rows.append({13, wide});
    return rows;
}

models::RowShape randomShape(QRandomGenerator &random, qint64 group)
{
    static constexpr QSize sizes[] = {{512, 512},  {1024, 576}, {576, 1024},
                                      {768, 1024}, {4096, 64},  {33, 900}};
    return {group, sizes[random.bounded(6)]};
}

/// `mean` rows a group; 0: one group without header.
QList<models::RowShape> randomRows(QRandomGenerator &random, int count, int mean)
{
    QList<models::RowShape> rows;
    qint64 group = mean > 0 ? 1 : 0;
    for (int row = 0; row < count; ++row) {
        if (mean > 0 && random.bounded(mean) == 0)
            ++group;
        rows.append(randomShape(random, group));
    }
    return rows;
}

/// Where every cell is when all rows are laid out one after the other.
struct Everything
{
    QList<QRect> cells;
    QList<QRect> pictures;
    QList<GridHeader> headers;
    int height = 0;
};

Everything laidOutInFull(const QList<models::RowShape> &rows, const GridMetrics &m)
{
    Everything all;
    int y = m.topPadding + (rows.first().group == 0 ? m.mat : 0);
    int x = 0;
    int lineHeight = 0;
    for (int row = 0; row < rows.size(); ++row) {
        const GridBox box = boxOf(m, rows[row].size);
        const bool isStart = row == 0 || rows[row].group != rows[row - 1].group;
        if (isStart || x + box.size.width() > m.room()) {
            y += row == 0 ? 0 : lineHeight + m.foot + (isStart && rows[row].group != 0 ? m.headerGap : m.gap);
            if (isStart && rows[row].group != 0) {
                const QRect rect(m.sidePadding, y, m.width - m.sidePadding, m.header);
                all.headers.append({row, rows[row].group, rect});
                y += m.header + m.mat;
            }
            x = 0;
            lineHeight = 0;
        }
        const QRect cell(m.sidePadding + x, y, box.size.width(), box.size.height());
        QRect picture(QPoint(), box.picture);
        picture.moveTopLeft(cell.topLeft() + QPoint((cell.width() - picture.width()) / 2,
                                                    (cell.height() - picture.height()) / 2));
        all.cells.append(cell.adjusted(0, 0, 0, m.foot));
        all.pictures.append(picture);
        x += box.size.width() + m.gap;
        lineHeight = std::max(lineHeight, box.size.height());
    }
    all.height = y + lineHeight + m.foot + m.headerGap + m.topPadding;
    return all;
}

/// Goes from the top to the bottom like somebody with a wheel.
int walkDown(GridLayout &layout, int from = 0)
{
    int top = layout.settle(from == 0 ? layout.pinAtTop() : layout.pinAt(from, viewHeight), viewHeight);
    while (top + viewHeight < layout.contentHeight())
        top = layout.settle(layout.pinAt(top + 400, viewHeight), viewHeight);
    return top;
}

int walkUp(GridLayout &layout, int top)
{
    while (top > 0)
        top = layout.settle(top > 400 ? layout.pinAt(top - 400, viewHeight) : layout.pinAtTop(), viewHeight);
    return top;
}

struct Laid
{
    explicit Laid(const models::StageRows &rows, int count, const GridMetrics &metrics = {})
    {
        layout.setRows(&rows);
        layout.setMetrics(metrics);
        layout.reset(count);
        top = layout.settle(layout.pinAtTop(), viewHeight);
    }
    GridLayout layout;
    int top = 0;
};

GridMetrics metricsOf(GridLook look)
{
    GridMetrics metrics;
    metrics.look = look;
    return metrics;
}

/// What holds of whatever is in sight, exact or not: everything in order, nothing over another, all lines as
/// full as they can be (`mostShort` of them excepted). Gives what is wrong.
QByteArray wrongInSight(const GridLayout &layout, const models::StageRows &shapes, int top, int mostShort)
{
    const QRect seen(0, top, layout.metrics().width, viewHeight);
    const QList<int> rows = layout.rowsIn(seen);
    const GridMetrics &m = layout.metrics();
    int shortLines = 0;
    for (int i = 0; i < rows.size(); ++i) {
        const int row = rows[i];
        const QRect cell = layout.cellRect(row);
        if (!layout.isLaidOut(row))
            return "not laid out: " + QByteArray::number(row);
        if (cell.right() >= m.sidePadding + m.room())
            return "too wide: " + QByteArray::number(row);
        if (i == 0)
            continue;
        if (row != rows[i - 1] + 1 && m.look != GridLook::Columns)
            return "left out before " + QByteArray::number(row);
        const QRect before = layout.cellRect(row - 1);
        const bool isSameLine = before.top() == cell.top();
        const bool isStart = shapes.rowShape(row).group != shapes.rowShape(row - 1).group;
        if (isSameLine ? cell.left() != before.right() + 1 + m.gap
                       : cell.left() != m.sidePadding || cell.top() < before.bottom())
            return "out of place: " + QByteArray::number(row);
        if (isStart && isSameLine)
            return "no line of its own: " + QByteArray::number(row);
        if (isSameLine || isStart)
            continue;
        // Lines are filled from their beginning downward, from their end upward; one that could take both its
        // neighbours was cut short.
        int first = row - 1;
        while (first > 0 && layout.cellRect(first - 1).top() == before.top())
            --first;
        const int hole = m.sidePadding + m.room() - (before.right() + 1) - m.gap;
        const bool begins = first == 0 || shapes.rowShape(first - 1).group != shapes.rowShape(first).group;
        const bool takesLast = begins || boxOf(m, shapes.rowShape(first - 1).size).size.width() <= hole;
        shortLines += cell.width() <= hole && takesLast ? 1 : 0;
    }
    return shortLines > mostShort ? "short lines: " + QByteArray::number(shortLines) : QByteArray();
}

} // namespace

class tst_GridLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyPictureHasOneWidthAndItsOwnShapeByJob()
    {
        const Shapes shapes = shapesOf(mixedRows());
        Laid laid(shapes, int(shapes.rows.size()));
        QSet<int> lefts;
        for (int row = 0; row < shapes.rows.size(); ++row) {
            const QSize size = shapes.rows[row].size;
            QCOMPARE(laid.layout.pictureRect(row).size(),
                     QSize(182, qRound(182.0 * size.height() / size.width())));
            lefts.insert(laid.layout.pictureRect(row).left());
        }
        QCOMPARE(lefts, (QSet<int>{16, 206, 396, 586}));
    }

    void picturesAreWholeInEveryLook_data()
    {
        QTest::addColumn<GridLook>("look");
        QTest::addColumn<QSize>("pixels");
        QTest::addColumn<QSize>("cell");
        QTest::addColumn<QSize>("picture");
        const auto row = [](const char *name, GridLook look, const QSize &pixels, const QSize &cell,
                            const QSize &picture) {
            QTest::newRow(name) << look << pixels << cell << picture;
        };
        row("column", GridLook::Columns, {1024, 576}, {182, 102}, {182, 102});
        row("column, very tall", GridLook::Columns, {10, 1000}, {182, 1456}, {15, 1456});
        row("proportion, wide", GridLook::Proportions, {1024, 576}, {324, 182}, {324, 182});
        row("proportion, tall", GridLook::Proportions, {576, 1024}, {102, 182}, {102, 182});
        row("proportion, a sliver", GridLook::Proportions, {10, 1000}, {48, 182}, {2, 182});
        row("proportion, wider than the view", GridLook::Proportions, {8000, 1000}, {768, 182}, {768, 96});
        row("square, wide", GridLook::Squares, {1024, 576}, {182, 182}, {182, 102});
        row("square, tall", GridLook::Squares, {576, 1024}, {182, 182}, {102, 182});
        row("no size at all", GridLook::Proportions, {0, 0}, {182, 182}, {182, 182});
    }

    void picturesAreWholeInEveryLook()
    {
        QFETCH(GridLook, look);
        QFETCH(QSize, pixels);
        const GridBox box = boxOf(metricsOf(look), pixels);
        QTEST(box.size, "cell");
        QTEST(box.picture, "picture");
    }

    void aNarrowViewShrinksPicturesInsteadOfCroppingThem()
    {
        GridMetrics metrics;
        metrics.width = 150;
        const Shapes shapes = shapesOf({{1, wide}, {1, wide}});
        Laid laid(shapes, 2, metrics);
        QCOMPARE(laid.layout.pictureRect(0), QRect(16, 44, 118, 66));
        QVERIFY(laid.layout.pictureRect(1).top() > laid.layout.footRect(0).bottom());
    }

    void whatWasLookedAtFromTheTopIsWhereAFullLayoutHasIt_data()
    {
        QTest::addColumn<GridLook>("look");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("meanGroup");
        const QList<std::pair<QByteArray, GridLook>> looks{{"columns", GridLook::Columns},
                                                           {"proportions", GridLook::Proportions},
                                                           {"squares", GridLook::Squares}};
        for (const auto &[name, look] : looks) {
            QTest::newRow(name + ", one") << look << 1 << 5;
            QTest::newRow(name + ", small groups") << look << 3000 << 5;
            QTest::newRow(name + ", large groups") << look << 3000 << 700;
            QTest::newRow(name + ", flat") << look << 3000 << 0;
        }
    }

    void whatWasLookedAtFromTheTopIsWhereAFullLayoutHasIt()
    {
        QFETCH(GridLook, look);
        QFETCH(int, rows);
        QFETCH(int, meanGroup);
        for (const quint32 seed : {1u, 2u, 3u}) {
            QRandomGenerator random(seed);
            const Shapes shapes = shapesOf(randomRows(random, rows, meanGroup));
            for (const int width : {800, 1313}) {
                GridMetrics metrics = metricsOf(look);
                metrics.width = width;
                Laid laid(shapes, rows, metrics);
                const int top = walkDown(laid.layout);
                const Everything all = laidOutInFull(shapes.rows, metrics);
                QCOMPARE(laid.layout.contentHeight(), all.height);
                QCOMPARE(top, std::max(0, all.height - viewHeight));
                for (int y = top; y >= 0; y -= 333) { // exact as well after its lines were forgotten
                    const int seen = laid.layout.settle(laid.layout.pinAt(y, viewHeight), viewHeight);
                    QCOMPARE(seen, y);
                    const QRect area(0, y, width, viewHeight);
                    for (const int row : laid.layout.rowsIn(area)) {
                        QCOMPARE(laid.layout.cellRect(row), all.cells[row]);
                        QCOMPARE(laid.layout.pictureRect(row), all.pictures[row]);
                    }
                    for (const GridHeader &header : laid.layout.headersIn(area)) {
                        const auto same = std::ranges::find(all.headers, header.group, &GridHeader::group);
                        QCOMPARE(header.row, same->row);
                        QCOMPARE(header.rect, same->rect);
                    }
                }
            }
        }
    }

    void whatIsFoundInAnAreaIsWhatTouchesIt()
    {
        const Shapes shapes = shapesOf(mixedRows());
        for (const GridLook look : {GridLook::Columns, GridLook::Proportions, GridLook::Squares}) {
            Laid laid(shapes, int(shapes.rows.size()), metricsOf(look));
            for (int y = 0; y < laid.layout.contentHeight(); y += 37) {
                for (const QRect &area :
                     {QRect(0, y, 800, 300), QRect(210, y, 30, 5), QRect(599, y, 2, 400)}) {
                    QList<int> expected;
                    for (int row = 0; row < shapes.rows.size(); ++row) {
                        if (laid.layout.cellRect(row).intersects(area))
                            expected.append(row);
                    }
                    QCOMPARE(laid.layout.rowsIn(area), expected);
                }
            }
        }
    }

    void jumpsAndWheelsShowFullLinesWithoutMovingWhatIsInSight_data()
    {
        QTest::addColumn<GridLook>("look");
        QTest::addColumn<int>("rowsOfGroup");
        QTest::newRow("by job") << GridLook::Columns << 4;
        QTest::newRow("by day") << GridLook::Proportions << 37;
        QTest::newRow("by day, squares") << GridLook::Squares << 1000;
        QTest::newRow("flat") << GridLook::Proportions << 0;
        QTest::newRow("flat, squares") << GridLook::Squares << 0;
    }

    void jumpsAndWheelsShowFullLinesWithoutMovingWhatIsInSight()
    {
        QFETCH(GridLook, look);
        QFETCH(int, rowsOfGroup);
        constexpr int count = 1'000'000;
        const Endless shapes(rowsOfGroup);
        Laid laid(shapes, count, metricsOf(look));
        GridLayout &layout = laid.layout;
        QRandomGenerator random(7);
        for (int jump = 0; jump < 40; ++jump) {
            const int to = random.bounded(layout.contentHeight());
            int top = layout.settle(layout.pinAt(to, viewHeight), viewHeight);
            QCOMPARE(wrongInSight(layout, shapes, top, 0), QByteArray());
            for (int step = 0; step < 60; ++step) {
                const int delta = jump % 2 ? 117 : -117;
                const QList<int> before = layout.rowsIn(QRect(0, top, 800, viewHeight));
                QHash<int, QPoint> places;
                for (const int row : before)
                    places.insert(row, layout.cellRect(row).topLeft() - QPoint(0, top));
                const int wanted = std::clamp(top + delta, 1, layout.contentHeight() - viewHeight - 1);
                const int moved = wanted - top;
                top = layout.settle(layout.pinAt(wanted, viewHeight), viewHeight);
                QCOMPARE(wrongInSight(layout, shapes, top, 0), QByteArray());
                for (const int row : layout.rowsIn(QRect(0, top, 800, viewHeight))) {
                    if (places.contains(row))
                        QCOMPARE(layout.cellRect(row).topLeft() - QPoint(0, top),
                                 places[row] - QPoint(0, moved));
                }
            }
        }
    }

    void aMillionRowsCostNoMoreThanWhatIsLookedAt()
    {
        constexpr int count = 1'000'000;
        for (const GridLook look : {GridLook::Columns, GridLook::Proportions, GridLook::Squares}) {
            for (const int rowsOfGroup : {0, 4, 5000}) {
                const Endless shapes(rowsOfGroup);
                GridMetrics metrics = metricsOf(look);
                Laid laid(shapes, count, metrics);
                GridLayout &layout = laid.layout;
                QVERIFY2(shapes.calls < 3000, QByteArray::number(shapes.calls).constData());
                const auto cost = [&shapes](auto deed) {
                    shapes.calls = 0;
                    deed();
                    return shapes.calls;
                };
                int top = 0;
                const auto go = [&](const GridLayout::Pin &pin) { top = layout.settle(pin, viewHeight); };
                QVERIFY(cost([&] { go(layout.pinAt(layout.contentHeight() / 2, viewHeight)); }) < 8000);
                QVERIFY(cost([&] { go(layout.pinAt(top + 120, viewHeight)); }) < 3000);
                QVERIFY(cost([&] { go(layout.pinAt(top - 120, viewHeight)); }) < 3000);
                QVERIFY(cost([&] { go(layout.pinAtEnd()); }) < 8000);
                QCOMPARE(layout.rowsIn(QRect(0, top, 800, viewHeight)).last(), count - 1);
                QVERIFY(cost([&] { go({500'000, 100}); }) < 8000);
                QCOMPARE(layout.cellRect(500'000).top() - top, 100);
                QVERIFY(cost([&] {
                            metrics.width += 8;
                            layout.setMetrics(metrics);
                            go({500'000, 100});
                        }) < 8000);
                QVERIFY(cost([&] {
                            layout.insert(0, 4, 500'000);
                            go({500'004, 100});
                        }) < 3000);
                QVERIFY(cost([&] { layout.rowInNextLine(500'004, 1, 300); }) < 3000);
                QVERIFY(cost([&] { layout.rowBeyond(500'004, -5000, 300); }) < 8000);
                QVERIFY(cost([&] { go(layout.pinAtTop()); }) < 8000);
                QCOMPARE(top, 0);
            }
        }
    }

    void theRestBehindTheFirstPageComesCheaply()
    {
        const Endless shapes(0);
        Laid laid(shapes, 60, metricsOf(GridLook::Proportions));
        GridLayout &layout = laid.layout;
        QList<QRect> before;
        for (const int row : layout.rowsIn(QRect(0, 0, 800, viewHeight)))
            before.append(layout.cellRect(row));
        shapes.calls = 0;
        layout.insert(60, 999'940);
        QCOMPARE(layout.settle(layout.pinAtTop(), viewHeight), 0);
        QVERIFY2(shapes.calls < 3000, QByteArray::number(shapes.calls).constData());
        QCOMPARE(layout.rowCount(), 1'000'000);
        for (int row = 0; row < before.size(); ++row)
            QCOMPARE(layout.cellRect(row), before[row]);
        QVERIFY(layout.contentHeight() > 20'000'000);
    }

    void contentsHigherThanAScrollBarCanCountAreScaledDown()
    {
        class Towers : public models::StageRows
        {
        public:
            models::RowShape rowShape(int) const override { return {0, {100, 800}}; }
        } towers;
        GridMetrics metrics;
        metrics.cellSize = 512;
        metrics.width = 600;
        Laid laid(towers, 1'000'000, metrics);
        QVERIFY(laid.layout.contentHeight() > 1'000'000'000);
        int top = laid.layout.settle(laid.layout.pinAtEnd(), viewHeight);
        QVERIFY(top > 1'000'000'000);
        QCOMPARE(laid.layout.rowAt({300, top + viewHeight - 60}), 999'999);
        top = walkUp(laid.layout, laid.layout.settle({40, 0}, viewHeight));
        QCOMPARE(laid.layout.rowAt({300, 40}), 0);
    }

    void whatComesAndGoesAboveMovesNothingInSight_data()
    {
        jumpsAndWheelsShowFullLinesWithoutMovingWhatIsInSight_data();
    }

    void whatComesAndGoesAboveMovesNothingInSight()
    {
        QFETCH(GridLook, look);
        QFETCH(int, rowsOfGroup);
        QRandomGenerator random(11);
        Shapes shapes = shapesOf(randomRows(random, 5000, rowsOfGroup));
        Laid laid(shapes, 5000, metricsOf(look));
        GridLayout &layout = laid.layout;
        int top = layout.settle({2500, 30}, viewHeight);
        for (int change = 0; change < 200; ++change) {
            const GridLayout::Pin pin = layout.pinAt(top, viewHeight);
            QHash<int, QPoint> places;
            for (const int row : layout.rowsIn(QRect(0, top, 800, viewHeight))) {
                if (row >= pin.row)
                    places.insert(row, layout.cellRect(row).topLeft() - QPoint(0, top));
            }
            const int count = 1 + random.bounded(change % 10 == 0 ? 400 : 3);
            // Mostly close above, where rows and lines are shared with what is in sight.
            const int first = random.bounded(2) ? random.bounded(pin.row) : pin.row - 1;
            int shift = count;
            if (change % 3 == 0 && first + count <= pin.row) {
                shapes.rows.remove(first, count);
                layout.remove(first, count, pin.row);
                shift = -count;
            } else {
                const models::RowShape like = shapes.rows[first];
                shapes.rows.insert(first, count, randomShape(random, like.group));
                layout.insert(first, count, pin.row);
            }
            top = layout.settle({pin.row + shift, pin.y}, viewHeight);
            for (auto place = places.cbegin(); place != places.cend(); ++place)
                QCOMPARE(layout.cellRect(place.key() + shift).topLeft() - QPoint(0, top), place.value());
            QCOMPARE(wrongInSight(layout, shapes, top, 2), QByteArray());
        }
        QCOMPARE(layout.rowCount(), int(shapes.rows.size()));
        // The lines that had to stay short are whole when one comes back.
        const GridLayout::Pin seen = layout.pinAt(top, viewHeight);
        layout.forget();
        layout.settle(layout.pinAtEnd(), viewHeight);
        layout.forget();
        top = layout.settle({seen.row, viewHeight / 2}, viewHeight);
        QCOMPARE(wrongInSight(layout, shapes, top, 0), QByteArray());
        layout.forget();
        top = layout.settle(layout.pinAtTop(), viewHeight);
        while (top + viewHeight < layout.contentHeight()) {
            QCOMPARE(wrongInSight(layout, shapes, top, 0), QByteArray());
            top = layout.settle(layout.pinAt(top + 300, viewHeight), viewHeight);
        }
        while (top > 0) {
            QCOMPARE(wrongInSight(layout, shapes, top, 0), QByteArray());
            top = layout.settle(top > 300 ? layout.pinAt(top - 300, viewHeight) : layout.pinAtTop(),
                                viewHeight);
        }
    }

    void aShortLineAboveIsMadeWholeOutOfSight()
    {
        Shapes shapes = shapesOf(QList<models::RowShape>(2000, {0, square}));
        Laid laid(shapes, 2000, metricsOf(GridLook::Squares));
        GridLayout &layout = laid.layout;
        int top = walkDown(layout); // everything around has its lines
        top = layout.settle({1000, 0}, viewHeight);
        shapes.rows.insert(990, {0, square});
        layout.insert(990, 1, 1000);
        top = layout.settle({1001, 0}, viewHeight);
        int shortLines = 0;
        const auto go = [&](int by) {
            top = layout.settle(layout.pinAt(top + by, viewHeight), viewHeight);
            shortLines += wrongInSight(layout, shapes, top, 0).isEmpty() ? 0 : 1;
        };
        for (int step = 0; step < 20; ++step)
            go(-200);
        QVERIFY(shortLines > 0); // otherwise this test tells nothing
        shortLines = 0;
        for (int step = 0; step < 40; ++step)
            go(200);
        QCOMPARE(shortLines, 0);
    }

    void insertingRemovingAndChangingEndsLikeStartingAnew_data()
    {
        jumpsAndWheelsShowFullLinesWithoutMovingWhatIsInSight_data();
    }

    void insertingRemovingAndChangingEndsLikeStartingAnew()
    {
        QFETCH(GridLook, look);
        QFETCH(int, rowsOfGroup);
        QRandomGenerator random(3);
        Shapes shapes = shapesOf(randomRows(random, 1500, rowsOfGroup));
        Laid laid(shapes, 1500, metricsOf(look));
        GridLayout &layout = laid.layout;
        for (int change = 0; change < 60; ++change) {
            const int first = random.bounded(int(shapes.rows.size()) - 400);
            const int count = 1 + random.bounded(change % 7 == 0 ? 390 : 5);
            if (change % 3 == 0) {
                shapes.rows.remove(first, count);
                layout.remove(first, count);
            } else if (change % 3 == 1) {
                const models::RowShape like = shapes.rows[first];
                for (int i = 0; i < count; ++i)
                    shapes.rows.insert(first, randomShape(random, like.group));
                layout.insert(first, count);
            } else {
                for (int i = 0; i < count; ++i)
                    shapes.rows[first + i].size = randomShape(random, 0).size;
                layout.refresh(first, first + count - 1);
            }
            layout.settle({random.bounded(int(shapes.rows.size())), 0}, viewHeight);
        }
        GridMetrics metrics = layout.metrics();
        metrics.width += 1; // everything is laid out anew
        layout.setMetrics(metrics);
        walkDown(layout);
        const Everything all = laidOutInFull(shapes.rows, metrics);
        QCOMPARE(layout.contentHeight(), all.height);
        const int top = layout.contentHeight() - viewHeight;
        for (const int row : layout.rowsIn(QRect(0, top, 801, viewHeight)))
            QCOMPARE(layout.cellRect(row), all.cells[row]);
    }

    void onlyAnotherShapeOrGroupMovesAnything()
    {
        Shapes shapes = shapesOf(mixedRows());
        Laid laid(shapes, int(shapes.rows.size()));
        const int last = int(shapes.rows.size()) - 1;
        QVERIFY(!laid.layout.refresh(0, last));
        shapes.rows[5].size *= 2;
        QVERIFY(!laid.layout.refresh(5, 5));
        shapes.rows[5].size = QSize(300, 100);
        QVERIFY(laid.layout.refresh(0, last));
        laid.layout.settle(laid.layout.pinAtTop(), viewHeight);
        shapes.rows[last].group = 99;
        QVERIFY(laid.layout.refresh(last, last));
    }

    void aHeaderStaysAtTheTopUntilTheNextOneTakesItsPlace()
    {
        QList<models::RowShape> rows;
        for (int i = 0; i < 24; ++i)
            rows.append({1 + i / 12, square});
        const Shapes shapes = shapesOf(rows);
        Laid laid(shapes, 24);
        const GridLayout &layout = laid.layout;
        QVERIFY(!layout.stuckHeader(0));
        QVERIFY(!layout.stuckHeader(8)); // whole in sight by itself
        const auto stuck = layout.stuckHeader(9);
        QVERIFY(stuck);
        QCOMPARE(stuck->group, 1);
        QCOMPARE(stuck->rect, QRect(16, 9, 784, 32));
        const QList<GridHeader> headers = layout.headersIn(QRect(0, 0, 800, 5000));
        QCOMPARE(headers.size(), 2);
        const int next = headers[1].rect.top();
        QCOMPARE(layout.stuckHeader(next - 10)->group, 1);
        QCOMPARE(layout.stuckHeader(next - 10)->rect.bottom(), next - 1);
        QVERIFY(!layout.stuckHeader(next));
        QCOMPARE(layout.stuckHeader(next + 1)->group, 2);
    }

    void upAndDownKeepTheColumnAndThePage()
    {
        const Endless shapes(50);
        Laid laid(shapes, 100'000, metricsOf(GridLook::Squares));
        GridLayout &layout = laid.layout;
        const int x = layout.middleOf(2);
        int row = 2;
        for (int line = 0; line < 2000; ++line) {
            const int next = layout.rowInNextLine(row, 1, x);
            QVERIFY(next > row && next <= row + 4);
            row = next;
        }
        for (int line = 0; line < 2000; ++line)
            row = layout.rowInNextLine(row, -1, x);
        QCOMPARE(row, 2);
        QCOMPARE(layout.rowInNextLine(2, -1, x), 2);
        const int page = layout.rowBeyond(2, 100'000, x);
        QVERIFY(page > 1000);
        QCOMPARE(layout.rowBeyond(page, -100'000, x), 2);
        QCOMPARE(layout.rowInNextLine(99'999, 1, x), 99'999);
    }

    void spansAreUnitedAndSubtracted()
    {
        const GridSpans a{{1, 4}, {8, 9}, {20, 30}};
        const GridSpans b{{3, 7}, {10, 10}, {22, 23}, {29, 40}};
        QCOMPARE(unitedSpans(a, b), (GridSpans{{1, 10}, {20, 40}}));
        QCOMPARE(subtractedSpans(a, b), (GridSpans{{1, 2}, {8, 9}, {20, 21}, {24, 28}}));
        QCOMPARE(subtractedSpans(b, a), (GridSpans{{5, 7}, {10, 10}, {31, 40}}));
        QCOMPARE(rowsInSpans(a), 17);
        QVERIFY(spansContain(a, 9) && !spansContain(a, 10) && !spansContain({}, 0));
    }
};

QTEST_APPLESS_MAIN(tst_GridLayout)
#include "tst_gridlayout.moc"
