// SheetModel: what can be done to a sheet.
#include "models/sheetmodel.h"

#include "core/paramroles.h"
#include "jobs/jobqueue.h"
#include "library/library.h"
#include "library/sheets.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::models {

using library::CellState;

namespace {

constexpr int mostCalledOffAtOnce = 50;

Error cannot(const QString &sentence)
{
    return {ErrorKind::BadInput, sentence};
}

/// How one list of values became another one, where that is one piece more or less.
struct Step
{
    int place = 0;
    int come = 0;
    int gone = 0;
};

std::optional<Step> stepBetween(const QJsonArray &before, const QJsonArray &now)
{
    const qsizetype most = std::min(before.size(), now.size());
    qsizetype head = 0;
    while (head < most && before[head] == now[head])
        ++head;
    qsizetype tail = 0;
    while (tail < most - head && before[before.size() - 1 - tail] == now[now.size() - 1 - tail])
        ++tail;
    const Step step{int(head), int(now.size() - head - tail), int(before.size() - head - tail)};
    return step.come > 0 && step.gone > 0 ? std::nullopt : std::optional(step);
}

bool haveSameAxes(const Sweep &one, const Sweep &other)
{
    return std::ranges::equal(one.axes, other.axes, [](const SweepAxis &a, const SweepAxis &b) {
        return a.kind == b.kind && (a.kind == SweepAxis::Kind::Words || a.name == b.name);
    });
}

bool contains(const QJsonArray &values, const QJsonValue &value)
{
    return std::ranges::any_of(
        values, [key = valueKey(value)](const QJsonValue &known) { return valueKey(known) == key; });
}

Result<void> firstOf(const QList<Error> &errors)
{
    return errors.isEmpty() ? Result<void>() : errors.first();
}

} // namespace

void SheetModel::start()
{
    sendAfterLook([this]() -> QList<Wish> {
        const QList<Wish> wishes = toStart();
        const std::shared_ptr<const ModelSchema> known = schema();
        if (!wishes.isEmpty() && !known) {
            Q_EMIT failed(cannot(u"The inputs of the model %1 are not known here, so nothing was sent."_s.arg(
                m_sheet.sweep.base.endpoint)));
            return {};
        }
        if (const QList<Error> problems = wishes.isEmpty() ? QList<Error>() : check(m_sheet.sweep, *known);
            !problems.isEmpty()) {
            Q_EMIT failed(problems.first());
            return {};
        }
        return wishes;
    });
}

void SheetModel::retryFailed()
{
    sendAfterLook([this] { return wishesToRetry(m_sheet, m_cells); });
}

void SheetModel::retry(const QModelIndex &index)
{
    if (index.isValid())
        retryCell(keyAt(index.row(), index.column()));
}

bool SheetModel::retryCell(const QString &key)
{
    if (!isOpen() || !m_planned.contains(key))
        return false;
    sendAfterLook([this, key]() -> QList<Wish> {
        const std::optional<QList<int>> at = cellPlace(m_sheet.sweep, key);
        const CellState state = stateAt(key);
        if (!at || state == CellState::Waiting || state == CellState::Live)
            return {};
        return {wishToRetry(m_sheet, m_cells, *at)};
    });
    return true;
}

bool SheetModel::canReroll() const
{
    return std::ranges::none_of(m_sheet.sweep.axes, [](const SweepAxis &axis) {
        return axis.kind == SweepAxis::Kind::Parameter && roleOf(axis.name) == ParamRole::Seed;
    });
}

void SheetModel::reroll(const QModelIndex &index, Seed seed)
{
    if (!index.isValid())
        return;
    if (!canReroll()) {
        Q_EMIT failed(cannot(u"This sheet has its seeds on an axis; add a value there instead."_s));
        return;
    }
    sendAfterLook([this, key = keyAt(index.row(), index.column()), seed]() -> QList<Wish> {
        const std::optional<QList<int>> at = cellPlace(m_sheet.sweep, key);
        if (!at)
            return {};
        Wish wish = wishToRetry(m_sheet, m_cells, *at);
        wish.request = withSeed(wish.request, seed);
        const Cell *cell = cellAt(key);
        if (cell && cell->picture != 0)
            wish.provenance.parent = cell->name();
        if (cell && cellState(*cell) == CellState::Waiting)
            m_queue.cancel(cell->job); // the other seed takes its place
        return {wish};
    });
}

