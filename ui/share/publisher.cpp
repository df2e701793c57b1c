#include "ui/share/publisher.h"

#include "jobs/publishing.h"
#include "library/publishedlinks.h"
#include "ui/share/publishdialog.h"

#include <QFileInfo>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

QString noteOn(const library::PublishedLink &link)
{
    const QString day = QLocale().toString(link.created.toLocalTime().date(), QLocale::ShortFormat);
    if (link.isOver(QDateTime::currentDateTimeUtc()))
        return Publisher::tr("Published on %1; the copy has been deleted since.").arg(day);
    if (!link.expires.isValid())
        return Publisher::tr("Published on %1.").arg(day);
    return Publisher::tr("Published on %1, to be deleted on %2.")
        .arg(day, QLocale().toString(link.expires.toLocalTime(), QLocale::ShortFormat));
}

} // namespace

Publisher::Publisher(const Studio &studio, QWidget *window)
    : QObject(window)
    , m_studio(studio)
    , m_window(window)
{
}

Publisher::~Publisher() = default;

void Publisher::open(const Picture &picture)
{
    if (!m_dialog)
        makeDialog();
    m_picture = picture;
    const QString service = picture.isSandbox() ? tr("the practice server") : m_studio.realService;
    m_dialog->setPicture(QFileInfo(picture.file).fileName(), service, picture.isSandbox());
    library::PublishedLinks(m_studio.library)
        .ofPicture(picture.id, m_dialog,
                   [this, id = picture.id](const Result<std::optional<library::PublishedLink>> &known) {
                       if (known && *known && id == m_picture.id)
                           m_dialog->showKnownLink((*known)->url, noteOn(**known));
                   });
    m_dialog->open();
}

void Publisher::makeDialog()
{
    m_dialog = new PublishDialog(m_window);
    connect(m_dialog, &PublishDialog::publishRequested, this, &Publisher::start);
    connect(m_dialog, &PublishDialog::stopped, this, &Publisher::stop);
}

void Publisher::start(std::optional<qint64> expirySeconds, bool isPrivate)
{
    jobs::PublishOptions options;
    options.access = isPrivate ? Delivery::Access::Private : Delivery::Access::AccountDefault;
    options.expirySeconds = expirySeconds;
    m_publishing = std::make_unique<jobs::Publishing>(m_studio.services, m_studio.library);
    connect(m_publishing.get(), &jobs::Publishing::progress, m_dialog, &PublishDialog::showProgress);
    connect(m_publishing.get(), &jobs::Publishing::retrying, m_dialog, &PublishDialog::showTrouble);
    connect(m_publishing.get(), &jobs::Publishing::finished, m_dialog, &PublishDialog::showResult);
    m_publishing->start(m_picture.file, m_picture.isSandbox() ? m_studio.sandboxService : m_studio.realService,
                        options);
}

void Publisher::stop()
{
    m_publishing.reset();
}

} // namespace janus::ui
