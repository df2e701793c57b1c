#include "library/foreignjson.h"
#include "library/foreignprograms.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace janus::library {

namespace {

constexpr qsizetype mostNodes = 5'000;   ///< of a graph that is read; large ones have some hundreds
constexpr std::size_t mostSamplers = 64; ///< the last ones
constexpr int mostSteps = 10'000;   ///< from node to node in search of texts; a graph may ask for many more
constexpr qsizetype mostTexts = 32; ///< that one prompt is joined from

/// The graph as nodes by id. Nothing in it is trusted: links may lead nowhere, and in circles.
class ComfyGraph
{
public:
    explicit ComfyGraph(const QJsonObject &prompt)
    {
        for (auto node = prompt.begin(); node != prompt.end(); ++node) {
            const QJsonObject inputs = (*node)["inputs"_L1].toObject();
            if (!(*node)["class_type"_L1].isString())
                continue;
            m_ids << node.key();
            m_inputs.insert(node.key(), inputs);
            m_classes.insert(node.key(), (*node)["class_type"_L1].toString());
        }
        // As they were added: ids are numbers, and "12:3" inside of a group.
        std::ranges::sort(m_ids, [](const QString &one, const QString &two) {
            const int first = one.section(u':', 0, 0).toInt();
            const int second = two.section(u':', 0, 0).toInt();
            return first != second ? first < second : one < two;
        });
        QHash<QString, qsizetype> numbers;
        for (qsizetype number = 0; number < m_ids.size(); ++number)
            numbers.insert(m_ids[number], number);
        for (const QString &id : std::as_const(m_ids)) {
            std::vector<qsizetype> sources;
            for (const QJsonValue &value : inputsOf(id)) {
                if (const QString source = linked(value); !source.isEmpty())
                    sources.push_back(numbers[source]);
            }
            m_links.push_back(std::move(sources));
        }
    }

    const QStringList &ids() const { return m_ids; }
    QString classOf(const QString &id) const { return m_classes.value(id); }
    QJsonObject inputsOf(const QString &id) const { return m_inputs.value(id); }
    QJsonValue input(const QString &id, const QString &name) const { return inputsOf(id).value(name); }

    /// Where an input's link leads; empty for what is none.
    QString linked(const QJsonValue &value) const
    {
        const QJsonArray link = value.toArray();
        if (link.size() != 2)
            return {};
        const QString id = plainText(link.at(0));
        return m_inputs.contains(id) ? id : QString();
    }
    QString linked(const QString &id, const QString &name) const { return linked(input(id, name)); }

    /// The numbers in ids() of all nodes that this one is made from, without itself unless it is one of them.
    QSet<qsizetype> sourcesOf(qsizetype number) const
    {
        QSet<qsizetype> seen;
        std::vector<qsizetype> open{number};
        while (!open.empty()) {
            const qsizetype at = open.back();
            open.pop_back();
            for (const qsizetype next : m_links[std::size_t(at)]) {
                if (!seen.contains(next)) {
                    seen << next;
                    open.push_back(next);
                }
            }
        }
        return seen;
    }

private:
    QStringList m_ids;
    QHash<QString, QJsonObject> m_inputs;
    QHash<QString, QString> m_classes;
    std::vector<std::vector<qsizetype>> m_links; ///< of each in m_ids, where its inputs come from
};

/// One pass over a graph; remembers which settings it has understood.
class ComfyReading
{
public:
    explicit ComfyReading(const QJsonObject &prompt)
        : m_graph(prompt)
    {
    }

    std::optional<ForeignRecipe> result()
    {
        if (m_graph.ids().isEmpty() || m_graph.ids().size() > mostNodes)
            return {};
        m_recipe.program = u"ComfyUI"_s;
        if (const QString sampler = lastSampler(); !sampler.isEmpty())
            readSampler(sampler);
        else
            readLoneNode();
        listNodes();
        return std::move(m_recipe);
    }

private:
    using Place = std::pair<QString, QString>; ///< node and input

