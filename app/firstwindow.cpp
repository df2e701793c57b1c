#include "firstwindow.h"

#include "support/durablefile.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalServer>
#include <QLocalSocket>
#include <QTimer>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace janus {

namespace {

constexpr qsizetype longestPrompt = 100'000;
constexpr qsizetype mostFiles = 100;
constexpr qsizetype longestName = 4'096;
/// What check() lets through, each letter written as \uXXXX.
constexpr qsizetype longestMessage = 6 * (longestPrompt + mostFiles * (longestName + 1)) + longestName;
constexpr auto slowestMessage = 10s;

constexpr auto taken = "taken\n";
constexpr auto refused = "refused\n";
constexpr auto starting = "starting\n";

/// Line ends and tabs are text, other control characters are not.
QString plain(QString text)
{
    text.removeIf([](QChar c) { return c.category() == QChar::Other_Control && c != u'\n' && c != u'\t'; });
    return text;
}

bool isOurs(int socket)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::geteuid();
}

/// Sockets have short names; where the runtime folder is missing, the data folder serves.
QStringList addressesOf(const support::Paths &paths)
{
    const QByteArray data = QFile::encodeName(QFileInfo(paths.data).canonicalFilePath());
    const QByteArray digest = QCryptographicHash::hash(data, QCryptographicHash::Sha256).toHex().left(16);
    QStringList addresses;
    if (const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR"); QFileInfo(runtime).isDir())
        addresses << runtime + "/janus-studio-"_L1 + QString::fromLatin1(digest);
    addresses << paths.data + "/window.socket"_L1;
    return addresses;
}

/// A connection of a second start, used without an event loop: that process has no other work.
class Line
{
public:
    ~Line()
    {
        if (m_socket >= 0)
            ::close(m_socket);
    }
    Line() = default;
    Line(const Line &) = delete;
    Line &operator=(const Line &) = delete;

    bool open(const QByteArray &path)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.isEmpty() || path.size() >= qsizetype(sizeof address.sun_path))
            return false;
        std::memcpy(address.sun_path, path.constData(), size_t(path.size()));
        m_socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        return m_socket >= 0 &&
               ::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 &&
               isOurs(m_socket);
    }

    bool send(QByteArrayView bytes, QDeadlineTimer deadline)
    {
        while (!bytes.isEmpty() && wait(POLLOUT, deadline)) {
            const ssize_t n = ::send(m_socket, bytes.data(), size_t(bytes.size()), MSG_NOSIGNAL);
            if (n < 0 && errno != EAGAIN && errno != EINTR)
                return false;
            bytes = bytes.sliced(std::max<ssize_t>(n, 0));
        }
        return bytes.isEmpty();
    }

    /// One line with its end; empty when the other side closes or the time is over.
    QByteArray receive(QDeadlineTimer deadline)
    {
        QByteArray line;
        char byte = 0;
        while (line.size() < 64 && !line.endsWith('\n') && wait(POLLIN, deadline)) {
            if (::recv(m_socket, &byte, 1, 0) != 1)
                return {};
            line += byte;
        }
        return line.endsWith('\n') ? line : QByteArray();
    }

private:
    bool wait(short what, QDeadlineTimer deadline)
    {
        for (;;) {
            pollfd one{m_socket, what, 0};
            const int n = ::poll(&one, 1, int(deadline.remainingTime()));
            if (n >= 0 || errno != EINTR)
                return n > 0;
        }
    }

    int m_socket = -1;
};

enum class Outcome { Taken, Refused, NoAnswer, NotThere };

/// Nobody listens yet or any more, or somebody does and answers in time or not.
Outcome deliver(const QByteArray &path, const QByteArray &message, std::chrono::milliseconds patience)
{
    Line line;
    if (!line.open(path))
        return Outcome::NotThere;
    const QDeadlineTimer deadline(patience);
    if (!line.send(message, deadline))
        return deadline.hasExpired() ? Outcome::NoAnswer : Outcome::NotThere;
    const QByteArray word = line.receive(deadline);
    if (word.isEmpty())
        return deadline.hasExpired() ? Outcome::NoAnswer : Outcome::NotThere;
    return word == taken ? Outcome::Taken : Outcome::Refused;
}

QByteArray contents(int file)
{
    QByteArray text(longestName, '\0');
    const ssize_t n = ::pread(file, text.data(), size_t(text.size()), 0);
    text.truncate(std::max<ssize_t>(n, 0));
    return text;
}

Error silent()
{
    return {
        ErrorKind::Storage,
        u"Janus Studio is open already but does not answer. Close that window, or end that program if it hangs."_s};
}

} // namespace

Result<void> Handover::check() const
{
    if (prompt.size() > longestPrompt)
        return Error{ErrorKind::BadInput,
                     u"A prompt for the window may have at most 100,000 letters; this one has %1."_s.arg(
                         prompt.size()),
                     {},
                     u"prompt"_s};
    if (files.size() > mostFiles)
        return Error{ErrorKind::BadInput,
                     u"The window takes at most 100 files at once; these are %1."_s.arg(files.size())};
    const auto isLong = [](const QString &name) { return name.size() > longestName; };
    if (std::ranges::any_of(files, isLong) || isLong(raiseToken))
        return Error{ErrorKind::BadInput, u"A file's name may have at most 4,096 letters."_s};
    return {};
}

