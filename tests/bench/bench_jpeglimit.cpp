// bench_jpeglimit FILE...: what libjpeg-turbo itself takes for a thumbnail of 256 pixels from each of these
// files, one thread, without rows, store and checks: decode to the nearest scale, average down, encode.
// Prints images a second of the processor, the yardstick for the program's own.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <jpeglib.h>

namespace {

constexpr unsigned side = 256;
constexpr int quality = 85;
constexpr double longEnough = 2; ///< seconds of the processor

double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

struct Pixels
{
    unsigned width = 0;
    unsigned height = 0;
    std::vector<unsigned char> bytes; ///< three a pixel
};

Pixels decode(const std::string &jpeg)
{
    jpeg_decompress_struct decoder{};
    jpeg_error_mgr errors{};
    decoder.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&decoder);
    jpeg_mem_src(&decoder, reinterpret_cast<const unsigned char *>(jpeg.data()), jpeg.size());
    jpeg_read_header(&decoder, TRUE);
    const unsigned longer = std::max(decoder.image_width, decoder.image_height);
    decoder.scale_denom = 8;
    decoder.scale_num = std::clamp((8 * side + longer - 1) / longer, 1u, 8u);
    jpeg_start_decompress(&decoder);
    Pixels pixels{decoder.output_width, decoder.output_height, {}};
    pixels.bytes.resize(static_cast<std::size_t>(pixels.width) * pixels.height * 3);
    while (decoder.output_scanline < decoder.output_height) {
        JSAMPROW row =
            pixels.bytes.data() + static_cast<std::size_t>(decoder.output_scanline) * pixels.width * 3;
        jpeg_read_scanlines(&decoder, &row, 1);
    }
    jpeg_finish_decompress(&decoder);
    jpeg_destroy_decompress(&decoder);
    return pixels;
}

/// Each pixel the mean of those it covers.
Pixels averaged(const Pixels &from)
{
    const unsigned longer = std::max(from.width, from.height);
    if (longer <= side)
        return from;
    Pixels to{std::max(1u, from.width * side / longer), std::max(1u, from.height * side / longer), {}};
    to.bytes.resize(static_cast<std::size_t>(to.width) * to.height * 3);
    for (unsigned y = 0; y < to.height; ++y) {
        const unsigned top = y * from.height / to.height,
                       bottom = std::max(top + 1, (y + 1) * from.height / to.height);
        for (unsigned x = 0; x < to.width; ++x) {
            const unsigned left = x * from.width / to.width,
                           right = std::max(left + 1, (x + 1) * from.width / to.width);
            unsigned sum[3] = {};
            for (unsigned v = top; v < bottom; ++v) {
                for (unsigned u = left; u < right; ++u) {
                    for (unsigned c = 0; c < 3; ++c)
                        sum[c] += from.bytes[(static_cast<std::size_t>(v) * from.width + u) * 3 + c];
                }
            }
            for (unsigned c = 0; c < 3; ++c)
                to.bytes[(static_cast<std::size_t>(y) * to.width + x) * 3 + c] =
                    static_cast<unsigned char>(sum[c] / ((bottom - top) * (right - left)));
        }
    }
    return to;
}

std::size_t encode(Pixels &pixels)
{
    jpeg_compress_struct encoder{};
    jpeg_error_mgr errors{};
    encoder.err = jpeg_std_error(&errors);
    jpeg_create_compress(&encoder);
    unsigned char *out = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&encoder, &out, &size);
    encoder.image_width = pixels.width;
    encoder.image_height = pixels.height;
    encoder.input_components = 3;
    encoder.in_color_space = JCS_RGB;
    jpeg_set_defaults(&encoder);
    jpeg_set_quality(&encoder, quality, TRUE);
    jpeg_start_compress(&encoder, TRUE);
    while (encoder.next_scanline < encoder.image_height) {
        JSAMPROW row =
            pixels.bytes.data() + static_cast<std::size_t>(encoder.next_scanline) * pixels.width * 3;
        jpeg_write_scanlines(&encoder, &row, 1);
    }
    jpeg_finish_compress(&encoder);
    jpeg_destroy_compress(&encoder);
    std::free(out);
    return size;
}

} // namespace

int main(int count, char **arguments)
{
    if (count < 2) {
        std::fputs("usage: bench_jpeglimit FILE...\n", stderr);
        return 2;
    }
    std::size_t bytes = 0;
    int images = 0;
    const double start = cpuSeconds();
    while (cpuSeconds() - start < longEnough) {
        std::ifstream file(arguments[1 + images % (count - 1)], std::ios::binary);
        const std::string jpeg((std::istreambuf_iterator<char>(file)), {});
        if (jpeg.size() < 4 || jpeg.compare(0, 2, "\xff\xd8") != 0) {
            std::fputs("bench_jpeglimit: not a JPEG file\n", stderr);
            return 1;
        }
        Pixels thumbnail = averaged(decode(jpeg));
        bytes += encode(thumbnail);
        ++images;
    }
    std::printf("{\"images\":%d,\"per_cpu_s\":%.1f,\"mean_bytes\":%zu}\n", images,
                images / (cpuSeconds() - start), bytes / static_cast<std::size_t>(images));
    return 0;
}
