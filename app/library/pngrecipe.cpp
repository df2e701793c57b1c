#include "library/crc32.h"
#include "library/inflate.h"
#include "library/recipecontainers.h"

#include <QStringDecoder>
#include <QtEndian>

/// A PNG is chunks: length, type, data, checksum. Ours follow the first one, IHDR, because some programs read
/// no text behind the picture's data: "parameters" as the web UIs write it, the XMP packet, and the JSON as
/// an iTXt "janus-studio".
namespace janus::library::png {

namespace {

constexpr qsizetype signature = 8;
constexpr qsizetype frame = 12; ///< of a chunk, around its data
constexpr qsizetype place = signature + frame + 13;

const QByteArray &ourKeyword()
{
    static const QByteArray keyword("janus-studio");
    return keyword;
}

struct Chunk
{
    QByteArrayView type;
    QByteArrayView data;
    qsizetype end = 0;
};

std::optional<Chunk> chunkAt(const QByteArray &file, qsizetype at)
{
    if (at + frame > file.size())
        return {};
    const qsizetype length = qFromBigEndian<quint32>(file.constData() + at);
    if (at + frame + length > file.size())
        return {};
    const QByteArrayView all(file);
    return Chunk{all.sliced(at + 4, 4), all.sliced(at + 8, length), at + frame + length};
}

QByteArray chunk(const char *type, const QByteArray &data)
{
    QByteArray bytes(4, 0);
    qToBigEndian(quint32(data.size()), bytes.data());
    bytes += type + data;
    QByteArray crc(4, 0);
    qToBigEndian(crc32Of(QByteArrayView(bytes).sliced(4)), crc.data());
    return bytes + crc;
}

/// Text that is not Latin-1 goes into an iTXt, as Pillow does it for the web UI.
QByteArray textChunk(const QByteArray &keyword, QString text)
{
    text.replace(QChar(0), QChar(QChar::ReplacementCharacter));
    const QByteArray latin = text.toLatin1();
    if (QString::fromLatin1(latin) == text)
        return chunk("tEXt", keyword + '\0' + latin);
    return chunk("iTXt", keyword + QByteArray("\0\0\0\0\0", 5) + text.toUtf8());
}

QByteArray internationalChunk(const QByteArray &keyword, const QByteArray &utf8)
{
    return chunk("iTXt",
                 keyword + QByteArray("\0\0\0\0\0", 5) + utf8); // not packed, no language, no translation
}

/// The keyword of a text chunk; empty for others.
QByteArrayView keywordOf(const Chunk &chunk)
{
    if (chunk.type != QByteArrayView("tEXt") && chunk.type != QByteArrayView("zTXt") &&
        chunk.type != QByteArrayView("iTXt"))
        return {};
    const qsizetype end = chunk.data.indexOf('\0');
    return end < 0 ? QByteArrayView() : chunk.data.first(end);
}

bool hasText(const QByteArray &file, const char *keyword)
{
    for (auto chunk = chunkAt(file, signature); chunk; chunk = chunkAt(file, chunk->end)) {
        if (keywordOf(*chunk) == QByteArrayView(keyword))
            return true;
    }
    return false;
}

bool beginsOrderly(const QByteArray &file)
{
    const std::optional<Chunk> first = chunkAt(file, signature);
    return first && first->type == QByteArrayView("IHDR") && first->end == place;
}

PartKind kindOf(const Chunk &chunk)
{
    const auto isOneOf = [&chunk](const auto &...types) {
        return ((chunk.type == QByteArrayView(types)) || ...);
    };
    if (isOneOf("IHDR", "PLTE", "IDAT", "IEND", "tRNS", "bKGD", "hIST", "sPLT", "pHYs", "acTL", "fcTL",
                "fdAT"))
        return PartKind::Picture;
    if (isOneOf("gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "mDCV", "cLLI"))
        return PartKind::Colour;
    if (isOneOf("eXIf"))
        return PartKind::Exif;
    const QByteArrayView keyword = keywordOf(chunk);
    if (keyword == QByteArrayView("XML:com.adobe.xmp"))
        return PartKind::Xmp;
    if (keyword == ourKeyword())
        return PartKind::Recipe;
    return keyword.isEmpty() ? PartKind::Other : PartKind::Text;
}

/// Of a text chunk that is not packed; empty for one that is.
QByteArrayView textOf(const Chunk &chunk)
{
    const QByteArrayView rest = chunk.data.sliced(keywordOf(chunk).size());
    if (chunk.type == QByteArrayView("tEXt"))
        return rest.sliced(1);
    if (chunk.type != QByteArrayView("iTXt") || rest.size() < 5 || rest[1] != 0)
        return {};
    const qsizetype language = rest.indexOf('\0', 3);
    const qsizetype translation = language < 0 ? -1 : rest.indexOf('\0', language + 1);
    return translation < 0 ? QByteArrayView() : rest.sliced(translation + 1);
}

} // namespace

std::optional<QByteArray> embed(const QByteArray &sent, const RecipeParts &parts)
{
    if (!beginsOrderly(sent))
        return {};
    QByteArray block;
    if (!hasText(sent, "parameters"))
        block += textChunk("parameters", parts.text);
    if (!hasText(sent, "XML:com.adobe.xmp"))
        block += internationalChunk("XML:com.adobe.xmp", parts.xmp);
    block += internationalChunk(ourKeyword(), parts.json);
    return sent.first(place) + block + sent.sliced(place);
}

QByteArray json(const QByteArray &file)
{
    const QByteArray head = ourKeyword() + QByteArray("\0\0\0\0\0", 5);
    for (auto chunk = chunkAt(file, signature); chunk; chunk = chunkAt(file, chunk->end)) {
        if (chunk->type == QByteArrayView("iTXt") && chunk->data.startsWith(head))
            return chunk->data.sliced(head.size()).toByteArray();
    }
    return {};
}

std::optional<QByteArray> strip(const QByteArray &file, qint64 sentSize)
{
    const qint64 added = file.size() - sentSize;
    if (sentSize < place || added <= 0)
        return {};
    return file.first(place) + file.sliced(place + added);
}

std::vector<FilePart> parts(const QByteArray &file)
{
    const QByteArrayView all(file);
    if (!beginsOrderly(file))
        return {};
    std::vector<FilePart> found{{PartKind::Picture, {}, all.first(signature), {}}};
    qsizetype at = signature;
    for (auto chunk = chunkAt(file, at); chunk; chunk = chunkAt(file, at)) {
        const PartKind kind = kindOf(*chunk);
        const QByteArrayView keyword = keywordOf(*chunk);
        found.push_back({kind, (keyword.isEmpty() ? chunk->type : keyword).toByteArray(),
                         all.sliced(at, chunk->end - at), keyword.isEmpty() ? chunk->data : textOf(*chunk)});
        at = chunk->end;
        if (chunk->type == QByteArrayView("IEND")) {
            if (at < file.size())
                found.push_back({PartKind::Other, "behind the picture", all.sliced(at), {}});
            return found;
        }
    }
    return {};
}

std::optional<QString> wholeText(const FilePart &part, qsizetype most)
{
    if (part.bytes.size() < frame)
        return {};
    const Chunk chunk{part.bytes.sliced(4, 4), part.bytes.sliced(8, part.bytes.size() - frame), 0};
    const QByteArrayView rest = chunk.data.sliced(keywordOf(chunk).size());
    const bool isPacked = chunk.type == QByteArrayView("zTXt") ||
                          (chunk.type == QByteArrayView("iTXt") && rest.size() >= 5 && rest[1] == 1);
    QByteArray bytes;
    if (!isPacked) {
        bytes = textOf(chunk).toByteArray();
    } else {
        // Behind a zTXt's keyword stands one byte of method; an iTXt has a language and a translation first.
        const qsizetype language = chunk.type == QByteArrayView("zTXt") ? 1 : rest.indexOf('\0', 3);
        const qsizetype last = chunk.type == QByteArrayView("zTXt") ? 1 : rest.indexOf('\0', language + 1);
        if (language < 0 || last < 0 || last + 1 > rest.size())
            return {};
        const std::optional<QByteArray> unpacked = inflated(rest.sliced(last + 1), most);
        if (!unpacked)
            return {};
        bytes = *unpacked;
    }
    if (bytes.size() > most)
        return {};
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder.decode(bytes);
    return decoder.hasError() ? QString::fromLatin1(bytes) : text;
}

std::optional<QByteArray> withXmp(const QByteArray &file, const QByteArray &xmp)
{
    return beginsOrderly(file)
               ? std::optional(file.first(place) + internationalChunk("XML:com.adobe.xmp", xmp) +
                               file.sliced(place))
               : std::nullopt;
}

std::optional<QByteArray> withExif(const QByteArray &file, const QByteArray &exif)
{
    return beginsOrderly(file) ? std::optional(file.first(place) + chunk("eXIf", exif) + file.sliced(place))
                               : std::nullopt;
}

QByteArray joined(const std::vector<FilePart> &parts)
{
    QByteArray file;
    for (const FilePart &part : parts)
        file += part.bytes;
    return file;
}

} // namespace janus::library::png
