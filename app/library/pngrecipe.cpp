#include "library/recipecontainers.h"

#include <QtEndian>

#include <array>

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

constexpr std::array<quint32, 256> crcTable = [] {
    std::array<quint32, 256> table{};
    for (quint32 byte = 0; byte < 256; ++byte) {
        quint32 crc = byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320 : 0);
        table[byte] = crc;
    }
    return table;
}();

quint32 crcOf(QByteArrayView bytes)
{
    quint32 crc = 0xffffffff;
    for (const char byte : bytes)
        crc = (crc >> 8) ^ crcTable[(crc ^ quint8(byte)) & 0xff];
    return ~crc;
}

QByteArray chunk(const char *type, const QByteArray &data)
{
    QByteArray bytes(4, 0);
    qToBigEndian(quint32(data.size()), bytes.data());
    bytes += type + data;
    QByteArray crc(4, 0);
    qToBigEndian(crcOf(QByteArrayView(bytes).sliced(4)), crc.data());
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

} // namespace janus::library::png
