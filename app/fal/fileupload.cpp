#include "fal/fileupload.h"

#include "fal/errors.h"
#include "fal/filebody.h"
#include "fal/httpclient.h"
#include "fal/repeats.h"
#include "fal/uploadanswers.h"
#include "support/pool.h"

#include <QFileInfo>
#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <optional>
#include <vector>

using namespace Qt::StringLiterals;

namespace janus::fal {

namespace {

constexpr int progressSteps = 200;

} // namespace

struct FileUpload::Private
{
    using Step = std::function<void()>;

    /// One body: the whole file, or a part of it.
    struct Piece
    {
        enum class State { Waiting, Sending, Pausing, Done };

        int number = 0; ///< of the part, from 1; 0: the whole file
        qint64 offset = 0;
        qint64 length = 0;
        State state = State::Waiting;
        Repeats repeats{CallKind::UploadBody};
        qint64 given = 0;
        UploadedPart part = {};
        std::unique_ptr<QObject> call = {}; ///< its death aborts the request
    };

    Private(FileUpload &upload, HttpClient &httpClient, QString path, UploadOptions wishes)
        : q(upload)
        , client(&httpClient)
        , file(std::move(path))
        , options(std::move(wishes))
    {
    }

    bool inParts() const { return stamp->size > options.sizes.mostInOnePut; }
    QString spoken() const { return spokenName(client->service()); }

    std::vector<Piece> makePieces() const;
    void examine();
    void onExamined(const Result<FileStamp> &found);
    void initiate();
    Result<UploadTarget> targetIn(const Result<HttpAnswer> &answer) const;
    void onInitiated(const Result<HttpAnswer> &answer);
    void sendWaiting();
    void send(Piece &piece);
    void onSent(Piece &piece, const Result<HttpAnswer> &answer);
    void onPieceFailed(Piece &piece, const Error &error);
    void endIfIdle();
    void complete();
    void onCompleted(const Result<HttpAnswer> &answer);
    void startAnew();
    void tell();
    void end(Result<UploadedFile> result);
    bool repeatLater(Repeats &repeats, const Error &error, QObject *context, Step again);

    FileUpload &q;
    QPointer<HttpClient> client;
    const QString file;
    const UploadOptions options;

