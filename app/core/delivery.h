#pragma once

#include "core/result.h"

#include <QJsonObject>
#include <QList>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace janus {

enum class Priority { Normal, Low };

/// Everything a submit carries beside its request: who is told, how long to wait, what becomes of the files.
/// Nothing in here decides a picture, so it is no part of a recipe; the journal keeps it for a submit that is
/// still to be sent. Equal by default means: fal's own defaults throughout.
struct Delivery
{
    /// Who may read the files behind the result's links.
    enum class Access {
        AccountDefault,
        Anyone,  ///< with the link
        Private, ///< the account only; strangers get 403
        Hidden,  ///< the same, but strangers get 404
    };
    /// For `expirySeconds`: the files are asked to be kept for good.
    static constexpr qint64 never = -1;

    Priority priority = Priority::Normal;
    QUrl webhook = {};                        ///< is told the result by the service; empty: nobody
    std::optional<double> startTimeout = {};  ///< seconds until work must have begun, else the request fails
    QString runnerHint = {};                  ///< prefer a runner that served the same text before
    std::optional<qint64> expirySeconds = {}; ///< life of the files; nothing: as the account is set
    Access access = Access::AccountDefault;
    bool noRetry = false;  ///< the service does not try again by itself
    QStringList tags = {}; ///< "key=value" each, for the account's usage reports

    /// What a submit could not carry: sentences that name field, limit and value. `field` is the name the
    /// value has in toJson().
    QList<Error> check() const;

    /// The value of X-Fal-Object-Lifecycle-Preference; empty when it has nothing to say.
    QByteArray lifecycle() const;

    /// For the journal; only what is not the default. Reading takes what it understands and leaves the rest.
    QJsonObject toJson() const;
    static Delivery fromJson(const QJsonObject &object);

    bool operator==(const Delivery &) const = default;
};

/// "1h", "1d", "7d", "30d", "1y", "never" or a number of seconds, as they are typed after --expire; nothing
/// for anything else.
std::optional<qint64> expiryFromText(const QString &text);

} // namespace janus
