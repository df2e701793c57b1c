// Which function draws, measures or places what. The functions themselves stand in studiostyle_*.cpp by
// family.
#include "ui/kit/icon.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/stylepaint.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QStyleOption>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

QString arrowName(QStyle::PrimitiveElement element)
{
    switch (element) {
    case QStyle::PE_IndicatorArrowUp:
        return u"chevron-up"_s;
    case QStyle::PE_IndicatorArrowLeft:
        return u"chevron-left"_s;
    case QStyle::PE_IndicatorArrowRight:
        return u"chevron-right"_s;
    default:
        return u"chevron-down"_s;
    }
}

} // namespace

void StudioStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    const Colors &c = m_tokens.color;
    switch (element) {
    case PE_FrameFocusRect:
    case PE_FrameStatusBarItem:
    case PE_FrameDockWidget:
    case PE_FrameTabWidget:
    case PE_FrameTabBarBase:
    case PE_FrameMenu:
    case PE_FrameButtonBevel:
    case PE_FrameButtonTool:
    case PE_FrameDefaultButton:
    case PE_IndicatorToolBarHandle:
        return;
    case PE_PanelItemViewRow: // the part of a chosen row beside its items
        if (option->state & State_Selected)
            painter->fillRect(option->rect, c.pressed);
        return;
    case PE_PanelStatusBar:
        painter->fillRect(option->rect, c.window);
        return paint::edgeLine(painter, option->rect, Qt::TopEdge, c.border);
    case PE_IndicatorToolBarSeparator: {
        const QRectF middle(option->rect.center().x(), option->rect.top() + 6, 1, option->rect.height() - 12);
        return paint::edgeLine(painter, middle, Qt::LeftEdge, c.border);
    }
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return widget && widget->property(look::toggle).toBool() ? drawSwitch(*option, painter)
                                                                 : drawCheck(*option, painter, widget);
    case PE_IndicatorRadioButton:
        return drawRadio(*option, painter);
    case PE_PanelLineEdit:
    case PE_FrameLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && frame->lineWidth > 0)
            drawFieldFrame(*option, option->rect, painter, widget);
        return;
    case PE_Frame:
        return drawFrame(*option, painter, widget);
    case PE_FrameGroupBox:
        return paint::box(painter, option->rect,
                          {.line = c.border, .radius = qreal(m_tokens.size.radiusPopup)});
    case PE_PanelMenu:
        return paint::box(painter, option->rect,
                          {.ground = c.popup, .line = c.border, .radius = qreal(m_tokens.size.radiusPopup)});
    case PE_PanelTipLabel:
        return paint::box(
            painter, option->rect,
            {.ground = c.popup, .line = c.border, .radius = qreal(m_tokens.size.radiusControl)});
    case PE_PanelMenuBar:
    case PE_PanelToolBar:
        return painter->fillRect(option->rect, c.window);
    case PE_PanelItemViewItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option))
            drawRowGround(*item, painter, widget);
        return;
    case PE_IndicatorBranch:
        return drawBranch(*option, painter);
    case PE_IndicatorDockWidgetResizeHandle:
        return drawDockHandle(*option, painter, widget);
    case PE_IndicatorArrowUp:
    case PE_IndicatorArrowDown:
    case PE_IndicatorArrowLeft:
    case PE_IndicatorArrowRight:
        return paint::glyph(painter, option->rect, arrowName(element), m_tokens.size.iconSmall,
                            option->state & State_Enabled ? c.textSecondary : c.textDisabled);
    case PE_IndicatorHeaderArrow: {
        const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
        const bool up = header && header->sortIndicator == QStyleOptionHeader::SortUp;
        return paint::glyph(painter, option->rect, up ? u"chevron-up"_s : u"chevron-down"_s,
                            m_tokens.size.iconSmall, c.textSecondary);
    }
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void StudioStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option);
    const auto *menu = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
    if (element == CE_PushButtonBevel && button)
        return drawButtonBevel(*button, painter, widget);
    if (element == CE_PushButtonLabel && button)
        return drawButtonLabel(*button, painter, widget);
    if ((element == CE_CheckBoxLabel || element == CE_RadioButtonLabel) && button)
        return drawCheckLabel(*button, painter);
    if (element == CE_TabBarTabShape && tab)
        return drawTabGround(*tab, painter);
    if (element == CE_TabBarTabLabel && tab)
        return drawTabLabel(*tab, painter);
    if (element == CE_MenuItem && menu)
        return drawMenuItem(*menu, painter, widget);
    if (element == CE_MenuBarItem && menu)
        return drawMenuBarItem(*menu, painter);
    if ((element == CE_HeaderSection || element == CE_HeaderEmptyArea)) {
        if (header)
            return drawHeaderGround(*header, painter);
        return painter->fillRect(option->rect, m_tokens.color.panel);
    }
    if (element == CE_HeaderLabel && header)
        return drawHeaderLabel(*header, painter);
    if (element == CE_ComboBoxLabel)
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option))
            return drawComboLabel(*combo, painter);
    if (element == CE_ProgressBar)
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option))
            return drawProgress(*bar, painter);
    switch (element) {
    case CE_FocusFrame:
        return drawFocusFrame(*option, painter, widget);
    case CE_MenuBarEmptyArea:
        return painter->fillRect(option->rect, m_tokens.color.window);
    case CE_ToolBar:
        painter->fillRect(option->rect, m_tokens.color.window);
        return paint::edgeLine(painter, option->rect, Qt::BottomEdge, m_tokens.color.border);
    case CE_Splitter:
        return drawSplitter(*option, painter);
    case CE_ShapedFrame:
        return drawShapedFrame(*option, painter, widget);
    case CE_SizeGrip:
    case CE_MenuEmptyArea:
    case CE_ComboBoxLabel:
        return;
    case CE_ItemViewItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option)) {
            // A chosen row is a neutral ground, so its text keeps the ordinary ink.
            QStyleOptionViewItem neutral(*item);
            neutral.palette.setColor(QPalette::HighlightedText, m_tokens.color.text);
            return QProxyStyle::drawControl(element, &neutral, painter, widget);
        }
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void StudioStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                     QPainter *painter, const QWidget *widget) const
{
    const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control == CC_Slider && slider)
        return drawSlider(*slider, painter, widget);
    if (control == CC_ScrollBar && slider)
        return drawScrollBar(*slider, painter, widget);
    if (control == CC_ToolButton)
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option))
            return drawToolButton(*button, painter, widget);
    if (control == CC_SpinBox)
        if (const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(option))
            return drawSpinBox(*spin, painter, widget);
    if (control == CC_ComboBox)
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option))
            return drawComboBox(*combo, painter, widget);
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QSize StudioStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                                    const QWidget *widget) const
{
    const Measures &size = m_tokens.size;
    const int control = widget && widget->property(look::compact).toBool() ? size.controlSmall : size.control;
    switch (type) {
    case CT_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            return buttonSize(*button, widget);
        break;
    case CT_ToolButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option))
            return toolButtonSize(*button, widget);
        break;
    case CT_LineEdit:
        return {contents.width() + 16, qMax(control, contents.height() + 2)};
    case CT_SpinBox:
        return {contents.width() + 20, qMax(control, contents.height() + 2)};
    case CT_ComboBox:
        return {contents.width() + 20 + size.iconNormal, qMax(control, contents.height() + 4)};
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            return menuItemSize(*item);
        break;
    case CT_MenuBarItem:
        return {contents.width() + 18, size.menuBar};
    case CT_TabBarTab:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            return tabSize(*tab);
        break;
    case CT_ItemViewItem: {
        const QSize base = QProxyStyle::sizeFromContents(type, option, contents, widget);
        return {base.width(), qMax(base.height(), size.row)};
    }
    case CT_HeaderSection: {
        const QSize base = QProxyStyle::sizeFromContents(type, option, contents, widget);
        return {base.width(), size.controlSmall};
    }
    case CT_ProgressBar:
        return {contents.width(), m_tokens.scaled(6)};
    case CT_CheckBox:
    case CT_RadioButton: {
        const QSize base = QProxyStyle::sizeFromContents(type, option, contents, widget);
        return {base.width(), qMax(base.height(), size.controlSmall)};
    }
    default:
        break;
    }
    return QProxyStyle::sizeFromContents(type, option, contents, widget);
}

QRect StudioStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    switch (element) {
    case SE_LineEditContents: {
        const bool bare = widget && widget->property(look::bare).toBool();
        const int side = bare ? 0 : 5; // QLineEdit adds 2 of its own
        return option->rect.adjusted(side, 1, -side, -1);
    }
    case SE_PushButtonContents:
    case SE_PushButtonBevel:
    case SE_PushButtonFocusRect:
        return option->rect;
    case SE_ProgressBarGroove:
    case SE_ProgressBarContents:
        return option->rect;
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect StudioStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                  const QWidget *widget) const
{
    const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control == CC_ScrollBar && slider)
        return scrollBarRect(*slider, part);
    if (control == CC_Slider && slider && (part == SC_SliderHandle || part == SC_SliderGroove))
        return sliderRect(*slider, part);
    if (control == CC_SpinBox)
        if (const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(option))
            return spinBoxRect(*spin, part);
    if (control == CC_ComboBox)
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option))
            return comboBoxRect(*combo, part);
    return QProxyStyle::subControlRect(control, option, part, widget);
}

} // namespace janus::ui
