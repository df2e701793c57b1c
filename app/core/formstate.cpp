#include "core/formstate.h"

#include "core/paramroles.h"
#include "core/words.h"

using namespace Qt::StringLiterals;

namespace janus::formstate {

QString writtenPrompt(const QString &words, const QString &sent)
{
    return words.isEmpty() ? words::escaped(sent) : words;
}

QJsonObject of(const Wish &first, int pictures, const Delivery &delivery)
{
    GenerationRequest request = first.request;
    if (request.input.contains(u"prompt"_s))
        request = withPrompt(request, words::escaped(prompt(request)));
    if (pictures > 1)
        request = withImageCount(request, pictures);
    QJsonObject state{{u"model"_s, request.endpoint},
                      {u"input"_s, request.input},
                      {u"split"_s, pictures > 1 || imageCount(request) == 1},
                      {u"seedMode"_s, u"locked"_s}};
    if (const QJsonObject object = delivery.toJson(); !object.isEmpty())
        state[u"delivery"_s] = object;
    if (const auto &parent = first.provenance.parent)
        state[u"parent"_s] = QJsonObject{{u"job"_s, parent->job}, {u"index"_s, parent->index}};
    return state;
}

} // namespace janus::formstate
