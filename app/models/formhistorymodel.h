#pragma once

#include "library/formhistory.h"
#include "models/picturecache.h"

#include <QAbstractListModel>

namespace janus::library {
class Library;
}

namespace janus::models {

/// The past forms as rows, newest first: as many as have been looked at, the rest comes page by page
/// (fetchMore). A search begins a new list; the old one stays until the answer is here.
class FormHistoryModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        BatchRole = Qt::UserRole, ///< qint64
        MetaRole,                 ///< "guidance 7 · 512 × 512 · 4 pictures · 14:02"
        StateRole,                ///< QJsonObject, core/formstate.h
        ThumbnailsRole,           ///< QVariantList of QPixmap, null while on its way
    };

    explicit FormHistoryModel(library::Library &library, QObject *parent = nullptr);

    /// The prompt on one line is Qt::DisplayRole, whole it is Qt::ToolTipRole.
    QVariant data(const QModelIndex &index, int role) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

    /// Begins anew, with what has been made meanwhile.
    void search(const QString &text);
    const QString &searchText() const { return m_search; }
    /// An answer to the last search has come, so that an empty list means that there is nothing.
    bool isKnown() const { return m_isKnown; }
    /// Device pixels of a thumbnail.
    void setThumbnailBox(const QSize &box) { m_thumbnails.setBox(box); }

Q_SIGNALS:
    /// The first rows of a search are here, or there are none.
    void listed();
    void failed(const janus::Error &error);

private:
    void ask(bool fromStart);
    void take(const library::PastForms &page, bool fromStart);
    void onThumbnails(const std::vector<PictureId> &ids);

    library::Library &m_library;
    mutable PictureCache m_thumbnails; ///< asking for what is painted
    QList<library::PastForm> m_forms;
    QString m_search;
    library::Cancelling m_asking;
    bool m_isAsking = false;
    bool m_isAll = true; ///< until somebody searches
    bool m_isKnown = false;
};

/// What a state of the form says beside its prompt: "guidance 7 · 512 × 512".
QString formText(const QJsonObject &state);

} // namespace janus::models
