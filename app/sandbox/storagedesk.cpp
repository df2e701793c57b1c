#include "sandbox/storagedesk.h"

#include "sandbox/answers.h"
#include "sandbox/byterange.h"
#include "sandbox/faultanswers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

/// One body: fal's clients send up to 90 MiB (JavaScript) or 100 MiB (Python) in one piece.
constexpr qsizetype bodyMost = 128 * 1024 * 1024;
constexpr int partsMost = 10000;

/// A name without anything that means something in a path or an address.
QByteArray safeName(const QByteArray &given)
{
    constexpr qsizetype longest = 100;
    QByteArray name = given.right(longest);
    std::ranges::replace_if(
        name,
        [](char c) {
            const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            return !plain && c != '.' && c != '-';
        },
        '_');
    return name.isEmpty() ? QByteArray("file") : name;
}

/// The type as a header field may carry it.
QByteArray safeType(const QByteArray &given)
{
    const bool plain = std::ranges::all_of(given, [](char c) { return c >= 0x20 && c < 0x7f; });
    return plain && given.contains('/') ? given : QByteArray("application/octet-stream");
}

QByteArray originOf(const HttpRequest &request)
{
    return "http://" + request.header("host");
}

HttpResponse unknownUpload()
{
    return detailAnswer(404, u"This upload is not known."_s);
}

std::shared_ptr<Spool> spoolOf(const HttpRequest &request)
{
    return std::dynamic_pointer_cast<Spool>(request.sink);
}

bool isPart(const QStringList &path)
{
    return path.size() == 6 && path.at(3) == "multipart"_L1 && path.at(5) != "complete"_L1;
}

/// The id in the last name of a file's path, "ID_NAME".
QByteArray fileIdOf(const QStringList &path)
{
    return path.value(2).section(u'_', 0, 0).toLatin1();
}

} // namespace

StorageDesk::StorageDesk(double pace, qint64 limit, std::shared_ptr<const Account> account,
                         std::shared_ptr<FaultLedger> ledger)
    : m_pace(pace)
    , m_account(std::move(account))
    , m_ledger(std::move(ledger))
    , m_store(limit)
{
}

bool StorageDesk::isFor(const QStringList &path)
{
    const QString first = path.value(0);
    const QString second = path.value(1);
    return first == "storage"_L1 || first == "upload"_L1 ||
           (first == "files"_L1 && (second == "u"_L1 || second == "upload"_L1 || path.value(3) == "sign"_L1));
}

HttpParser::BodyPlan StorageDesk::planBody(const HttpRequest &head, const QStringList &path)
{
    const bool put = head.method == "PUT" && path.value(0) == "upload"_L1 &&
                     isSigned(head, path.value(1).toLatin1()) && m_store.upload(path.value(1).toLatin1());
    const bool posted = head.method == "POST" && path == QStringList{u"files"_s, u"upload"_s};
    const bool part = head.method == "PUT" && path.value(1) == "u"_L1 && isPart(path);
    if (put || ((posted || part) && m_gate.hasFileToken(head)))
        return {bodyMost, m_store.newSpool()};
    return {};
}

void StorageDesk::handle(Connection &connection, const HttpRequest &request, const QStringList &path)
{
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (reads && path.value(0) == "files"_L1 && path.value(1) == "u"_L1 && path.size() == 3)
        return sendFile(connection, request, path);
    const auto call = faultCall(request, path);
    if (!call)
        return connection.send(answer(request, path));
    const FaultChoice choice = chooseFault(request, *call, {}, *m_ledger);
    if (choice.refusal)
        return connection.send(*choice.refusal);
    if (choice.now && isInstead(*choice.now))
        return answerInstead(*choice.now, connection);
    if (choice.now)
        setUpWire(*choice.now, connection);
    sendMisshapen(choice.now, *call, answer(request, path), connection);
}

/// None for calls without the permission: these are refused and count for no fault.
std::optional<Fault::On> StorageDesk::faultCall(const HttpRequest &request, const QStringList &path) const
{
    const bool isToken = path.value(0) == "files"_L1;
    const bool isAddress = path.value(0) == "upload"_L1;
    const bool may = isAddress ? isSigned(request, path.value(1).toLatin1())
                     : isToken ? m_gate.hasFileToken(request)
                               : !m_gate.refuseKey(request);
    const QString last = path.last();
    if (!may || last == "sign"_L1 || last == "token"_L1)
        return std::nullopt;
    if (last == "complete"_L1)
        return Fault::On::Complete;
    const bool begins = last == "multipart"_L1 || (!isToken && !isAddress);
    return begins ? Fault::On::Initiate : Fault::On::Upload;
}

