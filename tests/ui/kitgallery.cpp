// Shows all controls in all states, to compare them with the design by eye.
//   kitgallery [--theme dark|light] [--scale 1|1.25|1.5|2] [--text 1.0] [--rtl] [--shell] [--family Inter]
//   [--out file.png]
#include "ui/kit/card.h"
#include "ui/kit/chip.h"
#include "ui/kit/collapsiblesection.h"
#include "ui/kit/docktitlebar.h"
#include "ui/kit/emptystate.h"
#include "ui/kit/formrow.h"
#include "ui/kit/icon.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/keycap.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/numberfield.h"
#include "ui/kit/numberslider.h"
#include "ui/kit/pill.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/practicebadge.h"
#include "ui/kit/primarybutton.h"
#include "ui/kit/quietslider.h"
#include "ui/kit/segmentedcontrol.h"
#include "ui/kit/sizechips.h"
#include "ui/kit/splitbutton.h"
#include "ui/kit/studiostyle.h"
#include "ui/kit/theme.h"
#include "ui/kit/toast.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QCommandLineParser>
#include <QDockWidget>
#include <QFocusFrame>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QStatusBar>
#include <QStyleOption>
#include <QStylePainter>
#include <QTabWidget>
#include <QTimer>
#include <QToolBar>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace janus::ui;
using namespace Qt::StringLiterals;

namespace {

enum class Look { Rest, Hover, Pressed, Focus, Disabled };
constexpr Look allLooks[] = {Look::Rest, Look::Hover, Look::Pressed, Look::Focus, Look::Disabled};

/// A push button that claims to be in a state.
class PosedButton : public QPushButton
{
public:
    PosedButton(const QString &text, Look pose, QWidget *parent)
        : QPushButton(text, parent)
        , m_pose(pose)
    {
        setEnabled(pose != Look::Disabled);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QStylePainter painter(this);
        QStyleOptionButton option;
        initStyleOption(&option);
        option.state.setFlag(QStyle::State_MouseOver, m_pose == Look::Hover);
        option.state.setFlag(QStyle::State_Sunken, m_pose == Look::Pressed);
        painter.drawControl(QStyle::CE_PushButton, option);
    }

private:
    Look m_pose;
};

/// An icon button that claims to be in a state.
class PosedIconButton : public IconButton
{
public:
    PosedIconButton(const QString &name, Look pose, QWidget *parent)
        : IconButton(name, name, parent)
        , m_pose(pose)
    {
        setEnabled(pose != Look::Disabled);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QStylePainter painter(this);
        QStyleOptionToolButton option;
        initStyleOption(&option);
        option.state.setFlag(QStyle::State_MouseOver, m_pose == Look::Hover);
        option.state.setFlag(QStyle::State_Sunken, m_pose == Look::Pressed);
        painter.drawComplexControl(QStyle::CC_ToolButton, option);
    }

private:
    Look m_pose;
};

/// A field that claims to have the focus.
template <typename Field>
class FocusedField : public Field
{
public:
    using Field::Field;

protected:
    void paintEvent(QPaintEvent *event) override
    {
        Field::paintEvent(event);
        QStylePainter painter(this);
        paintFrame(painter);
    }

private:
    void paintFrame(QStylePainter &painter)
    {
        QStyleOptionFrame option;
        option.initFrom(this);
        option.lineWidth = 1;
        option.state |= QStyle::State_HasFocus;
        painter.setClipRegion(QRegion(this->rect()) - QRegion(this->rect().adjusted(2, 2, -2, -2)));
        painter.drawPrimitive(QStyle::PE_PanelLineEdit, option);
    }
};

void ring(QWidget *target)
{
    QTimer::singleShot(0, target, [target] {
        auto *frame = new QFocusFrame(target->window());
        frame->setWidget(target);
    });
}

class Gallery : public QWidget
{
public:
    Gallery()
    {
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(24, 20, 24, 24);
        column->setSpacing(10);
        addButtons(column);
        addIconsAndSegments(column);
        addFields(column);
        addRanges(column);
        addMarks(column);
        addCompose(column);
        addRows(column);
        addBars(column);
        addEmpty(column);
        addType(column);
        setFixedWidth(720);
    }

private:
    void heading(QVBoxLayout *column, const QString &text)
    {
        column->addSpacing(4);
        column->addWidget(new PlainLabel(text, &Fonts::smallStrong, &Colors::textMuted, this));
    }

    QHBoxLayout *line(QVBoxLayout *column)
    {
        auto *row = new QHBoxLayout;
        row->setSpacing(10);
        column->addLayout(row);
        return row;
    }

