#pragma once

#include <QJsonObject>
#include <QString>

namespace janus::bench {

/// What the small benches have in common: `--n N --seed S --steps K --data DIR --json`, and how they print.
class SmallBench
{
public:
    SmallBench(int argc, char **argv, int usualN);

    int n() const { return m_n; }
    quint64 seed() const { return m_seed; }
    /// So many repetitions of each step.
    int steps() const { return m_steps; }
    /// Empty: a folder of their own.
    const QString &data() const { return m_data; }
    /// One JSON object on one line, or a figure on each.
    void print(const QJsonObject &figures) const;

private:
    int m_n;
    quint64 m_seed = 1;
    int m_steps = 100;
    QString m_data;
    bool m_isJson = false;
};

} // namespace janus::bench
