#include "ui/kit/tokens.h"

#include "ui/kit/studiostyle.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QWidget>

// Resources of a static library are linked only when somebody asks for them; the macro wants global scope.
static void initKitThemes()
{
    Q_INIT_RESOURCE(janus_themes);
}

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

QColor tokenColor(const QString &text)
{
    static const QRegularExpression rgba(uR"(^rgba\((\d+),(\d+),(\d+),([\d.]+)\)$)"_s);
    const QRegularExpressionMatch match = rgba.match(text);
    if (!match.hasMatch())
        return QColor(text);
    return QColor(match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt(),
                  qRound(match.captured(4).toDouble() * 255));
}

QJsonObject tokenFile()
{
    initKitThemes();
    QFile file(u":/janus/themes/tokens.json"_s);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    return opened ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

Colors readColors(const QJsonObject &set)
{
    Colors colors;
    for (const NamedInk &named : allInks())
        colors.*named.ink = tokenColor(set.value(named.name).toString());
    return colors;
}

Measures readMeasures(const QJsonObject &file, double scale)
{
    Measures m;
    const auto read = [](const QJsonObject &from, QLatin1String name, int &into, double factor) {
        into = qRound(from.value(name).toDouble(into) * factor);
    };
    const QJsonObject radius = file.value("radius"_L1).toObject();
    read(radius, "badge"_L1, m.radiusBadge, 1);
    read(radius, "control"_L1, m.radiusControl, 1);
    read(radius, "popup"_L1, m.radiusPopup, 1);
    read(radius, "card"_L1, m.radiusCard, 1);
    const QJsonObject icon = file.value("icon"_L1).toObject();
    read(icon, "small"_L1, m.iconSmall, scale);
    read(icon, "normal"_L1, m.iconNormal, scale);
    read(icon, "tool"_L1, m.iconTool, scale);
    read(icon, "empty"_L1, m.iconEmpty, scale);
    const QJsonObject height = file.value("height"_L1).toObject();
    const std::pair<QLatin1String, int *> heights[] = {{"menuBar"_L1, &m.menuBar},
                                                       {"toolBar"_L1, &m.toolBar},
                                                       {"statusBar"_L1, &m.statusBar},
                                                       {"dockTitle"_L1, &m.dockTitle},
                                                       {"bar"_L1, &m.bar},
                                                       {"control"_L1, &m.control},
                                                       {"primary"_L1, &m.primary},
                                                       {"jobHeader"_L1, &m.jobHeader},
                                                       {"controlSmall"_L1, &m.controlSmall},
                                                       {"cellFoot"_L1, &m.cellFoot},
                                                       {"row"_L1, &m.row},
                                                       {"recipeRow"_L1, &m.recipeRow},
                                                       {"queueRow"_L1, &m.queueRow},
                                                       {"logRow"_L1, &m.logRow},
                                                       {"tab"_L1, &m.tab}};
    for (const auto &[name, into] : heights)
        read(height, name, *into, scale);
    int *const onlyHere[] = {&m.iconCard,    &m.sizeChip,     &m.segment, &m.indicator,
                             &m.switchWidth, &m.switchHeight, &m.chip,    &m.badge};
    for (int *length : onlyHere)
        *length = qRound(*length * scale);
    return m;
}

QFont sizedFont(QFont font, double pixels, QFont::Weight weight)
{
    font.setPixelSize(qMax(9, qRound(pixels)));
    font.setWeight(weight);
    return font;
}

Fonts makeFonts(double scale, const QString &family)
{
    QFont ui = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    if (!family.isEmpty())
        ui.setFamilies({family});
    Fonts f;
    f.micro = sizedFont(ui, 11 * scale, QFont::Medium);
    f.small = sizedFont(ui, 12 * scale, QFont::Normal);
    f.smallStrong = sizedFont(ui, 12 * scale, QFont::DemiBold);
    f.body = sizedFont(ui, 13 * scale, QFont::Normal);
    f.medium = sizedFont(ui, 13 * scale, QFont::Medium);
    f.strong = sizedFont(ui, 13 * scale, QFont::DemiBold);
    f.prompt = sizedFont(ui, 15 * scale, QFont::Normal);
    f.title = sizedFont(ui, 15 * scale, QFont::DemiBold);
    f.heading = sizedFont(ui, 20 * scale, QFont::DemiBold);
    f.number = sizedFont(ui, 26 * scale, QFont::Medium);
    f.mono = sizedFont(QFontDatabase::systemFont(QFontDatabase::FixedFont), 12 * scale, QFont::Normal);
    return f;
}

double linearChannel(double c)
{
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &c)
{
    return 0.2126 * linearChannel(c.redF()) + 0.7152 * linearChannel(c.greenF()) +
           0.0722 * linearChannel(c.blueF());
}

} // namespace

