#pragma once

#include <QFrame>
#include <QStringList>

class QPlainTextEdit;

namespace janus::ui {

class PlainLabel;

/// A pop-up with the prompts that a text with choices stands for: the first of them, numbered, and how many
/// there are.
class WordsPreview : public QFrame
{
    Q_OBJECT
public:
    /// `total` is how many there are altogether; `sent` says what Generate makes of them.
    WordsPreview(const QStringList &prompts, quint64 total, const QString &sent, QWidget *parent);

    void openAt(const QWidget *anchor);
    QString title() const;
    QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PlainLabel *m_title;
    QPlainTextEdit *m_list;
};

} // namespace janus::ui
