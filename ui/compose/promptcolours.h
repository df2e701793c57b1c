#pragma once

#include "core/words.h"

#include <QList>
#include <QSyntaxHighlighter>

namespace janus::ui {

class PromptEdit;

/// Colours comments, choices and names of lists in the prompt, and underlines what is likely a slip: a brace
/// that nothing closes, the name of a list that there is not. A choice may go over many lines, so the whole
/// text is read after a change; only lines that look different then are laid out anew.
class PromptColours : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    explicit PromptColours(PromptEdit *editor);

    void setLists(const words::Lists &lists);
    /// The first slip, as a sentence; empty when there is none.
    QString slip() const;
    /// After a change of the theme.
    void restyle();

protected:
    void highlightBlock(const QString &text) override;

private:
    struct Mark
    {
        words::Span::Kind kind;
        int start; ///< in its line
        int length;
    };
    using Line = QList<Mark>;

    void read() const;
    void catchUp();
    QTextCharFormat formatOf(const Mark &mark, const QString &line) const;

    PromptEdit *m_editor;
    words::Lists m_lists;
    mutable QList<Line> m_lines;
    mutable QString m_slip;
    mutable bool m_isRead = false;
    QColor m_ink; ///< of choices, when the text was coloured last
};

} // namespace janus::ui
