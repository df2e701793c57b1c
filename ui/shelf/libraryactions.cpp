#include "ui/shelf/libraryactions.h"

#include "ui/kit/icon.h"

#include <QMenu>
#include <QMenuBar>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

QAction *shelfAction(QWidget *window, const QString &name, const QString &text, const QString &keys = {},
                     const QString &iconName = {})
{
    auto *action = new QAction(text, window);
    action->setObjectName(name);
    if (!keys.isEmpty())
        action->setShortcut(QKeySequence(keys, QKeySequence::PortableText));
    if (!iconName.isEmpty())
        action->setIcon(icon(iconName));
    window->addAction(action);
    return action;
}

/// Belongs to the stage alone, so that its key never acts while one types.
QAction *stageAction(QWidget *window, const QString &name, const QString &text, const QString &keys = {},
                     const QString &iconName = {})
{
    QAction *action = shelfAction(window, name, text, keys, iconName);
    window->removeAction(action);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    return action;
}

QMenu *menuNamed(QMenuBar *bar, const QString &name)
{
    for (const QAction *action : bar->actions()) {
        if (action->menu() && action->menu()->objectName() == name)
            return action->menu();
    }
    return nullptr;
}

void addAll(QMenu *menu, const QList<QAction *> &actions)
{
    for (QAction *action : actions)
        action ? menu->addAction(action) : static_cast<void>(menu->addSeparator());
}

void insertAll(QMenu *menu, const QList<QAction *> &actions)
{
    if (!menu)
        return;
    QAction *before = menu->actions().value(0);
    for (QAction *action : actions)
        action ? menu->insertAction(before, action) : static_cast<void>(menu->insertSeparator(before));
}

} // namespace

LibraryActions::LibraryActions(QWidget *window)
    : undo(shelfAction(window, u"undo"_s, u"&Undo"_s, u"Ctrl+Z"_s, u"arrow-back-up"_s))
    , redo(shelfAction(window, u"redo"_s, u"&Redo"_s, u"Ctrl+Shift+Z"_s, u"arrow-forward-up"_s))
    , pick(stageAction(window, u"pick"_s, u"&Pick"_s, u"P"_s, u"flag"_s))
    , reject(stageAction(window, u"reject"_s, u"Re&ject"_s, u"X"_s, u"x"_s))
    , unpick(stageAction(window, u"unpick"_s, u"&Neither"_s, u"U"_s))
    , addToTarget(stageAction(window, u"addToTarget"_s, u"&Add to Target Collection"_s, u"B"_s, u"target"_s))
    , removeFromCollection(
          stageAction(window, u"removeFromCollection"_s, u"Take &out of This Collection"_s, u"Shift+B"_s))
    , trash(stageAction(window, u"trash"_s, u"Move to &Trash"_s, u"Del"_s, u"trash"_s))
    , restore(stageAction(window, u"restore"_s, u"R&estore from Trash"_s, u"Shift+Del"_s, u"restore"_s))
    , emptyTrash(shelfAction(window, u"emptyTrash"_s, u"&Empty the Trash"_s))
    , openWith(stageAction(window, u"openWith"_s, u"Open in Another Pro&gram"_s, {}, u"external-link"_s))
    , copyPrompt(stageAction(window, u"copyPrompt"_s, u"Copy &Prompt"_s))
    , copySeed(stageAction(window, u"copySeed"_s, u"Copy &Seed"_s))
    , importPictures(shelfAction(window, u"importPictures"_s, u"&Import Pictures…"_s, u"Ctrl+Shift+O"_s,
                                 u"photo-plus"_s))
    , importFolder(shelfAction(window, u"importFolder"_s, u"Import a Fol&der…"_s))
    , exportPictures(
          shelfAction(window, u"exportPictures"_s, u"E&xport Pictures…"_s, u"Ctrl+E"_s, u"download"_s))
    , exportShown(shelfAction(window, u"exportShown"_s, u"Export All &Shown…"_s, u"Ctrl+Shift+E"_s))
    , createWorkspace(shelfAction(window, u"createWorkspace"_s, u"C&reate"_s, u"Ctrl+1"_s))
    , libraryWorkspace(shelfAction(window, u"libraryWorkspace"_s, u"Li&brary"_s, u"Ctrl+2"_s))
    , search(shelfAction(window, u"searchAction"_s, u"&Search"_s, u"Ctrl+F"_s, u"search"_s))
    , filters(shelfAction(window, u"filtersAction"_s, u"&Filters"_s, u"Ctrl+Shift+F"_s, u"filter"_s))
    , newCollection(
          shelfAction(window, u"newCollection"_s, u"&New Collection"_s, u"Ctrl+Shift+N"_s, u"folder-plus"_s))
    , newSmartCollection(shelfAction(window, u"newSmartCollection"_s,
                                     u"New S&mart Collection from This Search"_s, {}, u"search"_s))
    , renameCollection(shelfAction(window, u"renameCollection"_s, u"Re&name"_s, {}, u"pencil"_s))
    , removeCollection(shelfAction(window, u"removeCollection"_s, u"Re&move Collection"_s, {}, u"x"_s))
    , target(shelfAction(window, u"target"_s, u"Make It the &Target of B"_s, {}, u"target"_s))
    , newGoToTarget(shelfAction(window, u"newGoToTarget"_s, u"New &Pictures Go to the Target"_s))
{
    redo->setShortcuts({QKeySequence(u"Ctrl+Shift+Z"_s), QKeySequence(u"Ctrl+Y"_s)});
    // The keypad's digits rate, too; Qt counts them as the same keys.
    const QStringList stars{u"No Stars"_s, u"1 Star"_s,  u"2 Stars"_s,
                            u"3 Stars"_s,  u"4 Stars"_s, u"5 Stars"_s};
    for (int at = 0; at < int(rate.size()); ++at)
        rate[size_t(at)] = stageAction(window, u"rate%1"_s.arg(at), stars[at], QString::number(at),
                                       at == 0 ? QString() : u"star"_s);
    const QStringList labels{u"No Label"_s, u"Red"_s, u"Yellow"_s, u"Green"_s, u"Blue"_s, u"Purple"_s};
    for (int at = 0; at < int(label.size()); ++at)
        label[size_t(at)] = stageAction(window, u"label%1"_s.arg(at), labels[at],
                                        at >= 1 && at <= 4 ? QString::number(at + 5) : QString());
    for (QAction *checkable : {createWorkspace, libraryWorkspace, filters, newGoToTarget})
        checkable->setCheckable(true);
    for (QAction *once : {trash, restore, addToTarget, removeFromCollection})
        once->setAutoRepeat(false);
}

