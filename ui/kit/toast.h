#pragma once

#include "ui/kit/elevated.h"

#include <QTimer>

class QPushButton;

namespace janus::ui {

class IconButton;
class PlainLabel;

/// A short message at the foot of the stage that goes away by itself: "2 pictures moved to the trash  Undo".
/// It stays while the mouse is over it or a button of it has the focus. Hidden until popUp(); owned by its
/// parent.
class Toast : public Elevated
{
    Q_OBJECT
public:
    explicit Toast(QWidget *parent);

    void setText(const QString &text);
    /// The word one can press; empty removes it.
    void setAction(const QString &text);
    /// Shows it at the foot of its parent, centred, tells assistive technology, and starts its time.
    void popUp();

Q_SIGNALS:
    void actionTriggered();
    /// It went away: by itself, by its cross, or after the action.
    void closed();

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    void dismiss();
    void onTime();

    PlainLabel *m_text;
    QPushButton *m_action;
    IconButton *m_close;
    QTimer m_time;
};

} // namespace janus::ui
