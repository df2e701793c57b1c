#include "fal/downloads.h"

#include "fal/answers.h"
#include "fal/errors.h"
#include "fal/httpclient.h"
#include "support/checkpoint.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace janus::fal {

namespace {

constexpr qsizetype mostParts = 8;
constexpr qsizetype longestTag = 200;

/// The same bytes for sure; "W/…" only promises the same picture.
bool isStrong(const QByteArray &etag)
{
    return etag.startsWith('"') && etag.size() <= longestTag;
}

/// Whether a 206 begins right behind the `have` bytes and goes to the end.
bool goesOn(const HttpAnswer &answer, qint64 have, bool toItsEnd)
{
    static const QRegularExpression form(u"^bytes (\\d{1,12})-(\\d{1,12})/(\\d{1,12})$"_s);
    const auto match = form.match(QString::fromLatin1(answer.contentRange.trimmed()));
    if (answer.status != 206 || !match.hasMatch() || match.captured(1).toLongLong() != have)
        return false;
    const qint64 last = match.captured(2).toLongLong();
    return last + 1 == match.captured(3).toLongLong() && (!toItsEnd || last + 1 == have + answer.body.size());
}

/// How a file that is kept from strangers answers them; a hidden one is "not found".
bool isClosed(int status)
{
    return status == 401 || status == 403 || status == 404;
}

/// The service's word that it gives no permissions, unlike trouble that passes.
bool isNo(ErrorKind kind)
{
    return kind == ErrorKind::Gone || kind == ErrorKind::Refused || kind == ErrorKind::Cancelled;
}

Error lost(const QString &detail)
{
    return errorFromFailure(CallKind::Media, {TransportFailure::Cause::Cut, detail}, {});
}

} // namespace

void Downloads::fetch(const QUrl &url, QObject *context, Done done, Progress progress)
{
    send({CallKind::Media, url, context, std::move(done), std::move(progress)});
}

void Downloads::fetchPrivate(const QUrl &url, QObject *context, Done done, Progress progress)
{
    Errand errand{CallKind::PrivateMedia, url, context, std::move(done), std::move(progress)};
    if (!m_client.service().takesFileToken(url))
        return send(errand);
    errand.mayRenew = m_tokens.isAtHand();
    permit(std::move(errand));
}

void Downloads::permit(Errand errand)
{
    QObject *const context = errand.context;
    m_tokens.get(context, [this, errand = std::move(errand)](const Result<QByteArray> &token) mutable {
        // A server that gives no permissions may still open the picture; it has the last word.
        if (!token && !isNo(token.error().kind))
            return errand.done(token.error());
        if (token)
            errand.token = *token;
        send(errand);
    });
}

void Downloads::send(const Errand &errand)
{
    support::checkpoint("media.before");
    const Part part = m_parts.take(errand.url);
    const qint64 have = part.bytes.size();
    HttpRequest call{errand.kind, errand.url};
    if (have > 0) {
        call.headers.emplaceBack("Range", "bytes=" + QByteArray::number(have) + '-');
        call.headers.emplaceBack("If-Range", part.etag);
    }
    call.offset = have;
    call.progress = errand.progress;
    call.cut = [this, url = errand.url, part](const HttpAnswer &cut) { keep(url, part, cut); };
    call.fileToken = errand.token;
    m_client.send(std::move(call), errand.context, [this, errand, part](const Result<HttpAnswer> &answer) {
        if (!answer)
            return errand.done(answer.error());
        // What we have is of no use to this server: from the start, once.
        const bool isOdd = answer->status == 416 ||
                           (answer->status == 206 &&
                            (answer->etag != part.etag || !goesOn(*answer, part.bytes.size(), true)));
        if (isOdd && !part.bytes.isEmpty())
            return send(errand);
        if (!errand.token.isEmpty() && isClosed(answer->status)) {
            m_tokens.forget(errand.token);
            if (!part.bytes.isEmpty())
                m_parts.insert(errand.url, part);
            if (errand.mayRenew) {
                Errand again = errand;
                again.mayRenew = false;
                return permit(std::move(again));
            }
        }
        support::checkpoint("media.after");
        errand.done(whole(errand.kind, part, *answer));
    });
}

void Downloads::keep(const QUrl &url, const Part &before, const HttpAnswer &cut)
{
    const bool isRest = cut.status == 206 && !before.bytes.isEmpty();
    if (!isStrong(cut.etag) ||
        (isRest && (cut.etag != before.etag || !goesOn(cut, before.bytes.size(), false))))
        return;
    if (!isRest && (cut.status != 200 || cut.acceptRanges.trimmed().toLower() != "bytes"))
        return;
    if (m_parts.size() >= mostParts)
        m_parts.clear();
    m_parts.insert(url, {cut.etag, isRest ? before.bytes + cut.body : cut.body});
}

Result<QByteArray> Downloads::whole(CallKind kind, const Part &before, const HttpAnswer &answer) const
{
    if (answer.status == 206 && !before.bytes.isEmpty())
        return before.bytes + answer.body; // fetch() has looked at its range
    if (answer.status == 200 && !answer.isLengthKnown && !hasItsEnd(answer.body))
        return lost(u"without its end"_s);
    if (answer.status == 200)
        return answer.body;
    return errorFromAnswer(kind, answer, u"the picture's server"_s);
}

} // namespace janus::fal
