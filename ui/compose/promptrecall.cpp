#include "ui/compose/promptrecall.h"

#include "library/formhistory.h"
#include "ui/compose/composepanel.h"
#include "ui/compose/paramform.h"
#include "ui/compose/promptedit.h"
#include "ui/compose/promptfield.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace janus::ui {

PromptRecall::PromptRecall(library::FormHistory &history, ComposePanel *compose)
    : QObject(compose)
    , m_history(history)
    , m_compose(compose)
{
    connect(compose, &ComposePanel::recallRequested, this, &PromptRecall::step);
}

QString PromptRecall::shownPrompt() const
{
    const PromptField *field = m_compose->form()->promptField();
    return field ? field->value().toString() : QString();
}

void PromptRecall::begin()
{
    m_written = shownPrompt();
    m_shown = m_written;
    m_prompts.clear();
    m_at = 0;
    m_wanted = 0;
    m_next = 0;
    m_isAll = false;
    ++m_asking;
    m_isAsking = false;
}

void PromptRecall::step(int steps)
{
    // Back at what was being written, it begins anew: there may be newer prompts.
    if (shownPrompt() != m_shown || (m_at == 0 && !m_isAsking))
        begin();
    m_wanted = std::max<qsizetype>(0, m_wanted + steps);
    go();
}

void PromptRecall::go()
{
    if (m_wanted > m_prompts.size() && !m_isAll)
        return readMore();
    m_wanted = std::min(m_wanted, m_prompts.size());
    if (m_wanted == m_at)
        return;
    m_at = m_wanted;
    m_shown = m_at == 0 ? m_written : m_prompts[m_at - 1];
    const PromptField *field = m_compose->form()->promptField();
    if (!field)
        return;
    m_compose->asOneStep(
        tr("Past Prompt"), [&] { m_compose->form()->setParam(field->spec().name, m_shown); }, true);
    field->editor()->moveCursor(QTextCursor::End);
}

void PromptRecall::readMore()
{
    if (std::exchange(m_isAsking, true))
        return;
    m_history.prompts(m_next, this, [this, asked = m_asking](const Result<library::PastPrompts> &page) {
        if (asked != m_asking)
            return;
        m_isAsking = false;
        take(page ? *page : library::PastPrompts{{}, 0, true});
    });
}

void PromptRecall::take(const library::PastPrompts &page)
{
    m_next = page.last;
    m_isAll = page.isAll;
    for (const QString &prompt : page.prompts) {
        if (prompt != m_written && !m_prompts.contains(prompt))
            m_prompts << prompt;
    }
    if (shownPrompt() == m_shown) // unless somebody has gone on writing meanwhile
        go();
}

} // namespace janus::ui
