#include "smallbench.h"

#include <QByteArrayView>
#include <QJsonDocument>
#include <QJsonValue>
#include <QVariant>

#include <cstdio>
#include <cstdlib>

namespace janus::bench {

SmallBench::SmallBench(int argc, char **argv, int usualN)
    : m_n(usualN)
{
    for (int i = 1; i < argc; ++i) {
        const QByteArrayView name(argv[i]);
        if (name == "--json") {
            m_isJson = true;
            continue;
        }
        const char *value = i + 1 < argc ? argv[++i] : "";
        if (name == "--n")
            m_n = std::atoi(value);
        else if (name == "--seed")
            m_seed = std::strtoull(value, nullptr, 10);
        else if (name == "--steps")
            m_steps = std::atoi(value);
        else if (name == "--data")
            m_data = QString::fromLocal8Bit(value);
        else {
            std::fprintf(stderr, "usage: %s [--n N] [--seed S] [--steps K] [--data DIR] [--json]\n", argv[0]);
            std::exit(2);
        }
    }
}

void SmallBench::print(const QJsonObject &figures) const
{
    if (m_isJson) {
        std::puts(QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
        return;
    }
    for (auto it = figures.begin(); it != figures.end(); ++it)
        std::printf("%-24s %s\n", qPrintable(it.key()), qPrintable(it.value().toVariant().toString()));
}

} // namespace janus::bench
