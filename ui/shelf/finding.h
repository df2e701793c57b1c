#pragma once

#include "library/catalogue.h"

#include <QObject>

#include <array>

namespace janus::library {
class Library;
}
namespace janus::models {
class CollectionsModel;
class FacetsModel;
} // namespace janus::models

namespace janus::ui {

class FilterBar;
class LibraryTree;
class SearchField;
class ShelfEmpty;

/// Create shows what is being made, Library what was kept; each remembers what it looks at.
enum class Workspace : int { Create, Library };

/// Keeps what is looked at, and the tree, the field and the bar in step with it. They belong to the widgets
/// they are put into. Whoever shows pictures follows listingChanged() and tells what came with setFound().
class Finding : public QObject
{
    Q_OBJECT
public:
    explicit Finding(library::Library &library, QObject *parent = nullptr);

    /// When the library is open.
    void load();

    const library::Listing &listing() const { return m_listings[size_t(m_workspace)]; }
    Workspace workspace() const { return m_workspace; }
    void setWorkspace(Workspace workspace);
    void show(const Query &query);
    void setSort(Sort sort);
    void setGrouping(Grouping grouping);
    Grouping groupingOf(Workspace workspace) const { return m_listings[size_t(workspace)].grouping; }
    void setGroupingOf(Workspace workspace, Grouping grouping);
    /// Everything, in both workspaces.
    void showAll();

    /// So many pictures answer the listing; `isWhole`: there are no more.
    void setFound(int count, bool isWhole);
    /// "1,234 pictures"; empty when there are none.
    QString foundText() const;

    /// Makes a smart collection of what is searched for.
    void keepSearch();
    /// What is searched for, as a smart collection keeps it; empty: nothing to keep.
    QString searchToKeep() const;

    models::CollectionsModel &collections() const { return *m_collections; }
    models::FacetsModel &facets() const { return *m_facets; }
    LibraryTree *tree() const { return m_tree; }
    SearchField *search() const { return m_search; }
    FilterBar *bar() const { return m_bar; }
    ShelfEmpty *empty() const { return m_empty; }
    bool isEmptyShown() const { return m_isEmptyShown; }

Q_SIGNALS:
    void listingChanged(const janus::library::Listing &listing);
    void foundChanged();
    /// empty() has something to say and stands in the place of the pictures, or no longer.
    void emptyShown(bool isShown);
    void squaresChosen(bool squares);

private:
    void hand();
    void fillEmpty();
    bool isByHand(const Query &query) const;

    library::Library &m_library;
    models::CollectionsModel *m_collections;
    models::FacetsModel *m_facets;
    LibraryTree *m_tree;
    SearchField *m_search;
    FilterBar *m_bar;
    ShelfEmpty *m_empty;
    std::array<library::Listing, 2> m_listings{library::Listing{{}, Grouping::Job},
                                               library::Listing{{}, Grouping::Day}};
    Workspace m_workspace = Workspace::Create;
    Sort m_usualSort = Sort::Newest; ///< as chosen last where there is no order by hand
    int m_found = -1;
    bool m_isWhole = false;
    bool m_isEmptyShown = false;
    library::Cancelling m_relaxing;
};

} // namespace janus::ui
