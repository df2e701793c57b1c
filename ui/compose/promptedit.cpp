#include "ui/compose/promptedit.h"

#include "ui/kit/studiostyle.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPlainTextDocumentLayout>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <QUrl>
#include <QWheelEvent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr int promptMargin = 4; // of the document; the viewport's margins make it 8 and 10

/// Lays lines out at a fixed distance, which QPlainTextEdit has no setting for. Scripts of different heights
/// (CJK, emoji) then do not make the lines uneven.
class EvenLinesLayout : public QPlainTextDocumentLayout
{
public:
    using QPlainTextDocumentLayout::QPlainTextDocumentLayout;

    void setLineHeight(qreal height) { m_lineHeight = height; }

    QRectF blockBoundingRect(const QTextBlock &block) const override
    {
        QRectF rect = QPlainTextDocumentLayout::blockBoundingRect(block);
        const QTextLayout *layout = block.isValid() && block.isVisible() ? block.layout() : nullptr;
        if (!layout || layout->lineCount() == 0 || m_lineHeight <= 0)
            return rect;
        qreal y = layout->lineAt(0).y();
        for (int k = 0; k < layout->lineCount(); ++k) {
            QTextLine line = layout->lineAt(k);
            if (line.y() != y)
                line.setPosition({line.x(), y});
            y += std::max(m_lineHeight, line.height());
        }
        if (!block.next().isValid())
            y += document()->documentMargin();
        rect.setHeight(y);
        return rect;
    }

private:
    qreal m_lineHeight = 0;
};

} // namespace

PromptEdit::PromptEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
    // The editor takes note of a layout only together with its document.
    auto *text = new QTextDocument(this);
    text->setDocumentLayout(new EvenLinesLayout(text));
    text->setDocumentMargin(promptMargin);
    setDocument(text);
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setViewportMargins(6, 6, 2, 0);
    setProperty(look::bare, true);
    restyle();
    connect(this, &QPlainTextEdit::textChanged, this, &PromptEdit::fitHeight);
}

QString PromptEdit::text() const
{
    QString raw = document()->toRawText();
    raw.replace(QChar::ParagraphSeparator, u'\n');
    raw.replace(QChar::LineSeparator, u'\n');
    return raw;
}

void PromptEdit::replaceText(const QString &text)
{
    if (text == this->text())
        return;
    setWordWrapMode(wrapModeFor(text));
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    moveCursor(QTextCursor::Start);
}

QTextOption::WrapMode PromptEdit::wrapModeFor(const QString &text)
{
    constexpr int longestWord = 2000;
    int length = 0;
    for (const QChar c : text) {
        length = c.isSpace() ? 0 : length + 1;
        if (length > longestWord)
            return QTextOption::WrapAnywhere;
    }
    return QTextOption::WrapAtWordBoundaryOrAnywhere;
}

void PromptEdit::toggleComment()
{
    QTextCursor cursor = textCursor();
    const QTextBlock first = document()->findBlock(cursor.selectionStart());
    QTextBlock last = document()->findBlock(cursor.selectionEnd());
    // A selection that ends before the first letter of a line leaves that line alone.
    if (last != first && cursor.selectionEnd() == last.position())
        last = last.previous();
    bool areComments = true;
    for (QTextBlock line = first; line.isValid() && line.blockNumber() <= last.blockNumber();
         line = line.next()) {
        const QString words = line.text().trimmed();
        areComments = areComments && (words.isEmpty() ? first != last : words.startsWith(u'#'));
    }
    cursor.beginEditBlock();
    for (QTextBlock line = first; line.isValid() && line.blockNumber() <= last.blockNumber();
         line = line.next()) {
        const QString text = line.text();
        if (text.trimmed().isEmpty() && first != last)
            continue;
        cursor.setPosition(line.position());
        if (!areComments) {
            cursor.insertText(u"# "_s);
            continue;
        }
        const auto mark = static_cast<int>(text.indexOf(u'#'));
        cursor.setPosition(line.position() + mark);
        const int length = text.mid(mark + 1, 1) == u" " ? 2 : 1;
        cursor.setPosition(line.position() + mark + length, QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
    }
    cursor.endEditBlock();
}

void PromptEdit::setTallest(int height)
{
    m_tallest = height;
    fitHeight();
}

bool PromptEdit::canInsertFromMimeData(const QMimeData *source) const
{
    const QList<QUrl> urls = source->urls();
    return std::none_of(urls.begin(), urls.end(), [](const QUrl &url) { return url.isLocalFile(); }) &&
           QPlainTextEdit::canInsertFromMimeData(source);
}

void PromptEdit::insertFromMimeData(const QMimeData *source)
{
    const QString pasted = source->text();
    const auto kept = document()->characterCount() - 1 - textCursor().selectedText().size();
    const auto room = std::max<qsizetype>(0, longestPaste - kept);
    if (wrapModeFor(pasted) == QTextOption::WrapAnywhere)
        setWordWrapMode(QTextOption::WrapAnywhere);
    if (pasted.size() <= room) {
        textCursor().insertText(pasted);
    } else {
        // Half of a pair of surrogates is no character.
        const bool splits = room > 0 && pasted.at(room - 1).isHighSurrogate();
        textCursor().insertText(pasted.left(splits ? room - 1 : room));
        Q_EMIT pasteCut();
    }
    ensureCursorVisible();
}

void PromptEdit::keyPressEvent(QKeyEvent *event)
{
    const int key = event->key();
    const bool chooses =
        key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab || key == Qt::Key_Escape;
    if (chooses && m_completer && m_completer->popup()->isVisible())
        event->ignore();
    else
        QPlainTextEdit::keyPressEvent(event);
}

void PromptEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void PromptEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void PromptEdit::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    Q_EMIT focusChanged();
}

void PromptEdit::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    Q_EMIT focusChanged();
}

void PromptEdit::wheelEvent(QWheelEvent *event)
{
    // A prompt that fits leaves the wheel to the panel it stands in.
    if (verticalScrollBar()->maximum() > 0)
        QPlainTextEdit::wheelEvent(event);
    else
        event->ignore();
}

int PromptEdit::lineHeight() const
{
    return std::max(tokensOf(this).scaled(22), fontMetrics().height());
}

void PromptEdit::restyle()
{
    const Tokens &tokens = tokensOf(this);
    setFont(tokens.font.prompt);
    setPalette(StudioStyle::editorPaletteFor(tokens));
    setCursorWidth(1);
    static_cast<EvenLinesLayout *>(document()->documentLayout())->setLineHeight(lineHeight());
    fitHeight();
}

/// Stops counting as soon as the text is known to be taller than there is room.
void PromptEdit::fitHeight()
{
    const int above = promptMargin + 6 + 1; // margins of document and viewport, and a pixel the editor wants
    const int least = leastLines * lineHeight() + above + promptMargin;
    const int most = std::max(least, m_tallest);
    qreal needed = above;
    for (QTextBlock block = document()->begin(); block.isValid() && needed <= most; block = block.next())
        needed += blockBoundingRect(block).height();
    setFixedHeight(std::clamp(static_cast<int>(needed), least, most));
}

} // namespace janus::ui
