#include "library/recipecontainers.h"
#include "library/recipetext.h"

#include <QSize>
#include <QtEndian>

#include <algorithm>

/// A WebP is a RIFF file: chunks of type, length (little-endian) and data, padded to an even length. EXIF and
/// XMP need the extended format, which begins with a VP8X chunk: a simple file gets one. Behind the picture's
/// data come EXIF, XMP and a chunk "JNUS", which readers pass over: "s" when the server's file was simple or
/// "x" when it was extended, the flags it had then, and the JSON.
/// https://developers.google.com/speed/webp/docs/riff_container
namespace janus::library::webp {

namespace {

constexpr qsizetype riffHead = 12;
constexpr qsizetype chunkHead = 8;
constexpr qsizetype extendedChunk = chunkHead + 10;
constexpr qsizetype flagsAt = riffHead + chunkHead;
constexpr quint8 alphaFlag = 0x10;
constexpr quint8 exifFlag = 0x08;
constexpr quint8 xmpFlag = 0x04;

struct Chunk
{
    QByteArrayView type;
    QByteArrayView data;
    qsizetype end = 0; ///< behind the padding
};

quint32 littleEndian(const char *at)
{
    return qFromLittleEndian<quint32>(at);
}

std::optional<Chunk> chunkAt(const QByteArray &file, qsizetype at)
{
    if (at + chunkHead > file.size())
        return {};
    const qsizetype length = littleEndian(file.constData() + at + 4);
    const qsizetype end = at + chunkHead + length + length % 2;
    if (end > file.size())
        return {};
    const QByteArrayView all(file);
    return Chunk{all.sliced(at, 4), all.sliced(at + chunkHead, length), end};
}

/// What of our kinds the server's file has already.
struct Presence
{
    bool exif = false;
    bool xmp = false;
};

/// Nothing unless the chunks fill the file exactly.
std::optional<Presence> presenceIn(const QByteArray &sent)
{
    if (sent.size() < riffHead || qsizetype(littleEndian(sent.constData() + 4)) + 8 != sent.size())
        return {};
    Presence found;
    qsizetype at = riffHead;
    while (at < sent.size()) {
        const std::optional<Chunk> chunk = chunkAt(sent, at);
        if (!chunk)
            return {};
        found.exif |= chunk->type == QByteArrayView("EXIF");
        found.xmp |= chunk->type == QByteArrayView("XMP ");
        at = chunk->end;
    }
    return at > riffHead ? std::optional(found) : std::nullopt;
}

QByteArray chunk(const char *type, const QByteArray &data)
{
    QByteArray bytes(4, 0);
    qToLittleEndian(quint32(data.size()), bytes.data());
    bytes = type + bytes + data;
    if (data.size() % 2 != 0)
        bytes += '\0';
    return bytes;
}

/// The VP8X chunk that says the same as a simple file; nothing when that cannot be read.
std::optional<QByteArray> extendedHead(const Chunk &picture)
{
    QSize size;
    bool hasAlpha = false;
    if (picture.type == QByteArrayView("VP8 ") && picture.data.size() >= 10) {
        const char *dimensions = picture.data.data() + 6;
        size = {qFromLittleEndian<quint16>(dimensions) & 0x3fff,
                qFromLittleEndian<quint16>(dimensions + 2) & 0x3fff};
    } else if (picture.type == QByteArrayView("VP8L") && picture.data.size() >= 5) {
        const quint32 bits = littleEndian(picture.data.data() + 1);
        size = {int(bits & 0x3fff) + 1, int((bits >> 14) & 0x3fff) + 1};
        hasAlpha = (bits >> 28) & 1;
    }
    if (size.isEmpty())
        return {};
    QByteArray data(10, 0);
    data[0] = char(hasAlpha ? alphaFlag : 0);
    const auto put = [&data](int at, int value) { // 24 bits
        for (int byte = 0; byte < 3; ++byte)
            data[at + byte] = char((value >> (8 * byte)) & 0xff);
    };
    put(4, size.width() - 1);
    put(7, size.height() - 1);
    return chunk("VP8X", data);
}

void setRiffLength(QByteArray &file)
{
    qToLittleEndian(quint32(file.size() - 8), file.data() + 4);
}

/// The data of our last chunk; a server's file may hold one of its own.
QByteArrayView ourChunk(const QByteArray &file)
{
    QByteArrayView found;
    for (auto chunk = chunkAt(file, riffHead); chunk; chunk = chunkAt(file, chunk->end)) {
        if (chunk->type == QByteArrayView("JNUS") && chunk->data.size() > 2)
            found = chunk->data;
    }
    return found;
}

PartKind kindOf(QByteArrayView type)
{
    for (const char *picture : {"VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF"}) {
        if (type == QByteArrayView(picture))
            return PartKind::Picture;
    }
    return type == QByteArrayView("ICCP")   ? PartKind::Colour
           : type == QByteArrayView("EXIF") ? PartKind::Exif
           : type == QByteArrayView("XMP ") ? PartKind::Xmp
           : type == QByteArrayView("JNUS") ? PartKind::Recipe
                                            : PartKind::Other;
}

/// With one more chunk behind the others, and its flag.
std::optional<QByteArray> withChunk(const QByteArray &sent, const char *type, const QByteArray &data,
                                    quint8 flag)
{
    if (!presenceIn(sent))
        return {};
    const std::optional<Chunk> first = chunkAt(sent, riffHead);
    QByteArray file = sent;
    if (first->type != QByteArrayView("VP8X") || first->data.size() != 10) {
        const std::optional<QByteArray> head = extendedHead(*first);
        if (!head)
            return {};
        file.insert(riffHead, *head);
    }
    file[flagsAt] = char(quint8(file[flagsAt]) | flag);
    file += chunk(type, data);
    setRiffLength(file);
    return file;
}

} // namespace

std::optional<QByteArray> embed(const QByteArray &sent, const RecipeParts &parts)
{
    const std::optional<Presence> presence = presenceIn(sent);
    if (!presence)
        return {};
    const std::optional<Chunk> first = chunkAt(sent, riffHead);
    const bool isExtended = first->type == QByteArrayView("VP8X") && first->data.size() == 10;
    QByteArray file = sent;
    if (!isExtended) {
        const std::optional<QByteArray> head = extendedHead(*first);
        if (!head)
            return {};
        file.insert(riffHead, *head);
    }
    const auto flags = quint8(file[flagsAt]);
    file[flagsAt] = char(flags | exifFlag | xmpFlag);
    if (!presence->exif)
        file += chunk("EXIF", exifWithComment(parts.text));
    if (!presence->xmp)
        file += chunk("XMP ", parts.xmp);
    file += chunk("JNUS", QByteArray(isExtended ? "x" : "s") + char(flags) + parts.json);
    setRiffLength(file);
    return file;
}

QByteArray json(const QByteArray &file)
{
    const QByteArrayView data = ourChunk(file);
    return data.isEmpty() ? QByteArray() : data.sliced(2).toByteArray();
}

std::optional<QByteArray> strip(const QByteArray &file, qint64 sentSize)
{
    const QByteArrayView ours = ourChunk(file);
    if (ours.isEmpty() || sentSize < riffHead + chunkHead)
        return {};
    const bool wasSimple = ours[0] == 's';
    const qint64 head = wasSimple ? extendedChunk : 0;
    if (sentSize + head > file.size() || file.size() < riffHead + extendedChunk)
        return {};
    QByteArray sent = file.first(sentSize + head);
    if (wasSimple)
        sent.remove(riffHead, extendedChunk);
    else
        sent[flagsAt] = ours[1];
    setRiffLength(sent);
    return sent;
}

std::vector<FilePart> parts(const QByteArray &file)
{
    const QByteArrayView all(file);
    if (file.size() < riffHead)
        return {};
    const qsizetype end = qsizetype(littleEndian(file.constData() + 4)) + 8;
    std::vector<FilePart> found{{PartKind::Picture, {}, all.first(riffHead), {}}};
    qsizetype at = riffHead;
    for (auto chunk = chunkAt(file, at); at < end && chunk; chunk = chunkAt(file, at)) {
        const PartKind kind = kindOf(chunk->type);
        const qsizetype head = kind == PartKind::Recipe ? std::min<qsizetype>(2, chunk->data.size()) : 0;
        found.push_back(
            {kind, chunk->type.toByteArray(), all.sliced(at, chunk->end - at), chunk->data.sliced(head)});
        at = chunk->end;
    }
    if (at < end)
        return {};
    if (at < file.size())
        found.push_back({PartKind::Other, "behind the picture", all.sliced(at), {}});
    return found;
}

std::optional<QByteArray> withXmp(const QByteArray &file, const QByteArray &xmp)
{
    return withChunk(file, "XMP ", xmp, xmpFlag);
}

std::optional<QByteArray> withExif(const QByteArray &file, const QByteArray &exif)
{
    return withChunk(file, "EXIF", exif, exifFlag);
}

QByteArray joined(const std::vector<FilePart> &parts)
{
    QByteArray file;
    bool hasExif = false;
    bool hasXmp = false;
    for (const FilePart &part : parts) {
        file += part.bytes;
        hasExif |= part.kind == PartKind::Exif;
        hasXmp |= part.kind == PartKind::Xmp;
    }
    if (file.size() >= flagsAt + 1 && file.mid(riffHead, 4) == "VP8X") {
        const auto flags = quint8(quint8(file[flagsAt]) & ~(exifFlag | xmpFlag));
        file[flagsAt] = char(flags | (hasExif ? exifFlag : 0) | (hasXmp ? xmpFlag : 0));
    }
    if (file.size() >= riffHead)
        setRiffLength(file);
    return file;
}

} // namespace janus::library::webp