HttpResponse StorageDesk::answer(const HttpRequest &request, const QStringList &path)
{
    if (path.value(0) == "upload"_L1)
        return putSigned(request, path);
    if (path.last() == "sign"_L1 && request.method == "POST")
        return sign(request);
    if (path.value(0) == "files"_L1)
        return useToken(request, path);
    if (const auto refusal = m_gate.refuseKey(request))
        return *refusal;
    const QString call = path.join(u'/');
    const bool known = call == "storage/auth/token"_L1 || call == "storage/upload/initiate"_L1 ||
                       call == "storage/upload/initiate-multipart"_L1;
    if (!known)
        return detailAnswer(404, u"Not Found"_s);
    if (request.method != "POST")
        return detailAnswer(405, u"Method Not Allowed"_s);
    return call == "storage/auth/token"_L1 ? issueToken(request) : initiate(request);
}

Upload StorageDesk::announced(const HttpRequest &request, const QByteArray &name,
                              const QByteArray &type) const
{
    QByteArray lifecycle = request.header("x-fal-object-lifecycle");
    if (lifecycle.isEmpty())
        lifecycle = request.header("x-fal-object-lifecycle-preference");
    return {safeName(name), safeType(type), Lifecycle::fromHeader(lifecycle, m_account->storage), {}};
}

HttpResponse StorageDesk::initiate(const HttpRequest &request)
{
    const QJsonDocument body = QJsonDocument::fromJson(request.body);
    if (!body.isObject())
        return detailAnswer(422, u"The body is not a JSON object."_s);
    const Upload upload = announced(request, body.object().value("file_name"_L1).toString().toUtf8(),
                                    body.object().value("content_type"_L1).toString().toUtf8());
    const QByteArray id = m_store.begin(upload);
    const QByteArray signature = m_gate.mint().sign("upload " + id);
    const StoredFile file{id, upload.name, {}, {}, {}, 0, {}, {}};
    return jsonAnswer(200, {{u"upload_url"_s, QString::fromLatin1(originOf(request) + "/upload/" + id +
                                                                  "?signature=" + signature)},
                            {u"file_url"_s, QString::fromLatin1(originOf(request) + file.path())}});
}

bool StorageDesk::isSigned(const HttpRequest &request, const QByteArray &id) const
{
    const QUrlQuery query(QString::fromLatin1(request.query()));
    return isSameSecret(query.queryItemValue(u"signature"_s).toLatin1(), m_gate.mint().sign("upload " + id));
}

HttpResponse StorageDesk::putSigned(const HttpRequest &request, const QStringList &path)
{
    const QByteArray id = path.value(1).toLatin1();
    if (!isSigned(request, id))
        return detailAnswer(403, u"The signature of this address is not valid."_s);
    const bool completes = path.size() == 3 && path.at(2) == "complete"_L1;
    if (path.size() > 3 || request.method != (completes ? "POST" : "PUT"))
        return detailAnswer(405, u"Method Not Allowed"_s);
    if (completes)
        return complete(id, request.body);
    return path.size() == 2 ? storeWhole(id, request) : storePart(id, path.at(2), request);
}

HttpResponse StorageDesk::storeWhole(const QByteArray &id, const HttpRequest &request)
{
    const auto spool = spoolOf(request);
    const StoredFile *file = spool ? m_store.finish(id, {spool}) : nullptr;
    if (!file)
        return unknownUpload();
    HttpResponse response = jsonAnswer(200, {});
    response.headers.append(HttpHeader{"etag", '"' + file->etag + '"'});
    return response;
}

HttpResponse StorageDesk::storePart(const QByteArray &id, const QString &number, const HttpRequest &request)
{
    const int part = number.toInt();
    if (part < 1 || part > partsMost)
        return detailAnswer(400, u"This is not the number of a part."_s);
    Upload *upload = m_store.upload(id);
    const auto spool = spoolOf(request);
    if (!upload || !spool)
        return unknownUpload();
    upload->parts.insert(part, spool);
    HttpResponse response =
        jsonAnswer(200, {{u"partNumber"_s, part}, {u"etag"_s, QString::fromLatin1(spool->etag())}});
    response.headers.append(HttpHeader{"etag", '"' + spool->etag() + '"'});
    return response;
}

