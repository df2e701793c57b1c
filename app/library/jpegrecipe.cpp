#include "library/recipecontainers.h"
#include "library/recipetext.h"

#include <QtEndian>

#include <algorithm>

/// A JPEG begins with segments: 0xFF, a marker, a length of 16 bits that counts itself. Ours come behind the
/// APP0 and APP1 segments the file begins with (JFIF and EXIF insist on being first): EXIF, XMP, and the JSON
/// in as many APP9 segments as it needs, each "janus-studio\0", where our first segment stands (32 bits),
/// which of how many this is (16 bits each), and its share.
namespace janus::library::jpeg {

namespace {

constexpr quint8 app0 = 0xe0;
constexpr quint8 app1 = 0xe1;
constexpr quint8 app2 = 0xe2;
constexpr quint8 app9 = 0xe9;
constexpr quint8 app14 = 0xee;
constexpr quint8 lastApp = 0xef;
constexpr quint8 comment = 0xfe;
constexpr quint8 startOfScan = 0xda;
constexpr quint8 endOfImage = 0xd9;
constexpr qsizetype mostPayload = 0xffff - 2;

QByteArray markOf(const char *name)
{
    return QByteArray(name) + '\0';
}

const QByteArray &exifMark()
{
    static const QByteArray mark("Exif\0\0", 6);
    return mark;
}

const QByteArray &xmpMark()
{
    static const QByteArray mark = markOf("http://ns.adobe.com/xap/1.0/");
    return mark;
}

const QByteArray &ourMark()
{
    static const QByteArray mark = markOf("janus-studio");
    return mark;
}

struct Segment
{
    quint8 marker = 0;
    QByteArrayView payload;
    qsizetype end = 0; ///< where the next one begins
};

/// The segment that begins at `at`; nothing when none does, and for those without a payload.
std::optional<Segment> segmentAt(const QByteArray &file, qsizetype at)
{
    if (at < 2 || at + 4 > file.size() || quint8(file[at]) != 0xff)
        return {};
    const auto marker = quint8(file[at + 1]);
    const bool hasPayload = marker >= 0xc0 && marker != 0xff && !(marker >= 0xd0 && marker <= endOfImage);
    const qsizetype length = qFromBigEndian<quint16>(file.constData() + at + 2);
    if (!hasPayload || length < 2 || at + 2 + length > file.size())
        return {};
    return Segment{marker, QByteArrayView(file).sliced(at + 4, length - 2), at + 2 + length};
}

/// What of our kinds the server's file has already.
struct Presence
{
    bool exif = false;
    bool xmp = false;
};

/// Nothing when the file does not lead to its picture data in an orderly way.
std::optional<Presence> presenceIn(const QByteArray &sent)
{
    Presence found;
    for (qsizetype at = 2;;) {
        const std::optional<Segment> segment = segmentAt(sent, at);
        if (!segment)
            return {};
        if (segment->marker == startOfScan)
            return found;
        found.exif |= segment->marker == app1 && segment->payload.startsWith(exifMark());
        found.xmp |= segment->marker == app1 && segment->payload.startsWith(xmpMark());
        at = segment->end;
    }
}

qsizetype placeIn(const QByteArray &sent)
{
    qsizetype at = 2;
    for (auto segment = segmentAt(sent, at); segment && (segment->marker == app0 || segment->marker == app1);
         segment = segmentAt(sent, at))
        at = segment->end;
    return at;
}

template <typename T>
QByteArray bigEndian(T value)
{
    QByteArray bytes(sizeof(T), 0);
    qToBigEndian(value, bytes.data());
    return bytes;
}

QByteArray segment(quint8 marker, const QByteArray &payload)
{
    return QByteArray("\xff") + char(marker) + bigEndian(quint16(payload.size() + 2)) + payload;
}

QByteArray segmentIfFits(quint8 marker, const QByteArray &payload)
{
    return payload.size() <= mostPayload ? segment(marker, payload) : QByteArray();
}

QByteArray jsonSegments(const QByteArray &json, qsizetype place)
{
    const qsizetype share = mostPayload - (ourMark().size() + 8);
    const qsizetype count = (json.size() + share - 1) / share;
    QByteArray segments;
    for (qsizetype part = 0; part < count; ++part) {
        const QByteArray head =
            ourMark() + bigEndian(quint32(place)) + bigEndian(quint16(part + 1)) + bigEndian(quint16(count));
        segments += segment(app9, head + json.mid(part * share, share));
    }
    return segments;
}

/// One of our JSON segments, read.
struct Part
{
    quint32 place = 0;
    quint16 number = 0;
    quint16 count = 0;
    QByteArrayView share;
};

std::optional<Part> partIn(const Segment &segment)
{
    if (segment.marker != app9 || !segment.payload.startsWith(ourMark()) ||
        segment.payload.size() < ourMark().size() + 8)
        return {};
    const char *head = segment.payload.data() + ourMark().size();
    return Part{qFromBigEndian<quint32>(head), qFromBigEndian<quint16>(head + 4),
                qFromBigEndian<quint16>(head + 6), segment.payload.sliced(ourMark().size() + 8)};
}

/// The first parts that follow each other from 1 to the last; a server's file may hold some of its own.
struct Found
{
    quint32 place = 0;
    QByteArray json;
};

std::optional<Found> findIn(const QByteArray &file)
{
    Found found;
    int expected = 1;
    for (auto segment = segmentAt(file, 2); segment && segment->marker != startOfScan;
         segment = segmentAt(file, segment->end)) {
        const std::optional<Part> part = partIn(*segment);
        if (!part)
            continue;
        if (part->number != expected || part->count < part->number)
            return {};
        found.place = part->place;
        found.json += part->share;
        if (part->number == part->count)
            return found;
        ++expected;
    }
    return {};
}

PartKind kindOf(const Segment &segment)
{
    const QByteArrayView payload = segment.payload;
    switch (segment.marker) {
    case app0:
        return payload.startsWith(markOf("JFIF")) ? PartKind::Picture : PartKind::Other;
    case app1:
        return payload.startsWith(exifMark())                            ? PartKind::Exif
               : payload.startsWith("http://ns.adobe.com/xap/1.0/")      ? PartKind::Xmp
               : payload.startsWith("http://ns.adobe.com/xmp/extension") ? PartKind::Xmp
                                                                         : PartKind::Other;
    case app2:
        return payload.startsWith(markOf("ICC_PROFILE")) ? PartKind::Colour : PartKind::Other;
    case app9:
        return payload.startsWith(ourMark()) ? PartKind::Recipe : PartKind::Other;
    case app14: // without it the colours of some files are read otherwise
        return payload.startsWith("Adobe") ? PartKind::Picture : PartKind::Other;
    case comment:
        return PartKind::Text;
    default:
        return segment.marker > app0 && segment.marker <= lastApp ? PartKind::Other : PartKind::Picture;
    }
}

QByteArrayView contentOf(const Segment &segment, PartKind kind)
{
    const qsizetype head = kind == PartKind::Exif     ? exifMark().size()
                           : kind == PartKind::Xmp    ? segment.payload.indexOf('\0') + 1
                           : kind == PartKind::Recipe ? ourMark().size() + 8
                                                      : 0;
    return segment.payload.sliced(std::min(std::max<qsizetype>(head, 0), segment.payload.size()));
}

/// The first marker behind entropy-coded data: stuffed bytes and restart marks are data.
qsizetype endOfScan(const QByteArray &file, qsizetype at)
{
    for (; (at = file.indexOf('\xff', at)) >= 0 && at + 1 < file.size(); ++at) {
        const auto code = quint8(file[at + 1]);
        if (code != 0 && code != 0xff && !(code >= 0xd0 && code <= 0xd7))
            return at;
    }
    return file.size();
}

} // namespace

std::optional<QByteArray> embed(const QByteArray &sent, const RecipeParts &parts)
{
    const std::optional<Presence> presence = presenceIn(sent);
    if (!presence)
        return {};
    const qsizetype place = placeIn(sent);
    QByteArray block;
    const QByteArray exif = exifMark() + exifWithComment(parts.shortText);
    // A file has one EXIF block; beside a server's own, the text is a comment.
    block += presence->exif ? segmentIfFits(comment, parts.shortText.toUtf8()) : segmentIfFits(app1, exif);
    if (!presence->xmp)
        block += segmentIfFits(app1, xmpMark() + parts.xmp);
    block += jsonSegments(parts.json, place);
    return sent.first(place) + block + sent.sliced(place);
}

QByteArray json(const QByteArray &file)
{
    const std::optional<Found> found = findIn(file);
    return found ? found->json : QByteArray();
}

std::optional<QByteArray> strip(const QByteArray &file, qint64 sentSize)
{
    const std::optional<Found> found = findIn(file);
    const qint64 added = file.size() - sentSize;
    if (!found || sentSize < 0 || added <= 0 || qint64(found->place) + added > file.size())
        return {};
    return file.first(found->place) + file.sliced(found->place + added);
}

std::vector<FilePart> parts(const QByteArray &file)
{
    const QByteArrayView all(file);
    if (file.size() < 4)
        return {};
    std::vector<FilePart> found{{PartKind::Picture, {}, all.first(2), {}}};
    qsizetype at = 2;
    while (at + 1 < file.size() && quint8(file[at + 1]) != endOfImage) {
        const std::optional<Segment> segment = segmentAt(file, at);
        if (!segment)
            return {};
        const PartKind kind = kindOf(*segment);
        const bool isScan = segment->marker == startOfScan;
        const qsizetype end = isScan ? endOfScan(file, segment->end) : segment->end;
        const QByteArray name = segment->marker == comment
                                    ? QByteArray("comment")
                                    : "APP" + QByteArray::number(segment->marker - app0);
        found.push_back({kind, name, all.sliced(at, end - at), contentOf(*segment, kind)});
        at = end;
    }
    if (at + 1 >= file.size())
        return {};
    found.push_back({PartKind::Picture, {}, all.sliced(at, 2), {}});
    if (at + 2 < file.size())
        found.push_back({PartKind::Other, "behind the picture", all.sliced(at + 2), {}});
    return found;
}

std::optional<QByteArray> withXmp(const QByteArray &file, const QByteArray &xmp)
{
    const QByteArray block = segmentIfFits(app1, xmpMark() + xmp);
    const qsizetype place = placeIn(file);
    return presenceIn(file) && !block.isEmpty()
               ? std::optional(file.first(place) + block + file.sliced(place))
               : std::nullopt;
}

std::optional<QByteArray> withExif(const QByteArray &file, const QByteArray &exif)
{
    const QByteArray block = segmentIfFits(app1, exifMark() + exif);
    const qsizetype place = placeIn(file);
    return presenceIn(file) && !block.isEmpty()
               ? std::optional(file.first(place) + block + file.sliced(place))
               : std::nullopt;
}

QByteArray joined(const std::vector<FilePart> &parts)
{
    QByteArray file;
    for (const FilePart &part : parts)
        file += part.bytes;
    return file;
}

} // namespace janus::library::jpeg
