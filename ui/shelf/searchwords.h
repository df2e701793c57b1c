#pragma once

#include "core/query.h"
#include "library/catalogue.h"

#include <QLineEdit>

#include <functional>

class QCompleter;
class QStandardItemModel;

namespace janus::ui {

/// One part of what is typed, with its place in the text.
struct SearchToken
{
    QString text;
    int from = 0;
    int to = 0; ///< behind its last character
};
/// Parts at blanks outside quotes.
QList<SearchToken> searchTokens(const QString &text);

/// The line one types into, which offers facets and their values for the word at the cursor. Choosing one
/// puts it in the word's place; completed() follows.
class SearchWords : public QLineEdit
{
    Q_OBJECT
public:
    explicit SearchWords(QWidget *parent = nullptr);

    void setValues(std::function<QList<library::FacetValue>(Facet)> values) { m_values = std::move(values); }
    /// The word the cursor stands at the end of; its text is empty when there is none.
    SearchToken tokenAtCursor() const;
    /// What is offered for the word at the cursor, as it would be typed.
    QStringList offers() const;
    void offer();
    bool isOffering() const;

Q_SIGNALS:
    void completed();

private:
    void complete(const QString &text);
    void addValues(Facet facet, const QString &start, bool isNegated, const QString &typed);
    void addOffer(const QString &text, const QString &title, int count);
    void fill();

    std::function<QList<library::FacetValue>(Facet)> m_values;
    QStandardItemModel *m_model;
    QCompleter *m_completer;
};

} // namespace janus::ui
