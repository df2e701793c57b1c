// studio_bench: the studio's own services with a driver around them, printing one JSON object.
//
//   studio_bench --queue --jobs N --concurrency C --server ORIGIN --trace FILE --data DIR
//                      [--authority FILE]      trusts a server whose certificate this one (PEM) has signed
//   studio_bench --picture FILE      writes the JPEG the bench's server hands out
//
// The key for the server comes from the environment (FAL_KEY), as in the program.
#include "fal/service.h"
#include "queuebench.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QImage>
#include <QJsonDocument>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

int give(const QString &message)
{
    std::fprintf(stderr, "%s\n", qPrintable(message));
    return 1;
}

/// 1024 × 1024 pixels and about 148 KB, as a picture of Janus has.
bool writePicture(const QString &file)
{
    QImage image(1024, 1024, QImage::Format_RGB32);
    quint32 noise = 1;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            noise = noise * 1664525u + 1013904223u;
            const int grain = static_cast<int>(noise >> 27);
            image.setPixel(x, y, qRgb(x / 5 + grain, y / 5 + grain, (x ^ y) / 8 + grain));
        }
    }
    return image.save(file, "JPEG", 68);
}

void readArguments(QCommandLineParser &parser, const QCoreApplication &qt)
{
    parser.addOptions({{u"queue"_s, u"Measures the queue."_s},
                       {u"headless"_s, u"Without a window, which is the only way there is."_s},
                       {u"jobs"_s, u"Pictures in all."_s, u"N"_s, u"64"_s},
                       {u"concurrency"_s, u"Requests with the service at once."_s, u"C"_s, u"8"_s},
                       {u"server"_s, u"The service."_s, u"ORIGIN"_s},
                       {u"authority"_s, u"Trusted besides the system's certificates."_s, u"FILE"_s},
                       {u"trace"_s, u"Gets a line per picture."_s, u"FILE"_s},
                       {u"data"_s, u"The library's folder."_s, u"DIR"_s},
                       {u"picture"_s, u"Writes a sample picture and ends."_s, u"FILE"_s}});
    parser.process(qt);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication qt(argc, argv);
    QCommandLineParser parser;
    readArguments(parser, qt);
    if (parser.isSet(u"picture"_s))
        return writePicture(parser.value(u"picture"_s)) ? 0 : give(u"The picture could not be written."_s);
    for (const QString &needed : {u"queue"_s, u"server"_s, u"trace"_s, u"data"_s}) {
        if (!parser.isSet(needed))
            return give(u"--%1 is missing."_s.arg(needed));
    }

    const Result<QUrl> origin = fal::originFromText(parser.value(u"server"_s));
    if (!origin)
        return give(origin.error().message);
    Application::Options options;
    options.paths = support::Paths::below(parser.value(u"data"_s));
    options.server = *origin;
    if (parser.isSet(u"authority"_s))
        options.moreAuthorities = QSslCertificate::fromPath(parser.value(u"authority"_s));
    const auto application = Application::create(std::move(options));
    if (!application)
        return give(application.error().message);

    bench::QueueBench bench(
        **application,
        {parser.value(u"jobs"_s).toInt(), parser.value(u"concurrency"_s).toInt(), parser.value(u"trace"_s)});
    const auto print = [](const QJsonObject &figures) {
        std::puts(QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
        QCoreApplication::exit(figures[u"failed"_s].toInt() == 0 ? 0 : 1);
    };
    (*application)->open(&bench, [&](const Result<void> &opened) {
        if (!opened)
            return QCoreApplication::exit(give(opened.error().message));
        bench.start(print);
    });
    return qt.exec();
}
