#pragma once

#include <QString>

#include <optional>
#include <utility>
#include <variant>

namespace janus {

/// What the program does about an error. The sentence for the user is Error::message.
enum class ErrorKind {
    BadInput,       ///< A value breaks the model's schema; Error::field names it. Nothing was sent.
    NoKey,          ///< No API key is known.
    KeyRefused,     ///< The service does not accept the key (401, 403).
    AccountLocked,  ///< The account is locked or out of credit (403 "User is locked").
    Refused,        ///< The model refused the request (422 and other final model errors).
    Busy,           ///< 429: wait, then repeat.
    Unreachable,    ///< Provably never left this machine: refused, DNS, TLS, proxy. Safe to send again.
    OutcomeUnknown, ///< A submit whose answer was lost. It may have been accepted and paid; never repeat by
                    ///< itself.
    Network,        ///< A read failed. Safe to repeat.
    Protocol,       ///< The server answered something that cannot be understood.
    NotYet,         ///< The result is not there yet (400 "still in progress").
    Gone,           ///< The request or its media has expired or never existed (404, 410).
    Storage,        ///< Disk or database.
    Cancelled,      ///< The user's own wish.
    Internal,       ///< A broken promise inside the program.
    TakenOver,      ///< Another process looks after this request now.
};

/// One thing that went wrong. `message` is a whole sentence for the user; `detail` is for the log and never
/// contains a key; `field` is the schema's name of the parameter the error belongs to, or empty.
struct Error
{
    ErrorKind kind = ErrorKind::Internal;
    QString message;
    QString detail = {};
    QString field = {};
    int waitSeconds = 0; ///< the service asked to wait this long before the next try; 0: it did not
    /// OutcomeUnknown: the number under which the service may have it, so that it can be asked. Not checked.
    QString requestId = {};

    bool operator==(const Error &) const = default;
};

/// A value or an Error. Reads like std::expected, which GCC 12 does not have yet.
template <typename T>
class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    bool hasValue() const { return m_state.index() == 0; }
    explicit operator bool() const { return hasValue(); }

    const T &value() const & { return std::get<0>(m_state); }
    T &value() & { return std::get<0>(m_state); }
    T &&value() && { return std::get<0>(std::move(m_state)); }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    T &&operator*() && { return std::move(*this).value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }

    const Error &error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error)
        : m_error(std::move(error))
    {
    }

    bool hasValue() const { return !m_error; }
    explicit operator bool() const { return hasValue(); }
    const Error &error() const { return *m_error; }

private:
    std::optional<Error> m_error;
};

} // namespace janus
