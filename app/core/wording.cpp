#include "core/wording.h"

#include "core/paramroles.h"

#include <algorithm>

namespace janus {

int Wording::setsOf(const QString &prompt) const
{
    if (drawing != Drawing::All)
        return 1;
    return static_cast<int>(
        std::min<quint64>(words::combinations(prompt, lists), quint64(words::mostCombinations)));
}

QList<Wish> wishesFor(const QList<GenerationRequest> &requests, const Wording &wording,
                      const Provenance &provenance, int sets)
{
    if (requests.isEmpty())
        return {};
    const QString written = prompt(requests.first());
    const QString styleText = wording.style ? wording.style->text : QString();
    QList<Wish> wishes;
    const auto add = [&](const GenerationRequest &request, const QString &drawn) {
        const QString sent = words::styled(drawn, styleText);
        Wish wish{request, provenance};
        if (sent != written) { // a request without a prompt stays without one
            wish.request = withPrompt(request, sent);
            wish.provenance.words = written;
        }
        if (wording.style)
            wish.provenance.style = wording.style->name;
        wishes << wish;
    };
    using Drawing = Wording::Drawing;
    const bool isLiteral = wording.drawing == Drawing::Off || words::standsForItself(written);
    if (wording.drawing == Drawing::All && !isLiteral) {
        for (const QString &drawn : words::all(written, wording.lists, sets)) {
            for (const GenerationRequest &request : requests)
                add(request, drawn);
        }
        return wishes;
    }
    for (const GenerationRequest &request : requests)
        add(request, wording.drawing == Drawing::Off
                         ? written
                         : words::drawn(written, wording.lists, seed(request).value_or(wording.seedless)));
    return wishes;
}

} // namespace janus
