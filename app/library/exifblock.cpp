#include "library/exifblock.h"

#include <QtEndian>

#include <algorithm>

namespace janus::library {

namespace {

constexpr int entrySize = 12;
constexpr qsizetype mostEntries = 512; ///< of one directory; cameras write some sixty

/// In front of the block in a JPEG; some programs write it into WebP files, too.
constexpr QByteArrayView jpegMark("Exif\0\0", 6);

enum Type { Byte = 1, Ascii = 2, Short = 3, Undefined = 7 };

struct Entry
{
    int tag = 0;
    int type = 0;
    quint32 count = 0;
    qsizetype valueAt = 0; ///< of the four bytes that are the value, or say where it lies
};

/// Numbers of a TIFF block in either order of bytes; 0 beyond its end.
class Tiff
{
public:
    explicit Tiff(QByteArrayView block)
        : m_block(block.startsWith(jpegMark) ? block.sliced(jpegMark.size()) : block)
        , m_isBig(m_block.startsWith("MM"))
    {
    }

    quint32 at(qsizetype place, int width) const
    {
        if (place < 0 || place + width > m_block.size())
            return 0;
        quint32 value = 0;
        for (int byte = 0; byte < width; ++byte)
            value |= quint32(quint8(m_block[place + byte])) << (8 * (m_isBig ? width - 1 - byte : byte));
        return value;
    }

    qsizetype firstDirectory() const { return at(4, 4); }

    QList<Entry> entries(qsizetype directory) const
    {
        QList<Entry> all;
        const qsizetype count = std::min<qsizetype>(at(directory, 2), mostEntries);
        for (qsizetype number = 0; number < count; ++number) {
            const qsizetype place = directory + 2 + number * entrySize;
            if (place + entrySize > m_block.size())
                break;
            all << Entry{int(at(place, 2)), int(at(place + 2, 2)), at(place + 4, 4), place + 8};
        }
        return all;
    }

    /// Of one whose values are single bytes; as much of it as is there.
    QByteArrayView bytes(const Entry &entry) const
    {
        const qsizetype place = entry.count <= 4 ? entry.valueAt : qsizetype(at(entry.valueAt, 4));
        if (place >= m_block.size())
            return {};
        return m_block.sliced(place, std::min<qsizetype>(entry.count, m_block.size() - place));
    }

private:
    QByteArrayView m_block;
    bool m_isBig;
};

/// Whether UTF-16 of mostly Latin text is big-endian: then the zeros come first.
bool isBigEndian(QByteArrayView units)
{
    constexpr qsizetype enough = 4096;
    qsizetype first = 0;
    qsizetype second = 0;
    for (qsizetype unit = 0; unit + 1 < std::min(units.size(), enough); unit += 2) {
        first += units[unit] == 0;
        second += units[unit + 1] == 0;
    }
    return first >= second;
}

QString fromUtf16(QByteArrayView units, qsizetype most)
{
    bool isBig = isBigEndian(units);
    if (units.startsWith("\xfe\xff") || units.startsWith("\xff\xfe")) {
        isBig = units[0] == '\xfe';
        units = units.sliced(2);
    }
    QString text(std::min(units.size() / 2, most), Qt::Uninitialized);
    for (qsizetype unit = 0; unit < text.size(); ++unit) {
        const char *bytes = units.data() + unit * 2;
        text[unit] = QChar(isBig ? qFromBigEndian<quint16>(bytes) : qFromLittleEndian<quint16>(bytes));
    }
    return text;
}

QString fromUtf8(QByteArrayView bytes, qsizetype most)
{
    return QString::fromUtf8(bytes.first(std::min(bytes.size(), most)));
}

QString commentText(QByteArrayView bytes, qsizetype most)
{
    constexpr qsizetype codeSize = 8;
    const QByteArrayView code = bytes.first(std::min(bytes.size(), codeSize));
    if (code.startsWith("UNICODE") || code.startsWith("Unicode"))
        return fromUtf16(bytes.sliced(code.size()), most);
    if (code.startsWith(QByteArrayView("ASCII\0", 6)) || code == QByteArrayView("\0\0\0\0\0\0\0\0", 8))
        return fromUtf8(bytes.sliced(code.size()), most);
    return fromUtf8(bytes, most);
}

/// Many entries may point at the same bytes, so there is room for all texts together as well.
struct TextRoom
{
    qsizetype each = 0;
    qsizetype all = 0;
    int count = 64;
};

void addTexts(const Tiff &tiff, const QList<Entry> &entries, TextRoom &room, QList<ExifText> &texts)
{
    for (const Entry &entry : entries) {
        if (room.all <= 0 || room.count <= 0)
            return;
        if (entry.type != Ascii && entry.type != Undefined && entry.type != Byte)
            continue;
        const QByteArrayView bytes = tiff.bytes(entry);
        const qsizetype most = std::min(room.each, room.all);
        QString text = entry.tag == exiftag::userComment ? commentText(bytes, most) : fromUtf8(bytes, most);
        room.all -= text.size();
        --room.count;
        while (text.endsWith(QChar(0)))
            text.chop(1);
        if (!text.isEmpty())
            texts << ExifText{entry.tag, text};
    }
}

} // namespace

QList<ExifText> exifTexts(QByteArrayView block, qsizetype most)
{
    const Tiff tiff(block);
    const QList<Entry> first = tiff.entries(tiff.firstDirectory());
    QList<ExifText> texts;
    TextRoom room{most, 2 * most};
    addTexts(tiff, first, room, texts);
    const auto further = std::ranges::find(first, int(exiftag::exifDirectory), &Entry::tag);
    if (further != first.end())
        addTexts(tiff, tiff.entries(tiff.at(further->valueAt, 4)), room, texts);
    return texts;
}

int exifOrientation(QByteArrayView block)
{
    const Tiff tiff(block);
    for (const Entry &entry : tiff.entries(tiff.firstDirectory())) {
        if (entry.tag == exiftag::orientation) {
            const quint32 value = tiff.at(entry.valueAt, 2);
            return value >= 1 && value <= 8 ? int(value) : 1;
        }
    }
    return 1;
}

} // namespace janus::library
