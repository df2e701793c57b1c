#pragma once

#include "recipesamples.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

/// Pictures as the five other programs write them, built byte by byte from their documented formats
/// (app/library/foreignprograms.h names the sources); nothing here shares code with what reads them.
namespace janus::library::fixture {

inline QByteArray pngWith(const QList<QByteArray> &chunks, QSize size = {64, 48})
{
    const QByteArray plain = encoded(painting(size), "PNG");
    constexpr qsizetype place = 33; // behind IHDR
    return plain.first(place) + chunks.join() + plain.sliced(place);
}

inline QByteArray textChunk(const QByteArray &keyword, const QByteArray &bytes)
{
    return pngChunk("tEXt", keyword + '\0' + bytes);
}

/// As Pillow writes what is not Latin-1.
inline QByteArray internationalChunk(const QByteArray &keyword, const QString &text, bool isPacked = false)
{
    const QByteArray utf8 = text.toUtf8();
    const QByteArray head = keyword + '\0' + (isPacked ? '\1' : '\0') + QByteArray("\0en\0\0", 5);
    return pngChunk("iTXt", head + (isPacked ? qCompress(utf8).sliced(4) : utf8));
}

inline QByteArray packedChunk(const QByteArray &keyword, const QByteArray &bytes)
{
    return pngChunk("zTXt", keyword + QByteArray("\0\0", 2) + qCompress(bytes).sliced(4));
}

inline QByteArray utf16(const QString &text, bool isBig)
{
    QByteArray bytes(text.size() * 2, 0);
    for (qsizetype unit = 0; unit < text.size(); ++unit) {
        if (isBig)
            qToBigEndian(text[unit].unicode(), bytes.data() + unit * 2);
        else
            qToLittleEndian(text[unit].unicode(), bytes.data() + unit * 2);
    }
    return bytes;
}

/// A TIFF block whose first directory has these fields, and whose EXIF directory has those.
struct ExifField
{
    quint16 tag;
    quint16 type; ///< 2: ASCII, 7: undefined
    QByteArray bytes;
};
inline QByteArray exifBlock(const QList<ExifField> &first, const QList<ExifField> &further, bool isBig)
{
    const auto number = [isBig](auto value) {
        QByteArray bytes(sizeof value, 0);
        isBig ? qToBigEndian(value, bytes.data()) : qToLittleEndian(value, bytes.data());
        return bytes;
    };
    const auto sizeOf = [](qsizetype count) { return quint32(2 + count * 12 + 4); };
    const qsizetype firstCount = first.size() + (further.isEmpty() ? 0 : 1);
    const quint32 furtherAt = 8 + sizeOf(firstCount);
    const quint32 dataAt = furtherAt + (further.isEmpty() ? 0 : sizeOf(further.size()));
    QByteArray data;
    const auto entries = [&](const QList<ExifField> &fields) {
        QByteArray bytes;
        for (const ExifField &field : fields) {
            bytes += number(field.tag) + number(field.type) + number(quint32(field.bytes.size()));
            if (field.bytes.size() <= 4) {
                bytes += field.bytes.leftJustified(4, '\0');
                continue;
            }
            bytes += number(quint32(dataAt + data.size()));
            data += field.bytes;
        }
        return bytes;
    };
    QByteArray block = isBig ? QByteArray("MM\0*", 4) : QByteArray("II*\0", 4);
    block += number(quint32(8)) + number(quint16(firstCount)) + entries(first);
    if (!further.isEmpty()) {
        block += number(quint16(0x8769)) + number(quint16(4)) + number(quint32(1)) + number(furtherAt);
        block += number(quint32(0)) + number(quint16(further.size())) + entries(further);
    }
    return block + number(quint32(0)) + data;
}

/// As piexif writes it for the web UI: everything big-endian.
inline QByteArray commentExif(const QString &text)
{
    return exifBlock({}, {{0x9286, 7, QByteArray("UNICODE\0", 8) + utf16(text, true)}}, true);
}
/// As ImageSharp writes it for SwarmUI: everything little-endian.
inline QByteArray sharpExif(const QString &text)
{
    return exifBlock({}, {{0x9286, 7, QByteArray("UNICODE\0", 8) + utf16(text, false)}}, false);
}
/// As Pillow writes it for Fooocus: plain text in the first directory.
inline QByteArray fooocusExif(const QByteArray &text, const QByteArray &scheme)
{
    return exifBlock({{0x0131, 2, QByteArray("Fooocus v2.5.5\0", 15)},
                      {0x927c, 2, scheme + '\0'},
                      {0x9286, 2, text + '\0'}},
                     {}, false);
}

inline QByteArray jpegWithExif(const QByteArray &exif)
{
    const QByteArray plain = encoded(painting({64, 48}), "JPEG");
    return plain.first(2) + jpegSegment('\xe1', QByteArray("Exif\0\0", 6) + exif) + plain.sliced(2);
}
inline QByteArray jpegWithComment(const QByteArray &text)
{
    const QByteArray plain = encoded(painting({64, 48}), "JPEG");
    return plain.first(2) + jpegSegment('\xfe', text) + plain.sliced(2);
}
inline QByteArray webpWithExif(const QByteArray &exif)
{
    const QByteArray simple = webp(painting({64, 48}), 70).sliced(12);
    QByteArray head("\x08\0\0\0\x3f\0\0\x2f\0\0", 10); // EXIF, 64 × 48
    return riff(riffChunk("VP8X", head) + simple + riffChunk("EXIF", exif));
}

inline QString infotext()
{
    return u"a lighthouse, (storm:1.2), <lora:ink:0.8>\nover the bay\n"
           "Negative prompt: blurry, text\nwatermark\n"
           "Steps: 30, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 3141592653, Size: "
           "512x768,"
           " Model hash: 45dee52b, Model: dreamshaper_8, Denoising strength: 0.4, Clip skip: 2,"
           " Hires prompt: \"a lighthouse, \\\"close\\\": up\\nat night\", Hires upscale: 2,"
           " Lora hashes: \"ink: 0f1e2d, wash: 33cc\", Version: v1.10.1"_s;
}

inline QJsonArray link(const QString &id, int slot = 0)
{
    return {id, slot};
}
inline QJsonObject node(const QString &kind, const QJsonObject &inputs)
{
    return {{u"class_type"_s, kind}, {u"inputs"_s, inputs}};
}
/// The graph that ComfyUI starts with.
inline QJsonObject comfyGraph()
{
    return {
        {u"3"_s, node(u"KSampler"_s, {{u"seed"_s, 156680208700286LL},
                                      {u"steps"_s, 20},
                                      {u"cfg"_s, 8},
                                      {u"sampler_name"_s, u"euler"_s},
                                      {u"scheduler"_s, u"normal"_s},
                                      {u"denoise"_s, 1},
                                      {u"model"_s, link(u"10"_s)},
                                      {u"positive"_s, link(u"6"_s)},
                                      {u"negative"_s, link(u"7"_s)},
                                      {u"latent_image"_s, link(u"5"_s)}})},
        {u"4"_s, node(u"CheckpointLoaderSimple"_s, {{u"ckpt_name"_s, u"v1-5-pruned.safetensors"_s}})},
        {u"5"_s, node(u"EmptyLatentImage"_s, {{u"width"_s, 768}, {u"height"_s, 512}, {u"batch_size"_s, 1}})},
        {u"6"_s,
         node(u"CLIPTextEncode"_s, {{u"text"_s, u"a harbour at dawn, 港"_s}, {u"clip"_s, link(u"10"_s, 1)}})},
        {u"7"_s,
         node(u"CLIPTextEncode"_s, {{u"text"_s, u"text, watermark"_s}, {u"clip"_s, link(u"4"_s, 1)}})},
        {u"8"_s, node(u"VAEDecode"_s, {{u"samples"_s, link(u"3"_s)}, {u"vae"_s, link(u"4"_s, 2)}})},
        {u"9"_s, node(u"SaveImage"_s, {{u"filename_prefix"_s, u"ComfyUI"_s}, {u"images"_s, link(u"8"_s)}})},
        {u"10"_s, node(u"LoraLoader"_s, {{u"lora_name"_s, u"ink.safetensors"_s},
                                         {u"strength_model"_s, 0.7},
                                         {u"model"_s, link(u"4"_s)},
                                         {u"clip"_s, link(u"4"_s, 1)}})},
    };
}
inline QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

inline QByteArray invokeMetadata()
{
    return R"({"generation_mode": "sdxl_txt2img", "positive_prompt": "a stone bridge \u2014 \"old\"",)"
           R"( "negative_prompt": "people", "width": 1024, "height": 1024, "seed": 2985347165, "cfg_scale": 6.5,)"
           R"( "steps": 28, "scheduler": "euler_a", "model": {"key": "b1", "name": "juggernaut", "base": "sdxl"},)"
           R"( "loras": [{"model": {"name": "ink"}, "weight": 0.6}], "app_version": "5.6.0"})";
}
inline QByteArray swarmParameters()
{
    return R"({
  "sui_image_params": {
    "prompt": "a photo of a cat",
    "model": "OfficialStableDiffusion/sd_xl_base_1.0",
    "seed": "1234567890123456789",
    "steps": 20,
    "cfgscale": "7.0",
    "aspectratio": "1:1",
    "width": 1024,
    "height": "1024",
    "automaticvae": true,
    "negativeprompt": "dog",
    "swarm_version": "0.9.3.1"
  },
  "sui_extra_data": {
    "date": "2024-11-13",
    "generation_time": "6.11 (prep) and 4.84 (gen) seconds"
  },
})";
}
inline QByteArray fooocusParameters()
{
    return R"j({"adm_guidance": "(1.5, 0.8, 0.3)", "base_model": "juggernautXL_v8", "base_model_hash": "aeb7e9e689",)j"
           R"j( "full_negative_prompt": ["lowres"], "full_prompt": ["cinematic a fox", "sharp"],)j"
           R"j( "guidance_scale": 4.0, "loras": [["sd_xl_offset", 0.1, "4852686128"]], "metadata_scheme": "fooocus",)j"
           R"j( "negative_prompt": "", "performance": "Speed", "prompt": "a fox", "resolution": "(1152, 896)",)j"
           R"j( "sampler": "dpmpp_2m_sde_gpu", "scheduler": "karras", "seed": "7425786438523657", "sharpness": 2.0,)j"
           R"j( "steps": 30, "styles": "['Fooocus V2', 'Fooocus Sharp']", "vae": "Default (model)",)j"
           R"j( "version": "Fooocus v2.5.5"})j";
}

} // namespace janus::library::fixture
