#include "core/delivery.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

/// fal takes 16 KB of request headers in all. What every request has anyway, the key included, stays well
/// below 4 KB, so these may take the rest.
constexpr qsizetype mostHeaderBytes = 12 * 1024;
/// The gateway drops tags beyond these limits without a word, so they are refused here.
constexpr int mostTags = 10;
constexpr qsizetype longestTagKey = 64;
constexpr qsizetype longestTagValue = 256;
constexpr qsizetype mostTagBytes = 1024;
constexpr double shortestStart = 1; // not 1 itself
constexpr double longestStart = 7 * 24 * 3600;
constexpr qint64 longestExpiry = 100LL * 365 * 24 * 3600;

constexpr std::array<std::pair<Delivery::Access, QLatin1String>, 3> aclWords{{
    {Delivery::Access::Anyone, QLatin1String("allow")},
    {Delivery::Access::Private, QLatin1String("forbid")},
    {Delivery::Access::Hidden, QLatin1String("hide")},
}};

QLatin1String aclWord(Delivery::Access access)
{
    const auto *it = std::ranges::find(aclWords, access, [](const auto &pair) { return pair.first; });
    return it == aclWords.end() ? QLatin1String() : it->second;
}

/// Can stand in a header as it is.
bool isPlain(const QString &text)
{
    return std::ranges::all_of(text, [](QChar c) { return c >= u' ' && c < QChar(0x7f); });
}

bool isLoopback(const QString &host)
{
    static const QRegularExpression net127(u"^127\\.\\d+\\.\\d+\\.\\d+$"_s);
    return host == "localhost"_L1 || host == "::1"_L1 || net127.match(host).hasMatch();
}

bool isTagKey(const QString &key)
{
    return !key.isEmpty() && key.size() <= longestTagKey && std::ranges::all_of(key, [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || QStringView(u"._-").contains(c);
    });
}

/// Shown in a sentence, so that a pasted page does not fill the window.
QString shown(const QString &text)
{
    constexpr qsizetype most = 60;
    return text.size() <= most ? text : text.left(most) + u'…';
}

Error bad(QLatin1String field, const QString &sentence)
{
    return {ErrorKind::BadInput, sentence, {}, field};
}

void checkWebhook(const QUrl &url, QList<Error> &errors)
{
    if (url.isEmpty())
        return;
    const bool isSafe = url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && isLoopback(url.host()));
    if (!url.isValid() || url.host().isEmpty() || !isSafe || !url.userInfo().isEmpty())
        errors << bad("webhook"_L1,
                      u"The webhook must be an https address (http only on this computer) without "
                      u"a user name; it is “%1”."_s.arg(shown(url.toString(QUrl::RemoveUserInfo))));
}

void checkTag(const QString &tag, QList<Error> &errors)
{
    const QString key = tag.section(u'=', 0, 0).trimmed();
    const QString value = tag.section(u'=', 1).trimmed();
    if (!isTagKey(key) || value.isEmpty() || value.size() > longestTagValue || !isPlain(value) ||
        value.contains(u','))
        errors << bad(
            "tags"_L1,
            u"A tag must be KEY=VALUE, the key of at most %1 of a-z, 0-9, “.”, “_” and “-”, the value of "
            u"at most %2 plain characters without a comma; it is “%3”."_s.arg(longestTagKey)
                .arg(longestTagValue)
                .arg(shown(tag)));
    else if (key.startsWith("fal."_L1))
        errors << bad("tags"_L1,
                      u"Tags that begin with “fal.” are fal's own; this one is “%1”."_s.arg(shown(tag)));
}

void checkTags(const QStringList &tags, QList<Error> &errors)
{
    for (const QString &tag : tags)
        checkTag(tag, errors);
    if (tags.size() > mostTags)
        errors << bad("tags"_L1,
                      u"There can be at most %1 tags; there are %2."_s.arg(mostTags).arg(tags.size()));
    if (tags.join(u',').size() > mostTagBytes)
        errors << bad("tags"_L1,
                      u"All tags together can have at most %1 characters; they have %2."_s.arg(mostTagBytes)
                          .arg(tags.join(u',').size()));
}

} // namespace

