#pragma once

#include "core/result.h"

#include <QByteArray>

namespace janus {

/// An API key. A type of its own so that it cannot be printed, streamed or converted by accident: it has no
/// QDebug operator and no toString(). Only the request class and the key stores read reveal().
class ApiKey
{
public:
    ApiKey() = default;

    /// Reads what a person pasted: surrounding white space, quotes, a leading `FAL_KEY=` or `Key ` are
    /// dropped. Refuses anything that cannot be a fal key ("<id>:<secret>", printable ASCII, at most 1,000
    /// characters), with a sentence that does not repeat the text.
    static Result<ApiKey> fromText(const QString &text);

    /// A key of the practice server, new each time and told from fal's by its first 48 bits: it must never be
    /// sent to fal, nor fal's to the practice server.
    static ApiKey newForPractice();
    bool isForPractice() const;

    bool isEmpty() const { return m_key.isEmpty(); }
    const QByteArray &reveal() const { return m_key; }
    bool operator==(const ApiKey &) const = default;

private:
    explicit ApiKey(QByteArray key)
        : m_key(std::move(key))
    {
    }
    QByteArray m_key;
};

} // namespace janus