    bool isSampler(const QString &id) const
    {
        const QJsonObject inputs = m_graph.inputsOf(id);
        const bool hasSeed =
            inputs.contains("seed"_L1) || inputs.contains("noise_seed"_L1) || inputs.contains("noise"_L1);
        const bool isGuided = !m_graph.linked(inputs["positive"_L1]).isEmpty() ||
                              !m_graph.linked(inputs["guider"_L1]).isEmpty();
        return hasSeed && isGuided;
    }

    /// The one that no other one is made from; of several such the newest.
    QString lastSampler() const
    {
        std::vector<qsizetype> samplers;
        for (qsizetype number = 0; number < m_graph.ids().size(); ++number) {
            if (isSampler(m_graph.ids()[number]))
                samplers.push_back(number);
        }
        if (samplers.empty())
            return {};
        if (samplers.size() > mostSamplers)
            samplers.erase(samplers.begin(), samplers.end() - mostSamplers);
        QSet<qsizetype> earlier;
        for (const qsizetype sampler : samplers) {
            QSet<qsizetype> sources = m_graph.sourcesOf(sampler);
            sources.remove(sampler);
            earlier += sources;
        }
        qsizetype last = samplers.back();
        for (const qsizetype sampler : samplers) {
            if (!earlier.contains(sampler))
                last = sampler;
        }
        return m_graph.ids()[last];
    }

    /// A value of a node, or of the node it is linked to, under the names that such nodes use.
    QJsonValue valueAt(const QString &id, const QString &name)
    {
        QSet<QString> seen;
        QString node = id;
        QString input = name;
        while (!seen.contains(node) && m_steps-- > 0) {
            seen << node;
            const QJsonValue value = m_graph.input(node, input);
            if (!value.isArray()) {
                if (!value.isUndefined())
                    m_known.insert({node, input});
                return value;
            }
            node = m_graph.linked(value);
            const QJsonObject inputs = m_graph.inputsOf(node);
            static const QStringList others{u"value"_s, u"seed"_s,   u"noise_seed"_s, u"int"_s,
                                            u"float"_s, u"number"_s, u"Number"_s,     u"Value"_s};
            if (!inputs.contains(input)) {
                const auto found = std::ranges::find_if(
                    others, [&inputs](const QString &other) { return inputs.contains(other); });
                if (found == others.end())
                    return {};
                input = *found;
            }
        }
        return {};
    }

    void readSampler(const QString &sampler)
    {
        const QString noise = m_graph.linked(sampler, u"noise"_s);
        const QString guider = m_graph.linked(sampler, u"guider"_s);
        const QString scheduling = m_graph.linked(sampler, u"sigmas"_s);
        const QString choosing = m_graph.linked(sampler, u"sampler"_s);
        QJsonValue seed = valueAt(sampler, u"noise_seed"_s);
        if (seed.isUndefined() || seed.isNull())
            seed = valueAt(sampler, u"seed"_s);
        if ((seed.isUndefined() || seed.isNull()) && !noise.isEmpty())
            seed = valueAt(noise, u"noise_seed"_s);
        m_recipe.seed = plainSeed(seed);
        if (!m_recipe.seed)
            list(m_recipe, u"Seed"_s, plainText(seed));
        const QString guided = guider.isEmpty() ? sampler : guider;
        m_recipe.guidance = plainNumber(valueAt(guided, u"cfg"_s));
        readPrompts(guided);
        readSize(sampler);
        const auto addFirst = [&](const QString &title,
                                  std::initializer_list<std::pair<QString, QString>> places) {
            for (const auto &[node, name] : places) {
                const QString text = node.isEmpty() ? QString() : plainText(valueAt(node, name));
                if (!text.isEmpty())
                    return list(m_recipe, title, text);
            }
        };
        addFirst(u"Steps"_s, {{sampler, u"steps"_s}, {scheduling, u"steps"_s}});
        addFirst(u"Sampler"_s, {{sampler, u"sampler_name"_s}, {choosing, u"sampler_name"_s}});
        addFirst(u"Scheduler"_s, {{sampler, u"scheduler"_s}, {scheduling, u"scheduler"_s}});
        addFirst(u"Denoise"_s, {{sampler, u"denoise"_s}, {scheduling, u"denoise"_s}});
        readModel(guider.isEmpty() ? sampler : guider);
    }

