#pragma once

#include "core/result.h"
#include "support/paths.h"

#include <QByteArray>
#include <QObject>
#include <QStringList>

#include <chrono>
#include <memory>

class QLocalServer;
class QLocalSocket;

namespace janus {

/// What a second start of the window gives to the one that is open. Text is text: it is shown, never run or
/// sent.
struct Handover
{
    QString prompt;
    QStringList files;  ///< absolute paths
    QString raiseToken; ///< what the desktop gave the second start, so that the window may come to the front

    bool operator==(const Handover &) const = default;

    /// BadInput where something is longer than a window takes (100,000 letters, 100 files of 4,096).
    Result<void> check() const;
    /// One line of JSON, without its end.
    QByteArray toMessage() const;
    /// Takes nothing but such a line, and drops control characters from its text.
    static Result<Handover> fromMessage(const QByteArray &message);
};

/// How long a second start waits: for a window that is still starting, and for the answer of one that stands.
struct StartPatience
{
    std::chrono::milliseconds start{60'000};
    std::chrono::milliseconds answer{10'000};
};

/// There is one window for each data folder: whoever holds the kernel lock on `<data>/window.lock`. The
/// kernel gives it back when the process ends, however that happens. The file also says where that window
/// listens (a socket of the owner's, 0600) and stays non-empty when a window ends badly, which the next one
/// learns.
///
/// The commands of the command line have nothing to do with this; they work beside a window.
class FirstWindow : public QObject
{
    Q_OBJECT
public:
    /// Becomes the first window, or hands `mine` over to it: then there is no object, and nothing more to do.
    /// Storage error when the window that is open does not answer. Blocks; needs no application object.
    static Result<std::unique_ptr<FirstWindow>> claim(const support::Paths &paths, const Handover &mine,
                                                      StartPatience patience = {});
    ~FirstWindow() override;

    /// From now on received() tells of other starts. Needs the application object.
    void listen();
    /// The window before this one on the same data did not come to its end.
    bool wasCutShort() const { return m_wasCutShort; }

Q_SIGNALS:
    void received(const janus::Handover &handover);

private:
    FirstWindow(int lock, bool wasCutShort, QStringList addresses);
    void onConnected();
    void read(QLocalSocket *socket);
    void answer(QLocalSocket *socket, const QByteArray &word);
    void writeDown(const QByteArray &text);

    int m_lock;
    bool m_wasCutShort;
    QStringList m_addresses; ///< where to listen: the first that can be used
    std::unique_ptr<QLocalServer> m_server;
};

} // namespace janus