QList<QAction *> LibraryActions::forPictures() const
{
    QList<QAction *> actions{pick,  reject,  unpick,   addToTarget, removeFromCollection,
                             trash, restore, openWith, copyPrompt,  copySeed};
    for (QAction *action : rate)
        actions << action;
    for (QAction *action : label)
        actions << action;
    return actions;
}

QList<QAction *> LibraryActions::forStage() const
{
    return forPictures();
}

void LibraryActions::fillPictureMenu(QMenu *menu) const
{
    QMenu *stars = menu->addMenu(icon(u"star"_s), u"Ra&te"_s);
    for (QAction *action : rate)
        stars->addAction(action);
    QMenu *colours = menu->addMenu(u"&Label"_s);
    for (QAction *action : label)
        colours->addAction(action);
    addAll(menu, {pick, reject, unpick, nullptr, addToTarget, removeFromCollection, nullptr, trash, restore});
}

void LibraryActions::fill(QMenuBar *bar) const
{
    insertAll(menuNamed(bar, u"file"_s),
              {importPictures, importFolder, nullptr, exportPictures, exportShown, nullptr});
    insertAll(menuNamed(bar, u"edit"_s), {undo, redo, nullptr, search, nullptr});
    insertAll(menuNamed(bar, u"view"_s), {createWorkspace, libraryWorkspace, nullptr, filters, nullptr});
    if (QMenu *picture = menuNamed(bar, u"picture"_s)) {
        picture->addSeparator();
        addAll(picture, {openWith, copyPrompt, copySeed, nullptr});
        fillPictureMenu(picture);
    }
    auto *library = new QMenu(u"&Library"_s, bar);
    library->setObjectName(u"library"_s);
    addAll(library, {newCollection, newSmartCollection, nullptr, renameCollection, target, newGoToTarget,
                     removeCollection, nullptr, emptyTrash});
    const QMenu *help = menuNamed(bar, u"help"_s);
    bar->insertMenu(help ? help->menuAction() : nullptr, library);
}

void LibraryActions::setUndoNames(const QString &undoName, const QString &redoName)
{
    undo->setText(undoName.isEmpty() ? u"&Undo"_s : u"&Undo %1"_s.arg(undoName));
    redo->setText(redoName.isEmpty() ? u"&Redo"_s : u"&Redo %1"_s.arg(redoName));
    undo->setEnabled(!undoName.isEmpty());
    redo->setEnabled(!redoName.isEmpty());
}

} // namespace janus::ui
