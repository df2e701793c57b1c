#include "ui/windowactions.h"

#include "ui/kit/icon.h"

#include <QMenu>
#include <QMenuBar>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

QAction *make(QWidget *window, const QString &text, const QString &keys = {}, const QString &iconName = {})
{
    auto *action = new QAction(text, window);
    if (!keys.isEmpty())
        action->setShortcut(QKeySequence(keys, QKeySequence::PortableText));
    if (!iconName.isEmpty())
        action->setIcon(icon(iconName));
    window->addAction(action);
    return action;
}

QAction *makeSwitch(QWidget *window, const QString &text, const QString &keys = {},
                    const QString &iconName = {})
{
    QAction *action = make(window, text, keys, iconName);
    action->setCheckable(true);
    return action;
}

/// Belongs to the stage alone: forStage() adds it there.
QAction *makeForStage(QWidget *window, const QString &text, const QString &keys = {},
                      const QString &iconName = {})
{
    QAction *action = make(window, text, keys, iconName);
    window->removeAction(action);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    return action;
}

} // namespace

WindowActions::WindowActions(QWidget *window)
    : addKey(make(window, u"Add My fal &Key…"_s, {}, u"key"_s))
    , settings(make(window, u"&Settings…"_s, u"Ctrl+,"_s, u"settings"_s))
    , quit(make(window, u"&Quit"_s, u"Ctrl+Q"_s))
    , copyPicture(makeForStage(window, u"&Copy Picture"_s, u"Ctrl+C"_s, u"copy"_s))
    , copyRecipe(makeForStage(window, u"Copy &Recipe"_s, u"Ctrl+Shift+C"_s))
    , focusPrompt(make(window, u"Write the &Prompt"_s, u"Ctrl+L"_s))
    , history(make(window, u"&History of the Form"_s, u"Ctrl+H"_s, u"history"_s))
    , grid(make(window, u"&Grid"_s, {}, u"layout-grid"_s))
    , loupe(make(window, u"&Loupe"_s, {}, u"photo"_s))
    , compare(make(window, u"Co&mpare"_s, {}, u"columns-2"_s))
    , survey(make(window, u"Sur&vey"_s, {}, u"layout-board"_s))
    , sheet(make(window, u"S&weep Sheet"_s, {}, u"table"_s))
    , fullScreen(make(window, u"&Full-Screen Viewer"_s, u"F11"_s, u"maximize"_s))
    , compose(makeSwitch(window, u"&Compose"_s, {}, u"layout-sidebar"_s))
    , inspect(makeSwitch(window, u"&Inspect"_s, {}, u"layout-sidebar-right"_s))
    , drawer(makeSwitch(window, u"&Queue and Log"_s, u"Ctrl+J"_s, u"layout-bottombar"_s))
    , sideDocks(make(window, u"&Both Side Docks"_s, u"F9"_s))
    , resetLayout(make(window, u"&Reset Layout"_s))
    , useAll(makeForStage(window, u"Use &All Settings"_s, u"A"_s, u"arrow-left"_s))
    , usePrompt(makeForStage(window, u"Use the &Words"_s, u"W"_s))
    , useSeed(makeForStage(window, u"Use the &Seed"_s, u"S"_s))
    , useSize(makeForStage(window, u"Use the Si&ze"_s, u"D"_s))
    , runSame(makeForStage(window, u"&Run Again, Same Seed"_s, u"R"_s, u"repeat"_s))
    , runNew(makeForStage(window, u"Run Again, &New Seed"_s, u"Shift+R"_s, u"dice-5"_s))
    , neighbours(makeForStage(window, u"Four &Neighbouring Seeds"_s, u"V"_s))
    , verify(makeForStage(window, u"&Verify"_s, u"Shift+V"_s, u"shield-check"_s))
    , publish(makeForStage(window, u"&Publish…"_s, {}, u"upload"_s))
    , reveal(makeForStage(window, u"Show in &Folder"_s, {}, u"folder"_s))
    , generate(make(window, u"&Generate"_s, u"Ctrl+Return"_s, u"player-play"_s))
    , cancelJob(make(window, u"&Cancel the Current Request"_s, u"Ctrl+."_s, u"x"_s))
    , cancelWaiting(make(window, u"Cancel What Is &Waiting"_s, u"Ctrl+Shift+."_s))
    , tryAgain(make(window, u"&Try Again What Is Held"_s, {}, u"refresh"_s))
    , practice(makeSwitch(window, u"&Practice Mode"_s, {}, u"flask"_s))
    , practiseFailures(new QMenu(u"Practise &Failures"_s, window))
    , keyHelp(make(window, u"&Where Do I Get a Key"_s, {}, u"external-link"_s))
    , about(make(window, u"&About Janus Studio"_s, {}, u"info-circle"_s))
    , openRecipe(make(window, u"&Open Picture or Recipe…"_s, u"Ctrl+O"_s, u"folder"_s))
    , pasteRecipe(make(window, u"Paste Rec&ipe"_s, u"Ctrl+Shift+V"_s))
{
    // A key that is held down must not send, or cancel, one request after the other.
    for (QAction *once : {generate, runSame, runNew, neighbours, verify, cancelJob})
        once->setAutoRepeat(false);
    generate->setShortcuts({QKeySequence(u"Ctrl+Return"_s), QKeySequence(u"Ctrl+Enter"_s)});
    quit->setMenuRole(QAction::QuitRole);
    inspect->setShortcut({});
}

QList<QAction *> WindowActions::forStage() const
{
    return {copyPicture, copyRecipe, useAll,     usePrompt, useSeed, useSize,
            runSame,     runNew,     neighbours, verify,    publish, reveal};
}

void WindowActions::fill(QMenuBar *bar, const QList<QAction *> &composeActions) const
{
    const auto add = [bar](const QString &title, const QList<QAction *> &actions) {
        QMenu *menu = bar->addMenu(title);
        menu->setObjectName(QString(title).remove(u'&').toLower()); // for those who add to it
        for (QAction *action : actions)
            action ? menu->addAction(action) : static_cast<void>(menu->addSeparator());
    };
    add(u"&File"_s, {openRecipe, nullptr, addKey, settings, nullptr, quit});
    QList<QAction *> edit{copyPicture, copyRecipe, pasteRecipe, nullptr, focusPrompt, history};
    add(u"&Edit"_s, edit + composeActions);
    add(u"&View"_s, {grid, loupe, compare, survey, sheet, fullScreen, nullptr, compose, inspect, drawer,
                     sideDocks, nullptr, resetLayout});
    add(u"&Picture"_s, {useAll, usePrompt, useSeed, useSize, nullptr, runSame, runNew, neighbours, verify,
                        nullptr, publish, reveal});
    add(u"&Queue"_s, {generate, nullptr, cancelJob, cancelWaiting, tryAgain, nullptr, practice,
                      practiseFailures->menuAction()});
    add(u"&Help"_s, {keyHelp, about});
}

} // namespace janus::ui
