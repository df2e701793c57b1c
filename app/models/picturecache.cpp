#include "models/picturecache.h"

#include "library/catalogue.h"
#include "library/library.h"

#include <algorithm>

namespace janus::models {

namespace {

constexpr int detailsKept = 2000;
constexpr int thumbnailKilobytes = 40 * 1024;
/// More than two screens of the smallest cells.
constexpr std::size_t mostWanted = 1500;

OutsideState outsideOf(library::FilePresence presence)
{
    switch (presence) {
    case library::FilePresence::Whole:
        return OutsideState::Fine;
    case library::FilePresence::Changed:
        return OutsideState::Changed;
    default:
        return OutsideState::Missing;
    }
}

} // namespace

PictureCache::PictureCache(library::Library &library, QObject *parent)
    : QObject(parent)
    , m_library(library)
    , m_details(detailsKept)
    , m_thumbnails(thumbnailKilobytes)
{
    m_askTimer.setSingleShot(true);
    m_askTimer.setInterval(0);
    connect(&m_askTimer, &QTimer::timeout, this, &PictureCache::ask);
}

const Picture *PictureCache::details(PictureId id)
{
    if (const Picture *known = m_details.object(id))
        return known;
    if (!m_detailsOnTheWay.contains(id)) {
        m_detailsOnTheWay.insert(id);
        m_detailsWanted.push_back(id);
        m_askTimer.start();
    }
    return nullptr;
}

QPixmap PictureCache::thumbnail(PictureId id)
{
    const Thumbnail *known = m_thumbnails.object(id);
    if ((!known || known->box != m_box) && !m_thumbnailsAsked.contains(id)) {
        m_thumbnailsAsked.insert(id);
        m_thumbnailsWanted.push_back(id);
        m_askTimer.start();
    }
    return known ? known->pixmap : QPixmap();
}

OutsideState PictureCache::outside(PictureId id)
{
    const Thumbnail *known = m_thumbnails.object(id);
    if (known && known->outside != OutsideState::Fine)
        return known->outside;
    const Picture *picture = m_details.object(id);
    return picture && !known ? picture->outside : OutsideState::Fine;
}

void PictureCache::setBox(const QSize &box)
{
    if (box == m_box || box.isEmpty())
        return;
    m_box = box;
    m_thumbnailsWanted.clear();
    m_thumbnailsAsked.clear();
}

void PictureCache::want(const std::vector<PictureId> &ids)
{
    m_thumbnailsWanted.clear();
    m_thumbnailsAsked.clear();
    for (const PictureId id : ids) {
        const Thumbnail *known = m_thumbnails.object(id);
        if (known && known->box == m_box)
            continue;
        if (!m_thumbnailsAsked.contains(id)) {
            m_thumbnailsAsked.insert(id);
            m_thumbnailsWanted.push_back(id);
        }
    }
    for (const PictureId id : ids)
        details(id);
    m_isSatisfied = false;
    m_askTimer.start();
}

void PictureCache::ask()
{
    askDetails();
    askThumbnails();
    checkSatisfied();
}

void PictureCache::askDetails()
{
    if (m_detailsWanted.empty())
        return;
    std::vector<PictureId> wanted = std::exchange(m_detailsWanted, {});
    m_library.catalogue().pictures(wanted, this, [this, wanted](const Result<QList<Picture>> &pictures) {
        for (const PictureId id : wanted)
            m_detailsOnTheWay.remove(id);
        if (pictures) {
            for (const Picture &picture : *pictures)
                m_details.insert(picture.id, new Picture(picture));
            Q_EMIT detailsChanged(wanted);
        }
        checkSatisfied();
    });
}

void PictureCache::askThumbnails()
{
    if (m_thumbnailsWanted.size() > mostWanted) {
        const auto keep = m_thumbnailsWanted.end() - std::ptrdiff_t(mostWanted);
        std::for_each(m_thumbnailsWanted.begin(), keep,
                      [this](PictureId id) { m_thumbnailsAsked.remove(id); });
        m_thumbnailsWanted.erase(m_thumbnailsWanted.begin(), keep);
    }
    m_library.thumbnails(m_thumbnailsWanted, m_box, this,
                         [this, box = m_box](const QList<library::Thumb> &thumbs) { onThumbs(thumbs, box); });
}

void PictureCache::onThumbs(const QList<library::Thumb> &thumbs, const QSize &box)
{
    std::vector<PictureId> come;
    for (const library::Thumb &thumb : thumbs) {
        if (box == m_box && m_thumbnailsAsked.remove(thumb.id))
            std::erase(m_thumbnailsWanted, thumb.id);
        // A picture without any is remembered, so that it is not asked for at every painting.
        const int kilobytes = std::max(1, int(thumb.image.sizeInBytes() / 1024));
        m_thumbnails.insert(thumb.id,
                            new Thumbnail{QPixmap::fromImage(thumb.image), box, outsideOf(thumb.presence)},
                            kilobytes);
        come.push_back(thumb.id);
    }
    Q_EMIT thumbnailsChanged(come);
    checkSatisfied();
}

void PictureCache::checkSatisfied()
{
    if (m_thumbnailsWanted.empty() && m_detailsOnTheWay.isEmpty() && !std::exchange(m_isSatisfied, true))
        Q_EMIT satisfied();
}

void PictureCache::insert(const Picture &picture)
{
    m_details.insert(picture.id, new Picture(picture));
}

std::vector<PictureId> PictureCache::patch(const std::vector<PictureId> &ids,
                                           const library::MarksPatch &patch)
{
    std::vector<PictureId> had;
    for (const PictureId id : ids) {
        if (Picture *picture = m_details.object(id)) {
            patch.applyTo(picture->marks);
            had.push_back(id);
        }
    }
    return had;
}

void PictureCache::refresh(const std::vector<PictureId> &ids)
{
    for (const PictureId id : ids) {
        if (m_details.contains(id) && !m_detailsOnTheWay.contains(id)) {
            m_detailsOnTheWay.insert(id);
            m_detailsWanted.push_back(id);
        }
    }
    if (!m_detailsWanted.empty())
        m_askTimer.start();
}

void PictureCache::refreshFiles(const std::vector<PictureId> &ids)
{
    for (const PictureId id : ids) {
        if (Thumbnail *known = m_thumbnails.object(id))
            known->box = {}; // stays until the new one is here
        m_thumbnailsAsked.remove(id);
        std::erase(m_thumbnailsWanted, id);
    }
    refresh(ids);
    Q_EMIT thumbnailsChanged(ids);
}

void PictureCache::clear()
{
    m_details.clear();
    m_thumbnails.clear();
    m_thumbnailsWanted.clear();
    m_thumbnailsAsked.clear();
}

} // namespace janus::models
