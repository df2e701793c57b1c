#pragma once

#include "ui/kit/tokens.h"

#include <QWidget>

namespace janus::ui {

class PlainLabel;

/// A small icon and a sentence below a field: why a value is refused, or that all is well. Takes no room
/// while it has nothing to say. The text is plain text.
class SentenceLine : public QWidget
{
    Q_OBJECT
public:
    explicit SentenceLine(QWidget *parent = nullptr);

    /// An empty sentence hides the line.
    void say(const QString &sentence, const QString &iconName, Ink ink);
    /// A refusal: alert-circle, danger.
    void refuse(const QString &sentence);
    void clear();
    QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PlainLabel *m_label;
    QString m_icon;
    Ink m_ink = &Colors::textMuted;
};

} // namespace janus::ui