    /// Nodes that ask a service have prompt and seed in one; or there is nothing but an encoder.
    void readLoneNode()
    {
        for (auto id = m_graph.ids().crbegin(); id != m_graph.ids().crend() && m_recipe.prompt.isEmpty();
             ++id) {
            const QJsonObject inputs = m_graph.inputsOf(*id);
            if (!inputs.contains("seed"_L1) && !inputs.contains("clip"_L1))
                continue;
            m_recipe.prompt = textsOf(*id).join(u", "_s);
            if (!m_recipe.prompt.isEmpty() && inputs.contains("seed"_L1))
                m_recipe.seed = plainSeed(valueAt(*id, u"seed"_s));
        }
    }

    void readPrompts(const QString &guided)
    {
        const bool isBasic = m_graph.linked(guided, u"positive"_s).isEmpty();
        QString found = promptFrom(guided, isBasic ? u"conditioning"_s : u"positive"_s);
        m_recipe.prompt = found;
        m_recipe.negativePrompt = promptFrom(guided, u"negative"_s);
        // Models that were distilled have their guidance in the conditioning.
        if (m_flux && !m_recipe.guidance)
            m_recipe.guidance = m_flux;
        else if (m_flux)
            list(m_recipe, u"Flux guidance"_s, plainText(*m_flux));
    }

    /// From a link to the texts it is made of, over whatever stands between: the node's input of the same
    /// role when there is one, else all its conditionings.
    QString promptFrom(const QString &id, const QString &role)
    {
        QStringList texts;
        QSet<QString> seen;
        std::vector<QString> open{m_graph.linked(id, role)};
        while (!open.empty() && texts.size() < mostTexts && m_steps-- > 0) {
            const QString node = open.back();
            open.pop_back();
            if (node.isEmpty() || seen.contains(node))
                continue;
            seen << node;
            if (m_graph.classOf(node) == "ConditioningZeroOut"_L1)
                continue;
            if (const auto guidance = plainNumber(m_graph.input(node, u"guidance"_s));
                guidance && role != "negative"_L1) {
                m_flux = guidance;
                m_known.insert({node, u"guidance"_s});
            }
            const qsizetype before = texts.size();
            for (const QString &text : textsOf(node)) {
                if (!texts.contains(text))
                    texts << text;
            }
            if (texts.size() > before)
                continue;
            const QJsonObject inputs = m_graph.inputsOf(node);
            if (const QString same = m_graph.linked(inputs[role]); !same.isEmpty()) {
                open.push_back(same);
                continue;
            }
            const QStringList names = inputs.keys();
            for (auto name = names.crbegin(); name != names.crend(); ++name) { // the first one is next
                if (name->startsWith("conditioning"_L1) || name->startsWith("cond"_L1))
                    open.push_back(m_graph.linked(inputs[*name]));
            }
        }
        return texts.join(u", "_s);
    }

    /// What a text encoder encodes; encoders of several models often get the same text.
    QStringList textsOf(const QString &encoder)
    {
        static const QStringList names{u"text"_s,   u"text_g"_s, u"text_l"_s,   u"clip_g"_s,
                                       u"clip_l"_s, u"t5xxl"_s,  u"positive"_s, u"prompt"_s};
        QStringList texts;
        for (const QString &name : names) {
            const QString text = textAt(encoder, name).trimmed();
            if (!text.isEmpty() && !texts.contains(text))
                texts << text;
        }
        return texts;
    }

