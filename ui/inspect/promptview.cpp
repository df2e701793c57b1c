#include "ui/inspect/promptview.h"

#include "ui/compose/promptedit.h"
#include "ui/kit/studiostyle.h"

#include <QEvent>
#include <QScrollBar>
#include <QTextBlock>
#include <QWheelEvent>

#include <algorithm>

namespace janus::ui {

namespace {

constexpr int mostLinesShown = 12;

} // namespace

PromptView::PromptView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    setProperty(look::bare, true);
    setProperty(look::ring, true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
    restyle();
}

void PromptView::setText(const QString &text)
{
    setWordWrapMode(PromptEdit::wrapModeFor(text));
    setPlainText(text);
    fitHeight();
}

void PromptView::setQuiet(bool quiet)
{
    m_isQuiet = quiet;
    restyle();
}

void PromptView::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void PromptView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void PromptView::wheelEvent(QWheelEvent *event)
{
    if (verticalScrollBar()->maximum() > 0)
        QPlainTextEdit::wheelEvent(event);
    else
        event->ignore();
}

void PromptView::restyle()
{
    const Tokens &tokens = tokensOf(this);
    setFont(tokens.font.body);
    QPalette palette = StudioStyle::editorPaletteFor(tokens);
    palette.setColor(QPalette::Base, Qt::transparent);
    palette.setColor(QPalette::Text, m_isQuiet ? tokens.color.textMuted : tokens.color.text);
    setPalette(palette);
    fitHeight();
}

void PromptView::fitHeight()
{
    const int line = fontMetrics().lineSpacing();
    const int most = mostLinesShown * line;
    qreal needed = 0;
    for (QTextBlock block = document()->begin(); block.isValid() && needed <= most; block = block.next())
        needed += blockBoundingRect(block).height();
    setFixedHeight(std::clamp(static_cast<int>(needed + 0.99), line, most) + 2);
}

} // namespace janus::ui
