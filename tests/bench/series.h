#pragma once

#include <QJsonObject>
#include <QString>

#include <algorithm>
#include <cmath>
#include <vector>

namespace janus::bench {

/// Measurements of one kind, of which the middle, the 95th of a hundred and the worst are told.
class Series
{
public:
    void add(double value) { m_values.push_back(value); }
    bool isEmpty() const { return m_values.empty(); }
    double at(double part) const
    {
        std::vector<double> sorted = m_values;
        std::ranges::sort(sorted);
        return sorted.empty()
                   ? -1
                   : sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
    }
    /// As name_n, name_med, name_p95 and name_max; nothing when there are none.
    void writeTo(QJsonObject &figures, const QString &name) const
    {
        if (isEmpty())
            return;
        const auto rounded = [](double value) { return std::round(value * 1000) / 1000; };
        figures[name + QLatin1String("_n")] = static_cast<int>(m_values.size());
        figures[name + QLatin1String("_med")] = rounded(at(0.5));
        figures[name + QLatin1String("_p95")] = rounded(at(0.95));
        figures[name + QLatin1String("_max")] = rounded(at(1));
    }

private:
    std::vector<double> m_values;
};

} // namespace janus::bench
