#include "models/formhistorymodel.h"

#include "core/paramroles.h"
#include "library/library.h"
#include "models/jobtext.h"

#include <QLocale>
#include <QPixmap>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::models {

namespace {

constexpr int formsAtOnce = 40;
/// More than is ever shown in two lines; a row need not carry a novel.
constexpr qsizetype longestShownPrompt = 600;

QString pictureText(int count)
{
    return count == 0   ? u"no picture"_s
           : count == 1 ? u"1 picture"_s
                        : u"%1 pictures"_s.arg(QLocale::c().toString(count));
}

} // namespace

QString formText(const QJsonObject &state)
{
    const GenerationRequest request{state["model"_L1].toString(), state["input"_L1].toObject()};
    QStringList parts;
    if (const std::optional<double> weight = guidance(request))
        parts << u"guidance %1"_s.arg(*weight);
    if (const QSize size = imageSize(request); size.isValid())
        parts << u"%1 × %2"_s.arg(size.width()).arg(size.height());
    return parts.join(u" · "_s);
}

FormHistoryModel::FormHistoryModel(library::Library &library, QObject *parent)
    : QAbstractListModel(parent)
    , m_library(library)
    , m_thumbnails(library)
{
    connect(&m_thumbnails, &PictureCache::thumbnailsChanged, this, &FormHistoryModel::onThumbnails);
}

int FormHistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_forms.size());
}

QVariant FormHistoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const library::PastForm &form = m_forms[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return oneLine(form.prompt.left(longestShownPrompt)).simplified();
    case Qt::ToolTipRole:
        return form.prompt.left(longestShownPrompt).toHtmlEscaped();
    case Qt::AccessibleTextRole:
        return u"%1. %2"_s.arg(data(index, Qt::DisplayRole).toString(), data(index, MetaRole).toString());
    case BatchRole:
        return form.batch;
    case StateRole:
        return form.state;
    case MetaRole: {
        QStringList parts{formText(form.state), pictureText(form.pictures), momentText(form.created)};
        parts.removeAll(QString());
        return parts.join(u" · "_s);
    }
    case ThumbnailsRole: {
        QVariantList pixmaps;
        for (const PictureId id : form.first)
            pixmaps << m_thumbnails.thumbnail(id);
        return pixmaps;
    }
    default:
        return {};
    }
}

bool FormHistoryModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_isAll && !m_isAsking;
}

void FormHistoryModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        ask(false);
}

void FormHistoryModel::search(const QString &text)
{
    m_search = text.simplified();
    m_isKnown = false;
    ask(true);
}

void FormHistoryModel::ask(bool fromStart)
{
    m_asking.cancel();
    m_asking = library::Cancelling::make();
    m_isAsking = true;
    const BatchId before = fromStart || m_forms.isEmpty() ? 0 : m_forms.last().batch;
    m_library.formHistory().list(m_search, before, formsAtOnce, m_asking, this,
                                 [this, fromStart](const Result<library::PastForms> &page) {
                                     m_isAsking = false;
                                     if (page)
                                         return take(*page, fromStart);
                                     take({{}, true}, fromStart);
                                     Q_EMIT failed(page.error());
                                 });
}

void FormHistoryModel::take(const library::PastForms &page, bool fromStart)
{
    m_isAll = page.isAll;
    if (fromStart) {
        beginResetModel();
        m_forms = page.forms;
        m_isKnown = true;
        endResetModel();
        Q_EMIT listed();
    } else if (!page.forms.isEmpty()) {
        beginInsertRows({}, int(m_forms.size()), int(m_forms.size() + page.forms.size()) - 1);
        m_forms << page.forms;
        endInsertRows();
    }
}

void FormHistoryModel::onThumbnails(const std::vector<PictureId> &ids)
{
    const auto isThere = [&](PictureId id) { return std::ranges::find(ids, id) != ids.end(); };
    for (int row = 0; row < int(m_forms.size()); ++row) {
        if (std::ranges::any_of(m_forms[row].first, isThere))
            Q_EMIT dataChanged(index(row), index(row), {ThumbnailsRole});
    }
}

} // namespace janus::models
