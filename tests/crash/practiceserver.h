#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <memory>

namespace janus::crash {

/// What the server says of one request it accepted.
struct AcceptedSubmit
{
    QString requestId;
    QByteArray input; ///< compact JSON with its names in order: equal inputs are equal bytes
    int status = 0;   ///< of its result; 0 while there is none
    int pictures = 0; ///< in its result
    bool mayBeGivenUp =
        false; ///< the server does not keep what it promised, so that the pictures may be missing
};

/// The practice server as a process of its own, so that it goes on when the studio dies.
class PracticeServer
{
public:
    /// `arguments` come after "sandbox"; `faults`, if any, is the text of a fault file. `prefix` is a command
    /// that runs it.
    explicit PracticeServer(const QStringList &arguments = {}, const QByteArray &faults = {},
                            const QStringList &prefix = {});
    ~PracticeServer();

    bool isUp() const { return m_port != 0; }
    quint16 port() const { return m_port; }
    QString origin() const { return m_origin; }
    QByteArray key() const { return m_key; }

    /// Its own account of the requests it accepted, oldest news last; of those with this prompt only, unless
    /// it is empty. Read page by page.
    QList<AcceptedSubmit> accepted(const QString &prompt = {}) const;

    /// The requests of every kind that came in, one JSON object each ("time", "method", "target").
    QList<QJsonObject> requests() const;

private:
    QString m_folder;
    QProcess m_process;
    QString m_origin;
    QByteArray m_key;
    quint16 m_port = 0;
};

/// Compact, names in order.
QByteArray canonical(const QByteArray &json);

} // namespace janus::crash