    void addButtons(QVBoxLayout *column)
    {
        heading(column, u"Buttons"_s);
        for (const QString &text : {u"Generate 4"_s, u"Open folder"_s, u"Show all"_s, u"Delete for ever"_s}) {
            QHBoxLayout *row = line(column);
            for (const Look pose : allLooks) {
                auto *button = new PosedButton(text, pose, this);
                button->setProperty(look::primary, text.startsWith(u"Gen"));
                button->setProperty(look::danger, text.startsWith(u"Del"));
                button->setFlat(text.startsWith(u"Show"));
                if (text.startsWith(u"Open"))
                    button->setIcon(icon(u"folder"_s));
                if (pose == Look::Focus)
                    ring(button);
                row->addWidget(button);
            }
            row->addStretch();
        }
    }

    void addIconsAndSegments(QVBoxLayout *column)
    {
        heading(column, u"Icon buttons, segments, tabs"_s);
        QHBoxLayout *row = line(column);
        for (const Look pose : allLooks) {
            auto *button = new PosedIconButton(u"photo"_s, pose, this);
            if (pose == Look::Focus)
                ring(button);
            row->addWidget(button);
        }
        auto *split = new SegmentedControl(u"Division"_s, this);
        split->addSegment(u"Split"_s);
        split->addSegment(u"Together"_s);
        row->addWidget(split);
        auto *modes = new SegmentedControl(u"View"_s, this);
        for (const QString &name : {u"layout-grid"_s, u"photo"_s, u"columns-2"_s})
            modes->addIconSegment(name, name);
        ring(modes);
        row->addWidget(modes);
        auto *tabs = new QTabBar(this);
        tabs->setDrawBase(false);
        tabs->addTab(icon(u"terminal-2"_s), u"Log"_s);
        tabs->addTab(u"Activity\t3"_s);
        tabs->setExpanding(false);
        row->addWidget(tabs);
        row->addStretch();
    }

    void addFields(QVBoxLayout *column)
    {
        heading(column, u"Fields"_s);
        QHBoxLayout *row = line(column);
        for (int kind = 0; kind < 4; ++kind) {
            auto *field = kind == 1 ? new FocusedField<NumberField>(u"Width"_s, this)
                                    : new NumberField(u"Width"_s, this);
            field->setRange(0, 4096);
            field->setValue(1024);
            field->setUnit(u"w"_s);
            field->setRefused(kind == 2);
            field->setEnabled(kind != 3);
            field->setFixedWidth(112);
            row->addWidget(field);
        }
        row->addStretch();
        row = line(column);
        auto *combo = new QComboBox(this);
        combo->addItems({u"Rough gouache"_s, u"Woodcut"_s});
        row->addWidget(combo);
        auto *search = new QLineEdit(this);
        search->setPlaceholderText(u"Search prompts, tags, seeds…"_s);
        search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
        search->setFixedWidth(230);
        row->addWidget(search);
        auto *seed = new QLineEdit(u"88124017"_s, this);
        seed->setFont(tokensOf(this).font.mono);
        seed->addAction(icon(u"dice-5"_s), QLineEdit::TrailingPosition);
        seed->setFixedWidth(130);
        row->addWidget(seed);
        auto *off = new QComboBox(this);
        off->addItem(u"None"_s);
        off->setEnabled(false);
        row->addWidget(off);
        row->addStretch();
    }

    void addRanges(QVBoxLayout *column)
    {
        heading(column, u"Slider, check, radio, switch"_s);
        QHBoxLayout *row = line(column);
        for (int kind = 0; kind < 3; ++kind) {
            auto *slider = new QuietSlider(Qt::Horizontal, this);
            slider->setRange(0, 100);
            slider->setValue(30 + 15 * kind);
            slider->setEnabled(kind != 2);
            slider->setFixedWidth(90);
            row->addWidget(slider);
        }
        for (int kind = 0; kind < 6; ++kind) {
            auto *box = new QCheckBox(this);
            box->setChecked(kind % 2);
            box->setEnabled(kind < 4);
            if (kind == 3)
                ring(box);
            if (kind == 2) {
                box->setTristate(true);
                box->setCheckState(Qt::PartiallyChecked);
            }
            row->addWidget(box);
        }
        auto *together = new QWidget(this);
        auto *radios = new QHBoxLayout(together);
        radios->setContentsMargins(0, 0, 0, 0);
        radios->addWidget(new QRadioButton(together));
        auto *on = new QRadioButton(u"On"_s, together);
        on->setChecked(true);
        radios->addWidget(on);
        row->addWidget(together);
        for (const bool checked : {false, true}) {
            auto *box = new QCheckBox(this);
            box->setProperty(look::toggle, true);
            box->setChecked(checked);
            row->addWidget(box);
        }
        row->addStretch();
    }

