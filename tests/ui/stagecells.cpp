#include "stagecells.h"

#include <QDate>
#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>
#include <QtMath>

#include <cstdlib>

namespace janus::ui::stagetest {

using namespace Qt::StringLiterals;
using namespace models;

namespace {

struct Palette
{
    QColor sky, horizon, sun, far, near;
};

Palette paletteOf(int variety)
{
    static const Palette palettes[] = {
        {u"#8d6a9f"_s, u"#f3b05a"_s, u"#ffe7a8"_s, u"#5b4a6e"_s, u"#2d2738"_s},
        {u"#cfdfe3"_s, u"#eef3f2"_s, u"#f7ead0"_s, u"#7a979c"_s, u"#3f5a60"_s},
        {u"#141a3a"_s, u"#c2407a"_s, u"#ffd9c0"_s, u"#2a2350"_s, u"#0e0c22"_s},
        {u"#0d3b3e"_s, u"#56b39a"_s, u"#e9ffe6"_s, u"#15544f"_s, u"#06262a"_s},
        {u"#f2d9c4"_s, u"#f7efe2"_s, u"#e0724a"_s, u"#b58d76"_s, u"#6e4a3c"_s},
    };
    return palettes[variety % 5];
}

void paintHills(QPainter &painter, const QSize &size, double base, double tall, double phase,
                const QColor &color)
{
    QPainterPath path(QPointF(0, size.height()));
    for (int x = 0; x <= size.width(); x += 4) {
        const double t = double(x) / size.width() * 6.28 + phase;
        path.lineTo(x, size.height() * (base - tall * (qSin(t) + 0.4 * qSin(2.7 * t + 1))));
    }
    path.lineTo(size.width(), size.height());
    path.closeSubpath();
    painter.fillPath(path, color);
}

void setBatch(QStandardItem *item, BatchId batch, const BatchWords &words)
{
    item->setData(batch, BatchIdRole);
    item->setData(words.title, BatchTitleRole);
    item->setData(words.meta, BatchMetaRole);
    item->setData(words.shortMeta, BatchShortMetaRole);
    item->setData(words.isOpen, BatchIsOpenRole);
    item->setData(words.title, PromptRole);
}

} // namespace

QPixmap paintedPicture(const QSize &size, int variety)
{
    QPixmap picture(size);
    const Palette palette = paletteOf(variety);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    QLinearGradient sky(0, 0, 0, size.height() * 0.75);
    sky.setColorAt(0, palette.sky);
    sky.setColorAt(1, palette.horizon);
    painter.fillRect(picture.rect(), sky);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette.sun);
    const double radius = size.height() * 0.09;
    painter.drawEllipse(QPointF(size.width() * (0.25 + 0.11 * (variety % 6)), size.height() * 0.33), radius,
                        radius);
    paintHills(painter, size, 0.66, 0.05, variety * 0.7, palette.far);
    paintHills(painter, size, 0.82, 0.06, variety * 1.3 + 2, palette.near);
    return picture;
}

QStandardItem *pictureItem(PictureId id, BatchId batch, const QSize &size, const BatchWords &words)
{
    auto *item = new QStandardItem;
    Picture picture;
    picture.id = id;
    picture.job = id;
    picture.batch = batch;
    picture.file = u"/pictures/%1.jpg"_s.arg(id);
    picture.size = size;
    item->setData(int(CellKind::Picture), KindRole);
    item->setData(id, PictureIdRole);
    item->setData(id, JobIdRole);
    item->setData(size, PixelSizeRole);
    item->setData(QString::number(51200700 + id), SeedRole);
    item->setData(QVariant::fromValue(picture), PictureRole);
    item->setData(paintedPicture(size.scaled(512, 512, Qt::KeepAspectRatio), int(id)), Qt::DecorationRole);
    item->setData(u"Picture: %1, seed %2"_s.arg(words.title).arg(51200700 + id), Qt::AccessibleTextRole);
    setBatch(item, batch, words);
    return item;
}

QStandardItem *liveItem(JobId job, BatchId batch, const QSize &size, const LiveState &live,
                        const BatchWords &words)
{
    auto *item = new QStandardItem;
    item->setData(int(CellKind::Live), KindRole);
    item->setData(job, JobIdRole);
    item->setData(size, PixelSizeRole);
    item->setData(QString::number(88124000 + job), SeedRole);
    item->setData(int(live.state), StateRole);
    item->setData(live.ahead, QueuePositionRole);
    item->setData(QDateTime::currentDateTimeUtc().addSecs(-live.seconds), SinceRole);
    item->setData(live.received, ReceivedRole);
    item->setData(live.total, TotalRole);
    item->setData(live.trouble, TroubleRole);
    item->setData(live.cancelWished, CancelWishedRole);
    item->setData(u"Open picture: %1"_s.arg(words.title), Qt::AccessibleTextRole);
    setBatch(item, batch, words);
    return item;
}

