#pragma once

#include <QColor>
#include <QFont>
#include <QList>
#include <QString>

class QWidget;

namespace janus::ui {

/// Which of the two colour sets is shown.
enum class Scheme { Dark, Light };

/// Every colour the program may use, by what it is for. resources/themes/tokens.json is the source; no other
/// file writes a colour down. Three rules decide: greys are neutral, colour means "act here", selected is
/// neutral and focused is blue.
struct Colors
{
    QColor stage, window, panel, raised, field, popup; ///< Grounds, from behind the pictures to menus.
    QColor hover, pressed;                             ///< Grounds of states; `pressed` is also "chosen".
    QColor border, borderControl;                      ///< Decoration; outline of what can be operated.
    QColor text, textSecondary, textMuted, textDisabled;
    QColor accent, accentFill, accentFillHover, accentFillPressed, accentText, accentTint;
    QColor success, successTint, warning, warningTint;
    QColor danger, dangerTint, dangerFill, info, infoTint;
    QColor selection, selectionFrame, selectionText, textSelection, focusRing;
    QColor star, flagPick, flagReject;
    QColor labelRed, labelYellow, labelGreen, labelBlue, labelPurple, labelInk;
    QColor scrim, scrimText, plate, plateText; ///< On pictures only; scrim is translucent.
    QColor sandbox, sandboxTint;               ///< Practice mode, and nothing else.
    QColor choice, comment;                    ///< In the prompt.
    QColor scrollThumb, scrollThumbHover;
};

/// A colour role as a value: `&Colors::accent`. Widgets keep the role, not the colour, so they follow the
/// theme.
using Ink = QColor Colors::*;

/// All roles with the name they have in tokens.json.
struct NamedInk
{
    QLatin1String name;
    Ink ink;
};
const QList<NamedInk> &allInks();

/// Lengths in logical pixels. Those that the text size changes (heights, icons) are already multiplied.
struct Measures
{
    int radiusBadge = 3, radiusControl = 4, radiusPopup = 6, radiusCard = 8;
    int iconSmall = 14, iconNormal = 16, iconTool = 18, iconCard = 24, iconEmpty = 40;
    int menuBar = 26, toolBar = 40, statusBar = 24, dockTitle = 28, bar = 40;
    int control = 28, controlSmall = 24, primary = 36, sizeChip = 50, segment = 24;
    int jobHeader = 32, cellFoot = 22, row = 26, recipeRow = 24, queueRow = 30, logRow = 19, tab = 30;
    int indicator = 16, switchWidth = 30, switchHeight = 18, chip = 22, badge = 16;
    int focusWidth = 2, focusOffset = 2;
    int scrollBar = 10, scrollThumb = 6, scrollMin = 32;
};

/// The type scale. Sizes are pixels times the text size; `mono` is the system's fixed font.
struct Fonts
{
    QFont micro, small, smallStrong, body, medium, strong, prompt, title, heading, number, mono;
};

/// A step of the type scale as a value: `&Fonts::small`.
using Type = QFont Fonts::*;

/// Durations in milliseconds; all are 0 when the user wants no motion.
struct Motion
{
    int fast = 90, normal = 160, slow = 240, picture = 180, toast = 5000;
};

/// Everything painting code needs to know: one value, made by Theme and carried by StudioStyle.
struct Tokens
{
    Scheme scheme = Scheme::Dark;
    double textScale = 1.0; ///< The user's text size, 0.8 to 2.0.
    Colors color;
    Measures size;
    Fonts font;
    Motion motion;

    /// Reads the compiled-in token file. `family` empty means the system's UI font.
    static Tokens load(Scheme scheme, double textScale = 1.0, const QString &family = {});

    /// A length that follows the text size.
    int scaled(double pixels) const { return qRound(pixels * textScale); }
};

/// The tokens a widget is painted with: those of its StudioStyle, else of the application's, else plain dark.
/// `widget` may be null. The reference lives as long as the style; do not keep it.
const Tokens &tokensOf(const QWidget *widget);

/// WCAG 2 contrast of two opaque colours, 1 to 21.
double contrastRatio(const QColor &a, const QColor &b);

} // namespace janus::ui