    void addMarks(QVBoxLayout *column)
    {
        heading(column, u"Marks"_s);
        QHBoxLayout *row = line(column);
        for (int star = 0; star < 2; ++star) {
            auto *button = new IconButton(u"star-filled"_s, u"Star"_s, this);
            button->setInk(&Colors::star);
            button->setCompact(true);
            row->addWidget(button);
        }
        row->addWidget(new PracticeBadge(this));
        row->addWidget(new Chip(u"winter cards"_s, this));
        auto *on = new Chip(u"March 2026"_s, this);
        on->setCheckable(true);
        on->setChecked(true);
        on->setRemovable(true);
        row->addWidget(on);
        auto *menu = new Chip(u"Guidance"_s, this);
        menu->setOpensMenu(true);
        ring(menu);
        row->addWidget(menu);
        row->addWidget(new KeyCap(QKeySequence(Qt::CTRL | Qt::Key_Return), this));
        row->addWidget(new Pill(u"arrow-up"_s, u"4 new"_s, this));
        row->addStretch();
    }

    void addCompose(QVBoxLayout *column)
    {
        heading(column, u"Compose"_s);
        auto *box = new QWidget(this);
        box->setFixedWidth(308);
        auto *form = new QVBoxLayout(box);
        form->setSpacing(8);
        form->setContentsMargins(0, 0, 0, 0);
        auto *prompt = new QPlainTextEdit(u"A lighthouse on a basalt cliff,\nlong swell"_s, box);
        prompt->setFont(tokensOf(this).font.prompt);
        prompt->setFixedHeight(70);
        form->addWidget(prompt);
        auto *sizes = new SizeChips(u"Size"_s, box);
        sizes->setChips({{u"1:1 HD"_s, {1024, 1024}, {}},
                         {u"1:1"_s, {512, 512}, {}},
                         {u"3:4"_s, {768, 1024}, {}},
                         {u"9:16"_s, {576, 1024}, {}},
                         {u"4:3"_s, {1024, 768}, {}},
                         {u"16:9"_s, {1024, 576}, {}}});
        sizes->setCurrentIndex(5);
        form->addWidget(sizes);
        auto *guidance = new NumberSlider(u"Guidance"_s, box);
        guidance->setRange(1, 20, 1, 0);
        guidance->setDefaultValue(7);
        guidance->setValue(5);
        guidance->setHint(u"Follows words, leaves room"_s);
        form->addWidget(new FormRow(u"Guidance"_s, guidance, box));
        auto *temperature = new NumberSlider(u"Temperature"_s, box);
        temperature->setRange(0, 2, 0.1, 1);
        temperature->setDefaultValue(1.0);
        temperature->setValue(1.0);
        temperature->setRefused(true);
        auto *row = new FormRow(u"Temperature"_s, temperature, box);
        row->setMessage(u"Input should be less than or equal to 1."_s);
        form->addWidget(row);
        auto *generate = new SplitButton(u"Generate 8"_s, box);
        auto *lanes = new QMenu(generate);
        lanes->addAction(u"Only one"_s);
        generate->setMenu(lanes, u"Other ways"_s);
        generate->main()->setIconName(u"flask"_s);
        form->addWidget(generate);
        form->addStretch();
        auto *side = new QHBoxLayout;
        side->addWidget(box);
        side->addSpacing(24);
        auto *right = new QVBoxLayout;
        auto *dock = new QDockWidget(u"Inspect"_s, this);
        auto *title = new DockTitleBar(dock);
        title->setMenu(new QMenu(title));
        right->addWidget(title);
        auto *section = new CollapsibleSection(u"Recipe"_s, this);
        section->addAction(u"Use all"_s);
        section->setContent(new PlainLabel(u"Seed 51200714 <b>literal</b>"_s, this));
        right->addWidget(section);
        auto *closed = new CollapsibleSection(u"Family"_s, this);
        closed->setExpanded(false);
        right->addWidget(closed);
        auto *progress = new QProgressBar(this);
        progress->setValue(40);
        right->addWidget(progress);
        auto *group = new QGroupBox(u"Group"_s, this);
        auto *inside = new QVBoxLayout(group);
        inside->addWidget(new QCheckBox(u"Inside"_s, group));
        right->addWidget(group);
        right->addStretch();
        dock->hide();
        side->addLayout(right, 1);
        column->addLayout(side);
    }

