#pragma once

#include "core/picture.h"
#include "core/result.h"

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QUrl>

#include <functional>
#include <optional>

namespace janus::library {

class Library;

/// Where a picture was put for others to see.
struct PublishedLink
{
    PictureId picture = 0;
    QUrl url;
    bool isPrivate = false; ///< the link alone does not open it
    QDateTime created;      ///< UTC
    QDateTime expires = {}; ///< UTC; invalid: not known, the account's own settings decide

    bool isOver(const QDateTime &now) const { return expires.isValid() && expires <= now; }
};

/// The links of published pictures. Each call is one statement on the library's thread and answers in the
/// application's, not at all when `context` has died. A view on a Library, which must outlive it.
class PublishedLinks
{
public:
    explicit PublishedLinks(Library &library);

    template <typename T>
    using Done = std::function<void(Result<T>)>;

    /// Keeps the link of the picture with this file; false when the file is none of the library's pictures,
    /// and nothing was kept. `link.picture` is not looked at.
    void addForFile(const QString &file, const PublishedLink &link, QObject *context, Done<bool> done);
    /// The newest link of a picture, over or not; nothing when it was never published.
    void ofPicture(PictureId picture, QObject *context, Done<std::optional<PublishedLink>> done);

private:
    Library &m_library;
};

} // namespace janus::library
