#pragma once

#include "sandbox/queuedrequest.h"

#include <QFile>
#include <QList>

namespace janus::sandbox {

/// The memory of the queue between starts: one JSON line for every acceptance, completion and cancel. Several
/// processes may append to the same file. Lines that cannot be read are passed over. With an empty path it
/// remembers nothing.
class StateFile
{
public:
    explicit StateFile(const QString &path);

    bool isOpen() const { return m_file.isOpen(); }
    QString errorText() const { return m_file.errorString(); }

    void writeAccepted(const QueuedRequest &request);
    void writeFinished(const QueuedRequest &request);

    /// The requests written since the last call, oldest first, as far as they came. What a cut last line
    /// says is read once the line is complete.
    QList<QueuedRequest> readNew();

private:
    void append(const QJsonObject &event);

    QFile m_file;
    qint64 m_readTo = 0; ///< Bytes of whole lines read so far.
};

} // namespace janus::sandbox
