#pragma once

#include <QPlainTextEdit>
#include <QTextOption>

class QCompleter;

namespace janus::ui {

/// The editor of the prompt: prose in the UI font, 15/22. Everything is literal: what is pasted comes in as
/// plain text, Tab goes on to the next control, Enter makes a line. It asks for as much height as its text
/// needs.
class PromptEdit : public QPlainTextEdit
{
    Q_OBJECT
public:
    static constexpr int longestPaste = 200'000; ///< UTF-16 units a paste may bring the text to.
    static constexpr int leastLines = 6;

    explicit PromptEdit(QWidget *parent = nullptr);

    /// The text exactly as it stands, no-break spaces included; every kind of line end reads "\n".
    QString text() const;
    /// Can be undone.
    void replaceText(const QString &text);

    /// Makes comments of the lines that are selected, or of the caret's; or lines again, when all of them
    /// are.
    void toggleComment();

    /// While its list is open, the keys that choose in it are not the editor's.
    void setCompleter(const QCompleter *completer) { m_completer = completer; }

    /// The editor grows with its text from six lines to this height, then scrolls.
    void setTallest(int height);

Q_SIGNALS:
    /// Only the beginning of a paste found room.
    void pasteCut();
    void focusChanged();

protected:
    /// Files are not for the editor: the panel around it, or the window, takes them.
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

public:
    /// How such a text is to be broken into lines. Qt looks for the end of the word once per line, so a word
    /// of many thousand letters (something encoded, pasted by mistake) would stop the program for seconds.
    static QTextOption::WrapMode wrapModeFor(const QString &text);

private:
    void restyle();
    void fitHeight();
    int lineHeight() const;

    const QCompleter *m_completer = nullptr;
    int m_tallest = 0;
};

} // namespace janus::ui
