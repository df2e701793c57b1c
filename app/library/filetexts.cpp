#include "library/filetexts.h"

#include "library/exifblock.h"
#include "library/picturecheck.h"
#include "library/recipecontainers.h"

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

QString placeOf(int tag)
{
    switch (tag) {
    case exiftag::userComment:
        return u"UserComment"_s;
    case exiftag::makerNote:
        return u"MakerNote"_s;
    case exiftag::software:
        return u"Software"_s;
    case exiftag::imageDescription:
        return u"ImageDescription"_s;
    case exiftag::make:
        return u"Make"_s;
    case exiftag::model:
        return u"Model"_s;
    default: // ComfyUI counts down from Make
        return u"EXIF 0x%1"_s.arg(tag, 4, 16, QChar(u'0'));
    }
}

std::vector<FilePart> partsIn(const QByteArray &file)
{
    const std::optional<PictureFormat> format = formatOf(file);
    if (!format)
        return {};
    switch (*format) {
    case PictureFormat::Jpeg:
        return jpeg::parts(file);
    case PictureFormat::Png:
        return png::parts(file);
    case PictureFormat::WebP:
        return webp::parts(file);
    }
    Q_UNREACHABLE();
}

} // namespace

QList<FileText> textsIn(const QByteArray &file)
{
    QList<FileText> texts;
    qsizetype room = 2 * mostFileText; // of all of them together
    const auto add = [&](const QString &place, const QString &text) {
        if (text.isEmpty() || text.size() > room)
            return;
        room -= text.size();
        texts << FileText{place, text};
    };
    const bool isPng = formatOf(file) == PictureFormat::Png;
    for (const FilePart &part : partsIn(file)) {
        if (texts.size() >= mostFileTexts)
            break;
        if (part.kind == PartKind::Exif) {
            for (const ExifText &field : exifTexts(part.content, mostFileText))
                add(placeOf(field.tag), field.text);
        } else if (part.kind == PartKind::Text && isPng) {
            if (const auto text = png::wholeText(part, std::min(room, mostFileText)))
                add(QString::fromLatin1(part.name), *text);
        } else if (part.kind == PartKind::Text) {
            add(u"comment"_s, QString::fromUtf8(part.content));
        }
    }
    return texts;
}

} // namespace janus::library