QList<Error> Delivery::check() const
{
    QList<Error> errors;
    checkWebhook(webhook, errors);
    if (startTimeout && !(*startTimeout > shortestStart && *startTimeout <= longestStart))
        errors << bad(
            "start_timeout"_L1,
            u"The start timeout must be more than %1 second and at most %2; it is %3."_s.arg(shortestStart)
                .arg(longestStart, 0, 'f', 0)
                .arg(*startTimeout));
    if (!isPlain(runnerHint))
        errors << bad("hint"_L1,
                      u"The runner hint can have plain characters only (ASCII, one line); it is “%1”."_s.arg(
                          shown(runnerHint)));
    if (expirySeconds && *expirySeconds != never && (*expirySeconds < 1 || *expirySeconds > longestExpiry))
        errors << bad("expire"_L1,
                      u"Files can expire after 1 to %1 seconds, or never; it is %2."_s.arg(longestExpiry)
                          .arg(*expirySeconds));
    checkTags(tags, errors);
    const qsizetype bytes =
        runnerHint.size() + tags.join(u',').size() + webhook.toEncoded().size() + lifecycle().size();
    if (bytes > mostHeaderBytes)
        errors << bad("hint"_L1,
                      u"Webhook, hint and tags together can have at most %1 characters; they have %2."_s
                          .arg(mostHeaderBytes)
                          .arg(bytes));
    return errors;
}

QByteArray Delivery::lifecycle() const
{
    // "Never" has no word of its own on the wire: a preference without an expiry says it.
    if (!expirySeconds && access == Access::AccountDefault)
        return {};
    QJsonObject object;
    if (expirySeconds && *expirySeconds != never)
        object.insert("expiration_duration_seconds"_L1, *expirySeconds);
    if (access != Access::AccountDefault)
        object.insert("initial_acl"_L1, QJsonObject{{u"default"_s, aclWord(access)}});
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject Delivery::toJson() const
{
    QJsonObject object;
    if (priority == Priority::Low)
        object.insert("priority"_L1, "low"_L1);
    if (!webhook.isEmpty())
        object.insert("webhook"_L1, webhook.toString(QUrl::FullyEncoded));
    if (startTimeout)
        object.insert("start_timeout"_L1, *startTimeout);
    if (!runnerHint.isEmpty())
        object.insert("hint"_L1, runnerHint);
    if (expirySeconds)
        object.insert("expire"_L1, *expirySeconds);
    if (access != Access::AccountDefault)
        object.insert("access"_L1, aclWord(access));
    if (noRetry)
        object.insert("no_retry"_L1, true);
    if (!tags.isEmpty())
        object.insert("tags"_L1, QJsonArray::fromStringList(tags));
    return object;
}

Delivery Delivery::fromJson(const QJsonObject &object)
{
    Delivery delivery;
    if (object.value("priority"_L1).toString() == "low"_L1)
        delivery.priority = Priority::Low;
    delivery.webhook = QUrl(object.value("webhook"_L1).toString());
    if (object.value("start_timeout"_L1).isDouble())
        delivery.startTimeout = object.value("start_timeout"_L1).toDouble();
    delivery.runnerHint = object.value("hint"_L1).toString();
    if (object.value("expire"_L1).isDouble())
        delivery.expirySeconds = object.value("expire"_L1).toInteger();
    const QString word = object.value("access"_L1).toString();
    for (const auto &[access, name] : aclWords) {
        if (word == name)
            delivery.access = access;
    }
    delivery.noRetry = object.value("no_retry"_L1).toBool();
    for (const QJsonValue tag : object.value("tags"_L1).toArray())
        delivery.tags << tag.toString();
    return delivery;
}

std::optional<qint64> expiryFromText(const QString &text)
{
    constexpr qint64 hour = 3600;
    constexpr qint64 day = 24 * hour;
    static const std::array<std::pair<QLatin1String, qint64>, 6> words{{{"1h"_L1, hour},
                                                                        {"1d"_L1, day},
                                                                        {"7d"_L1, 7 * day},
                                                                        {"30d"_L1, 30 * day},
                                                                        {"1y"_L1, 365 * day},
                                                                        {"never"_L1, Delivery::never}}};
    for (const auto &[word, seconds] : words) {
        if (text == word)
            return seconds;
    }
    bool isNumber = false;
    const qint64 seconds = text.toLongLong(&isNumber);
    return isNumber && seconds > 0 ? std::optional(seconds) : std::nullopt;
}

} // namespace janus