    void addRows(QVBoxLayout *column)
    {
        heading(column, u"Rows and menus"_s);
        QHBoxLayout *row = line(column);
        auto *tree = new QTreeWidget(this);
        tree->setColumnCount(2);
        tree->setHeaderLabels({u"Collection"_s, u"Pictures"_s});
        for (const QString &text : {u"All pictures"_s, u"Selected"_s, u"Others"_s}) {
            auto *item = new QTreeWidgetItem(tree, {text, u"214"_s});
            item->setIcon(0, icon(u"folder"_s));
            for (int child = 0; child < 4 && text == u"Others"_s; ++child)
                new QTreeWidgetItem(item, {u"Child"_s, u"3"_s});
        }
        tree->expandAll();
        tree->setCurrentItem(tree->topLevelItem(1));
        tree->setFixedSize(260, 150);
        row->addWidget(tree);
        auto *menu = new QMenu(this);
        menu->addAction(icon(u"repeat"_s), u"Run again"_s)->setShortcut(Qt::Key_R);
        menu->addAction(icon(u"dice-5"_s), u"New &seed"_s)->setShortcut(Qt::SHIFT | Qt::Key_R);
        QAction *check = menu->addAction(u"Compare"_s);
        check->setCheckable(true);
        check->setChecked(true);
        menu->addSeparator();
        menu->addAction(icon(u"trash"_s), u"Move to trash"_s)->setEnabled(false);
        menu->addMenu(u"More"_s)->addAction(u"x"_s);
        menu->setActiveAction(menu->actions().at(1));
        menu->setWindowFlags(Qt::Widget); // as a part of the picture
        menu->ensurePolished();
        menu->setFixedSize(menu->sizeHint());
        row->addWidget(menu, 0, Qt::AlignTop);
        menu->show();
        row->addStretch();
    }

    void addBars(QVBoxLayout *column)
    {
        heading(column, u"Bars and toasts"_s);
        const std::pair<NoticeBar::Kind, QString> bars[] = {
            {NoticeBar::Kind::Danger, u"fal refused the key “Studio”."_s},
            {NoticeBar::Kind::Warning, u"The picture folder is full."_s},
            {NoticeBar::Kind::Info, u"Recovered:"_s},
            {NoticeBar::Kind::Practice, u"Practice mode."_s}};
        for (const auto &[kind, text] : bars) {
            auto *bar = new NoticeBar(kind, this);
            bar->setText(text, u"3 results wait in memory."_s);
            bar->addButton(u"Show"_s);
            column->addWidget(bar);
        }
        auto *toast = new Toast(this);
        toast->setText(u"2 pictures moved to the trash"_s);
        toast->setAction(u"Undo"_s);
        column->addWidget(toast, 0, Qt::AlignLeft);
        toast->show();
    }

    void addEmpty(QVBoxLayout *column)
    {
        QHBoxLayout *row = line(column);
        auto *card = new Card(this);
        auto *inside = new QVBoxLayout(card);
        inside->setContentsMargins(0, 0, 0, 0);
        inside->addWidget(new PlainLabel(u"Practice mode"_s, &Fonts::heading, &Colors::text, card));
        auto *words = new PlainLabel(u"Nothing is sent and nothing costs."_s, &Fonts::body,
                                     &Colors::textSecondary, card);
        inside->addWidget(words);
        inside->addWidget(new QPushButton(icon(u"key"_s), u"Add my fal key"_s, card), 0, Qt::AlignLeft);
        row->addWidget(card, 0, Qt::AlignTop);
        auto *empty = new EmptyState(this);
        empty->setIconName(u"photo"_s);
        empty->setTitle(u"Your first picture appears here"_s);
        empty->setText(u"Press Generate, or"_s);
        empty->setKeys(QKeySequence(Qt::CTRL | Qt::Key_Return));
        empty->setShape({1, 1}, 280);
        empty->setFixedSize(290, 200);
        row->addWidget(empty);
    }

