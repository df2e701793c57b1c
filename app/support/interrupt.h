#pragma once

#include <QObject>

class QSocketNotifier;

namespace janus::support {

/// Ctrl+C, a polite kill or a closed terminal (SIGINT, SIGTERM, SIGHUP) as a signal in the event loop. A
/// second one ends the program at once. At most one instance.
class Interrupt : public QObject
{
    Q_OBJECT
public:
    explicit Interrupt(QObject *parent = nullptr);
    ~Interrupt() override;

Q_SIGNALS:
    void interrupted();

private:
    QSocketNotifier *m_notifier;
};

} // namespace janus::support