HttpResponse StorageDesk::complete(const QByteArray &id, const QByteArray &body)
{
    if (m_store.find(id))
        return jsonAnswer(200, {}); // Said again, as after a lost answer.
    const Upload *upload = m_store.upload(id);
    if (!upload)
        return unknownUpload();
    QMap<int, std::shared_ptr<Spool>> named;
    for (const QJsonValue &entry : QJsonDocument::fromJson(body).object().value("parts"_L1).toArray()) {
        const int number = entry.toObject().value("partNumber"_L1).toInt();
        const auto part = upload->parts.value(number);
        const QByteArray etag = entry.toObject().value("etag"_L1).toString().toLatin1().replace('"', "");
        if (!part || etag != part->etag())
            return detailAnswer(400, u"Part %1 did not arrive as it is named."_s.arg(number));
        named.insert(number, part);
    }
    if (named.isEmpty())
        return detailAnswer(400, u"No parts are named."_s);
    (void)m_store.finish(id, named.values());
    return jsonAnswer(200, {});
}

HttpResponse StorageDesk::issueToken(const HttpRequest &request) const
{
    constexpr std::chrono::seconds lifetime = std::chrono::hours(1);
    const QDateTime end = QDateTime::currentDateTimeUtc().addSecs(qint64(lifetime.count()));
    const QByteArray token = m_gate.mint().mint({{u"use"_s, u"files"_s}}, lifetime);
    return jsonAnswer(200, {{u"token"_s, QString::fromLatin1(token)},
                            {u"token_type"_s, u"Bearer"_s},
                            {u"base_url"_s, QString::fromLatin1(originOf(request))},
                            {u"expires_at"_s, end.toString(Qt::ISODateWithMs)}});
}

HttpResponse StorageDesk::useToken(const HttpRequest &request, const QStringList &path)
{
    if (!m_gate.hasFileToken(request))
        return detailAnswer(401, u"A token of this file host is required."_s);
    const bool begins = path.value(1) == "upload"_L1;
    const bool parts = path.value(2) == "multipart"_L1 && path.size() == 3;
    const bool completes = path.size() == 6 && path.at(3) == "multipart"_L1 && !isPart(path);
    if (begins ? path.size() != 2 && !parts : !isPart(path) && !completes)
        return detailAnswer(404, u"Not Found"_s);
    if (request.method != (!begins && isPart(path) ? "PUT" : "POST"))
        return detailAnswer(405, u"Method Not Allowed"_s);
    if (!begins)
        return completes ? complete(path.at(4).toLatin1(), request.body)
                         : storePart(path.at(4).toLatin1(), path.at(5), request);
    const Upload upload =
        announced(request, request.header("x-fal-file-name"), request.header("content-type"));
    const QByteArray id = m_store.begin(upload);
    const StoredFile file{id, upload.name, {}, {}, {}, 0, {}, {}};
    QJsonObject body{{u"access_url"_s, QString::fromLatin1(originOf(request) + file.path())}};
    if (parts)
        body.insert(u"uploadId"_s, QString::fromLatin1(id));
    else if (const HttpResponse stored = storeWhole(id, request); stored.status != 200)
        return stored;
    return jsonAnswer(200, body);
}

HttpResponse StorageDesk::sign(const HttpRequest &request) const
{
    constexpr qint64 secondsMost = 7 * 24 * 60 * 60;
    if (!m_gate.hasFileToken(request)) {
        if (const auto refusal = m_gate.refuseKey(request))
            return *refusal;
    }
    const QJsonValue asked = QJsonDocument::fromJson(request.body).object().value("duration"_L1);
    const qint64 seconds = asked.toInteger(3600);
    if (seconds < 1 || seconds > secondsMost)
        return detailAnswer(422, u"The duration is 1 second to 7 days."_s);
    QByteArray path = request.path();
    path.truncate(path.lastIndexOf("/sign"));
    const QByteArray query = m_gate.signedQuery(path, std::chrono::seconds(seconds));
    return jsonAnswer(200, {{u"signed_url"_s, QString::fromLatin1(originOf(request) + path + '?' + query)}});
}

void StorageDesk::sendFile(Connection &connection, const HttpRequest &request, const QStringList &path) const
{
    const StoredFile *file = m_store.find(fileIdOf(path));
    if (!file || path.join(u'/').toLatin1() != file->path().mid(1)) {
        connection.send(detailAnswer(404, u"File not found"_s));
        return;
    }
    if (const auto refusal = file->lifecycle.refuse(file->made, m_pace, m_gate.mayReadFile(request))) {
        connection.send(*refusal);
        return;
    }
    const ByteRange range = rangeOf(request, file->contentType, file->etag, file->size);
    connection.sendFrom(range.head, FileStore::source(*file, range.offset, range.length));
}

} // namespace janus::sandbox
