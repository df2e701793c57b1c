#pragma once

#include "practiceserver.h"

#include <QJsonObject>
#include <QList>
#include <QProcessEnvironment>
#include <QStringList>

#include <functional>
#include <memory>

namespace janus::crash {

/// The studio's command line as a process that may be killed: what it said, and how it ended.
class Studio
{
public:
    /// Talks to `server` and keeps everything below `folder`.
    Studio(const PracticeServer &server, QString folder);

    struct Ending
    {
        QList<QJsonObject> events; ///< those of --json
        QByteArray errors;
        int code = -1;     ///< of an ordinary end
        int signal = 0;    ///< that killed it
        bool hung = false; ///< it was killed because it did not end

        QList<QJsonObject> eventsOf(QLatin1StringView name) const;
    };

    void setEnvironment(const QString &name, const QString &value) { m_environment.insert(name, value); }
    void unsetEnvironment(const QString &name) { m_environment.remove(name); }
    /// A command that runs it, as in {"strace", "-f"}.
    void setPrefix(const QStringList &prefix) { m_prefix = prefix; }
    /// How long a run may last before it counts as hung.
    void setPatience(int seconds) { m_patience = seconds * 1000; }
    const QString &folder() const { return m_folder; }
    void setFolder(const QString &folder) { m_folder = folder; }

    /// Runs to its end.
    Ending run(const QStringList &arguments) const;
    /// Hears of every event; answers whether to go on. False kills it at once.
    using Heard = std::function<bool(const QJsonObject &event)>;
    Ending run(const QStringList &arguments, const Heard &heard) const;

    /// Runs it so that it dies at a named place (support/checkpoint.h).
    Ending dieAt(const QString &place, const QStringList &arguments) const;
    /// Runs to its end and lists the places it passed, in order.
    QStringList placesOf(const QStringList &arguments, Ending *ending = nullptr) const;

private:
    QProcessEnvironment m_environment;
    QString m_origin;
    QString m_folder;
    QStringList m_prefix;
    int m_patience = 120'000;
};

} // namespace janus::crash