    QString textAt(const QString &id, const QString &name)
    {
        const QJsonValue direct = m_graph.input(id, name);
        if (direct.isString()) {
            m_known.insert({id, name});
            return direct.toString();
        }
        // A text of another node: its own, or put together from several.
        QStringList texts;
        QSet<QString> seen;
        std::vector<QString> open{m_graph.linked(direct)};
        while (!open.empty() && texts.size() < mostTexts && m_steps-- > 0) {
            const QString node = open.back();
            open.pop_back();
            if (node.isEmpty() || seen.contains(node) || isEncoded(node))
                continue;
            seen << node;
            const QJsonObject inputs = m_graph.inputsOf(node);
            std::vector<QString> further;
            for (auto input = inputs.begin(); input != inputs.end(); ++input) {
                const QString key = input.key().toLower();
                const bool isText = key.startsWith("text"_L1) || key.startsWith("string"_L1) ||
                                    key == "value"_L1 || key.contains("prompt"_L1) || key == "positive"_L1;
                if (!isText)
                    continue;
                if (input->isString() && !input->toString().trimmed().isEmpty()) {
                    texts << input->toString().trimmed();
                    m_known.insert({node, input.key()});
                } else {
                    further.push_back(m_graph.linked(*input));
                }
            }
            open.insert(open.end(), further.rbegin(), further.rend());
        }
        return texts.join(u", "_s);
    }

    /// Not a text any more: "positive" of a sampler leads to such.
    bool isEncoded(const QString &node) const
    {
        const QJsonObject inputs = m_graph.inputsOf(node);
        return inputs.contains("clip"_L1) || inputs.contains("conditioning"_L1);
    }

    /// The nearest node behind the sampler's latent that has both sides.
    void readSize(const QString &sampler)
    {
        QSet<QString> seen;
        QString node = sampler;
        for (QString next; !node.isEmpty() && !seen.contains(node) && m_steps-- > 0; node = next) {
            seen << node;
            const auto width = plainNumber(valueAt(node, u"width"_s));
            const auto height = plainNumber(valueAt(node, u"height"_s));
            if (width && height && *width >= 1 && *height >= 1 && *width < 1e6 && *height < 1e6) {
                m_recipe.size = QSize(int(*width), int(*height));
                return;
            }
            next.clear();
            for (const QString &name :
                 {u"latent_image"_s, u"latent"_s, u"samples"_s, u"pixels"_s, u"image"_s}) {
                if (next = m_graph.linked(node, name); !next.isEmpty())
                    break;
            }
        }
    }

    /// Over what stands between (LoRAs and the like) to the one that was loaded.
    void readModel(const QString &sampler)
    {
        QSet<QString> seen;
        QString node = m_graph.linked(sampler, u"model"_s);
        while (!node.isEmpty() && !seen.contains(node)) {
            seen << node;
            for (const QString &name : {u"ckpt_name"_s, u"unet_name"_s, u"model_name"_s}) {
                const QJsonValue value = m_graph.input(node, name);
                if (value.isString()) {
                    m_known.insert({node, name});
                    return list(m_recipe, u"Model"_s, value.toString());
                }
            }
            node = m_graph.linked(node, u"model"_s);
        }
    }

    /// What nobody has asked for: "LoraLoader 7, lora name".
    void listNodes()
    {
        for (const QString &id : m_graph.ids()) {
            const QJsonObject inputs = m_graph.inputsOf(id);
            for (auto input = inputs.begin(); input != inputs.end(); ++input) {
                if (m_recipe.others.size() > mostForeignSettings)
                    return;
                const bool isLink = !m_graph.linked(*input).isEmpty();
                if (!isLink && !m_known.contains({id, input.key()}))
                    list(
                        m_recipe,
                        u"%1 %2, %3"_s.arg(m_graph.classOf(id), id, QString(input.key()).replace(u'_', u' ')),
                        plainText(*input));
            }
        }
    }

