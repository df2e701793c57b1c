#pragma once

#include "core/picture.h"

#include <QObject>
#include <QStringList>

namespace janus::library {
class FormHistory;
struct PastPrompts;
} // namespace janus::library

namespace janus::ui {

class ComposePanel;

/// Alt+Up and Alt+Down in the prompt: through the prompts of the past, newest first and each once, and back
/// to what was being written. Whoever types goes on from what stands there. Prompts are read in pieces as
/// they are needed.
class PromptRecall : public QObject
{
    Q_OBJECT
public:
    PromptRecall(library::FormHistory &history, ComposePanel *compose);

private:
    void step(int steps);
    void begin();
    void readMore();
    void take(const library::PastPrompts &page);
    void go();
    QString shownPrompt() const;

    library::FormHistory &m_history;
    ComposePanel *m_compose;
    QString m_written;      ///< what was being written
    QString m_shown;        ///< what was put there last; anything else ends it
    QStringList m_prompts;  ///< the past ones, so far
    qsizetype m_at = 0;     ///< 0: what was being written; n: m_prompts[n - 1]
    qsizetype m_wanted = 0; ///< where the presses so far lead to
    BatchId m_next = 0;     ///< where the next piece begins
    int m_asking = 0;       ///< numbers the pieces: those of an earlier time are void
    bool m_isAsking = false;
    bool m_isAll = false;
};

} // namespace janus::ui
