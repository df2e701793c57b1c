#pragma once

#include "ui/kit/tokens.h"

#include <QProxyStyle>
#include <QVariant>

class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionHeader;
class QStyleOptionMenuItem;
class QStyleOptionProgressBar;
class QStyleOptionSlider;
class QStyleOptionSpinBox;
class QStyleOptionTab;
class QStyleOptionToolButton;
class QStyleOptionViewItem;

namespace janus::ui {

class FocusRing;

/// Dynamic properties a widget sets to ask for a variant of its control.
namespace look {
inline constexpr char primary[] = "primary"; ///< QPushButton: the one filled blue button.
inline constexpr char danger[] = "danger";   ///< QPushButton: filled red, for what cannot be undone.
inline constexpr char compact[] = "compact"; ///< Buttons, fields, combo boxes: 24 instead of 28 high.
inline constexpr char segment[] = "segment"; ///< QToolButton: part of a SegmentedControl.
inline constexpr char toggle[] = "toggle";   ///< QCheckBox: drawn as a switch.
inline constexpr char refused[] = "refused"; ///< Fields: the value was refused, red line.
inline constexpr char bare[] = "bare";       ///< Fields, text editors: no ground and no line of their own.
inline constexpr char joined[] = "joined";   ///< QPushButton: int Qt::Edge of the joined side, left to right.
inline constexpr char link[] = "link";       ///< Flat QPushButton: accent ink, reads as a link.
inline constexpr char ink[] = "ink";         ///< QToolButton: QColor of its glyph instead of grey.
inline constexpr char ringOnParent[] = "ringOnParent"; ///< The focus ring goes round the parent widget.
inline constexpr char ring[] = "ring";                 ///< Any widget: show the focus ring outside it.
inline constexpr char radius[] =
    "radius"; ///< Any widget with a ring: int, the corner it follows (default 4).
/// Set one of the above and repaint. `value` is a bool for most of them.
void set(QWidget *widget, const char *property, const QVariant &value = true);
} // namespace look

/// Draws all standard controls of Qt Widgets from Tokens, over Fusion for what is not drawn here. Made by
/// Theme, owned by the application; there is a new one whenever scheme or text size change. GUI thread.
///
/// The focus ring stands outside buttons, sliders and check boxes and is shown only while the keyboard is in
/// use; fields, rows and tabs show focus inside their own line. No widget may have a style sheet: it would
/// leave this style.
class StudioStyle : public QProxyStyle
{
    Q_OBJECT
public:
    explicit StudioStyle(Tokens tokens);
    ~StudioStyle() override;

    const Tokens &tokens() const { return m_tokens; }

    /// The palette of the application.
    static QPalette paletteFor(const Tokens &tokens);
    /// The palette of text editors: selected text on a quiet ground.
    static QPalette editorPaletteFor(const Tokens &tokens);
    /// The palette of menu, tool and status bars.
    static QPalette barPaletteFor(const Tokens &tokens);

    QPalette standardPalette() const override;
    void polish(QApplication *application) override;
    void unpolish(QApplication *application) override;
    void polish(QWidget *widget) override;
    using QProxyStyle::polish;
    using QProxyStyle::unpolish;

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget = nullptr) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget = nullptr) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget = nullptr) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                           const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option,
                         const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                         const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option = nullptr,
                    const QWidget *widget = nullptr) const override;
    int styleHint(StyleHint hint, const QStyleOption *option = nullptr, const QWidget *widget = nullptr,
                  QStyleHintReturn *data = nullptr) const override;
    QIcon standardIcon(StandardPixmap which, const QStyleOption *option = nullptr,
                       const QWidget *widget = nullptr) const override;

private:
    // Buttons: studiostyle_buttons.cpp
    void drawButtonBevel(const QStyleOptionButton &option, QPainter *painter, const QWidget *widget) const;
    void drawButtonLabel(const QStyleOptionButton &option, QPainter *painter, const QWidget *widget) const;
    void drawToolButton(const QStyleOptionToolButton &option, QPainter *painter, const QWidget *widget) const;
    void drawToolGround(const QStyleOptionToolButton &option, QPainter *painter, const QWidget *widget) const;
    void drawCheck(const QStyleOption &option, QPainter *painter, const QWidget *widget) const;
    void drawRadio(const QStyleOption &option, QPainter *painter) const;
    void drawSwitch(const QStyleOption &option, QPainter *painter) const;
    void drawCheckLabel(const QStyleOptionButton &option, QPainter *painter) const;
    void drawFocusFrame(const QStyleOption &option, QPainter *painter, const QWidget *widget) const;
    QSize buttonSize(const QStyleOptionButton &option, const QWidget *widget) const;
    QSize toolButtonSize(const QStyleOptionToolButton &option, const QWidget *widget) const;

    // Fields: studiostyle_fields.cpp
    void drawFieldFrame(const QStyleOption &option, const QRect &rect, QPainter *painter,
                        const QWidget *widget) const;
    void drawSpinBox(const QStyleOptionSpinBox &option, QPainter *painter, const QWidget *widget) const;
    void drawComboBox(const QStyleOptionComboBox &option, QPainter *painter, const QWidget *widget) const;
    void drawComboLabel(const QStyleOptionComboBox &option, QPainter *painter) const;
    void drawFrame(const QStyleOption &option, QPainter *painter, const QWidget *widget) const;
    void drawShapedFrame(const QStyleOption &option, QPainter *painter, const QWidget *widget) const;
    QRect spinBoxRect(const QStyleOptionSpinBox &option, SubControl part) const;
    QRect comboBoxRect(const QStyleOptionComboBox &option, SubControl part) const;

    // Ranges: studiostyle_ranges.cpp
    void drawSlider(const QStyleOptionSlider &option, QPainter *painter, const QWidget *widget) const;
    void drawScrollBar(const QStyleOptionSlider &option, QPainter *painter, const QWidget *widget) const;
    QRect scrollBarRect(const QStyleOptionSlider &option, SubControl part) const;
    QRect sliderRect(const QStyleOptionSlider &option, SubControl part) const;
    void drawProgress(const QStyleOptionProgressBar &option, QPainter *painter) const;

    // Menus: studiostyle_menus.cpp
    void drawMenuItem(const QStyleOptionMenuItem &option, QPainter *painter, const QWidget *widget) const;
    void drawMenuBarItem(const QStyleOptionMenuItem &option, QPainter *painter) const;
    QSize menuItemSize(const QStyleOptionMenuItem &option) const;

    // Views and window parts: studiostyle_views.cpp
    void drawRowGround(const QStyleOptionViewItem &option, QPainter *painter, const QWidget *widget) const;
    void drawHeaderGround(const QStyleOptionHeader &option, QPainter *painter) const;
    void drawHeaderLabel(const QStyleOptionHeader &option, QPainter *painter) const;
    void drawTabGround(const QStyleOptionTab &option, QPainter *painter) const;
    void drawTabLabel(const QStyleOptionTab &option, QPainter *painter) const;
    void drawBranch(const QStyleOption &option, QPainter *painter) const;
    void drawDockHandle(const QStyleOption &option, QPainter *painter, const QWidget *widget) const;
    void drawSplitter(const QStyleOption &option, QPainter *painter) const;
    QSize tabSize(const QStyleOptionTab &option) const;

    Tokens m_tokens;
    FocusRing *m_focusRing;
};

} // namespace janus::ui