    void addType(QVBoxLayout *column)
    {
        heading(column, u"Type"_s);
        const std::pair<QString, Type> steps[] = {
            {u"Heading 20 / 26"_s, &Fonts::heading}, {u"Prompt 15 / 22"_s, &Fonts::prompt},
            {u"Body 13 / 18"_s, &Fonts::body},       {u"Small 12 / 16"_s, &Fonts::small},
            {u"Micro 11 / 14"_s, &Fonts::micro},     {u"fixed 88124017"_s, &Fonts::mono}};
        for (const auto &[text, type] : steps)
            column->addWidget(new PlainLabel(text, type, &Colors::text, this));
    }
};

/// The parts of a main window, to see how bars, docks and lines meet.
class Shell : public QMainWindow
{
public:
    Shell()
    {
        for (const QString &title : {u"&File"_s, u"&Edit"_s, u"&View"_s, u"&Picture"_s, u"&Queue"_s})
            menuBar()->addMenu(title)->addAction(u"Open"_s);
        auto *tools = new QToolBar(this);
        tools->setMovable(false);
        tools->setContentsMargins(8, 0, 8, 0);
        auto *rooms = new SegmentedControl(u"Room"_s, tools);
        rooms->addSegment(u"Create"_s);
        rooms->addSegment(u"Library"_s);
        tools->addWidget(rooms);
        auto *search = new QLineEdit(tools);
        search->setPlaceholderText(u"Search prompts, tags, seeds…"_s);
        search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
        search->setFixedWidth(340);
        tools->addWidget(search);
        tools->addSeparator();
        tools->addWidget(new IconButton(u"layout-sidebar"_s, u"Compose"_s, tools));
        addToolBar(tools);
        auto *stage = new QWidget(this);
        stage->setAutoFillBackground(true);
        QPalette ground;
        ground.setColor(QPalette::Window, tokensOf(this).color.stage);
        stage->setPalette(ground);
        setCentralWidget(stage);
        addDock(u"Compose"_s, Qt::LeftDockWidgetArea, new QPlainTextEdit(u"A lighthouse"_s, this), 300);
        addDock(u"Inspect"_s, Qt::RightDockWidgetArea, new QWidget(this), 240);
        auto *drawer = new QTabWidget(this);
        drawer->addTab(new QListWidget(drawer), icon(u"list-check"_s), u"Queue\t7"_s);
        drawer->addTab(new QWidget(drawer), icon(u"terminal-2"_s), u"Log"_s);
        addDock(u"Activity"_s, Qt::BottomDockWidgetArea, drawer, 140);
        statusBar()->setSizeGripEnabled(false);
        statusBar()->addWidget(
            new PlainLabel(u"fal, connected"_s, &Fonts::small, &Colors::textSecondary, this));
        statusBar()->addPermanentWidget(new PracticeBadge(this));
        resize(1100, 640);
    }

private:
    void addDock(const QString &title, Qt::DockWidgetArea area, QWidget *content, int size)
    {
        auto *dock = new QDockWidget(title, this);
        auto *bar = new DockTitleBar(dock);
        bar->setMenu(new QMenu(bar));
        dock->setTitleBarWidget(bar);
        dock->setWidget(content);
        addDockWidget(area, dock);
        resizeDocks({dock}, {size}, area == Qt::BottomDockWidgetArea ? Qt::Vertical : Qt::Horizontal);
    }
};

} // namespace

int main(int argc, char **argv)
{
    // The scale has to be known before the application exists.
    for (int i = 1; i + 1 < argc; ++i)
        if (qstrcmp(argv[i], "--scale") == 0)
            qputenv("QT_SCALE_FACTOR", argv[i + 1]);
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"theme"_s, u"dark or light"_s, u"name"_s, u"dark"_s},
                       {u"scale"_s, u"device pixels per logical pixel"_s, u"factor"_s, u"1"_s},
                       {u"text"_s, u"text size, 1.0 is normal"_s, u"factor"_s, u"1"_s},
                       {u"family"_s, u"font family instead of the system's"_s, u"name"_s},
                       {u"rtl"_s, u"from right to left"_s},
                       {u"shell"_s, u"a window with bars and docks instead of the controls"_s},
                       {u"out"_s, u"write a picture and end"_s, u"file"_s}});
    parser.addHelpOption();
    parser.process(application);
    Theme theme;
    theme.setChoice(parser.value(u"theme"_s) == u"light"_s ? Theme::Choice::Light : Theme::Choice::Dark);
    theme.setTextScale(parser.value(u"text"_s).toDouble());
    theme.setFontFamily(parser.value(u"family"_s));
    theme.apply(application);
    if (parser.isSet(u"rtl"_s))
        QApplication::setLayoutDirection(Qt::RightToLeft);
    Gallery gallery;
    Shell shell;
    QWidget *shown = parser.isSet(u"shell"_s) ? static_cast<QWidget *>(&shell) : &gallery;
    shown->show();
    if (shown == &gallery)
        gallery.setFixedHeight(gallery.layout()->totalHeightForWidth(gallery.width()));
    const QString out = parser.value(u"out"_s);
    if (!out.isEmpty())
        QTimer::singleShot(200, shown, [shown, out] {
            shown->grab().save(out);
            QApplication::quit();
        });
    return QApplication::exec();
}