/// What is sent is chosen by what the library has, not by what is shown: another process may have been
/// quicker, and what was handed out a moment ago is in there by then.
void SheetModel::sendAfterLook(const Choose &choose)
{
    if (!isOpen())
        return;
    m_choices << choose;
    if (m_choices.size() > 1)
        return;
    m_library.sheets().cells(m_sheet.id, this,
                             [this, asked = m_sheet.id](const Result<library::SheetCells> &cells) {
                                 if (asked == m_sheet.id)
                                     onLooked(cells);
                             });
}

void SheetModel::onLooked(const Result<library::SheetCells> &cells)
{
    const QList<Choose> choices = std::exchange(m_choices, {});
    if (!cells) {
        Q_EMIT failed(cells.error());
        return;
    }
    takeCells(*cells);
    for (const Choose &choose : choices)
        sendNow(choose());
    announce();
}

void SheetModel::sendNow(const QList<Wish> &wishes)
{
    QList<Wish> fresh = wishes;
    fresh.removeIf([this](const Wish &wish) { return m_sending.contains(wish.provenance.cell); });
    if (fresh.isEmpty())
        return;
    QStringList keys;
    for (const Wish &wish : std::as_const(fresh)) {
        keys << wish.provenance.cell;
        m_sending.insert(wish.provenance.cell);
        mark(wish.provenance.cell);
    }
    m_send(fresh, m_sheet.service);
    // Behind them on the library's thread: what is not there then was not taken, and may be sent again.
    m_library.sheets().load(m_sheet.id, this, [this, keys](const Result<library::Sheet> &) {
        for (const QString &key : keys) {
            if (m_sending.remove(key))
                mark(key);
        }
    });
}

void SheetModel::cancelWaiting()
{
    m_choices.clear();
    callOff(m_keys);
}

/// What was handed out a moment ago has its request when the library has answered.
void SheetModel::callOff(const QStringList &keys)
{
    if (!isOpen() || keys.isEmpty())
        return;
    m_library.sheets().load(m_sheet.id, this,
                            [this, asked = m_sheet.id, keys](const Result<library::Sheet> &) {
                                const bool isUnderWay = !m_toCallOff.isEmpty();
                                for (const QString &key : asked == m_sheet.id ? keys : QStringList()) {
                                    const Cell *cell = cellAt(key);
                                    if (cell && cellState(*cell) == CellState::Waiting)
                                        m_toCallOff << cell->job;
                                }
                                if (!isUnderWay)
                                    callOffSome();
                            });
}

/// Each one is a write to the disk; the window stays free meanwhile.
void SheetModel::callOffSome()
{
    for (int k = 0; k < mostCalledOffAtOnce && !m_toCallOff.isEmpty(); ++k) {
        const JobId job = m_toCallOff.takeLast(); // the next ones to be sent last
        if (const jobs::JobInfo *known = m_queue.find(job); known && known->state == JobState::Waiting)
            m_queue.cancel(job);
    }
    if (!m_toCallOff.isEmpty())
        QMetaObject::invokeMethod(this, &SheetModel::callOffSome, Qt::QueuedConnection);
}

void SheetModel::change(const Change &change)
{
    if (!isOpen())
        return;
    m_library.sheets().change(m_sheet.id, change, this, [this, asked = m_sheet.id](const Result<Sweep> &now) {
        if (!now)
            Q_EMIT failed(now.error());
        else if (asked == m_sheet.id)
            takePlan(*now);
    });
}

void SheetModel::addValues(int axis, const QJsonArray &values)
{
    change([axis, values, known = schema()](Sweep &sweep) -> Result<void> {
        if (axis < 0 || axis >= sweep.axes.size())
            return cannot(
                u"This sheet has no %1 that values could be added to."_s.arg(axisPlace(axis).toLower()));
        for (const QJsonValue &value : values) {
            if (!contains(sweep.axes[axis].values, value))
                sweep.axes[axis].values << value;
        }
        if (sweep.cellCount() > Sweep::mostCells)
            return cannot(u"A sheet has at most %1 cells; these would be %2."_s.arg(Sweep::mostCells)
                              .arg(sweep.cellCount()));
        return known ? firstOf(check(sweep, *known)) : Result<void>();
    });
}

