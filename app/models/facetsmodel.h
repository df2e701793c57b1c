#pragma once

#include "library/catalogue.h"

#include <QAbstractItemModel>
#include <QTimer>

#include <array>
#include <optional>

namespace janus::library {
class Library;
}

namespace janus::models {

/// What a search could be narrowed by: the facets at the root, below each its values with how many pictures
/// have them. What the query asks for is checked (partially: asked not to be there), also when no picture has
/// it. Checking a value does not change the query here: wished() says what it would be, and who keeps the
/// query calls setQuery().
///
/// Counts are asked for anew at each change of the query or the library, the question before is given up.
/// Nothing is counted while nobody looks (setActive). Application's thread.
class FacetsModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Role {
        FacetRole = Qt::UserRole + 1, ///< Facet as int
        ValueRole,                    ///< QString, as in Condition; empty for a facet itself
        CountRole,                    ///< int; -1: not known
        ChosenRole,                   ///< of a facet: how many conditions the query has
    };

    explicit FacetsModel(library::Library &library, QObject *parent = nullptr);
    ~FacetsModel() override;

    void setQuery(const Query &query);
    const Query &query() const { return m_query; }
    void setActive(bool active);

    /// How many pictures the query finds; -1 while it is counted.
    int total() const { return m_total; }
    QModelIndex indexOf(Facet facet) const;
    /// Values of a facet that begin so, as far as counted; for completion.
    QList<library::FacetValue> valuesOf(Facet facet) const;
    /// The query with this value checked or unchecked; `isExcluded`: asked not to be there.
    Query toggled(const QModelIndex &index, bool isExcluded = false) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void counted(int total);
    void wished(const janus::Query &query);

private:
    using Values = QList<library::FacetValue>;

    void ask();
    void adopt(const library::FacetCounts &counts);
    void show(Facet facet, const Values &values);
    Values withChosen(Facet facet, Values values) const;
    std::optional<bool> isChosen(Facet facet, const QString &value) const;

    library::Library &m_library;
    Query m_query;
    std::array<Values, facetCount> m_values;  ///< rows
    std::array<Values, facetCount> m_counted; ///< as counted last
    int m_total = -1;
    bool m_isActive = false;
    bool m_isStale = true;
    bool m_isAsking = false;
    library::Cancelling m_asking;
    QTimer m_changes;
};

} // namespace janus::models
