#include "ui/compose/formundo.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

QStringList differingKeys(const QJsonObject &before, const QJsonObject &after)
{
    QStringList keys;
    for (const QString &key : before.keys()) {
        if (before[key] != after[key])
            keys << key;
    }
    for (const QString &key : after.keys()) {
        if (!before.contains(key))
            keys << key;
    }
    return keys;
}

QJsonValue valueOf(const QJsonObject &state, const QString &part)
{
    const QStringList path = part.split(u'/');
    return path.size() == 2 ? state[path[0]].toObject()[path[1]] : state[part];
}

qsizetype textOf(const QJsonObject &state)
{
    qsizetype length = 0;
    const QJsonObject input = state["input"_L1].toObject();
    for (const QJsonValue &value : input)
        length += value.toString().size();
    return length;
}

/// Whether the second edit of a text belongs to the first one: letters of one word, or letters taken away.
bool isSameWord(const QString &before, const QString &after)
{
    qsizetype head = 0;
    const qsizetype shorter = std::min(before.size(), after.size());
    while (head < shorter && before[head] == after[head])
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    const qsizetype inserted = after.size() - head - tail;
    const qsizetype removed = before.size() - head - tail;
    constexpr qsizetype oneCharacter = 2; // in UTF-16
    if (inserted > oneCharacter || removed > oneCharacter || (inserted > 0 && removed > 0))
        return false;
    const bool beginsWord = inserted > 0 && !after[head].isSpace() && head > 0 && after[head - 1].isSpace();
    return !beginsWord;
}

} // namespace

QStringList changedParts(const QJsonObject &before, const QJsonObject &after)
{
    QStringList parts = differingKeys(before, after);
    if (parts.removeAll(u"input"_s) > 0) {
        for (const QString &key : differingKeys(before["input"_L1].toObject(), after["input"_L1].toObject()))
            parts << u"input/"_s + key;
    }
    if (parts.size() > 1)
        parts.removeAll(u"parent"_s);
    if (parts.size() > 1)
        parts.removeAll(u"seedMode"_s);
    parts.sort();
    return parts;
}

void FormUndo::begin(const QJsonObject &state)
{
    m_states = {State{state, {}, textOf(state)}};
    m_at = 0;
    m_parts.clear();
}

bool FormUndo::mayGoOn() const
{
    return m_at > 0 && m_at + 1 == m_states.size() && !m_parts.isEmpty() &&
           !m_sinceEdit.hasExpired(m_pause.count());
}

bool FormUndo::goesOn(const QJsonObject &state, const QStringList &parts) const
{
    if (m_parts != parts)
        return false;
    return std::ranges::all_of(parts, [&](const QString &part) {
        const QJsonValue before = valueOf(current(), part);
        const QJsonValue after = valueOf(state, part);
        return !before.isString() || !after.isString() || isSameWord(before.toString(), after.toString());
    });
}

void FormUndo::note(const QJsonObject &state, const QString &name, bool isSeries)
{
    const QStringList parts = changedParts(current(), state);
    if (parts.isEmpty())
        return;
    const State next{state, name, textOf(state)};
    if (mayGoOn() && (isSeries ? m_states[m_at].name == name : goesOn(state, parts))) {
        m_states[m_at] = next;
        if (m_states[m_at - 1].state == state) { // there and back is nothing
            m_states.pop_back();
            --m_at;
            m_parts.clear();
            return;
        }
    } else {
        m_states.resize(m_at + 1);
        m_states.push_back(next);
        ++m_at;
        forgetOldest();
    }
    m_parts = parts;
    m_sinceEdit.start();
}

void FormUndo::amend(const QJsonObject &state)
{
    m_states[m_at].state = state;
    m_states[m_at].text = textOf(state);
    m_parts.clear();
}

void FormUndo::renameStyle(const QString &before, const QString &name)
{
    for (State &state : m_states) {
        if (state.state["style"_L1].toString() == before)
            state.state[u"style"_s] = name;
    }
}

void FormUndo::forgetOldest()
{
    qsizetype text = 0;
    for (const State &state : m_states)
        text += state.text;
    while (m_states.size() > 2 && (m_states.size() > mostSteps + 1 || text > mostText)) {
        text -= m_states.front().text;
        m_states.erase(m_states.begin());
        --m_at;
    }
}

std::optional<QJsonObject> FormUndo::undo()
{
    m_parts.clear();
    if (m_at == 0)
        return {};
    return m_states[--m_at].state;
}

std::optional<QJsonObject> FormUndo::redo()
{
    m_parts.clear();
    if (m_at + 1 == m_states.size())
        return {};
    return m_states[++m_at].state;
}

QString FormUndo::undoName() const
{
    return m_at == 0 ? QString() : m_states[m_at].name;
}

QString FormUndo::redoName() const
{
    return m_at + 1 == m_states.size() ? QString() : m_states[m_at + 1].name;
}

} // namespace janus::ui
