#include "sandbox/runscript.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

/// A number from 0 to 1 that belongs to the request.
double spreadOf(const QByteArray &id)
{
    quint32 hash = 2166136261u;
    for (const char c : id)
        hash = (hash ^ static_cast<uchar>(c)) * 16777619u;
    return (hash >> 8) / double(1 << 24);
}

} // namespace

RunScript scriptOf(const Endpoint &endpoint, const PictureOrder &order, const QByteArray &id)
{
    const double megapixels = order.size.width() * double(order.size.height()) / 1e6;
    const double spread = 0.85 + 0.45 * spreadOf(id);
    RunScript script;
    script.seconds =
        std::min(30.0, (1.8 + 1.2 * std::min(megapixels, 8.0) + 0.7 * (order.count - 1)) * spread);
    script.lines = {{0, u"INFO"_s,
                     u"request accepted: %1 × %2, %3 picture(s)"_s.arg(order.size.width())
                         .arg(order.size.height())
                         .arg(order.count)},
                    {0.03, u"DEBUG"_s,
                     u"prompt: %1 words, guidance %2, temperature %3"_s
                         .arg(order.prompt.split(u' ', Qt::SkipEmptyParts).size())
                         .arg(order.guidance)
                         .arg(order.temperature)},
                    {0.06, u"INFO"_s, u"loading weights"_s},
                    {0.16, u"INFO"_s, u"weights loaded"_s}};
    const QString unit = endpoint.tokens > 100 ? u"tokens"_s : u"step"_s;
    const int lines = std::clamp(8 / order.count, 1, 4);
    for (int picture = 0; picture < order.count; ++picture) {
        for (int line = 1; line <= lines; ++line) {
            const double at = 0.18 + 0.72 * (picture + line / double(lines)) / order.count;
            const QString what =
                u"%1 %2 of %3"_s.arg(unit).arg(endpoint.tokens * line / lines).arg(endpoint.tokens);
            const QString which = order.count > 1 ? u"picture %1: "_s.arg(picture + 1) : QString();
            script.lines.append({at, u"INFO"_s, which + what});
        }
    }
    script.lines.append({0.95, u"INFO"_s, u"decoded %1 picture(s)"_s.arg(order.count)});
    return script;
}

RunScript refusalScript(qsizetype problems)
{
    return {0.4,
            {{0, u"INFO"_s, u"request accepted"_s},
             {1, u"ERROR"_s, u"input refused: %1 problem(s)"_s.arg(problems)}}};
}

} // namespace janus::sandbox
