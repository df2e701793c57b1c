#include "library/jpegcodec.h"

#include "library/areascale.h"

#include <QColorSpace>
#include <QSysInfo>

#include <array>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <jerror.h>
#include <jpeglib.h>
#include <vector>

#ifndef JCS_EXTENSIONS
#error "libjpeg-turbo is needed: only it knows pixels of four bytes."
#endif

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

/// For the coefficients of a progressive picture of 64 megapixels.
constexpr long mostMemory = 512L * 1024 * 1024;
/// No encoder makes more than a few dozen.
constexpr int mostPasses = 500;
constexpr int profileMarker = JPEG_APP0 + 2;

constexpr bool isLittle = QSysInfo::ByteOrder == QSysInfo::LittleEndian;
/// QImage::Format_RGB32 as libjpeg-turbo calls it: with the fourth byte 255, or not looked at.
constexpr J_COLOR_SPACE opaquePixels = isLittle ? JCS_EXT_BGRA : JCS_EXT_ARGB;
constexpr J_COLOR_SPACE pixels = isLittle ? JCS_EXT_BGRX : JCS_EXT_XRGB;

/// libjpeg leaves its functions by longjmp: whoever calls it keeps nothing that has a destructor.
struct Failure
{
    jpeg_error_mgr manager; // first: libjpeg knows only this
    std::jmp_buf back;
    std::array<char, JMSG_LENGTH_MAX> message;
    bool isCut;
};

Failure &failureOf(j_common_ptr jpeg)
{
    return *reinterpret_cast<Failure *>(jpeg->err);
}

[[noreturn]] void leave(j_common_ptr jpeg)
{
    Failure &failure = failureOf(jpeg);
    failure.manager.format_message(jpeg, failure.message.data());
    std::longjmp(failure.back, 1);
}

void hearMessage(j_common_ptr jpeg, int level)
{
    if (level < 0 && jpeg->err->msg_code == JWRN_JPEG_EOF)
        failureOf(jpeg).isCut = true;
}

void countPasses(j_common_ptr jpeg)
{
    const auto *reader = reinterpret_cast<j_decompress_ptr>(jpeg);
    if (reader->input_scan_number > mostPasses) {
        jpeg->err->msg_code = JERR_BAD_PROGRESSION;
        leave(jpeg);
    }
}

jpeg_error_mgr *prepare(Failure &failure)
{
    jpeg_error_mgr *manager = jpeg_std_error(&failure.manager);
    manager->error_exit = leave;
    manager->emit_message = hearMessage;
    return manager;
}

/// One picture; what it says about itself first.
class Reader
{
public:
    Reader()
    {
        m_jpeg.err = prepare(m_failure);
        m_progress.progress_monitor = countPasses;
    }
    ~Reader() { jpeg_destroy_decompress(&m_jpeg); }
    Reader(const Reader &) = delete;
    Reader &operator=(const Reader &) = delete;

    bool readHeader(const uchar *bytes, unsigned long length)
    {
        if (setjmp(m_failure.back))
            return false;
        jpeg_create_decompress(&m_jpeg);
        m_jpeg.mem->max_memory_to_use = mostMemory;
        m_jpeg.progress = &m_progress;
        jpeg_mem_src(&m_jpeg, bytes, length);
        jpeg_save_markers(&m_jpeg, profileMarker, 0xffff);
        return jpeg_read_header(&m_jpeg, TRUE) == JPEG_HEADER_OK;
    }

    QSize size() const { return {int(m_jpeg.image_width), int(m_jpeg.image_height)}; }
    bool isForeign() const
    {
        return m_jpeg.jpeg_color_space == JCS_CMYK || m_jpeg.jpeg_color_space == JCS_YCCK ||
               m_jpeg.jpeg_color_space == JCS_UNKNOWN;
    }

    /// The smallest size libjpeg can make by itself that is not below `wanted`.
    QSize scaledFor(QSize wanted)
    {
        m_jpeg.scale_denom = 8;
        const auto scaled = [this](JDIMENSION full) {
            return int((qint64(full) * m_jpeg.scale_num + m_jpeg.scale_denom - 1) / m_jpeg.scale_denom);
        };
        QSize size;
        do {
            size = {scaled(m_jpeg.image_width), scaled(m_jpeg.image_height)};
            if (size.width() >= wanted.width() && size.height() >= wanted.height())
                break;
        } while ((m_jpeg.scale_num *= 2) < 8); // what lies between has no vector code and costs more
        return m_jpeg.scale_num < 8 ? size : this->size();
    }

    /// As many lines of as many pixels as scaledFor() said: each into `line` and from there to `scaler`, or,
    /// without one, each `lineBytes` behind the last. Fails when the data has no end.
    bool readPixels(uchar *line, qsizetype lineBytes, QSize size, bool isExact, AreaScaler *scaler)
    {
        if (setjmp(m_failure.back))
            return false;
        m_jpeg.out_color_space = opaquePixels;
        m_jpeg.dct_method = isExact ? JDCT_ISLOW : JDCT_IFAST;
        m_jpeg.do_fancy_upsampling = isExact;
        jpeg_start_decompress(&m_jpeg);
        if (int(m_jpeg.output_width) != size.width() || int(m_jpeg.output_height) != size.height())
            return false;
        while (m_jpeg.output_scanline < m_jpeg.output_height) {
            JSAMPROW row = scaler ? line : line + qsizetype(m_jpeg.output_scanline) * lineBytes;
            jpeg_read_scanlines(&m_jpeg, &row, 1);
            if (scaler)
                scaler->add(row);
        }
        jpeg_finish_decompress(&m_jpeg);
        return !m_failure.isCut;
    }

