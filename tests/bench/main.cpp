// studio_bench: the studio's own services and window with a driver around them, printing one JSON object.
//
//   studio_bench --queue --jobs N --concurrency C --server ORIGIN --trace FILE --data DIR
//                      [--authority FILE]      trusts a server whose certificate this one (PEM) has signed
//   studio_bench --picture FILE      writes the JPEG the bench's server hands out
//   studio_bench --data DIR --make-library N [--thumbs-from DIR] [--shape WxH] [--files N] [--thumbs N]
//   [--marks]
//                      fills a library with N pictures
//   studio_bench --data DIR [--quit-after first-frame|page-complete|thumbs-done|idle:SECONDS]
//                      [--gallery] [--gestures resize=8,drag=8,wheel=300,page=60,jump=60] [--search FILE]
//                      [--select-all]
//                      [--idle SECONDS] [--stay]
//                      opens the window on that library
//   studio_bench --bare [--idle SECONDS] [--stay]      a window with nothing in it
//
// The key for the server comes from the environment (FAL_KEY), as in the program.
#include "fal/service.h"
#include "librarymaker.h"
#include "processfigures.h"
#include "queuebench.h"
#include "windowbench.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QImage>
#include <QJsonDocument>

#include <algorithm>
#include <cstdio>
#include <map>

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
                       {u"marks"_s, u"Ratings, labels and tags at random."_s},
                       {u"bare"_s, u"A window with nothing in it."_s},
                       {u"quit-after"_s, u"What is waited for."_s, u"MOMENT"_s, u"page-complete"_s},
                       {u"gallery"_s, u"Gestures in the stage."_s},
                       {u"gestures"_s, u"How many of them: wheel=300,page=60,…"_s, u"LIST"_s},
                       {u"search"_s, u"Lines to type into the search field."_s, u"FILE"_s},
                       {u"select-all"_s, u"Selects everything and marks it."_s},
                       {u"idle"_s, u"Does nothing for so long."_s, u"SECONDS"_s},
                       {u"stay"_s, u"The window remains afterwards."_s}});
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

bench::GalleryPlan galleryPlan(const QString &list)
{
    bench::GalleryPlan plan;
    if (list.isEmpty())
        return plan;
    plan = {0, 0, 0, 0, 0};
    const std::map<QString, int *> counts{{u"resize"_s, &plan.resizes},
                                          {u"drag"_s, &plan.drags},
                                          {u"wheel"_s, &plan.wheels},
                                          {u"page"_s, &plan.pages},
                                          {u"jump"_s, &plan.jumps}};
    for (const QString &item : list.split(u',')) {
        if (const auto found = counts.find(item.section(u'=', 0, 0)); found != counts.end())
            *found->second = item.section(u'=', 1).toInt();
    }
    return plan;
}

int openWindow(QApplication &qt, const QCommandLineParser &parser, qint64 mainNs)
{
    using Until = bench::WindowPlan::Until;
    bench::WindowPlan plan;
    plan.mainNs = mainNs;
    plan.data = parser.value(u"data"_s);
    plan.isBare = parser.isSet(u"bare"_s);
    plan.idleSeconds = parser.value(u"idle"_s).toInt();
    const QString moment = parser.value(u"quit-after"_s);
    if (moment == "first-frame"_L1)
        plan.until = Until::FirstFrame;
    else if (moment == "thumbs-done"_L1)
        plan.until = Until::ThumbnailsDone;
    else if (moment.startsWith("idle:"_L1))
        plan.idleSeconds = moment.sliced(5).toInt();
    else if (moment != "page-complete"_L1)
        return give(u"The moment %1 is not known."_s.arg(moment));
    if (parser.isSet(u"gallery"_s))
        plan.gallery = galleryPlan(parser.value(u"gestures"_s));
    plan.searches = parser.value(u"search"_s);
    plan.selectsAll = parser.isSet(u"select-all"_s);
    plan.stays = parser.isSet(u"stay"_s);
    return bench::runWindowBench(qt, plan);
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
    const qint64 mainNs = bench::nowNs();
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
    if (!asks(u"--data"_s) && !asks(u"--bare"_s))
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
    QCoreApplication::setApplicationName(u"janus-studio"_s);
    QApplication qt(argc, argv);
    readArguments(parser, arguments);
    return openWindow(qt, parser, mainNs);
}
