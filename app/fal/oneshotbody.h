#pragma once

#include "support/checkpoint.h"

#include <QByteArray>
#include <QIODevice>

#include <cstring>

namespace janus::fal {

/// A request body that cannot be sent twice. QNetworkAccessManager sends a POST again by itself when a
/// connection is closed before the answer; a body that refuses to be rewound makes it give up instead, and
/// wasRead() then proves whether anything can have left this machine.
class OneShotBody final : public QIODevice
{
    Q_OBJECT // a reply may own other devices: only then does findChild() tell them apart
        public : explicit OneShotBody(QByteArray bytes, QObject *parent = nullptr)
        : QIODevice(parent)
        , m_bytes(std::move(bytes))
    {
        open(ReadOnly | Unbuffered);
    }

    bool isSequential() const override { return true; }
    bool reset() override { return false; }
    bool atEnd() const override { return m_position >= m_bytes.size(); }
    qint64 bytesAvailable() const override
    {
        return m_bytes.size() - m_position + QIODevice::bytesAvailable();
    }

    qint64 length() const { return m_bytes.size(); }
    bool wasRead() const { return m_position > 0; }

protected:
    qint64 readData(char *out, qint64 most) override
    {
        const qint64 count = qMin(most, m_bytes.size() - m_position);
        if (count <= 0)
            return -1;
        if (m_position == 0)
            support::checkpoint("submit-body.before");
        std::memcpy(out, m_bytes.constData() + m_position, size_t(count));
        m_position += count;
        support::checkpoint("submit-body.after");
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_position = 0;
};

} // namespace janus::fal
