#include "models/facetsmodel.h"

#include "library/deeds.h"
#include "library/library.h"
#include "models/querytext.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace janus::models {

namespace {

using FacetValues = QList<library::FacetValue>;

/// Stars are asked for as "at least": 5, 4 and up, … , and none.
FacetValues atLeast(const FacetValues &exact)
{
    FacetValues values;
    int sum = 0;
    for (const library::FacetValue &stars : exact) {
        sum += stars.value == "0"_L1 ? 0 : stars.count;
        if (stars.value == "0"_L1)
            values << stars;
        else
            values << library::FacetValue{stars.value == "5"_L1 ? stars.value : stars.value + u'+', sum};
    }
    return values;
}

bool haveSameNames(const FacetValues &a, const FacetValues &b)
{
    return std::ranges::equal(a, b, {}, &library::FacetValue::value, &library::FacetValue::value);
}

} // namespace

FacetsModel::FacetsModel(library::Library &library, QObject *parent)
    : QAbstractItemModel(parent)
    , m_library(library)
{
    m_changes.setSingleShot(true);
    m_changes.setInterval(300ms);
    connect(&m_changes, &QTimer::timeout, this, [this] {
        m_isStale = true;
        if (!m_isAsking) // to its end first: while pictures keep coming, numbers are shown all the same
            ask();
    });
    const auto later = [this] {
        if (!m_changes.isActive())
            m_changes.start();
    };
    connect(&library.deeds(), &library::Deeds::changed, this, later);
    connect(&library, &library::Library::added, this, later);
    connect(&library, &library::Library::changedOutside, this, later);
}

FacetsModel::~FacetsModel()
{
    m_asking.cancel();
}

void FacetsModel::setQuery(const Query &query)
{
    if (query == m_query && !m_isStale)
        return;
    m_query = query;
    m_total = -1;
    m_isStale = true;
    for (int at = 0; at < facetCount; ++at) // what is checked is shown at once
        show(Facet(at), withChosen(Facet(at), m_counted[size_t(at)]));
    m_asking.cancel();
    m_isAsking = false;
    ask();
}

void FacetsModel::setActive(bool active)
{
    m_isActive = active;
    if (active && m_isStale && !m_isAsking)
        ask();
}

void FacetsModel::ask()
{
    if (!m_isActive)
        return;
    m_isStale = false;
    m_isAsking = true;
    m_asking = library::Cancelling::make();
    m_library.catalogue().facets(m_query, m_asking, this, [this](const Result<library::FacetCounts> &counts) {
        m_isAsking = false;
        if (counts)
            adopt(*counts);
        if (m_isStale)
            ask();
    });
}

void FacetsModel::adopt(const library::FacetCounts &counts)
{
    for (int at = 0; at < facetCount; ++at) {
        const auto facet = Facet(at);
        const Values values = counts.values.value(facet);
        m_counted[size_t(at)] = facet == Facet::Rating ? atLeast(values) : values;
        show(facet, withChosen(facet, m_counted[size_t(at)]));
    }
    m_total = counts.total;
    Q_EMIT counted(m_total);
}

/// What is asked for and not among the counted stands first.
FacetsModel::Values FacetsModel::withChosen(Facet facet, Values values) const
{
    for (const Condition &condition : m_query.conditions) {
        const bool isListed =
            condition.facet != facet || std::ranges::any_of(values, [&](const library::FacetValue &value) {
                return value.value.compare(condition.value, Qt::CaseInsensitive) == 0;
            });
        if (!isListed)
            values.prepend({condition.value, -1});
    }
    return values;
}

void FacetsModel::show(Facet facet, const Values &values)
{
    Values &rows = m_values[size_t(facet)];
    const QModelIndex parent = indexOf(facet);
    if (!haveSameNames(rows, values)) {
        if (!rows.isEmpty()) {
            beginRemoveRows(parent, 0, int(rows.size()) - 1);
            rows.clear();
            endRemoveRows();
        }
        if (!values.isEmpty()) {
            beginInsertRows(parent, 0, int(values.size()) - 1);
            rows = values;
            endInsertRows();
        }
    } else if (!rows.isEmpty()) {
        rows = values;
        Q_EMIT dataChanged(index(0, 0, parent), index(int(rows.size()) - 1, 0, parent));
    }
    Q_EMIT dataChanged(parent, parent);
}

std::optional<bool> FacetsModel::isChosen(Facet facet, const QString &value) const
{
    for (const Condition &condition : m_query.conditions) {
        if (condition.facet == facet && condition.value.compare(value, Qt::CaseInsensitive) == 0)
            return !condition.isExcluded;
    }
    return std::nullopt;
}

QList<library::FacetValue> FacetsModel::valuesOf(Facet facet) const
{
    return m_values[size_t(facet)];
}

Query FacetsModel::toggled(const QModelIndex &index, bool isExcluded) const
{
    const Condition condition{Facet(index.data(FacetRole).toInt()), index.data(ValueRole).toString(),
                              isExcluded};
    if (condition.value.isEmpty())
        return m_query;
    Query query = m_query;
    // However it was chosen, unchecking takes it out.
    const auto same = [&](const Condition &other) {
        return other.facet == condition.facet &&
               other.value.compare(condition.value, Qt::CaseInsensitive) == 0 &&
               (!isExcluded || other.isExcluded);
    };
    if (query.conditions.removeIf(same) > 0)
        return query;
    return models::toggled(m_query, condition);
}

QModelIndex FacetsModel::indexOf(Facet facet) const
{
    return createIndex(int(facet), 0, quintptr(0));
}

QModelIndex FacetsModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr(0));
}

QModelIndex FacetsModel::parent(const QModelIndex &index) const
{
    return index.isValid() && index.internalId() > 0
               ? createIndex(int(index.internalId()) - 1, 0, quintptr(0))
               : QModelIndex();
}

int FacetsModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return facetCount;
    const bool isFacet = parent.internalId() == 0 && parent.column() == 0;
    return isFacet ? int(m_values[size_t(parent.row())].size()) : 0;
}

int FacetsModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant FacetsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (index.internalId() == 0) {
        const auto facet = Facet(index.row());
        const auto chosen = std::ranges::count(m_query.conditions, facet, &Condition::facet);
        switch (role) {
        case Qt::DisplayRole:
            return facetTitle(facet);
        case FacetRole:
            return index.row();
        case ChosenRole:
            return int(chosen);
        default:
            return {};
        }
    }
    const auto facet = Facet(index.internalId() - 1);
    const library::FacetValue &value = m_values[size_t(facet)][index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return valueTitle(facet, value.value);
    case Qt::AccessibleTextRole:
        return value.count < 0
                   ? valueTitle(facet, value.value)
                   : u"%1, %2"_s.arg(valueTitle(facet, value.value), QLocale().toString(value.count));
    case Qt::CheckStateRole: {
        const std::optional<bool> chosen = isChosen(facet, value.value);
        return !chosen ? Qt::Unchecked : *chosen ? Qt::Checked : Qt::PartiallyChecked;
    }
    case FacetRole:
        return int(facet);
    case ValueRole:
        return value.value;
    case CountRole:
        return value.count;
    default:
        return {};
    }
}

bool FacetsModel::setData(const QModelIndex &index, const QVariant &, int role)
{
    if (role != Qt::CheckStateRole || !index.isValid() || index.internalId() == 0)
        return false;
    Q_EMIT wished(toggled(index));
    return true;
}

Qt::ItemFlags FacetsModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    if (index.internalId() == 0)
        return Qt::ItemIsEnabled;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren;
}

} // namespace janus::models
