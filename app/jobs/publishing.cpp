#include "jobs/publishing.h"

#include "fal/fileupload.h"
#include "fal/queueapi.h"
#include "jobs/services.h"
#include "library/library.h"
#include "library/publishedlinks.h"

#include <QDateTime>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace janus::jobs {

struct Publishing::Private
{
    Private(Publishing &publishing, Services &allServices, library::Library &theLibrary)
        : q(publishing)
        , services(allServices)
        , links(theLibrary)
    {
    }

    void open();
    void begin(fal::QueueApi &api);
    void onUploaded();
    void keep(const QUrl &url);

    Publishing &q;
    Services &services;
    library::PublishedLinks links;
    QString file;
    QString service;
    PublishOptions options;
    std::unique_ptr<fal::FileUpload> upload;
};

Publishing::Publishing(Services &services, library::Library &library, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, services, library))
{
}

Publishing::~Publishing() = default;

void Publishing::start(const QString &file, const QString &service, const PublishOptions &options)
{
    d->file = QFileInfo(file).absoluteFilePath();
    d->service = service;
    d->options = options;
    d->open();
}

void Publishing::resume()
{
    d->upload ? d->upload->start() : d->open();
}

qint64 Publishing::total() const
{
    return d->upload ? d->upload->total() : 0;
}

void Publishing::Private::open()
{
    services.open(service, &q, [this](const Result<fal::QueueApi *> &api) {
        if (!api) {
            Q_EMIT q.finished(api.error());
            return;
        }
        begin(**api);
    });
}

void Publishing::Private::begin(fal::QueueApi &api)
{
    upload = api.upload(file, {options.expirySeconds, options.access});
    connect(upload.get(), &fal::FileUpload::progress, &q, &Publishing::progress);
    connect(upload.get(), &fal::FileUpload::retrying, &q, &Publishing::retrying);
    connect(upload.get(), &fal::FileUpload::finished, &q, [this] { onUploaded(); });
    upload->start();
}

void Publishing::Private::onUploaded()
{
    const Result<fal::UploadedFile> outcome = upload->outcome();
    if (outcome)
        return keep(outcome->url);
    Q_EMIT q.finished(outcome.error());
}

void Publishing::Private::keep(const QUrl &url)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    library::PublishedLink link{0, url, options.isPrivate(), now};
    if (options.expirySeconds && *options.expirySeconds != Delivery::never)
        link.expires = now.addSecs(*options.expirySeconds);
    links.addForFile(file, link, &q, [this, url](const Result<bool> &kept) {
        if (!kept)
            qWarning("A published link was not kept: %s", qPrintable(kept.error().message));
        Q_EMIT q.finished(url);
    });
}

} // namespace janus::jobs