void SheetModel::removeValue(int axis, int value)
{
    const Sweep &sweep = m_sheet.sweep;
    if (axis < 0 || axis >= sweep.axes.size() || value < 0 || value >= sweep.valueCount(axis))
        return;
    change([axis, key = valueKey(sweep.axes[axis].values[value])](Sweep &now) -> Result<void> {
        QJsonArray &values = now.axes[axis].values;
        const auto found =
            std::ranges::find_if(values, [&key](const QJsonValue &known) { return valueKey(known) == key; });
        if (found == values.end())
            return {};
        if (values.size() == 1)
            return cannot(u"The last value of an axis cannot be taken away; remove the sheet instead."_s);
        values.erase(found);
        if (!now.centre.isEmpty() && !cellPlace(now, now.centre))
            now.centre.clear();
        return {};
    });
}

void SheetModel::replan(const Sweep &sweep)
{
    change([sweep, wasAsked = !m_cells.isEmpty(), known = schema()](Sweep &now) -> Result<void> {
        if (wasAsked && (!haveSameAxes(now, sweep) || sweep.base.endpoint != now.base.endpoint))
            return cannot(u"Cells of this sheet were asked for already, so it keeps its model and what its "
                          "columns, rows and pages are; make a new sheet for others."_s);
        now = sweep;
        return known && known->endpoint() == sweep.base.endpoint ? firstOf(check(sweep, *known))
                                                                 : Result<void>();
    });
}

void SheetModel::rename(const QString &name)
{
    if (const QString simple = name.simplified().left(200); !simple.isEmpty())
        change([simple](Sweep &sweep) -> Result<void> {
            sweep.name = simple;
            return {};
        });
}

void SheetModel::setCentre(const QModelIndex &index)
{
    if (!index.isValid())
        return change([](Sweep &sweep) -> Result<void> {
            sweep.centre.clear();
            return {};
        });
    const QString key = keyAt(index.row(), index.column());
    const Cell *cell = cellAt(key);
    const auto picture = cell && cell->picture != 0 ? std::optional(cell->name()) : std::nullopt;
    change([key, sent = requestAt(index), picture](Sweep &sweep) -> Result<void> {
        const std::optional<QList<int>> at = cellPlace(sweep, key);
        if (at)
            sweep = centredOn(sweep, *at, sent, picture ? picture : sweep.parent);
        return {};
    });
}

/// Another plan of the same sheet. One piece more or less of rows or columns comes as such, so that a view
/// keeps its place; all else as a new beginning.
void SheetModel::takePlan(const Sweep &now)
{
    const Sweep before = m_sheet.sweep;
    if (before == now)
        return;
    const QStringList keysBefore = m_keys;
    bool isStepwise = haveSameAxes(before, now);
    for (qsizetype axis = 0; isStepwise && axis < now.axes.size(); ++axis)
        isStepwise = axis == 2 ? now.axes[2].values == before.axes[2].values
                               : stepBetween(before.axes[axis].values, now.axes[axis].values).has_value();
    if (isStepwise) {
        for (int axis = 0; axis < int(std::min<qsizetype>(2, now.axes.size())); ++axis)
            takeValues(axis, now.axes[axis].values);
        m_sheet.sweep = now;
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
        Q_EMIT headerDataChanged(Qt::Vertical, 0, rowCount() - 1);
    } else {
        beginResetModel();
        m_sheet.sweep = now;
        indexPlaces();
        m_page = std::min(m_page, std::max(0, pageCount() - 1));
        endResetModel();
    }
    QStringList gone;
    for (const QString &key : keysBefore) {
        if (!m_planned.contains(key))
            gone << key;
    }
    callOff(gone);
    Q_EMIT sheetChanged();
    announce();
}

void SheetModel::takeValues(int axis, const QJsonArray &values)
{
    QJsonArray &mine = m_sheet.sweep.axes[axis].values;
    const Step step = *stepBetween(mine, values);
    if (step.come == 0 && step.gone == 0)
        return;
    const int last = step.place + std::max(step.come, step.gone) - 1;
    const bool isInsert = step.come > 0;
    if (axis == 0)
        isInsert ? beginInsertColumns({}, step.place, last) : beginRemoveColumns({}, step.place, last);
    else
        isInsert ? beginInsertRows({}, step.place, last) : beginRemoveRows({}, step.place, last);
    mine = values;
    indexPlaces();
    if (axis == 0)
        isInsert ? endInsertColumns() : endRemoveColumns();
    else
        isInsert ? endInsertRows() : endRemoveRows();
}

} // namespace janus::models