QByteArray Handover::toMessage() const
{
    return QJsonDocument(QJsonObject{{u"prompt"_s, prompt},
                                     {u"files"_s, QJsonArray::fromStringList(files)},
                                     {u"raise"_s, raiseToken}})
        .toJson(QJsonDocument::Compact);
}

Result<Handover> Handover::fromMessage(const QByteArray &message)
{
    const QJsonDocument document = QJsonDocument::fromJson(message);
    if (!document.isObject())
        return Error{ErrorKind::BadInput, u"What another start of the program says cannot be read."_s};
    Handover handover{plain(document[u"prompt"_s].toString()), {}, document[u"raise"_s].toString()};
    for (const QJsonValue &file : document[u"files"_s].toArray()) {
        if (const QString name = file.toString(); QDir::isAbsolutePath(name) && !name.contains(QChar(0)))
            handover.files << name;
    }
    if (const Result<void> checked = handover.check(); !checked)
        return checked.error();
    return handover;
}

Result<std::unique_ptr<FirstWindow>> FirstWindow::claim(const support::Paths &paths, const Handover &mine,
                                                        StartPatience patience)
{
    if (const Result<void> checked = mine.check(); !checked)
        return checked.error();
    const QString name = paths.data + "/window.lock"_L1;
    const int file = ::open(QFile::encodeName(name).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return support::fileError(errno, name);
    const QByteArray message = mine.toMessage() + '\n';
    const QDeadlineTimer deadline(patience.start);
    Result<std::unique_ptr<FirstWindow>> failure = silent();
    do {
        if (::flock(file, LOCK_EX | LOCK_NB) == 0) {
            const bool wasCutShort = !contents(file).isEmpty();
            return std::unique_ptr<FirstWindow>(new FirstWindow(file, wasCutShort, addressesOf(paths)));
        }
        if (errno != EWOULDBLOCK && errno != EINTR) {
            failure = support::fileError(errno, name);
            break;
        }
        const Outcome outcome = deliver(contents(file).trimmed(), message, patience.answer);
        if (outcome == Outcome::Taken) {
            ::close(file);
            return std::unique_ptr<FirstWindow>();
        }
        if (outcome != Outcome::NotThere)
            break;
        ::poll(nullptr, 0,
               50); // it is starting or ending: soon there is somebody who listens, or nobody at all
    } while (!deadline.hasExpired());
    ::close(file);
    return failure;
}

FirstWindow::FirstWindow(int lock, bool wasCutShort, QStringList addresses)
    : m_lock(lock)
    , m_wasCutShort(wasCutShort)
    , m_addresses(std::move(addresses))
{
    writeDown(starting);
}

/// The file stays: were it removed, two processes could hold locks on two files of one name.
FirstWindow::~FirstWindow()
{
    m_server.reset();
    writeDown({});
    ::close(m_lock);
}

/// Without a sync: after a power cut it only decides about one line of text.
void FirstWindow::writeDown(const QByteArray &text)
{
    [[maybe_unused]] const bool done =
        ::ftruncate(m_lock, 0) == 0 &&
        ::pwrite(m_lock, text.constData(), size_t(text.size()), 0) == text.size();
}

void FirstWindow::listen()
{
    m_server = std::make_unique<QLocalServer>();
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    // Whoever starts now does not wait for an answer, but for the lock.
    connect(QCoreApplication::instance(), &QCoreApplication::aboutToQuit, this, [this] { m_server.reset(); });
    connect(m_server.get(), &QLocalServer::newConnection, this, &FirstWindow::onConnected);
    for (const QString &address : std::as_const(m_addresses)) {
        QLocalServer::removeServer(address); // of a dead window: the lock is ours
        if (m_server->listen(address))
            return writeDown(QFile::encodeName(m_server->fullServerName()) + '\n');
    }
    qWarning("Other starts of the program cannot reach this window: %s", qPrintable(m_server->errorString()));
}

void FirstWindow::onConnected()
{
    while (QLocalSocket *socket = m_server->nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        if (!isOurs(int(socket->socketDescriptor()))) {
            socket->abort();
            continue;
        }
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
        QTimer::singleShot(slowestMessage, socket, &QLocalSocket::abort);
        read(socket);
    }
}

void FirstWindow::read(QLocalSocket *socket)
{
    if (!socket->canReadLine()) {
        if (socket->bytesAvailable() > longestMessage)
            socket->abort();
        return;
    }
    const Result<Handover> handover = Handover::fromMessage(socket->readLine());
    answer(socket, handover ? taken : refused);
    if (handover)
        Q_EMIT received(*handover);
}

/// A line is all that is read of one connection.
void FirstWindow::answer(QLocalSocket *socket, const QByteArray &word)
{
    socket->disconnect(this);
    socket->write(word);
    socket->disconnectFromServer();
}

} // namespace janus
