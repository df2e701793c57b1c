#include "ui/shelf/finding.h"

#include "library/library.h"
#include "models/collectionsmodel.h"
#include "models/facetsmodel.h"
#include "models/querytext.h"
#include "ui/shelf/filterbar.h"
#include "ui/shelf/librarytree.h"
#include "ui/shelf/searchfield.h"
#include "ui/shelf/shelfempty.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace janus::ui {

Finding::Finding(library::Library &library, QObject *parent)
    : QObject(parent)
    , m_library(library)
    , m_collections(new models::CollectionsModel(library, this))
    , m_facets(new models::FacetsModel(library, this))
    , m_tree(new LibraryTree(*m_collections, library.deeds()))
    , m_search(new SearchField)
    , m_bar(new FilterBar(*m_facets))
    , m_empty(new ShelfEmpty)
{
    connect(m_tree, &LibraryTree::placeChosen, this, [this](Query query) {
        query.sort = isByHand(query) ? Sort::ByHand : m_usualSort;
        show(query);
    });
    connect(m_tree, &LibraryTree::smartCollectionRequested, this, &Finding::keepSearch);
    connect(m_search, &SearchField::queryChanged, this, &Finding::show);
    connect(m_facets, &models::FacetsModel::wished, this, &Finding::show);
    connect(m_bar, &FilterBar::sortChosen, this, &Finding::setSort);
    connect(m_bar, &FilterBar::groupingChosen, this, &Finding::setGrouping);
    connect(m_bar, &FilterBar::squaresChosen, this, &Finding::squaresChosen);
    connect(m_bar, &FilterBar::saveRequested, this, &Finding::keepSearch);
    connect(m_empty, &ShelfEmpty::queryChosen, this, &Finding::show);
    connect(m_empty, &ShelfEmpty::targetRequested, this,
            [this] { m_collections->setTarget(listing().query.collection); });
    connect(m_collections, &models::CollectionsModel::targetChanged, this, &Finding::fillEmpty);
    connect(m_collections, &models::CollectionsModel::loaded, this, [this] {
        m_bar->setListing(listing(), isByHand(listing().query));
        if (m_isEmptyShown && listing().query.collection != 0)
            fillEmpty();
    });
    m_search->setValues([this](Facet facet) {
        QList<library::FacetValue> values = m_facets->valuesOf(facet);
        if (facet == Facet::Collection && values.isEmpty()) {
            for (const QString &name : m_collections->names())
                values << library::FacetValue{name, -1};
        }
        return values;
    });
    hand();
}

void Finding::load()
{
    m_collections->load();
}

bool Finding::isByHand(const Query &query) const
{
    const QModelIndex index = m_collections->indexOf(query.collection);
    return query.collection != 0 && index.data(models::CollectionsModel::PlaceRole).toInt() ==
                                        int(models::CollectionsModel::Place::Collection);
}

void Finding::setWorkspace(Workspace workspace)
{
    if (workspace == m_workspace)
        return;
    const library::Listing before = listing();
    m_workspace = workspace;
    hand();
    if (listing() != before)
        Q_EMIT listingChanged(listing());
}

void Finding::show(const Query &query)
{
    library::Listing &now = m_listings[size_t(m_workspace)];
    if (now.query == query)
        return;
    now.query = query;
    hand();
    Q_EMIT listingChanged(now);
}

void Finding::showAll()
{
    m_listings[size_t(Workspace::Library)].query = {};
    m_listings[size_t(Workspace::Create)].query = {};
    hand();
    Q_EMIT listingChanged(listing());
}

void Finding::setSort(Sort sort)
{
    if (sort != Sort::ByHand)
        m_usualSort = sort;
    Query query = listing().query;
    query.sort = sort;
    show(query);
}

void Finding::setGrouping(Grouping grouping)
{
    library::Listing &now = m_listings[size_t(m_workspace)];
    if (now.grouping == grouping)
        return;
    now.grouping = grouping;
    hand();
    Q_EMIT listingChanged(now);
}

void Finding::setGroupingOf(Workspace workspace, Grouping grouping)
{
    if (workspace == m_workspace)
        setGrouping(grouping);
    else
        m_listings[size_t(workspace)].grouping = grouping;
}

void Finding::hand()
{
    const library::Listing &now = listing();
    m_tree->showPlaceOf(now.query);
    m_search->setQuery(now.query);
    m_bar->setListing(now, isByHand(now.query));
}

void Finding::setFound(int count, bool isWhole)
{
    m_found = count;
    m_isWhole = isWhole;
    Q_EMIT foundChanged();
    fillEmpty();
}

QString Finding::foundText() const
{
    if (m_found <= 0)
        return {};
    const QString count = QLocale().toString(m_found);
    return m_found == 1 && m_isWhole ? u"1 picture"_s
           : m_isWhole               ? u"%1 pictures"_s.arg(count)
                                     : u"%1 and more"_s.arg(count);
}

void Finding::fillEmpty()
{
    const Query &query = listing().query;
    m_relaxing.cancel();
    const bool isSpecial =
        query.hasConditions() || query.collection != 0 || query.place == Query::Place::Trash;
    const bool isShown = m_found == 0 && m_isWhole && isSpecial;
    if (isShown && query.hasConditions()) {
        m_empty->showNothingFound(query);
        m_relaxing = library::Cancelling::make();
        m_library.catalogue().relaxations(query, m_relaxing, this,
                                          [this](const Result<QList<library::Relaxation>> &relaxations) {
                                              if (relaxations)
                                                  m_empty->showRelaxations(*relaxations);
                                          });
    } else if (isShown && query.collection != 0) {
        m_empty->showCollection(m_collections->nameOf(query.collection), !isByHand(query),
                                m_collections->target() == query.collection);
    } else if (isShown) {
        m_empty->showTrash();
    }
    if (std::exchange(m_isEmptyShown, isShown) != isShown)
        Q_EMIT emptyShown(isShown);
}

QString Finding::searchToKeep() const
{
    Query query = listing().query;
    if (!query.hasConditions() && query.collection == 0)
        return {};
    // A text knows collections by their names.
    if (query.collection != 0)
        query.conditions.prepend({Facet::Collection, m_collections->nameOf(query.collection), false});
    query.collection = 0;
    query.place = Query::Place::Library;
    query.sort = query.sort == Sort::ByHand ? Sort::Newest : query.sort;
    return query.toText();
}

void Finding::keepSearch()
{
    const QString search = searchToKeep();
    if (search.isEmpty()) {
        m_search->focusAndSelect(); // there is nothing to keep yet
        return;
    }
    m_tree->createCollection(models::queryTitle(*Query::fromText(search)).left(60), search);
}

} // namespace janus::ui