    bool isRunning = false;
    std::optional<FileStamp> stamp;
    std::optional<UploadTarget> target;
    std::vector<Piece> pieces;
    std::optional<Error> failure; ///< nothing new is sent; what is under way may end
    bool wasRenewed = false;      ///< the place was closed once already
    Repeats initiateRepeats{CallKind::UploadInitiate};
    Repeats completeRepeats{CallKind::UploadComplete};
    qint64 shown = 0;
    qint64 told = -1;
    std::unique_ptr<QObject> step; ///< context of what runs beside the pieces
    Result<UploadedFile> outcome = Error{ErrorKind::Internal, u"The upload has not begun."_s};
};

FileUpload::FileUpload(HttpClient &client, QString file, UploadOptions options)
    : d(std::make_unique<Private>(*this, client, std::move(file), std::move(options)))
{
}

FileUpload::~FileUpload() = default;

void FileUpload::start()
{
    if (std::exchange(d->isRunning, true))
        return;
    d->failure.reset();
    d->completeRepeats.reset();
    d->wasRenewed = false;
    d->shown = 0;
    d->told = -1;
    d->step = std::make_unique<QObject>();
    d->examine();
}

const Result<UploadedFile> &FileUpload::outcome() const
{
    return d->outcome;
}

qint64 FileUpload::sent() const
{
    return d->shown;
}

qint64 FileUpload::total() const
{
    return d->stamp ? d->stamp->size : 0;
}

void FileUpload::Private::examine()
{
    support::runInPool(
        *QThreadPool::globalInstance(), step.get(), [path = file] { return examineFile(path); },
        [this](const Result<FileStamp> &found) { onExamined(found); });
}

void FileUpload::Private::onExamined(const Result<FileStamp> &found)
{
    if (!found)
        return end(found.error());
    if (!client)
        return;
    const bool isSame = stamp && stamp->isSameAs(*found);
    stamp = *found;
    if (!isSame || !target)
        return startAnew();
    for (Piece &piece : pieces)
        piece.repeats.reset();
    sendWaiting();
}

std::vector<FileUpload::Private::Piece> FileUpload::Private::makePieces() const
{
    std::vector<Piece> made;
    if (!inParts()) {
        made.push_back({.number = 0, .offset = 0, .length = stamp->size});
        return made;
    }
    const qint64 most = options.sizes.part;
    for (qint64 at = 0; at < stamp->size; at += most)
        made.push_back(
            {.number = int(made.size()) + 1, .offset = at, .length = std::min(most, stamp->size - at)});
    return made;
}

void FileUpload::Private::startAnew()
{
    target.reset();
    pieces = makePieces();
    failure.reset();
    initiateRepeats.reset();
    initiate();
}

void FileUpload::Private::initiate()
{
    if (!client)
        return;
    const QString name = QFileInfo(stamp->path).fileName();
    HttpRequest call{CallKind::UploadInitiate, initiateAddress(client->service(), inParts()),
                     initiateBody(stamp->contentType, name)};
    Delivery wishes;
    wishes.expirySeconds = options.expirySeconds;
    wishes.access = options.access;
    if (const QByteArray lifecycle = wishes.lifecycle(); !lifecycle.isEmpty())
        call.headers.emplaceBack("X-Fal-Object-Lifecycle", lifecycle);
    client->send(std::move(call), step.get(),
                 [this](const Result<HttpAnswer> &answer) { onInitiated(answer); });
}

Result<UploadTarget> FileUpload::Private::targetIn(const Result<HttpAnswer> &answer) const
{
    if (!answer)
        return answer.error();
    if (!answer->isSuccess())
        return errorFromAnswer(CallKind::UploadInitiate, *answer, spoken());
    return readUploadTarget(answer->body, client->service());
}

void FileUpload::Private::onInitiated(const Result<HttpAnswer> &answer)
{
    const Result<UploadTarget> read = targetIn(answer);
    if (read) {
        target = *read;
        return sendWaiting();
    }
    if (!repeatLater(initiateRepeats, read.error(), step.get(), [this] { initiate(); }))
        end(read.error());
}

void FileUpload::Private::sendWaiting()
{
    auto underWay = std::ranges::count_if(pieces, [](const Piece &piece) {
        return piece.state == Piece::State::Sending || piece.state == Piece::State::Pausing;
    });
    for (Piece &piece : pieces) {
        if (underWay >= partsAtOnce || failure)
            break;
        if (piece.state == Piece::State::Waiting) {
            ++underWay;
            send(piece);
        }
    }
    endIfIdle();
}

void FileUpload::Private::send(Piece &piece)
{
    if (!client)
        return;
    piece.state = Piece::State::Sending;
    piece.given = 0;
    piece.call = std::make_unique<QObject>();
    HttpRequest call{CallKind::UploadBody,
                     piece.number == 0 ? target->uploadUrl : partAddress(target->uploadUrl, piece.number)};
    if (piece.number == 0)
        call.headers.emplaceBack("Content-Type", stamp->contentType.toLatin1());
    call.bodyLength = piece.length;
    QObject *context = piece.call.get();
    call.makeBody = [this, &piece, context] {
        auto *body = new FileBody(*stamp, piece.offset, piece.length);
        // Queued: what we tell then may destroy us outside of Qt's own reading.
        QObject::connect(
            body, &FileBody::given, context,
            [this, &piece](qint64 bytes) {
                piece.given = bytes;
                tell();
            },
            Qt::QueuedConnection);
        QObject::connect(
            body, &FileBody::failed, step.get(),
            [this, &piece, alive = QPointer<QObject>(context)](const Error &error) {
                if (alive)
                    onPieceFailed(piece, error);
            },
            Qt::QueuedConnection);
        return body;
    };
    client->send(std::move(call), context,
                 [this, &piece](const Result<HttpAnswer> &answer) { onSent(piece, answer); });
}

void FileUpload::Private::onSent(Piece &piece, const Result<HttpAnswer> &answer)
{
    if (!answer)
        return onPieceFailed(piece, answer.error());
    if (!answer->isSuccess())
        return onPieceFailed(piece, errorFromAnswer(CallKind::UploadBody, *answer, spoken()));
    if (piece.number > 0) {
        const Result<UploadedPart> part = readPart(answer->body, piece.number);
        if (!part)
            return onPieceFailed(piece, part.error());
        piece.part = *part;
    }
    piece.state = Piece::State::Done;
    piece.given = piece.length;
    piece.call.reset();
    const QPointer<FileUpload> alive(&q);
    tell();
    if (alive)
        sendWaiting();
}

void FileUpload::Private::onPieceFailed(Piece &piece, const Error &error)
{
    piece.given = 0;
    piece.state = Piece::State::Pausing;
    piece.call = std::make_unique<QObject>();
    const auto again = [this, &piece] {
        if (!failure) // else it waits for the next start()
            send(piece);
    };
    if (!failure && repeatLater(piece.repeats, error, piece.call.get(), again))
        return;
    if (!failure)
        failure = error;
    endIfIdle();
}

/// Goes on once nothing is under way: to the end, or to what went wrong.
void FileUpload::Private::endIfIdle()
{
    const auto isUnderWay = [](const Piece &piece) { return piece.state == Piece::State::Sending; };
    if (std::ranges::any_of(pieces, isUnderWay))
        return;
    if (!failure) {
        const auto isDone = [](const Piece &piece) { return piece.state == Piece::State::Done; };
        if (std::ranges::all_of(pieces, isDone))
            complete();
        return;
    }
    for (Piece &piece : pieces) {
        if (piece.state == Piece::State::Pausing) {
            piece.state = Piece::State::Waiting;
            piece.call.reset();
        }
    }
    // The place for the file lapses after a while; then all of it is sent to another one.
    if (failure->kind == ErrorKind::Gone && !std::exchange(wasRenewed, true))
        return startAnew();
    end(*failure);
}

void FileUpload::Private::complete()
{
    if (!client)
        return;
    if (!inParts())
        return end(UploadedFile{target->fileUrl, stamp->size, stamp->contentType});
    QList<UploadedPart> parts;
    for (const Piece &piece : pieces)
        parts << piece.part;
    client->send({CallKind::UploadComplete, completeAddress(target->uploadUrl), completeBody(parts)},
                 step.get(), [this](const Result<HttpAnswer> &answer) { onCompleted(answer); });
}

void FileUpload::Private::onCompleted(const Result<HttpAnswer> &answer)
{
    if (answer && answer->isSuccess())
        return end(UploadedFile{target->fileUrl, stamp->size, stamp->contentType});
    const Error error =
        answer ? errorFromAnswer(CallKind::UploadComplete, *answer, spoken()) : answer.error();
    if (error.kind == ErrorKind::Gone && !std::exchange(wasRenewed, true))
        return startAnew();
    if (!repeatLater(completeRepeats, error, step.get(), [this] { complete(); }))
        end(error);
}

void FileUpload::Private::tell()
{
    qint64 sum = 0;
    for (const Piece &piece : pieces)
        sum += piece.given;
    shown = std::max(shown, sum); // a part that is sent again does not turn the bar back
    const qint64 step = std::max<qint64>(1, stamp->size / progressSteps);
    if (shown / step == told / step && shown != stamp->size)
        return;
    if (std::exchange(told, shown) != shown)
        Q_EMIT q.progress(shown, stamp->size);
}

/// False when the error is final. The last thing a caller does: whoever hears of it may destroy us.
bool FileUpload::Private::repeatLater(Repeats &repeats, const Error &error, QObject *context, Step again)
{
    const auto pause = repeats.pauseAfter(error, client->pacer());
    if (!pause)
        return false;
    QTimer::singleShot(*pause, context, std::move(again));
    Q_EMIT q.retrying(error);
    return true;
}

void FileUpload::Private::end(Result<UploadedFile> result)
{
    isRunning = false;
    outcome = std::move(result);
    if (step)
        step.release()->deleteLater();
    Q_EMIT q.finished();
}

} // namespace janus::fal