    const ComfyGraph m_graph;
    ForeignRecipe m_recipe;
    QSet<Place> m_known;
    std::optional<double> m_flux;
    int m_steps = mostSteps;
};

/// What the window's own nodes keep in "widgets_values", in order.
const QHash<QString, QStringList> &widgetsOfClasses()
{
    static const QHash<QString, QStringList> widgets{
        {u"KSampler"_s,
         {u"seed"_s, QString(), u"steps"_s, u"cfg"_s, u"sampler_name"_s, u"scheduler"_s, u"denoise"_s}},
        {u"KSamplerAdvanced"_s,
         {u"add_noise"_s, u"noise_seed"_s, QString(), u"steps"_s, u"cfg"_s, u"sampler_name"_s, u"scheduler"_s,
          u"start_at_step"_s, u"end_at_step"_s, u"return_with_leftover_noise"_s}},
        {u"RandomNoise"_s, {u"noise_seed"_s}},
        {u"CFGGuider"_s, {u"cfg"_s}},
        {u"KSamplerSelect"_s, {u"sampler_name"_s}},
        {u"BasicScheduler"_s, {u"scheduler"_s, u"steps"_s, u"denoise"_s}},
        {u"CLIPTextEncode"_s, {u"text"_s}},
        {u"FluxGuidance"_s, {u"guidance"_s}},
        {u"EmptyLatentImage"_s, {u"width"_s, u"height"_s, u"batch_size"_s}},
        {u"EmptySD3LatentImage"_s, {u"width"_s, u"height"_s, u"batch_size"_s}},
        {u"CheckpointLoaderSimple"_s, {u"ckpt_name"_s}},
        {u"UNETLoader"_s, {u"unet_name"_s, u"weight_dtype"_s}},
        {u"LoraLoader"_s, {u"lora_name"_s, u"strength_model"_s, u"strength_clip"_s}},
    };
    return widgets;
}

} // namespace

std::optional<ForeignRecipe> recipeOfComfyGraph(const QJsonObject &prompt)
{
    return ComfyReading(prompt).result();
}

/// Made into a graph that was run, as far as the nodes are known.
std::optional<ForeignRecipe> recipeOfComfyWorkflow(const QJsonObject &workflow)
{
    const QJsonArray nodes = workflow["nodes"_L1].toArray();
    const QJsonArray links = workflow["links"_L1].toArray();
    if (nodes.isEmpty() || nodes.size() > mostNodes)
        return {};
    QHash<qint64, QJsonArray> sources; // link: node and slot it comes from
    for (const QJsonValue &value : links) {
        const QJsonArray link = value.toArray(); // id, from, slot, to, slot, kind
        if (link.size() >= 5)
            sources.insert(link.at(0).toInteger(-1), {plainText(link.at(1)), link.at(2)});
    }
    QJsonObject prompt;
    for (const QJsonValue &node : nodes) {
        const QString kind = node["type"_L1].toString();
        QJsonObject inputs;
        const QStringList widgets = widgetsOfClasses().value(kind);
        const QJsonArray values = node["widgets_values"_L1].toArray();
        for (qsizetype at = 0; at < values.size(); ++at) {
            const QString name = widgets.isEmpty() ? u"value %1"_s.arg(at + 1) : widgets.value(at);
            if (!name.isEmpty() && !values.at(at).isArray())
                inputs[name] = values.at(at);
        }
        for (const QJsonValue &input : node["inputs"_L1].toArray()) {
            const auto source = sources.constFind(input["link"_L1].toInteger(-1));
            if (source != sources.constEnd())
                inputs[input["name"_L1].toString()] = *source;
        }
        prompt[plainText(node["id"_L1])] = QJsonObject{{u"class_type"_s, kind}, {u"inputs"_s, inputs}};
    }
    return ComfyReading(prompt).result();
}

} // namespace janus::library
