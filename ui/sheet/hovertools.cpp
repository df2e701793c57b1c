#include "ui/sheet/hovertools.h"

#include "ui/kit/stylepaint.h"
#include "ui/kit/tokens.h"

#include <QAbstractButton>
#include <QPainter>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int plateButton = 24;
constexpr int platePadding = 2;
constexpr int hoveredAlpha = 40;
constexpr int pressedAlpha = 70;

/// The theme's tool button has grounds for grey bars; on a picture's plate only light on dark will do.
class PlateButton : public QAbstractButton
{
public:
    PlateButton(const QString &iconName, const QString &name, QWidget *parent)
        : QAbstractButton(parent)
        , m_iconName(iconName)
    {
        setName(name);
        setFocusPolicy(Qt::NoFocus);
        setAttribute(Qt::WA_Hover);
        setCursor(Qt::ArrowCursor);
    }

    void setIconName(const QString &name)
    {
        m_iconName = name;
        update();
    }
    void setName(const QString &name)
    {
        setToolTip(name);
        setAccessibleName(name);
    }
    QSize sizeHint() const override
    {
        const int side = tokensOf(this).scaled(plateButton);
        return {side, side};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensOf(this);
        QPainter painter(this);
        if (underMouse()) {
            QColor ground = tokens.color.plateText;
            ground.setAlpha(isDown() ? pressedAlpha : hoveredAlpha);
            paint::box(&painter, rect(), {.ground = ground, .radius = qreal(tokens.size.radiusBadge)});
        }
        paint::glyph(&painter, rect(), m_iconName, tokens.size.iconSmall, tokens.color.plateText);
    }

private:
    QString m_iconName;
};

} // namespace

HoverTools::HoverTools(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::NoFocus);
    const std::pair<QString, QString> faces[] = {
        {u"refresh"_s, tr("New seed in this cell (Shift+R)")},
        {u"zoom-in"_s, tr("Open in the loupe (Enter)")},
        {u"lock"_s, tr("Make it the centre (L)")},
        {u"arrow-left"_s, tr("Use these settings (A)")},
    };
    for (const auto &[iconName, name] : faces) {
        auto *button = new PlateButton(iconName, name, this);
        const auto tool = Tool(m_buttons.size());
        connect(button, &QAbstractButton::clicked, this, [this, tool] { Q_EMIT chosen(tool); });
        m_buttons.append(button);
    }
    resize(sizeHint());
}

void HoverTools::setCentre(bool isCentre)
{
    auto *lock = static_cast<PlateButton *>(button(Tool::Centre));
    lock->setIconName(isCentre ? u"lock-open"_s : u"lock"_s);
    lock->setName(isCentre ? tr("No longer the centre (L)") : tr("Make it the centre (L)"));
}

QSize HoverTools::sizeHint() const
{
    const int side = tokensOf(this).scaled(plateButton);
    return {int(m_buttons.size()) * side + 2 * platePadding, side + 2 * platePadding};
}

void HoverTools::resizeEvent(QResizeEvent *)
{
    const int side = height() - 2 * platePadding;
    for (int at = 0; at < m_buttons.size(); ++at)
        m_buttons.at(at)->setGeometry(platePadding + at * side, platePadding, side, side);
}

void HoverTools::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    paint::box(&painter, rect(), {.ground = tokens.color.plate, .radius = qreal(tokens.size.radiusControl)});
}

} // namespace janus::ui
