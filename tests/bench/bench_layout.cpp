// bench_layout: the grid's arithmetic without a window: laying out the first page, scrolling, jumping,
// resizing.
//
//   bench_layout [--n N] [--seed S] [--steps K] [--json]
//
// One deterministic workload, fit for callgrind: K of each step; the difference of two K is the price of a
// step.
#include "dice.h"
#include "processfigures.h"
#include "series.h"
#include "smallbench.h"
#include "ui/stage/gridlayout.h"

#include <array>

using namespace Qt::StringLiterals;
using namespace janus;
using namespace janus::bench;

namespace {

constexpr int viewHeight = 760;
constexpr int wheelStep = 96;

class Shapes : public models::StageRows
{
public:
    Shapes(int count, quint64 seed)
    {
        constexpr std::array sizes{QSize(1024, 1024), QSize(768, 1024), QSize(1024, 576), QSize(832, 1216)};
        Dice dice(seed);
        m_rows.reserve(static_cast<std::size_t>(count));
        for (qint64 group = 1; int(m_rows.size()) < count; ++group) {
            const QSize size = sizes[static_cast<std::size_t>(dice.below(int(sizes.size())))];
            for (int rest = 1 + dice.below(6); rest > 0 && int(m_rows.size()) < count; --rest)
                m_rows.push_back({group, size, false});
        }
    }
    models::RowShape rowShape(int row) const override { return m_rows[static_cast<std::size_t>(row)]; }

private:
    std::vector<models::RowShape> m_rows;
};

} // namespace

int main(int argc, char **argv)
{
    const SmallBench bench(argc, argv, 100'000);
    const Shapes shapes(bench.n(), bench.seed());
    QJsonObject figures{{u"n"_s, bench.n()}, {u"steps"_s, bench.steps()}};
    ui::GridLayout layout;
    layout.setRows(&shapes);
    ui::GridMetrics metrics;
    int top = 0;
    qint64 seen = 0;
    const auto show = [&](int wanted) {
        top = layout.settle(layout.pinAt(wanted, viewHeight), viewHeight);
        seen += layout.rowsIn(QRect(0, top, metrics.width, viewHeight)).size();
    };
    const auto timed = [&figures](const QString &name, int steps, const std::function<void(int)> &step) {
        Series series;
        for (int i = 0; i < steps; ++i) {
            const double cpu = threadCpuMs();
            step(i);
            series.add(threadCpuMs() - cpu);
        }
        series.writeTo(figures, name);
    };
    timed(u"first"_s, 1, [&](int) {
        layout.setMetrics(metrics);
        layout.reset(bench.n());
        show(0);
    });
    timed(u"wheel"_s, bench.steps(), [&](int) { show(top + wheelStep); });
    Dice dice(bench.seed() + 1);
    timed(u"jump"_s, bench.steps(), [&](int) { show(dice.below(std::max(1, layout.contentHeight()))); });
    timed(u"resize"_s, bench.steps(), [&](int i) {
        metrics.width = i % 2 == 0 ? 780 : 820;
        layout.setMetrics(metrics);
        show(top);
    });
    figures[u"rows_seen"_s] = seen;
    bench.print(figures);
    return 0;
}
