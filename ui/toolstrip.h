#pragma once

#include "ui/stage/stagepanel.h"

#include <QToolBar>

namespace janus::ui {

class PlainLabel;
class QuietSlider;
class SegmentedControl;
enum class Workspace;
struct LibraryActions;
struct WindowActions;

/// The bar under the menu: what the stage shows, how it shows it, and which docks stand beside it.
class ToolStrip : public QToolBar
{
    Q_OBJECT
public:
    /// `search` is the field that stands in it.
    ToolStrip(const WindowActions &actions, const LibraryActions &library, QWidget *search, QWidget *parent);

    void setWorkspace(Workspace workspace);
    /// "214 pictures"; empty: nothing to count.
    void setFoundText(const QString &text);
    void setMode(StagePanel::Mode mode);
    void setCellWidth(int width);

Q_SIGNALS:
    void modeChosen(janus::ui::StagePanel::Mode mode);
    void cellWidthChosen(int width);

private:
    QWidget *makeDockButtons(const WindowActions &actions);
    QWidget *makeFilterButton(const LibraryActions &library);

    SegmentedControl *m_workspaces;
    PlainLabel *m_count;
    SegmentedControl *m_modes;
    QuietSlider *m_size;
    QWidget *m_sizeBox;
};

} // namespace janus::ui