void appendBatch(QStandardItemModel &model, BatchId batch, int count, const QSize &size)
{
    const BatchWords words{u"Batch %1"_s.arg(batch), u"%1 pictures"_s.arg(count), QString::number(count)};
    for (int i = 0; i < count; ++i)
        model.appendRow(pictureItem(model.rowCount() + 1, batch, size, words));
}

CountingModel::CountingModel(int rows)
    : m_rows(rows)
    , m_picture(paintedPicture(QSize(64, 64), 1))
{
}

int CountingModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

QVariant CountingModel::data(const QModelIndex &index, int role) const
{
    ++calls;
    rowsRead.insert(index.row());
    switch (role) {
    case KindRole:
        return int(CellKind::Picture);
    case PictureIdRole:
    case JobIdRole:
        return qint64(index.row()) + 1;
    case BatchIdRole:
        return qint64(index.row() / 4) + 1;
    case PixelSizeRole:
        return QSize(512, 512);
    case Qt::DecorationRole:
        return m_picture;
    default:
        return {};
    }
}

namespace {

QSize shapeOf(int number)
{
    static constexpr QSize sizes[] = {{1024, 1024}, {1024, 768}, {1024, 1024}, {1024, 768}, {1024, 1024},
                                      {1024, 576},  {768, 1024}, {1024, 1024}, {576, 1024}};
    return sizes[(number % 9 + 9) % 9];
}

Marks marksOf(int number)
{
    Marks marks;
    marks.rating = (number * 7 + 4) % 6;
    marks.pick = number % 5 == 2 ? Pick::Rejected : number % 3 == 0 ? Pick::Picked : Pick::None;
    if (marks.pick == Pick::Rejected)
        marks.rating = 0;
    if (number % 4 == 0)
        marks.label = Label(1 + number / 4 % 5);
    return marks;
}

} // namespace

LibraryModel::LibraryModel(int rows, Grouping grouping)
    : m_rows(rows)
    , m_grouping(grouping)
{
}

int LibraryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

RowShape LibraryModel::rowShape(int row) const
{
    ++shapeCalls;
    const int number = numberOf(row);
    const bool isFlat = m_grouping == Grouping::Flat;
    return {isFlat ? 0 : number < 0 ? -1 : number / rowsOfGroup + 1, shapeOf(number)};
}

void LibraryModel::setThumbnailBox(const QSize &devicePixels)
{
    boxes.append(devicePixels);
    m_pictures.clear();
}

void LibraryModel::setInSight(int first, int last)
{
    sights.append({first, last});
}

void LibraryModel::append(int rows)
{
    beginInsertRows({}, m_rows, m_rows + rows - 1);
    m_rows += rows;
    endInsertRows();
}

void LibraryModel::prepend(int rows)
{
    beginInsertRows({}, 0, rows - 1);
    m_rows += rows;
    m_before += rows;
    endInsertRows();
}

QVariant LibraryModel::data(const QModelIndex &index, int role) const
{
    ++calls;
    rowsRead.insert(index.row());
    const int number = numberOf(index.row());
    const int group = int(rowShape(index.row()).group);
    switch (role) {
    case KindRole:
        return int(CellKind::Picture);
    case PictureIdRole:
    case JobIdRole:
        return qint64(number) + 1;
    case PixelSizeRole:
        return shapeOf(number);
    case SeedRole:
        return QString::number(51200700 + number);
    case MarksRole:
        return QVariant::fromValue(marksOf(number));
    case IsMissingRole:
        return number % 31 == 12;
    case IsTrashedRole:
        return number % 31 == 14;
    case IsChangedRole:
        return number % 31 == 16;
    case BatchTitleRole:
        return m_grouping == Grouping::Day
                   ? QDate(2026, 3, 14).addDays(1 - group).toString(u"dddd, d MMMM yyyy"_s)
                   : u"A village in deep snow, number %1"_s.arg(group);
    case BatchMetaRole:
        return u"%1 pictures"_s.arg(rowsOfGroup);
    case BatchShortMetaRole:
        return QString::number(rowsOfGroup);
    case Qt::AccessibleTextRole:
        return u"Picture: A village, seed %1"_s.arg(51200700 + number);
    case Qt::DecorationRole: {
        const QSize box = boxes.isEmpty() ? QSize(64, 64) : boxes.last();
        QPixmap &picture = m_pictures[m_isPainted ? number : 0];
        if (picture.isNull())
            picture = paintedPicture(shapeOf(number).scaled(box, Qt::KeepAspectRatio), std::abs(number));
        return picture;
    }
    default:
        return {};
    }
}

} // namespace janus::ui::stagetest
