#include "core/queryparts.h"

using namespace Qt::StringLiterals;

namespace janus {

QList<QueryPart> partsOf(const Query &query)
{
    QStringList words;
    for (const Term &term : query.terms())
        words << (term.isExcluded ? u"-"_s : QString()) +
                     (term.isPhrase ? u'"' + term.text + u'"' : term.text);
    QList<QueryPart> parts;
    for (qsizetype at = 0; at < words.size(); ++at) {
        QStringList others = words;
        others.removeAt(at);
        QueryPart part{words[at], {}, query};
        part.without.words = others.join(u' ');
        parts << part;
    }
    for (qsizetype at = 0; at < query.conditions.size(); ++at) {
        QueryPart part{toText(query.conditions[at]), query.conditions[at], query};
        part.without.conditions.removeAt(at);
        parts << part;
    }
    return parts;
}

} // namespace janus
