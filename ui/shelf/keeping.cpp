#include "ui/shelf/keeping.h"

#include "library/library.h"
#include "models/collectionsmodel.h"
#include "ui/kit/toast.h"
#include "ui/shelf/libraryactions.h"

#include <QLocale>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace janus::ui {

namespace {

QString pictureWord(std::size_t count)
{
    return count == 1 ? u"1 picture"_s : u"%1 pictures"_s.arg(QLocale().toString(qulonglong(count)));
}

} // namespace

Keeping::Keeping(library::Library &library, models::CollectionsModel &collections, LibraryActions &actions,
                 std::function<library::PictureIds()> chosen, std::function<qint64()> shown, QWidget *stage)
    : QObject(stage)
    , m_library(library)
    , m_deeds(library.deeds())
    , m_collections(collections)
    , m_actions(actions)
    , m_chosen(std::move(chosen))
    , m_shown(std::move(shown))
    , m_stage(stage)
    , m_newTimer(new QTimer(this))
    , m_begin(QDateTime::currentDateTimeUtc())
{
    connectActions();
    const auto names = [this] {
        if (!m_isUndoLent && !m_isRedoLent)
            m_actions.setUndoNames(m_deeds.undoName(), m_deeds.redoName());
    };
    connect(&m_deeds, &library::Deeds::topsChanged, this, names);
    names();
    connect(&m_deeds, &library::Deeds::failed, this, &Keeping::failed);
    connect(&m_deeds, &library::Deeds::marking, this, [this] {
        if (std::exchange(m_pressed, {}))
            m_toast->hide(); // its Undo would undo this mark
    });
    connect(&m_deeds, &library::Deeds::begun, this, [this] {
        if (m_isUndoTold && std::exchange(m_pressed, {}))
            m_toast->hide(); // its Undo would undo this deed
    });
    connect(&m_deeds, &library::Deeds::turned, this, [this](const QString &name, bool isUndone) {
        tell(isUndone ? tr("Undone: %1").arg(name) : tr("Done again: %1").arg(name));
    });
    m_newTimer->setSingleShot(true);
    m_newTimer->setInterval(500ms);
    connect(m_newTimer, &QTimer::timeout, this, [this] {
        if (m_collections.target() != 0)
            m_deeds.addTo(m_collections.target(), std::exchange(m_new, {}));
    });
    connect(&library, &library::Library::added, this, &Keeping::onAdded);
}

void Keeping::connectActions()
{
    const auto on = [this](QAction *action, auto work) { connect(action, &QAction::triggered, this, work); };
    for (int stars = 0; stars <= mostStars; ++stars)
        on(m_actions.rate[size_t(stars)], [this, stars] { mark({.rating = stars}); });
    for (int label = 0; label < int(m_actions.label.size()); ++label)
        on(m_actions.label[size_t(label)], [this, label] { mark({.label = Label(label)}); });
    on(m_actions.pick, [this] { mark({.pick = Pick::Picked}); });
    on(m_actions.reject, [this] { mark({.pick = Pick::Rejected}); });
    on(m_actions.unpick, [this] { mark({.pick = Pick::None}); });
    on(m_actions.addToTarget, [this] { addToTarget(); });
    on(m_actions.removeFromCollection, [this] {
        library::PictureIds ids = m_chosen();
        if (ids.empty() || m_shown() == 0)
            return;
        const QString text =
            tr("Took %1 out of %2").arg(pictureWord(ids.size()), m_collections.nameOf(m_shown()));
        m_deeds.removeFrom(m_shown(), std::move(ids));
        tellWithUndo(text);
    });
    on(m_actions.trash, [this] { moveToTrash(); });
    on(m_actions.restore, [this] {
        library::PictureIds ids = m_chosen();
        if (ids.empty())
            return;
        const QString text = tr("Restored %1").arg(pictureWord(ids.size()));
        m_deeds.restore(std::move(ids));
        tellWithUndo(text);
    });
    on(m_actions.undo, [this] {
        if (!m_isUndoLent)
            m_deeds.undo();
    });
    on(m_actions.redo, [this] {
        if (!m_isRedoLent)
            m_deeds.redo();
    });
    on(m_actions.newGoToTarget, [this](bool wanted) { setNewToTarget(wanted); });
}

void Keeping::mark(const library::MarksPatch &patch)
{
    library::PictureIds ids = m_chosen();
    if (!ids.empty())
        m_deeds.mark(std::move(ids), patch);
}

void Keeping::addToTarget()
{
    library::PictureIds ids = m_chosen();
    if (ids.empty())
        return;
    if (m_collections.target() == 0) {
        tell(tr("B adds to the collection you make its target."), tr("Choose One"),
             [this] { Q_EMIT targetWanted(); });
        return;
    }
    const QString text =
        tr("Added %1 to %2").arg(pictureWord(ids.size()), m_collections.nameOf(m_collections.target()));
    m_deeds.addTo(m_collections.target(), std::move(ids));
    tellWithUndo(text);
}

void Keeping::moveToTrash()
{
    library::PictureIds ids = m_chosen();
    if (ids.empty())
        return;
    const QString text = tr("Moved %1 to Trash").arg(pictureWord(ids.size()));
    m_deeds.trash(std::move(ids));
    tellWithUndo(text);
}

void Keeping::refresh(bool hasPictures, bool isTrash, bool isByHand)
{
    for (QAction *action : m_actions.forPictures())
        action->setEnabled(hasPictures);
    m_actions.trash->setEnabled(hasPictures && !isTrash);
    m_actions.restore->setEnabled(hasPictures && isTrash);
    m_actions.removeFromCollection->setEnabled(hasPictures && isByHand);
}

void Keeping::setNewToTarget(bool wanted)
{
    m_newToTarget = wanted;
    m_actions.newGoToTarget->setChecked(wanted);
}

/// Not those that come in from elsewhere, by an import or from a rescue.
void Keeping::onAdded(const Picture &picture)
{
    if (!m_newToTarget || m_collections.target() == 0 || picture.created < m_begin)
        return;
    m_new.push_back(picture.id);
    m_newTimer->start();
}

void Keeping::lendUndo(bool undo, bool redo)
{
    m_isUndoLent = undo;
    m_isRedoLent = redo;
}

void Keeping::tellWithUndo(const QString &text, std::function<void()> undone)
{
    tell(text, tr("Undo"), [this, undone = std::move(undone)] {
        m_deeds.undo();
        if (undone)
            undone();
    });
    m_isUndoTold = true;
}

void Keeping::tell(const QString &text, const QString &action, std::function<void()> pressed)
{
    if (!m_toast) {
        m_toast = new Toast(m_stage);
        m_toast->setObjectName(u"deedToast"_s);
        connect(m_toast, &Toast::actionTriggered, this, [this] {
            if (const auto work = std::exchange(m_pressed, {}))
                work();
        });
    }
    m_pressed = std::move(pressed);
    m_isUndoTold = false;
    m_toast->setText(text);
    m_toast->setAction(action);
    m_toast->popUp();
}

} // namespace janus::ui
