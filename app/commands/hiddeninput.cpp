#include "commands/hiddeninput.h"

#include <QSocketNotifier>

#include <array>
#include <cstdio>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace janus::commands {

/// Turns the terminal's echo off while it lives, and the keys that would leave the program with it still off.
class QuietTerminal
{
public:
    QuietTerminal()
    {
        m_changed = tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (!m_changed)
            return;
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        quiet.c_cc[VQUIT] = _POSIX_VDISABLE;
        quiet.c_cc[VSUSP] = _POSIX_VDISABLE;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ~QuietTerminal()
    {
        if (!m_changed)
            return;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        std::fputc('\n', stderr); // the Return that ended the line was not shown either
    }
    QuietTerminal(const QuietTerminal &) = delete;
    QuietTerminal &operator=(const QuietTerminal &) = delete;

private:
    termios m_before{};
    bool m_changed = false;
};

HiddenInput::HiddenInput(const QString &question, QObject *parent)
    : QObject(parent)
{
    if (fcntl(STDIN_FILENO, F_GETFD) < 0) { // closed: nothing will ever come
        QMetaObject::invokeMethod(this, &HiddenInput::end, Qt::QueuedConnection);
        return;
    }
    if (isatty(STDIN_FILENO)) {
        std::fputs(question.toLocal8Bit().constData(), stderr);
        std::fflush(stderr);
        m_quiet = std::make_unique<QuietTerminal>();
    }
    m_notifier = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &HiddenInput::read);
}

HiddenInput::~HiddenInput()
{
    m_line.fill('\0');
}

void HiddenInput::read()
{
    constexpr qsizetype longest = 8192;
    std::array<char, 1024> part{};
    const ssize_t count = ::read(STDIN_FILENO, part.data(), part.size());
    if (count < 0 && errno == EINTR)
        return;
    if (count > 0)
        m_line.append(part.data(), count);
    part.fill('\0');
    if (const qsizetype lineEnd = m_line.indexOf('\n'); lineEnd >= 0)
        m_line.truncate(lineEnd);
    else if (count > 0 && m_line.size() < longest)
        return;
    end();
}

void HiddenInput::end()
{
    if (m_notifier)
        m_notifier->setEnabled(false);
    m_quiet.reset();
    Q_EMIT entered(QString::fromUtf8(m_line));
}

} // namespace janus::commands
