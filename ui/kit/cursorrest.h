#pragma once

#include <QObject>
#include <QTimer>

namespace janus::ui {

/// Lets the text cursor stand still when nobody has typed or clicked for a while: a blinking one wakes the
/// computer twice a second for as long as the program is open. One for the application.
class CursorRest : public QObject
{
    Q_OBJECT
public:
    explicit CursorRest(QObject *parent = nullptr);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    int m_usualTime; ///< of a whole blink, in milliseconds, as the desktop has it
    QTimer m_timer;
};

} // namespace janus::ui
