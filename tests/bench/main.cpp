// studio_bench: the studio's own services and window with a driver around them, printing one JSON object.
//
//   studio_bench --queue --jobs N --concurrency C --server ORIGIN --trace FILE --data DIR
//                      [--authority FILE]      trusts a server whose certificate this one (PEM) has signed
//   studio_bench --picture FILE      writes the JPEG the bench's server hands out
//   studio_bench --data DIR --make-library N [--thumbs-from DIR] [--shape WxH] [--files N] [--thumbs N] [--marks]
//                      fills a library with N pictures
//
// The key for the server comes from the environment (FAL_KEY), as in the program.
#include "fal/service.h"
#include "librarymaker.h"
#include "queuebench.h"

#include <QCommandLineParser>
#include <QGuiApplication>
#include <QImage>
#include <QJsonDocument>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace janus;

namespace {

int give(const QString &message)
{
    std::fprintf(stderr, "%s\n", qPrintable(message));
    return 1;
}

void print(const QJsonObject &figures)
{
    std::puts(QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
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

void readArguments(QCommandLineParser &parser, const QStringList &arguments)
{
    parser.addOptions({{u"data"_s, u"The library's folder."_s, u"DIR"_s},
                       {u"queue"_s, u"Measures the queue."_s},
                       {u"headless"_s, u"Without a window, which is the queue's only way."_s},
                       {u"jobs"_s, u"Pictures in all."_s, u"N"_s, u"64"_s},
                       {u"concurrency"_s, u"Requests with the service at once."_s, u"C"_s, u"8"_s},
                       {u"server"_s, u"The service."_s, u"ORIGIN"_s},
                       {u"authority"_s, u"Trusted besides the system's certificates."_s, u"FILE"_s},
                       {u"trace"_s, u"Gets a line per picture."_s, u"FILE"_s},
                       {u"picture"_s, u"Writes a sample picture and ends."_s, u"FILE"_s},
                       {u"make-library"_s, u"Fills a library with so many pictures."_s, u"N"_s},
                       {u"thumbs-from"_s, u"JPEG files to fill it with, instead of our own."_s, u"DIR"_s},
                       {u"shape"_s, u"One size for all pictures."_s, u"WxH"_s},
                       {u"files"_s, u"So many of the newest have a file."_s, u"N"_s, u"-1"_s},
                       {u"thumbs"_s, u"So many of the newest have a thumbnail."_s, u"N"_s, u"-1"_s},
                       {u"marks"_s, u"Ratings, labels and tags at random."_s}});
    parser.process(arguments);
}

int fillLibrary(const QCommandLineParser &parser)
{
    bench::LibraryPlan plan;
    plan.data = parser.value(u"data"_s);
    plan.pictures = parser.value(u"make-library"_s).toInt();
    plan.samplesFrom = parser.value(u"thumbs-from"_s);
    plan.files = parser.value(u"files"_s).toInt();
    plan.thumbnails = parser.value(u"thumbs"_s).toInt();
    plan.hasMarks = parser.isSet(u"marks"_s);
    if (const QStringList shape = parser.value(u"shape"_s).split(u'x'); shape.size() == 2)
        plan.shape = {shape.at(0).toInt(), shape.at(1).toInt()};
    const Result<QJsonObject> made = bench::makeLibrary(plan);
    if (!made)
        return give(made.error().message + u' ' + made.error().detail);
    print(*made);
    return 0;
}

int runQueue(QCoreApplication &qt, const QCommandLineParser &parser)
{
    for (const QString &needed : {u"server"_s, u"trace"_s}) {
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
    const auto finish = [](const QJsonObject &figures) {
        print(figures);
        QCoreApplication::exit(figures[u"failed"_s].toInt() == 0 ? 0 : 1);
    };
    (*application)->open(&bench, [&](const Result<void> &opened) {
        if (!opened)
            return QCoreApplication::exit(give(opened.error().message));
        bench.start(finish);
    });
    return qt.exec();
}

} // namespace

int main(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    const auto asks = [&arguments](const QString &option) { return arguments.contains(option); };
    QCommandLineParser parser;
    if (asks(u"--picture"_s)) {
        QCoreApplication qt(argc, argv);
        readArguments(parser, arguments);
        return writePicture(parser.value(u"picture"_s)) ? 0 : give(u"The picture could not be written."_s);
    }
    if (!asks(u"--data"_s))
        return give(u"--data is missing."_s);
    if (asks(u"--make-library"_s)) {
        QCoreApplication qt(argc, argv);
        readArguments(parser, arguments);
        return fillLibrary(parser);
    }
    if (asks(u"--queue"_s)) {
        QCoreApplication qt(argc, argv);
        readArguments(parser, arguments);
        return runQueue(qt, parser);
    }
    return give(u"There is nothing to measure."_s);
}
