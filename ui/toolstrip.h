#pragma once

#include "ui/stage/stagepanel.h"

#include <QToolBar>

namespace janus::ui {

class PlainLabel;
class QuietSlider;
class SegmentedControl;
struct WindowActions;

/// The bar under the menu: what the stage shows, how it shows it, and which docks stand beside it.
class ToolStrip : public QToolBar
{
    Q_OBJECT
public:
    ToolStrip(const WindowActions &actions, QWidget *parent);

    void setPictureCount(int count);
    void setMode(StagePanel::Mode mode);
    void setCellWidth(int width);

Q_SIGNALS:
    void modeChosen(janus::ui::StagePanel::Mode mode);
    void cellWidthChosen(int width);

private:
    QWidget *makeDockButtons(const WindowActions &actions);

    PlainLabel *m_count;
    SegmentedControl *m_modes;
    QuietSlider *m_size;
    QWidget *m_sizeBox;
};

} // namespace janus::ui
