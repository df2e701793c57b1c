#pragma once

#include <QPlainTextEdit>

namespace janus::ui {

/// A prompt to read, whole and literal: it can be selected and copied, grows to twelve lines, then scrolls.
class PromptView : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit PromptView(QWidget *parent = nullptr);

    void setText(const QString &text);
    /// For words of ours in its place ("Different prompts").
    void setQuiet(bool quiet);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void restyle();
    void fitHeight();

    bool m_isQuiet = false;
};

} // namespace janus::ui
