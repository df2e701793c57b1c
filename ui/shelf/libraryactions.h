#pragma once

#include <QAction>

#include <array>

class QMenuBar;
class QWidget;

namespace janus::ui {

/// What one can do with pictures and collections, made and named once: menus, shortcuts and buttons share
/// them. Single keys act only while the stage has the focus (forStage()). Each has an object name.
struct LibraryActions
{
    explicit LibraryActions(QWidget *window);

    QAction *undo, *redo;
    std::array<QAction *, 6> rate; ///< by stars
    QAction *pick, *reject, *unpick;
    std::array<QAction *, 6> label; ///< by Label; the first takes it away
    QAction *addToTarget, *removeFromCollection;
    QAction *trash, *restore, *emptyTrash;
    QAction *openWith, *copyPrompt, *copySeed;
    QAction *importPictures, *importFolder, *exportPictures, *exportShown;
    QAction *createWorkspace, *libraryWorkspace, *search, *filters;
    QAction *newCollection, *newSmartCollection, *renameCollection, *removeCollection, *target,
        *newGoToTarget;

    /// Those for the chosen pictures.
    QList<QAction *> forStage() const;
    QList<QAction *> forPictures() const;
    /// Into the menus of the window, which have their names as object names: edit, view, picture, help.
    void fill(QMenuBar *bar) const;
    /// Marks and places, for the menu of a picture.
    void fillPictureMenu(QMenu *menu) const;
    /// What undo and redo would turn, as Deeds names it; empty: nothing.
    void setUndoNames(const QString &undoName, const QString &redoName);
};

} // namespace janus::ui
