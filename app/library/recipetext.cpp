#include "library/recipetext.h"

#include "core/paramroles.h"
#include "library/recipe.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr qsizetype mostDescription = 10'000;

QString cut(const QString &text, qsizetype most)
{
    if (most < 0 || text.size() <= most)
        return text;
    qsizetype length = most;
    if (length > 0 && text[length - 1].isHighSurrogate())
        --length;
    return text.first(length) + u'…';
}

QString numberText(double number)
{
    return QString::number(number, 'g', QLocale::FloatingPointShortest);
}

QString quoted(const QString &value)
{
    if (!value.contains(u',') && !value.contains(u':') && !value.contains(u'\n'))
        return value;
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.sliced(1, list.size() - 2));
}

/// XML has no way to write most control characters, lone surrogates and two others at all.
QString xmlText(const QString &text)
{
    QString clean;
    clean.reserve(text.size());
    for (const char32_t code : text.toUcs4()) {
        const bool isWritable = code == '\t' || code == '\n' || code == '\r' ||
                                (code >= 0x20 && code < 0xd800) ||
                                (code >= 0xe000 && code != 0xfffe && code != 0xffff && code <= 0x10ffff);
        clean += isWritable ? QString::fromUcs4(&code, 1) : QString(QChar::ReplacementCharacter);
    }
    return clean.toHtmlEscaped();
}

template <typename T>
void append(QByteArray &bytes, T value)
{
    char buffer[sizeof(T)];
    qToBigEndian(value, buffer);
    bytes.append(buffer, sizeof buffer);
}

/// One entry of a TIFF directory; `value` is four bytes, or where they lie.
void appendEntry(QByteArray &bytes, quint16 tag, quint16 type, quint32 count, quint32 value)
{
    append(bytes, tag);
    append(bytes, type);
    append(bytes, count);
    append(bytes, value);
}

QByteArray packet(const QString &elements)
{
    const QString head = u"<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                         "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                         "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                         "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                         " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
                         " xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\">\n"_s;
    const QString end = u"</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>"_s;
    return (head + elements + end).toUtf8();
}

QString sourceTypeElement(const QString &sourceType)
{
    return u"<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/%1"
           "</Iptc4xmpExt:DigitalSourceType>\n"_s.arg(xmlText(sourceType));
}

/// Adobe's words, which other programs know; the rest are plain colours, too.
QString labelName(Label label)
{
    static const QStringList names{QString(), u"Red"_s, u"Yellow"_s, u"Green"_s, u"Blue"_s, u"Purple"_s};
    return names.value(int(label));
}

/// Nothing for marks that say nothing. Rejected is a rating of -1 in XMP.
QString marksElements(const Marks &marks)
{
    QString elements;
    if (const int rating = marks.pick == Pick::Rejected ? -1 : marks.rating; rating != 0)
        elements += u"<xmp:Rating>%1</xmp:Rating>\n"_s.arg(rating);
    if (marks.label != Label::None)
        elements += u"<xmp:Label>%1</xmp:Label>\n"_s.arg(labelName(marks.label));
    if (marks.tags.isEmpty())
        return elements;
    QString items;
    for (const QString &tag : marks.tags)
        items += u"<rdf:li>%1</rdf:li>"_s.arg(xmlText(tag));
    return elements + u"<dc:subject><rdf:Bag>%1</rdf:Bag></dc:subject>\n"_s.arg(items);
}

} // namespace

QString recipeText(const Picture &picture, qsizetype mostPrompt)
{
    const QJsonObject &input = picture.request.input;
    QString text = cut(prompt(picture.request), mostPrompt) + u'\n';
    if (const QString negative = input["negative_prompt"_L1].toString(); !negative.isEmpty())
        text += u"Negative prompt: "_s + cut(negative, mostPrompt) + u'\n';
    QStringList values;
    const auto add = [&values](const QString &name, const QString &value) {
        values << name + u": "_s + quoted(value);
    };
    if (const QJsonValue steps = input["num_inference_steps"_L1]; steps.isDouble())
        add(u"Steps"_s, numberText(steps.toDouble()));
    if (const std::optional<double> scale = guidance(picture.request))
        add(u"CFG scale"_s, numberText(*scale));
    add(u"Seed"_s, QString::number(picture.seed));
    add(u"Size"_s, u"%1x%2"_s.arg(picture.size.width()).arg(picture.size.height()));
    add(u"Model"_s, picture.request.endpoint);
    if (const std::optional<double> degree = temperature(picture.request))
        add(u"Temperature"_s, numberText(*degree));
    if (picture.count > 1) {
        add(u"Batch size"_s, QString::number(picture.count));
        add(u"Batch pos"_s, QString::number(picture.index));
    }
    add(u"Service"_s, picture.service);
    add(u"Version"_s, programName());
    return text + values.join(u", "_s);
}

QByteArray recipeXmp(const Picture &picture)
{
    const QString tool = u"%1 (%2)"_s.arg(programName(), picture.request.endpoint);
    return packet(
        sourceTypeElement(sourceTypeOf(picture)) +
        u"<xmp:CreatorTool>%1</xmp:CreatorTool>\n"
        "<xmp:CreateDate>%2</xmp:CreateDate>\n%3"
        "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">%4</rdf:li></rdf:Alt></dc:description>\n"_s
            .arg(xmlText(tool), picture.created.toUTC().toString(Qt::ISODate), marksElements(picture.marks),
                 xmlText(cut(prompt(picture.request), mostDescription))));
}

bool isSaidInXmp(const Marks &marks)
{
    return !marksElements(marks).isEmpty();
}

QByteArray marksXmp(const Marks &marks)
{
    return packet(marksElements(marks));
}

QByteArray sourceTypeXmp(const QString &sourceType)
{
    return packet(sourceTypeElement(sourceType));
}

QString sourceTypeOf(const Picture &picture)
{
    return picture.isSandbox() ? u"algorithmicMedia"_s : u"trainedAlgorithmicMedia"_s;
}

QByteArray exifWithComment(const QString &text)
{
    constexpr quint16 typeLong = 4;
    constexpr quint16 typeUndefined = 7;
    constexpr quint16 typeAscii = 2;
    constexpr quint32 firstDirectory = 8;
    constexpr quint32 directoryOfTwo = 2 + 2 * 12 + 4;
    const QByteArray software = programName().toLatin1() + '\0';
    const quint32 exifDirectory = firstDirectory + directoryOfTwo;
    const quint32 softwareAt = exifDirectory + directoryOfTwo;
    const quint32 commentAt = softwareAt + quint32(software.size() + software.size() % 2);
    QByteArray comment("UNICODE\0", 8);
    for (const QChar unit : text)
        append(comment, quint16(unit.unicode()));

    QByteArray block("MM\0*", 4);
    append(block, firstDirectory);
    append(block, quint16(2));
    appendEntry(block, 0x0131, typeAscii, quint32(software.size()), softwareAt); // Software
    appendEntry(block, 0x8769, typeLong, 1, exifDirectory);
    append(block, quint32(0));
    append(block, quint16(2));
    appendEntry(block, 0x9000, typeUndefined, 4, 0x30323332);                      // ExifVersion "0232"
    appendEntry(block, 0x9286, typeUndefined, quint32(comment.size()), commentAt); // UserComment
    append(block, quint32(0));
    block += software;
    if (software.size() % 2 != 0)
        block += '\0';
    return block + comment;
}

} // namespace janus::library
