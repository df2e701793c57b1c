#include "fal/filetokens.h"

#include "fal/answers.h"
#include "fal/errors.h"
#include "fal/httpclient.h"
#include "support/log.h"

#include <QJsonObject>
#include <QTimer>
#include <QUrl>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace janus::fal {

namespace {

constexpr qsizetype longestToken = 8192;
/// A picture that is being fetched is not to meet its permission's end.
constexpr qint64 spareSeconds = 60;

/// Can stand in a header as one word.
bool isOneWord(const QString &text)
{
    return !text.isEmpty() && text.size() <= longestToken &&
           std::ranges::all_of(text, [](QChar c) { return c > u' ' && c < QChar(0x7f); });
}

QUrl tokenAddress(const Service &service)
{
    QUrl url = service.rest;
    url.setPath(u"/storage/auth/token"_s);
    url.setQuery(u"storage_type=fal-cdn-v3"_s);
    return url;
}

Result<FileToken> tokenIn(const Result<HttpAnswer> &answer, const Service &service)
{
    if (!answer)
        return answer.error();
    if (answer->isSuccess())
        return readFileToken(answer->body, service);
    return errorFromAnswer(CallKind::FileToken, *answer, spokenName(service));
}

} // namespace

Result<FileToken> readFileToken(const QByteArray &body, const Service &service)
{
    const QJsonObject answer = readObject(body).value_or(QJsonObject());
    const QString token = answer.value("token"_L1).toString();
    const QString type = answer.value("token_type"_L1).toString();
    if (!isOneWord(token) || !isOneWord(type))
        return Error{ErrorKind::Protocol,
                     u"The permission of %1 to open private pictures cannot be understood."_s.arg(
                         spokenName(service))};
    QDateTime until = QDateTime::fromString(answer.value("expires_at"_L1).toString(), Qt::ISODateWithMs);
    if (until.timeSpec() == Qt::LocalTime) // without a zone
        until.setTimeSpec(Qt::UTC);
    return FileToken{type.toLatin1() + ' ' + token.toLatin1(), until};
}

bool FileTokens::isAtHand() const
{
    return m_token.until.isValid() && QDateTime::currentDateTimeUtc().secsTo(m_token.until) > spareSeconds;
}

void FileTokens::get(QObject *context, Done done)
{
    if (isAtHand())
        return done(m_token.authorization);
    m_waiting.append({context, std::move(done)});
    if (m_waiting.size() == 1)
        ask(Repeats(CallKind::FileToken));
}

void FileTokens::ask(Repeats repeats)
{
    const auto read = [this, repeats](const Result<HttpAnswer> &answer) mutable {
        const Result<FileToken> token = tokenIn(answer, m_client.service());
        const auto pause = token ? std::nullopt : repeats.pauseAfter(token.error(), m_client.pacer());
        if (!pause)
            return tell(token);
        QTimer::singleShot(*pause, &m_client, [this, repeats] { ask(repeats); });
    };
    m_client.send({CallKind::FileToken, tokenAddress(m_client.service()), "{}"}, &m_client, read);
}

void FileTokens::tell(const Result<FileToken> &token)
{
    if (token) {
        support::hideInLogs(token->authorization.mid(token->authorization.indexOf(' ') + 1));
        m_token = *token;
    }
    const Result<QByteArray> answer =
        token ? Result<QByteArray>(token->authorization) : Result<QByteArray>(token.error());
    // Whoever is told may destroy anything, us included, or ask for the next one.
    const QPointer<HttpClient> alive(&m_client);
    const QList<Waiting> waiting = std::exchange(m_waiting, {});
    for (const Waiting &one : waiting) {
        if (alive && one.context)
            one.done(answer);
    }
}

void FileTokens::forget(const QByteArray &authorization)
{
    if (m_token.authorization == authorization)
        m_token = {};
}

} // namespace janus::fal
