#include "ui/toolstrip.h"

#include "ui/kit/icon.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/quietslider.h"
#include "ui/kit/segmentedcontrol.h"
#include "ui/shelf/finding.h"
#include "ui/shelf/libraryactions.h"
#include "ui/stage/gridview.h"
#include "ui/windowactions.h"

#include <QHBoxLayout>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace janus::ui {

ToolStrip::ToolStrip(const WindowActions &actions, const LibraryActions &library, QWidget *search,
                     QWidget *parent)
    : QToolBar(u"Tools"_s, parent)
    , m_workspaces(new SegmentedControl(u"Workspace"_s))
    , m_count(new PlainLabel({}, &Fonts::small, &Colors::textMuted))
    , m_modes(new SegmentedControl(u"How pictures are shown"_s))
    , m_size(new QuietSlider)
    , m_sizeBox(new QWidget)
{
    setObjectName(u"tools"_s);
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);

    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(16, 0, 12, 0);
    layout->setSpacing(12);
    m_workspaces->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    for (QAction *action : {library.createWorkspace, library.libraryWorkspace}) {
        const int segment = m_workspaces->addSegment(action->text().remove(u'&'));
        m_workspaces->segment(segment)->setToolTip(u"%1 (%2)"_s.arg(
            action->text().remove(u'&'), action->shortcut().toString(QKeySequence::NativeText)));
    }
    connect(m_workspaces, &SegmentedControl::activated, this, [library](int index) {
        (index == 0 ? library.createWorkspace : library.libraryWorkspace)->trigger();
    });
    layout->addWidget(m_workspaces);
    search->setMaximumWidth(500);
    layout->addWidget(search, 4);
    layout->addWidget(makeFilterButton(library));
    layout->addWidget(m_count);
    layout->addStretch(1);

    m_modes->addIconSegment(u"layout-grid"_s, u"Grid (G)"_s);
    m_modes->addIconSegment(u"photo"_s, u"Loupe (E)"_s);
    m_modes->addIconSegment(u"columns-2"_s, u"Compare (C)"_s);
    m_modes->addIconSegment(u"layout-board"_s, u"Survey (N)"_s);
    m_modes->addIconSegment(u"table"_s, u"Sheet (T)"_s);
    layout->addWidget(m_modes);

    m_size->setRange(GridView::smallestCell, GridView::largestCell);
    m_size->setFixedWidth(96);
    m_sizeBox->setFixedWidth(96);
    m_modes->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_size->setAccessibleName(u"Size of the pictures"_s);
    m_size->setToolTip(u"Size of the pictures (Ctrl+wheel)"_s);
    auto *sizeRow = new QHBoxLayout(m_sizeBox);
    sizeRow->setContentsMargins(0, 0, 0, 0);
    sizeRow->addWidget(m_size);
    layout->addWidget(m_sizeBox);
    layout->addWidget(makeDockButtons(actions));
    addWidget(row);

    connect(m_modes, &SegmentedControl::activated, this, [this](int index) {
        Q_EMIT modeChosen(StagePanel::Mode(index)); // in the order of the segments
    });
    connect(m_size, &QSlider::valueChanged, this, &ToolStrip::cellWidthChosen);
}

QWidget *ToolStrip::makeDockButtons(const WindowActions &actions)
{
    auto *box = new QWidget;
    box->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    for (QAction *action : {actions.compose, actions.drawer, actions.inspect}) {
        auto *button = new IconButton(iconName(action->icon()), action->text().remove(u'&'), box);
        button->setCheckable(true);
        button->setChecked(action->isChecked());
        connect(action, &QAction::toggled, button, &IconButton::setChecked);
        connect(button, &IconButton::clicked, action, &QAction::trigger);
        layout->addWidget(button);
    }
    return box;
}

QWidget *ToolStrip::makeFilterButton(const LibraryActions &library)
{
    auto *button = new IconButton(u"filter"_s, u"Filters (Ctrl+Shift+F)"_s);
    button->setCheckable(true);
    connect(library.filters, &QAction::toggled, button, &IconButton::setChecked);
    connect(button, &IconButton::clicked, library.filters, &QAction::trigger);
    return button;
}

void ToolStrip::setWorkspace(Workspace workspace)
{
    m_workspaces->setCurrentIndex(int(workspace));
}

void ToolStrip::setFoundText(const QString &text)
{
    m_count->setText(text);
}

void ToolStrip::setMode(StagePanel::Mode mode)
{
    m_modes->setCurrentIndex(int(mode));
    m_sizeBox->setEnabled(mode == StagePanel::Mode::Grid || mode == StagePanel::Mode::Sheet);
}

void ToolStrip::setCellWidth(int width)
{
    const QSignalBlocker blocker(m_size);
    m_size->setValue(width);
}

} // namespace janus::ui