    QByteArray profile()
    {
        JOCTET *bytes = nullptr;
        unsigned length = 0;
        if (!m_jpeg.marker_list || !findProfile(&bytes, &length))
            return {};
        const QByteArray profile(reinterpret_cast<const char *>(bytes), qsizetype(length));
        std::free(bytes);
        return profile;
    }

    QString problem() const
    {
        return m_failure.isCut ? u"Premature end of JPEG file"_s
                               : QString::fromLatin1(m_failure.message.data());
    }

private:
    bool findProfile(JOCTET **bytes, unsigned *length)
    {
        if (setjmp(m_failure.back))
            return false;
        return jpeg_read_icc_profile(&m_jpeg, bytes, length);
    }

    Failure m_failure = {};
    jpeg_progress_mgr m_progress = {};
    jpeg_decompress_struct m_jpeg = {};
};

class Writer
{
public:
    Writer() { m_jpeg.err = prepare(m_failure); }
    ~Writer()
    {
        jpeg_destroy_compress(&m_jpeg);
        std::free(m_bytes);
    }
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;

    bool write(const uchar *line, qsizetype lineBytes, QSize size, int quality)
    {
        if (setjmp(m_failure.back))
            return false;
        jpeg_create_compress(&m_jpeg);
        jpeg_mem_dest(&m_jpeg, &m_bytes, &m_length);
        m_jpeg.image_width = JDIMENSION(size.width());
        m_jpeg.image_height = JDIMENSION(size.height());
        m_jpeg.input_components = 4;
        m_jpeg.in_color_space = pixels;
        jpeg_set_defaults(&m_jpeg);
        jpeg_set_quality(&m_jpeg, quality, TRUE);
        m_jpeg.dct_method = JDCT_IFAST;
        jpeg_start_compress(&m_jpeg, TRUE);
        while (m_jpeg.next_scanline < m_jpeg.image_height) {
            auto *row = const_cast<JSAMPROW>(line + qsizetype(m_jpeg.next_scanline) * lineBytes);
            jpeg_write_scanlines(&m_jpeg, &row, 1);
        }
        jpeg_finish_compress(&m_jpeg);
        return true;
    }

    QByteArray bytes() const { return {reinterpret_cast<const char *>(m_bytes), qsizetype(m_length)}; }

private:
    Failure m_failure = {};
    jpeg_compress_struct m_jpeg = {};
    unsigned char *m_bytes = nullptr;
    unsigned long m_length = 0;
};

} // namespace

namespace {

/// Null when it cannot be decoded or there is no memory.
QImage decode(Reader &reader, QSize scaled, QSize wanted, bool isExact)
{
    if (scaled == wanted) {
        QImage image(wanted, QImage::Format_RGB32);
        const bool isRead = !image.isNull() &&
                            reader.readPixels(image.bits(), image.bytesPerLine(), scaled, isExact, nullptr);
        return isRead ? image : QImage();
    }
    AreaScaler scaler(scaled, wanted);
    std::vector<uchar> line(std::size_t(scaled.width()) * sizeof(QRgb));
    const bool isRead = reader.readPixels(line.data(), 0, scaled, isExact, &scaler);
    return isRead ? scaler.image() : QImage();
}

} // namespace

DecodedJpeg decodeJpeg(const QByteArray &bytes, QSize box, qint64 mostPixels, Qt::AspectRatioMode mode)
{
    Reader reader;
    if (!reader.readHeader(reinterpret_cast<const uchar *>(bytes.constData()), ulong(bytes.size())))
        return {{}, {}, reader.problem()};
    DecodedJpeg decoded{reader.size(), {}, {}, reader.isForeign()};
    if (decoded.isForeign || qint64(decoded.size.width()) * decoded.size.height() > mostPixels)
        return decoded;
    const QByteArray profile = reader.profile();
    const QSize wanted = mode == Qt::IgnoreAspectRatio ? box.boundedTo(decoded.size).expandedTo({1, 1})
                                                       : fitted(decoded.size, box);
    const QSize scaled = reader.scaledFor(wanted);
    decoded.image = decode(reader, scaled, wanted, box.isEmpty());
    if (decoded.image.isNull())
        decoded.problem = reader.problem();
    if (!profile.isEmpty())
        decoded.image.setColorSpace(QColorSpace::fromIccProfile(profile));
    return decoded;
}

QByteArray encodeJpeg(const QImage &image, int quality)
{
    Q_ASSERT(image.format() == QImage::Format_RGB32);
    Writer writer;
    const bool isWritten = writer.write(image.constBits(), image.bytesPerLine(), image.size(), quality);
    return isWritten ? writer.bytes() : QByteArray();
}

} // namespace janus::library
