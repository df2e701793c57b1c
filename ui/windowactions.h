#pragma once

#include <QAction>
#include <QObject>

class QMenu;
class QMenuBar;
class QWidget;

namespace janus::ui {

/// Every action of the window, made and named once: menus, shortcuts and buttons share them. Who can do a
/// thing connects to its triggered(). Those of the stage act only while the stage has the focus.
struct WindowActions
{
    explicit WindowActions(QWidget *window);

    QAction *addKey, *settings, *quit;
    QAction *copyPicture, *copyRecipe, *focusPrompt, *history;
    QAction *grid, *loupe, *compare, *survey, *sheet, *fullScreen, *compose, *inspect, *drawer, *sideDocks,
        *resetLayout;
    QAction *useAll, *usePrompt, *useSeed, *useSize, *runSame, *runNew, *neighbours, *verify, *publish,
        *reveal;
    QAction *generate, *cancelJob, *cancelWaiting, *tryAgain, *practice;
    QMenu *practiseFailures; ///< filled by the window
    QAction *keyHelp, *about;
    QAction *openRecipe, *pasteRecipe;

    /// The single letters and copies: added to the stage so that they never act while one types.
    QList<QAction *> forStage() const;
    /// Puts all of them into menus. `compose` are the form's own actions.
    void fill(QMenuBar *bar, const QList<QAction *> &compose) const;
};

} // namespace janus::ui