#define JANUS_INK(name)                                                                                      \
    NamedInk                                                                                                 \
    {                                                                                                        \
        QLatin1String(#name), &Colors::name                                                                  \
    }
const QList<NamedInk> &allInks()
{
    static const QList<NamedInk> inks{JANUS_INK(stage),
                                      JANUS_INK(window),
                                      JANUS_INK(panel),
                                      JANUS_INK(raised),
                                      JANUS_INK(field),
                                      JANUS_INK(popup),
                                      JANUS_INK(hover),
                                      JANUS_INK(pressed),
                                      JANUS_INK(border),
                                      JANUS_INK(borderControl),
                                      JANUS_INK(text),
                                      JANUS_INK(textSecondary),
                                      JANUS_INK(textMuted),
                                      JANUS_INK(textDisabled),
                                      JANUS_INK(accent),
                                      JANUS_INK(accentFill),
                                      JANUS_INK(accentFillHover),
                                      JANUS_INK(accentFillPressed),
                                      JANUS_INK(accentText),
                                      JANUS_INK(accentTint),
                                      JANUS_INK(success),
                                      JANUS_INK(successTint),
                                      JANUS_INK(warning),
                                      JANUS_INK(warningTint),
                                      JANUS_INK(danger),
                                      JANUS_INK(dangerTint),
                                      JANUS_INK(dangerFill),
                                      JANUS_INK(info),
                                      JANUS_INK(infoTint),
                                      JANUS_INK(selection),
                                      JANUS_INK(selectionFrame),
                                      JANUS_INK(selectionText),
                                      JANUS_INK(textSelection),
                                      JANUS_INK(focusRing),
                                      JANUS_INK(star),
                                      JANUS_INK(flagPick),
                                      JANUS_INK(flagReject),
                                      JANUS_INK(labelRed),
                                      JANUS_INK(labelYellow),
                                      JANUS_INK(labelGreen),
                                      JANUS_INK(labelBlue),
                                      JANUS_INK(labelPurple),
                                      JANUS_INK(labelInk),
                                      JANUS_INK(scrim),
                                      JANUS_INK(scrimText),
                                      JANUS_INK(plate),
                                      JANUS_INK(plateText),
                                      JANUS_INK(sandbox),
                                      JANUS_INK(sandboxTint),
                                      JANUS_INK(choice),
                                      JANUS_INK(comment),
                                      JANUS_INK(scrollThumb),
                                      JANUS_INK(scrollThumbHover)};
    return inks;
}
#undef JANUS_INK

Tokens Tokens::load(Scheme scheme, double textScale, const QString &family)
{
    static const QJsonObject file = tokenFile();
    Tokens tokens;
    tokens.scheme = scheme;
    tokens.textScale = qBound(0.8, textScale, 2.0);
    const QLatin1String set = scheme == Scheme::Dark ? "dark"_L1 : "light"_L1;
    tokens.color = readColors(file.value("color"_L1).toObject().value(set).toObject());
    tokens.size = readMeasures(file, tokens.textScale);
    tokens.font = makeFonts(tokens.textScale, family);
    return tokens;
}

const Tokens &tokensOf(const QWidget *widget)
{
    if (const auto *style = widget ? qobject_cast<const StudioStyle *>(widget->style()) : nullptr)
        return style->tokens();
    if (const auto *style = qApp ? qobject_cast<const StudioStyle *>(QApplication::style()) : nullptr)
        return style->tokens();
    static const Tokens fallback = Tokens::load(Scheme::Dark);
    return fallback;
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace janus::ui
