#pragma once

#include <QObject>
#include <QString>

#include <memory>

class QSocketNotifier;

namespace janus::commands {

class QuietTerminal;

/// One line of standard input, read while the event loop runs, so that Ctrl+C is heard. A terminal shows a
/// question and not what is typed; its echo is back as soon as the line has come or this object dies.
class HiddenInput : public QObject
{
    Q_OBJECT
public:
    explicit HiddenInput(const QString &question, QObject *parent = nullptr);
    ~HiddenInput() override;

Q_SIGNALS:
    /// Once; never inside the constructor. At most 8,192 bytes of the line; empty where there is none.
    void entered(const QString &line);

private:
    void read();
    void end();

    std::unique_ptr<QuietTerminal> m_quiet;
    QSocketNotifier *m_notifier = nullptr;
    QByteArray m_line;
};

} // namespace janus::commands
