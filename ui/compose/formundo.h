#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <vector>

namespace janus::ui {

/// Which parts of the form differ between two of its states: "input/cfg_weight", "split", "delivery". What
/// follows from another change is left out: the parent, and the lock that a typed seed brings along.
QStringList changedParts(const QJsonObject &before, const QJsonObject &after);

/// The states the form has been in, to go back and forth between them. A step goes from one whole state to
/// the next, so going back gives exactly what was there. Edits of the same part that follow each other
/// without a pause are one step; in texts every word is one, and so is what was pasted.
class FormUndo
{
public:
    static constexpr std::size_t mostSteps = 1000;
    /// UTF-16 units of all texts together: prompts may be long.
    static constexpr qsizetype mostText = 8'000'000;

    /// Forgets everything; `state` is where the form stands.
    void begin(const QJsonObject &state);
    const QJsonObject &current() const { return m_states[m_at].state; }

    /// The artist has changed the form to `state`; `name` says what, as in "Undo Guidance". Nothing happens
    /// when that is the current state. `isSeries`: it goes on with the step before it when that has the same
    /// name, however much changes.
    void note(const QJsonObject &state, const QString &name, bool isSeries = false);
    /// The form has changed by itself (Generate drew a seed): where undo and redo lead to stays, and what is
    /// edited next is a step of its own.
    void amend(const QJsonObject &state);
    /// A style has another name now: in all states.
    void renameStyle(const QString &before, const QString &name);

    /// The state to go to; nothing at the end of the road.
    std::optional<QJsonObject> undo();
    std::optional<QJsonObject> redo();
    /// What they would turn; empty: nothing.
    QString undoName() const;
    QString redoName() const;

    /// A longer pause between two edits makes them two steps.
    void setPause(std::chrono::milliseconds pause) { m_pause = pause; }

private:
    struct State
    {
        QJsonObject state;
        QString name; ///< of the change that led here
        qsizetype text = 0;
    };

    bool mayGoOn() const;
    bool goesOn(const QJsonObject &state, const QStringList &parts) const;
    void forgetOldest();

    std::vector<State> m_states{State()}; ///< never empty
    std::size_t m_at = 0;
    QStringList m_parts; ///< what the last edit changed; empty: the next one is a step of its own
    QElapsedTimer m_sinceEdit;
    std::chrono::milliseconds m_pause{1000};
};

} // namespace janus::ui
