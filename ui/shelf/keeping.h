#pragma once

#include "library/deeds.h"

#include <QObject>

#include <functional>

class QTimer;

namespace janus::library {
class Library;
}
namespace janus::models {
class CollectionsModel;
}

namespace janus::ui {

class Toast;
struct LibraryActions;

/// Does what the actions say to the chosen pictures: stars, flags, labels, trash, collections, and back
/// again. Nothing is asked; what went away is told in a toast with the way back.
class Keeping : public QObject
{
    Q_OBJECT
public:
    /// `chosen` answers the selected pictures in their order; `shown` the collection looked at (0: none).
    /// Toasts stand at the foot of `stage`. All outlive this.
    Keeping(library::Library &library, models::CollectionsModel &collections, LibraryActions &actions,
            std::function<library::PictureIds()> chosen, std::function<qint64()> shown, QWidget *stage);

    /// Also for those who have their own buttons, such as the inspector.
    void mark(const library::MarksPatch &patch);
    void addToTarget();
    void moveToTrash();

    /// Which actions make sense: how many pictures are chosen, and where one looks.
    void refresh(bool hasPictures, bool isTrash, bool isByHand);
    /// Pictures that are made from now on are added to the target, as the artist wishes.
    void setNewToTarget(bool wanted);

    /// The actions undo and redo are somebody else's for now (the form's): they are not answered and not
    /// named here.
    void lendUndo(bool undo, bool redo);

    void tell(const QString &text, const QString &action = {}, std::function<void()> pressed = {});
    /// Of the deed that was asked for just now; it can be undone here until the next one. `undone` is called
    /// after that.
    void tellWithUndo(const QString &text, std::function<void()> undone = {});

Q_SIGNALS:
    void failed(const janus::Error &error);
    /// B was pressed, and there is no target.
    void targetWanted();

private:
    void connectActions();
    void onAdded(const Picture &picture);

    library::Library &m_library;
    library::Deeds &m_deeds;
    models::CollectionsModel &m_collections;
    LibraryActions &m_actions;
    std::function<library::PictureIds()> m_chosen;
    std::function<qint64()> m_shown;
    QWidget *m_stage;
    Toast *m_toast = nullptr;
    std::function<void()> m_pressed;
    bool m_isUndoTold = false; ///< m_pressed undoes what was done last
    library::PictureIds m_new; ///< on their way to the target
    QTimer *m_newTimer;
    QDateTime m_begin;
    bool m_newToTarget = false;
    bool m_isUndoLent = false;
    bool m_isRedoLent = false;
};

} // namespace janus::ui
