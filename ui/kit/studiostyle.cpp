#include "ui/kit/studiostyle.h"

#include "ui/kit/focusring.h"
#include "ui/kit/icon.h"
#include "ui/kit/stylepaint.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QStyleFactory>
#include <QStyleOption>
#include <QVariant>

namespace janus::ui {

using namespace Qt::StringLiterals;

void look::set(QWidget *widget, const char *property, const QVariant &value)
{
    widget->setProperty(property, value);
    widget->updateGeometry();
    widget->update();
}

StudioStyle::StudioStyle(Tokens tokens)
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
    , m_tokens(std::move(tokens))
    , m_focusRing(new FocusRing(this))
{
    setObjectName(u"studio"_s);
}

StudioStyle::~StudioStyle() = default;

QPalette StudioStyle::paletteFor(const Tokens &tokens)
{
    const Colors &c = tokens.color;
    QPalette p;
    const std::pair<QPalette::ColorRole, QColor> roles[] = {{QPalette::Window, c.panel},
                                                            {QPalette::WindowText, c.text},
                                                            {QPalette::Base, c.field},
                                                            {QPalette::Text, c.text},
                                                            {QPalette::AlternateBase, c.panel},
                                                            {QPalette::PlaceholderText, c.textMuted},
                                                            {QPalette::Button, c.raised},
                                                            {QPalette::ButtonText, c.text},
                                                            {QPalette::Highlight, c.accentFill},
                                                            {QPalette::HighlightedText, c.accentText},
                                                            {QPalette::Link, c.accent},
                                                            {QPalette::LinkVisited, c.accent},
                                                            {QPalette::ToolTipBase, c.popup},
                                                            {QPalette::ToolTipText, c.text},
                                                            {QPalette::Light, c.hover},
                                                            {QPalette::Midlight, c.raised},
                                                            {QPalette::Mid, c.border},
                                                            {QPalette::Dark, c.borderControl},
                                                            {QPalette::Shadow, QColor(Qt::black)},
                                                            {QPalette::BrightText, c.danger}};
    for (const auto &[role, color] : roles)
        p.setColor(role, color);
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText,
                                           QPalette::HighlightedText, QPalette::PlaceholderText})
        p.setColor(QPalette::Disabled, role, c.textDisabled);
    p.setColor(QPalette::Disabled, QPalette::Base, c.panel);
    p.setColor(QPalette::Disabled, QPalette::Highlight, c.hover);
    return p;
}

QPalette StudioStyle::editorPaletteFor(const Tokens &tokens)
{
    QPalette p = paletteFor(tokens);
    p.setColor(QPalette::Highlight, tokens.color.textSelection);
    p.setColor(QPalette::HighlightedText, tokens.color.text);
    return p;
}

QPalette StudioStyle::barPaletteFor(const Tokens &tokens)
{
    QPalette p = paletteFor(tokens);
    p.setColor(QPalette::Window, tokens.color.window);
    return p;
}

QPalette StudioStyle::standardPalette() const
{
    return paletteFor(m_tokens);
}

void StudioStyle::polish(QApplication *application)
{
    QProxyStyle::polish(application);
    application->installEventFilter(m_focusRing);
    m_focusRing->refresh();
}

void StudioStyle::unpolish(QApplication *application)
{
    application->removeEventFilter(m_focusRing);
    QProxyStyle::unpolish(application);
}

void StudioStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    const bool hovers = widget->inherits("QAbstractButton") || widget->inherits("QComboBox") ||
                        widget->inherits("QAbstractSlider") || widget->inherits("QTabBar") ||
                        widget->inherits("QHeaderView") || widget->inherits("QAbstractSpinBox");
    if (hovers)
        widget->setAttribute(Qt::WA_Hover);
    if (qobject_cast<QScrollBar *>(widget))
        widget->setAttribute(Qt::WA_OpaquePaintEvent, false);
    // Rounded corners of popups: what lies outside them must not be painted at all.
    if (qobject_cast<QMenu *>(widget) || widget->inherits("QTipLabel"))
        widget->setAttribute(Qt::WA_TranslucentBackground);
    if (widget->inherits("QComboBoxListView")) {
        QPalette palette = paletteFor(m_tokens);
        palette.setColor(QPalette::Base, m_tokens.color.popup);
        widget->setPalette(palette);
    }
}

int StudioStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    const Measures &size = m_tokens.size;
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
    case PM_LineEditIconSize:
        return size.iconNormal;
    case PM_ToolBarIconSize:
        return size.iconTool;
    case PM_TabBarIconSize:
        return size.iconSmall;
    case PM_LargeIconSize:
    case PM_MessageBoxIconSize:
        return size.iconCard;
    case PM_DefaultFrameWidth:
        return widget && (widget->inherits("QPlainTextEdit") || widget->inherits("QTextEdit")) ? 2 : 1;
    case PM_SpinBoxFrameWidth:
    case PM_ComboBoxFrameWidth:
        return 1;
    case PM_ButtonMargin:
        return 0;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ButtonDefaultIndicator:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarBaseOverlap:
    case PM_TabBarBaseHeight:
    case PM_TabBarTabOverlap:
    case PM_MenuBarPanelWidth:
    case PM_ToolBarFrameWidth:
    case PM_ToolBarHandleExtent:
    case PM_DockWidgetFrameWidth:
    case PM_DockWidgetTitleMargin:
    case PM_MenuDesktopFrameWidth:
        return 0;
    case PM_IndicatorWidth:
    case PM_ExclusiveIndicatorWidth:
        return widget && widget->property(look::toggle).toBool() ? size.switchWidth : size.indicator;
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorHeight:
        return widget && widget->property(look::toggle).toBool() ? size.switchHeight : size.indicator;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 8;
    case PM_SliderThickness:
    case PM_SliderControlThickness:
        return m_tokens.scaled(20);
    case PM_SliderLength:
        return m_tokens.scaled(14);
    case PM_ScrollBarExtent:
        return size.scrollBar;
    case PM_ScrollBarSliderMin:
        return size.scrollMin;
    case PM_ScrollView_ScrollBarSpacing:
    case PM_ScrollView_ScrollBarOverlap:
        return 0;
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return 4;
    case PM_MenuBarHMargin:
        return 8;
    case PM_MenuBarVMargin:
        return 0;
    case PM_MenuBarItemSpacing:
        return 0;
    case PM_SubMenuOverlap:
        return -2;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    case PM_ToolBarItemMargin:
        return 4;
    case PM_ToolBarItemSpacing:
        return 4;
    case PM_ToolBarSeparatorExtent:
        return 9;
    case PM_DockWidgetSeparatorExtent:
    case PM_SplitterWidth:
        return 6;
    case PM_TabBarTabHSpace:
        return 20;
    case PM_TabBarTabVSpace:
        return 0;
    case PM_TabBarScrollButtonWidth:
        return size.controlSmall;
    case PM_TreeViewIndentation:
        return size.iconNormal;
    case PM_HeaderMargin:
        return 8;
    case PM_HeaderMarkSize:
        return size.iconSmall;
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return size.focusWidth + size.focusOffset;
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
        return 12;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return 8;
    case PM_TextCursorWidth:
        return 1;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int StudioStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                           QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_FocusFrame_AboveWidget:
    case SH_ItemView_ShowDecorationSelected:
    case SH_Menu_SloppySubMenus:
    case SH_ComboBox_ListMouseTracking:
        return 1;
    case SH_FocusFrame_Mask:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_EtchDisabledText:
    case SH_ItemView_ActivateItemOnSingleClick:
    case SH_ItemView_ChangeHighlightOnFocus:
    case SH_ScrollBar_Transient:
    case SH_ScrollBar_LeftClickAbsolutePosition:
    case SH_ComboBox_Popup:
    case SH_ToolTip_Mask:
    case SH_Menu_Mask:
    case SH_DockWidget_ButtonsHaveFrame:
        return 0;
    case SH_UnderlineShortcut: // the letters help only who uses the keyboard
        return widget && widget->window()->testAttribute(Qt::WA_KeyboardFocusChange);
    case SH_Slider_AbsoluteSetButtons:
        return Qt::LeftButton;
    case SH_Table_GridLineColor:
        return int(m_tokens.color.border.rgb());
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QIcon StudioStyle::standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const
{
    switch (which) {
    case SP_MessageBoxInformation:
        return icon(u"info-circle"_s);
    case SP_MessageBoxWarning:
        return icon(u"alert-triangle"_s);
    case SP_MessageBoxCritical:
        return icon(u"alert-circle"_s);
    case SP_MessageBoxQuestion:
        return icon(u"help-circle"_s);
    case SP_LineEditClearButton:
    case SP_TitleBarCloseButton:
    case SP_DockWidgetCloseButton:
    case SP_TabCloseButton:
        return icon(u"x"_s);
    case SP_ToolBarHorizontalExtensionButton:
        return icon(u"chevrons-right"_s);
    case SP_ToolBarVerticalExtensionButton:
        return icon(u"chevron-down"_s);
    case SP_ArrowLeft:
    case SP_ArrowBack:
        return icon(u"arrow-left"_s);
    case SP_ArrowRight:
    case SP_ArrowForward:
        return icon(u"arrow-right"_s);
    case SP_ArrowUp:
    case SP_FileDialogToParent:
        return icon(u"arrow-up"_s);
    case SP_DirIcon:
    case SP_DirClosedIcon:
        return icon(u"folder"_s);
    case SP_DirOpenIcon:
        return icon(u"folder-open"_s);
    case SP_FileDialogNewFolder:
        return icon(u"folder-plus"_s);
    case SP_FileIcon:
        return icon(u"file-text"_s);
    case SP_TrashIcon:
        return icon(u"trash"_s);
    case SP_BrowserReload:
        return icon(u"refresh"_s);
    default:
        return QProxyStyle::standardIcon(which, option, widget);
    }
}

} // namespace janus::ui
