// Whether every cell of a sweep sheet can be sent: check() of core/sweep.h.
#include "core/sweep.h"

#include "core/paramroles.h"

#include <QLocale>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus {

namespace {

/// Of one axis; the rest is mostly more of the same.
constexpr int mostErrorsOfAxis = 5;

QString cutText(const QString &text)
{
    return text.size() > 60 ? text.left(59) + u'…' : text;
}

QString inQuotes(const QString &text)
{
    return u'“' + cutText(text) + u'”';
}

Error sheetError(const QString &sentence, const QString &field = {})
{
    return {ErrorKind::BadInput, sentence, {}, field};
}

QString groupedText(qint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

class SweepCheck
{
public:
    SweepCheck(const Sweep &sweep, const ModelSchema &schema)
        : m_sweep(sweep)
        , m_schema(schema)
        , m_prompt(prompt(sweep.base))
    {
    }

    QList<Error> run()
    {
        if (m_sweep.base.endpoint != m_schema.endpoint())
            return {sheetError(u"The sheet is made for the model %1, not for %2."_s.arg(
                m_sweep.base.endpoint, m_schema.endpoint()))};
        if (m_sweep.axes.isEmpty())
            return {sheetError(u"A sweep sheet needs values on its columns; nothing differs here."_s)};
        if (m_sweep.axes.size() > Sweep::mostAxes)
            return {sheetError(
                u"A sweep sheet has columns, rows and pages; at most %1 things can differ, not %2."_s
                    .arg(Sweep::mostAxes)
                    .arg(m_sweep.axes.size()))};
        for (int axis = 0; axis < int(m_sweep.axes.size()); ++axis)
            checkAxis(axis);
        checkBase();
        checkCount();
        if (m_errors.isEmpty())
            checkPrompts();
        return m_errors;
    }

private:
    QString said(int axis, const QString &sentence) const { return axisPlace(axis) + u": "_s + sentence; }
    void add(int axis, const QString &sentence)
    {
        const SweepAxis &checked = m_sweep.axes[axis];
        const bool isWords = checked.kind == SweepAxis::Kind::Words;
        m_errors << sheetError(said(axis, sentence), isWords ? u"prompt"_s : checked.name);
    }

    void checkAxis(int axis)
    {
        const SweepAxis &checked = m_sweep.axes[axis];
        const bool isGood = checked.kind == SweepAxis::Kind::Words ? checkWords(axis) : checkParameter(axis);
        if (!isGood)
            return;
        const QString title = axisTitle(checked, m_schema);
        if (checked.values.isEmpty())
            return add(axis, u"%1 has no values; it needs at least one."_s.arg(title));
        QSet<QByteArray> seen;
        int found = 0;
        for (const QJsonValue &value : checked.values) {
            const QByteArray key = valueKey(value);
            if (const Result<void> good = checkValue(checked, value); !good) {
                add(axis, good.error().message);
            } else if (seen.contains(key)) {
                add(axis,
                    u"%1 has the value %2 twice."_s.arg(title, cutText(valueText(checked, value, m_schema))));
            } else {
                seen.insert(key);
                continue;
            }
            if (++found == mostErrorsOfAxis)
                return;
        }
    }

    bool checkParameter(int axis)
    {
        const SweepAxis &checked = m_sweep.axes[axis];
        const ParamSpec *param = m_schema.find(checked.name);
        if (!param) {
            add(axis, u"this model has no parameter %1."_s.arg(inQuotes(checked.name)));
            return false;
        }
        if (param->role == ParamRole::Count) {
            add(axis, u"%1 cannot differ, because each cell holds one picture."_s.arg(param->title));
            return false;
        }
        if (const int other = m_sweep.axisOf(checked.name); other < axis) {
            add(axis, u"%1 is on the %2 already."_s.arg(param->title, axisPlace(other).toLower()));
            return false;
        }
        return true;
    }

    bool checkWords(int axis)
    {
        const SweepAxis &checked = m_sweep.axes[axis];
        if (checked.name.isEmpty()) {
            add(axis, u"it is not said which words of the prompt are replaced."_s);
            return false;
        }
        const qsizetype place = placeOfWords(m_prompt, checked.name);
        if (place < 0) {
            add(axis, u"the prompt does not contain the words %1."_s.arg(inQuotes(checked.name)));
            return false;
        }
        for (int other = 0; other < int(m_sweep.axes.size()); ++other) {
            const SweepAxis &beside = m_sweep.axes[other];
            if (other == axis)
                continue;
            if (beside.kind == SweepAxis::Kind::Parameter && roleOf(beside.name) == ParamRole::Prompt) {
                add(axis, u"the words %1 cannot differ, because the whole prompt does on the %2."_s.arg(
                              inQuotes(checked.name), axisPlace(other).toLower()));
                return false;
            }
            const qsizetype start = beside.kind == SweepAxis::Kind::Words && other < axis
                                        ? placeOfWords(m_prompt, beside.name)
                                        : -1;
            if (start >= 0 && start < place + checked.name.size() && place < start + beside.name.size()) {
                add(axis, u"the words %1 overlap with %2 on the %3."_s.arg(
                              inQuotes(checked.name), inQuotes(beside.name), axisPlace(other).toLower()));
                return false;
            }
        }
        return true;
    }

    Result<void> checkValue(const SweepAxis &axis, const QJsonValue &value) const
    {
        if (axis.kind == SweepAxis::Kind::Words) {
            return value.isString() ? Result<void>()
                                    : sheetError(u"%1 must be replaced by text; the value is %2."_s.arg(
                                          axisTitle(axis, m_schema), cutText(plainValueText(value))));
        }
        const ParamSpec &param = *m_schema.find(axis.name);
        if (param.role == ParamRole::Seed && !exactSeed(value))
            return sheetError(
                u"%1 must be a whole number; it is %2."_s.arg(param.title, cutText(plainValueText(value))));
        return m_schema.check(param, value);
    }

    void checkBase()
    {
        for (const Error &error : m_schema.check(m_sweep.base)) {
            if (m_sweep.axisOf(error.field) < 0)
                m_errors << error;
        }
        const ParamSpec *count = m_schema.find(ParamRole::Count);
        if (const int pictures = imageCount(m_sweep.base); count && pictures != 1)
            m_errors << sheetError(
                u"%1 must be 1, because each cell holds one picture; it is %2."_s.arg(count->title)
                    .arg(pictures),
                count->name);
        const ParamSpec *seedParam = m_schema.find(ParamRole::Seed);
        if (seedParam && m_sweep.axisOf(seedParam->name) < 0 && !seed(m_sweep.base) &&
            m_schema.check(*seedParam, m_sweep.base.input[seedParam->name]))
            m_errors << sheetError(
                u"%1 is missing; the cells must differ by nothing else."_s.arg(seedParam->title),
                seedParam->name);
    }

    void checkCount()
    {
        if (m_sweep.cellCount() <= Sweep::mostCells)
            return;
        QStringList sides;
        for (const SweepAxis &axis : m_sweep.axes)
            sides << groupedText(axis.values.size());
        m_errors << sheetError(u"The sheet would have %1 cells (%2); at most %3 are possible."_s.arg(
            groupedText(m_sweep.cellCount()), sides.join(u" × "_s), groupedText(Sweep::mostCells)));
    }

    /// What the words of several axes make together.
    void checkPrompts()
    {
        const ParamSpec *param = m_schema.find(ParamRole::Prompt);
        const bool hasWords = std::ranges::any_of(
            m_sweep.axes, [](const SweepAxis &axis) { return axis.kind == SweepAxis::Kind::Words; });
        if (!param || !hasWords)
            return;
        for (const QList<int> &at : cellPlaces(m_sweep)) {
            if (!differsByWordsAlone(at))
                continue;
            const QString words = prompt(requestOf(m_sweep, at));
            if (const Result<void> good = m_schema.check(*param, words); !good) {
                m_errors << sheetError(u"The cell %1 cannot be sent. %2"_s.arg(cutText(cellKey(m_sweep, at)),
                                                                               good.error().message),
                                       param->name);
                return;
            }
        }
    }

    bool differsByWordsAlone(const QList<int> &at) const
    {
        for (qsizetype axis = 0; axis < at.size(); ++axis) {
            if (at[axis] != 0 && m_sweep.axes[axis].kind != SweepAxis::Kind::Words)
                return false;
        }
        return true;
    }

    const Sweep &m_sweep;
    const ModelSchema &m_schema;
    const QString m_prompt;
    QList<Error> m_errors;
};

} // namespace

QList<Error> check(const Sweep &sweep, const ModelSchema &schema)
{
    return SweepCheck(sweep, schema).run();
}

} // namespace janus
