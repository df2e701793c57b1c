#include "fal/downloads.h"

#include "fal/answers.h"
#include "fal/errors.h"
#include "fal/httpclient.h"

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

Error lost(const QString &detail)
{
    return errorFromFailure(CallKind::Media, {TransportFailure::Cause::Cut, detail}, {});
}

} // namespace

void Downloads::fetch(const QUrl &url, QObject *context, Done done, Progress progress)
{
    const Part part = m_parts.take(url);
    const qint64 have = part.bytes.size();
    HttpRequest call{CallKind::Media, url};
    if (have > 0) {
        call.headers.emplaceBack("Range", "bytes=" + QByteArray::number(have) + '-');
        call.headers.emplaceBack("If-Range", part.etag);
    }
    call.offset = have;
    call.progress = progress;
    call.cut = [this, url, part](const HttpAnswer &cut) { keep(url, part, cut); };
    m_client.send(std::move(call), context,
                  [this, url, part, context, done, progress](const Result<HttpAnswer> &answer) {
                      if (!answer)
                          return done(answer.error());
                      // What we have is of no use to this server: from the start, once.
                      const bool isOdd =
                          answer->status == 416 ||
                          (answer->status == 206 &&
                           (answer->etag != part.etag || !goesOn(*answer, part.bytes.size(), true)));
                      if (isOdd && !part.bytes.isEmpty())
                          return fetch(url, context, done, progress);
                      done(whole(part, *answer));
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

Result<QByteArray> Downloads::whole(const Part &before, const HttpAnswer &answer) const
{
    if (answer.status == 206 && !before.bytes.isEmpty())
        return before.bytes + answer.body; // fetch() has looked at its range
    if (answer.status == 200 && !answer.isLengthKnown && !hasItsEnd(answer.body))
        return lost(u"without its end"_s);
    if (answer.status == 200)
        return answer.body;
    return errorFromAnswer(CallKind::Media, answer, u"the picture's server"_s);
}

} // namespace janus::fal
