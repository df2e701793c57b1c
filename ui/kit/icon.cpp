#include "ui/kit/icon.h"

#include "ui/kit/tokens.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <QtMath>

static void initKitIcons()
{
    Q_INIT_RESOURCE(janus_icons);
}

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1String iconPrefix("janus:");

QString iconPath(const QString &name)
{
    initKitIcons();
    return u":/janus/icons/%1.svg"_s.arg(name);
}

/// The file's drawing with our line width and one colour. Lines get thinner from 36 px on, where they look
/// heavy.
QByteArray tintedSvg(const QString &name, int size, const QColor &color)
{
    QFile file(iconPath(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray svg = file.readAll();
    svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
    svg.replace("stroke-width=\"2\"", size >= 36 ? "stroke-width=\"1.25\"" : "stroke-width=\"1.75\"");
    return svg;
}

class KitIconEngine : public QIconEngine
{
public:
    explicit KitIconEngine(QString name)
        : m_name(std::move(name))
    {
    }

    QIconEngine *clone() const override { return new KitIconEngine(m_name); }
    QString iconName() override { return iconPrefix + m_name; }
    bool isNull() override { return false; }
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override { return size; }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const int side = qMin(rect.width(), rect.height());
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        QRect target(0, 0, side, side);
        target.moveCenter(rect.center());
        painter->drawPixmap(target, ui::pixmap(m_name, side, ink(mode, state), ratio));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return ui::pixmap(m_name, qMin(size.width(), size.height()), ink(mode, state), 1.0);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        // Here `size` is already in device pixels.
        const int logical = qRound(qMin(size.width(), size.height()) / qMax(scale, 1.0));
        return ui::pixmap(m_name, logical, ink(mode, state), scale);
    }

private:
    static QColor ink(QIcon::Mode mode, QIcon::State state)
    {
        const Colors &color = tokensOf(nullptr).color;
        if (mode == QIcon::Disabled)
            return color.textDisabled;
        return mode != QIcon::Normal || state == QIcon::On ? color.text : color.textSecondary;
    }

    QString m_name;
};

} // namespace

bool hasIcon(const QString &name)
{
    return !name.isEmpty() && QFile::exists(iconPath(name));
}

QIcon icon(const QString &name)
{
    return hasIcon(name) ? QIcon(new KitIconEngine(name)) : QIcon();
}

QPixmap pixmap(const QString &name, int size, const QColor &color, qreal devicePixelRatio)
{
    const int pixels = qMax(1, qCeil(size * devicePixelRatio));
    const QString key =
        u"janus/%1/%2/%3/%4"_s.arg(name).arg(size).arg(devicePixelRatio).arg(color.rgba(), 0, 16);
    QPixmap result;
    if (QPixmapCache::find(key, &result))
        return result;
    QImage image(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QSvgRenderer renderer(tintedSvg(name, size, color));
    if (renderer.isValid()) {
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setOpacity(color.alphaF());
        renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    }
    result = QPixmap::fromImage(image);
    result.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, result);
    return result;
}

QString iconName(const QIcon &icon)
{
    const QString name = icon.name();
    return name.startsWith(iconPrefix) ? name.mid(iconPrefix.size()) : QString();
}

} // namespace janus::ui
