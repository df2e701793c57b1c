#pragma once

#include "core/paramroles.h"
#include "stagecells.h"
#include "ui/stage/compareview.h"
#include "ui/stage/gridview.h"
#include "ui/stage/stagepanel.h"
#include "ui/stage/surveyview.h"
#include "ui/stage/zoom.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QItemSelectionModel>
#include <QScrollArea>
#include <QTest>
#include <QWheelEvent>

#include <memory>

/// A stage to cull on, and hands for it. Included by one source of a test program only.
namespace janus::ui::stagetest {

using namespace Qt::StringLiterals;

constexpr QSize large(1600, 1200);
constexpr QSize tall(800, 1200);

inline QColor colorOf(PictureId id)
{
    return QColor(QColor::fromHsv(int(id * 67 % 360), 200, 220).rgb());
}

inline QImage plainImage(const QSize &size, const QColor &color)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(color);
    return image;
}

inline void wheel(QWidget *widget, const QPointF &point, int angle)
{
    QWheelEvent event(point, widget->mapToGlobal(point), {}, {0, angle}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(widget, &event);
}

inline void drag(QWidget *widget, const QPoint &from, const QPoint &to)
{
    QTest::mousePress(widget, Qt::LeftButton, {}, from);
    QTest::mouseMove(widget, to);
    QTest::mouseRelease(widget, Qt::LeftButton, {}, to);
}

/// The part of the picture (0 to 1 in both directions) in the middle of the room.
inline QPointF middleOf(const Zoom &zoom)
{
    const QRectF picture = zoom.picture();
    const QPointF from = zoom.room().center() - picture.topLeft();
    return {from.x() / picture.width(), from.y() / picture.height()};
}

inline bool isNear(const QPointF &a, const QPointF &b)
{
    return (a - b).manhattanLength() < 1e-6;
}

/// A shown stage whose pictures are plain colours, each its own; those of `sameAsFirst` have the first one's.
/// Pictures of four form a batch; they differ in their seeds.
struct Stage
{
    explicit Stage(int pictures = 6, const QList<QSize> &sizes = {large})
    {
        for (int at = 0; at < pictures; ++at)
            model.appendRow(pictureItem(at + 1, at / 4 + 1, sizes.at(at % sizes.size()), {u"A red fox"_s}));
        for (int at = 0; at < pictures; ++at) {
            change(at, [at](Picture &picture) {
                picture.seed = 700 + at;
                picture.request = withPrompt({u"fal-ai/janus"_s, {}}, u"A red fox"_s);
            });
        }
        panel = std::make_unique<StagePanel>(
            &model, [this](PictureId id, QObject *context, const std::function<void(QImage)> &deliver) {
                const QImage image = plainImage(sizeOf(id), colorOf(sameAsFirst.contains(id) ? 1 : id));
                QMetaObject::invokeMethod(
                    context, [deliver, image] { deliver(image); }, Qt::QueuedConnection);
            });
        panel->resize(1000, 760);
        panel->show();
        panel->activateWindow();
        isReady = QTest::qWaitForWindowActive(panel.get());
        panel->setFocus();
        QCoreApplication::processEvents();
    }

    QSize sizeOf(PictureId id) const { return model.item(int(id) - 1)->data(models::PixelSizeRole).toSize(); }
    void change(int row, const std::function<void(Picture &)> &how)
    {
        auto picture = model.item(row)->data(models::PictureRole).value<Picture>();
        how(picture);
        model.item(row)->setData(QVariant::fromValue(picture), models::PictureRole);
    }
    void select(const QList<int> &rows)
    {
        panel->setCurrentPicture(model.index(rows.first(), 0));
        for (const int row : rows)
            panel->selection()->select(model.index(row, 0), QItemSelectionModel::Select);
    }
    void compare(const QList<int> &rows = {0, 1})
    {
        select(rows);
        panel->compare();
        QCoreApplication::processEvents();
    }
    void survey(const QList<int> &rows)
    {
        select(rows);
        panel->survey();
        QCoreApplication::processEvents();
    }
    CompareView *view() const { return panel->compareView(); }
    CompareCanvas *canvas() const { return view()->canvas(); }
    SurveyView *surveyView() const { return panel->surveyView(); }
    PictureId id(Side side) const { return canvas()->picture(side).picture.id; }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    int current() const { return panel->currentPicture().row(); }
    QColor pixel(const QPointF &point) const
    {
        return canvas()->grab().toImage().pixelColor(point.toPoint());
    }

    QStandardItemModel model;
    QSet<PictureId> sameAsFirst;
    std::unique_ptr<StagePanel> panel;
    bool isReady = false;
};

inline QStringList namelessWidgets(const QWidget *root)
{
    QStringList nameless;
    const QList<QWidget *> all = root->findChildren<QWidget *>();
    for (QWidget *widget : all) {
        const bool isOperated =
            widget->focusPolicy() != Qt::NoFocus || qobject_cast<QAbstractButton *>(widget);
        if (!widget->isVisible() || !isOperated)
            continue;
        const QAccessibleInterface *said = QAccessible::queryAccessibleInterface(widget);
        if (!said || said->text(QAccessible::Name).isEmpty())
            nameless += QString::fromLatin1(widget->metaObject()->className());
    }
    return nameless;
}

/// What is seen only in part: outside of its parent, or with less room than its least.
inline QStringList cutWidgets(const QWidget *root)
{
    QStringList cut;
    const QList<QWidget *> all = root->findChildren<QWidget *>();
    for (const QWidget *widget : all) {
        const bool isScrolled = qobject_cast<const QScrollArea *>(widget->parentWidget()->parentWidget());
        if (!widget->isVisible() || isScrolled)
            continue;
        const bool isOutside =
            widget->x() < 0 || widget->geometry().right() > widget->parentWidget()->width();
        const bool isSmall = widget->width() < widget->minimumSizeHint().width();
        if (isOutside || isSmall)
            cut += u"%1 %2 %3"_s.arg(QString::fromLatin1(widget->metaObject()->className()),
                                     widget->accessibleName(), QString::number(widget->width()));
    }
    return cut;
}

} // namespace janus::ui::stagetest
