#include "searchbench.h"

#include "calls.h"
#include "processfigures.h"
#include "series.h"
#include "stagewatch.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QFile>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMainWindow>

using namespace Qt::StringLiterals;

namespace janus::bench {

namespace {

/// After this long without another list the hits are the same as before.
constexpr int unchangedAfter = 400;
constexpr int longestPage = 10'000;

double nowMs()
{
    return static_cast<double>(nowNs()) / 1e6;
}

/// Notices that the model's list has become another one.
class ListWatch : public QObject
{
public:
    explicit ListWatch(QAbstractItemModel &model)
    {
        const auto count = [this] { ++changes; };
        connect(&model, &QAbstractItemModel::modelReset, this, count);
        connect(&model, &QAbstractItemModel::layoutChanged, this, count);
        connect(&model, &QAbstractItemModel::rowsInserted, this, count);
        connect(&model, &QAbstractItemModel::rowsRemoved, this, count);
    }
    int changes = 0;
};

void press(QWidget &field, int key, const QString &text, Qt::KeyboardModifiers modifiers = {})
{
    QKeyEvent down(QEvent::KeyPress, key, modifiers, text);
    QKeyEvent up(QEvent::KeyRelease, key, modifiers, text);
    QApplication::sendEvent(&field, &down);
    QApplication::sendEvent(&field, &up);
}

} // namespace

QJsonObject measureSearches(QMainWindow &window, QAbstractItemView &view, StageWatch &watch,
                            const QString &name)
{
    auto *field = window.findChild<QLineEdit *>(u"searchWords"_s);
    if (!field)
        return {{u"search_skipped"_s, u"The window has no field with the name \"searchWords\"."_s}};
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return {{u"search_skipped"_s, u"The file %1 cannot be read."_s.arg(name)}};
    if (auto *toSearch = window.findChild<QAction *>(u"searchAction"_s))
        toSearch->trigger();
    StageWatch::waitFor([field] { return field->isVisible(); }, 2000);
    field->setFocus();
    ListWatch list(*view.model());
    Series key, work, real;
    int unchanged = 0;
    const Calls before = callsOfMainThread();
    const auto type = [&](int code, const QString &text, Qt::KeyboardModifiers modifiers = {}) {
        const double start = nowMs();
        const double cpu = threadCpuMs();
        const int changes = list.changes;
        const int paints = watch.paints();
        const int reals = watch.realPaints();
        press(*field, code, text, modifiers);
        if (!StageWatch::waitFor([&] { return list.changes > changes; }, unchangedAfter)) {
            ++unchanged;
            return;
        }
        StageWatch::waitFor([&, drawn = std::max(paints, watch.paints())] { return watch.paints() > drawn; },
                            longestPage);
        key.add(nowMs() - start);
        work.add(threadCpuMs() - cpu);
        if (!watch.visible().isEmpty() &&
            StageWatch::waitFor([&] { return watch.realPaints() > reals; }, longestPage))
            real.add(nowMs() - start);
    };
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QString words = QString::fromUtf8(line).trimmed();
        for (const QChar letter : words)
            type(letter.isLetterOrNumber() ? letter.toUpper().unicode() : 0, letter);
        if (words.isEmpty())
            continue;
        field->selectAll();
        type(Qt::Key_Delete, {});
    }
    QJsonObject figures{{u"search_unchanged"_s, unchanged},
                        {u"search_ui_sql"_s, (callsOfMainThread() - before).sql},
                        {u"search_ui_decodes"_s, (callsOfMainThread() - before).decodes}};
    key.writeTo(figures, u"search_key"_s);
    work.writeTo(figures, u"search_work"_s);
    real.writeTo(figures, u"search_real"_s);
    return figures;
}

} // namespace janus::bench
