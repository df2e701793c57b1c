#include "sandbox/faultfile.h"

#include "sandbox/faultswitches.h"
#include "sandbox/jsonplace.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>
#include <limits>
#include <optional>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

/// What is wrong with one field. No field: the object as a whole.
struct Mistake
{
    QString field;
    QString sentence;
};

/// Reads one fault object field by field; after the first mistake the rest no longer matters.
class FaultReader
{
public:
    explicit FaultReader(const QJsonObject &json)
        : m_json(json)
    {
    }

    std::optional<Mistake> mistake() const { return m_mistake; }

    Fault read()
    {
        const QJsonValue name = m_json.value("do"_L1);
        m_switch = findFaultSwitch(name.toString());
        if (name.isUndefined())
            fail({}, u"A fault needs “do”, the name of a switch."_s);
        else if (!name.isString())
            fail(u"do"_s, u"“do” must be the name of a switch, in quotation marks."_s);
        else if (!m_switch)
            fail(u"do"_s,
                 u"There is no switch “%1”. The switches are: %2."_s.arg(name.toString(), allSwitches()));
        if (m_mistake)
            return {};
        m_fault = m_switch->fault;
        checkNames();
        readWhen();
        readCalls();
        readHow();
        readContent();
        return m_fault;
    }

private:
    static QString allSwitches()
    {
        QStringList names;
        for (const FaultSwitch &one : faultSwitches())
            names.append(one.name);
        return names.join(u", "_s);
    }

    void fail(const QString &field, const QString &sentence)
    {
        if (!m_mistake)
            m_mistake = Mistake{field, sentence};
    }

    void checkNames()
    {
        const QStringList common{u"do"_s, u"on"_s, u"times"_s, u"rate"_s, u"skip"_s, u"per"_s};
        for (const QString &field : m_json.keys()) {
            if (!(common + m_switch->fields).contains(field))
                fail(field, u"“%1” takes no “%2”; it takes: %3."_s.arg(
                                m_switch->name, field, (common + m_switch->fields).join(u", "_s)));
        }
    }

    /// Undefined where the field is missing.
    std::optional<int> readWhole(const QString &field, int least, int most = std::numeric_limits<int>::max())
    {
        const QJsonValue value = m_json.value(field);
        if (value.isUndefined())
            return std::nullopt;
        const double number = value.toDouble(std::nan(""));
        if (number >= least && number <= most && number == std::floor(number))
            return int(number);
        const QString range = most == std::numeric_limits<int>::max()
                                  ? u"a whole number from %1"_s.arg(least)
                                  : u"a whole number from %1 to %2"_s.arg(least).arg(most);
        fail(field, u"“%1” must be %2."_s.arg(field, range));
        return std::nullopt;
    }

    std::optional<QString> readText(const QString &field)
    {
        const QJsonValue value = m_json.value(field);
        if (value.isString())
            return value.toString();
        if (!value.isUndefined())
            fail(field, u"“%1” must be a text, in quotation marks."_s.arg(field));
        return std::nullopt;
    }

    void readWhen()
    {
        const QJsonValue times = m_json.value("times"_L1);
        const QJsonValue rate = m_json.value("rate"_L1);
        if (!rate.isUndefined()) {
            m_fault.rate = rate.toDouble(-1);
            m_fault.times = -1;
            if (!(m_fault.rate >= 0 && m_fault.rate <= 1))
                fail(u"rate"_s, u"“rate” must be a number from 0 to 1."_s);
        }
        if (times.isString() && times.toString() != "always"_L1)
            fail(u"times"_s, u"“times” must be a whole number from 1 or \"always\"."_s);
        else if (times.isString())
            m_fault.times = -1;
        else
            m_fault.times = readWhole(u"times"_s, 1).value_or(m_fault.times);
        m_fault.skip = readWhole(u"skip"_s, 0).value_or(0);
    }

    std::optional<Fault::On> callOf(const QJsonValue &name)
    {
        if (name == "any"_L1)
            return Fault::On::Any;
        for (const CallName &call : callNames()) {
            if (name == call.name)
                return call.on;
        }
        return std::nullopt;
    }

    void readCalls()
    {
        const QJsonValue value = m_json.value("on"_L1);
        if (value.isUndefined())
            return readScope();
        const QJsonArray names = value.isArray() ? value.toArray() : QJsonArray{value};
        auto calls = static_cast<Fault::On>(0);
        for (const QJsonValue &name : names) {
            const std::optional<Fault::On> call = callOf(name);
            if (!call)
                return fail(u"on"_s,
                            u"“on” must be submit, status, stream, result, cancel, media or any, or a "
                            "list of these."_s);
            if (!covers(m_switch->possible, *call))
                return fail(u"on"_s,
                            u"“%1” cannot hit on “%2”."_s.arg(QString(m_switch->name), name.toString()));
            calls = calls | *call;
        }
        if (names.isEmpty())
            return fail(u"on"_s, u"“on” must name at least one call."_s);
        m_fault.on = calls;
        readScope();
    }

    void readScope()
    {
        const std::optional<QString> scope = readText(u"per"_s);
        const bool isSubmit = m_fault.on == Fault::On::Submit;
        if (scope && scope != "call"_L1 && scope != "request"_L1)
            fail(u"per"_s, u"“per” must be \"call\" or \"request\"."_s);
        else if (scope == "request"_L1 && isSubmit)
            fail(u"per"_s, u"A fault on submits cannot be per request; there is none yet."_s);
        else if (scope)
            m_fault.perRequest = scope == "request"_L1;
        else if (covers(m_fault.on, Fault::On::Submit))
            m_fault.perRequest = false;
    }

    void readHow()
    {
        constexpr int longestPause = 3'600'000;
        const QJsonValue accept = m_json.value("accept"_L1);
        if (!accept.isUndefined() && !accept.isBool())
            fail(u"accept"_s, u"“accept” must be true or false."_s);
        m_fault.accept = accept.toBool(m_fault.accept);
        m_fault.bytes = readWhole(u"bytes"_s, 0).value_or(int(m_fault.bytes));
        if (const auto events = readWhole(u"events"_s, 0)) {
            m_fault.kind = Fault::Kind::CloseAfterEvents;
            m_fault.events = *events;
        }
        if (const auto pause = readWhole(u"interval_ms"_s, 0, longestPause))
            m_fault.interval = std::chrono::milliseconds(*pause);
    }

    void readContent()
    {
        if (m_fault.kind == Fault::Kind::FailedRun) {
            const QJsonObject words = QJsonDocument::fromJson(m_fault.body).object();
            m_fault =
                withFailure(m_fault, readWhole(u"status"_s, 200, 599).value_or(m_fault.status),
                            readText(u"error"_s).value_or(words.value("detail"_L1).toString()),
                            readText(u"error_type"_s).value_or(words.value("error_type"_L1).toString()));
        } else {
            m_fault.status = readWhole(u"status"_s, 200, 599).value_or(m_fault.status);
        }
        if (const auto position = readWhole(u"position"_s, 0))
            m_fault = withPosition(m_fault, *position);
        if (const auto word = readText(u"word"_s))
            m_fault = withWord(m_fault, *word);
        readBody();
        readHeaders();
    }

    void readBody()
    {
        const QJsonValue body = m_json.value("body"_L1);
        if (body.isString())
            m_fault.body = body.toString().toUtf8();
        else if (body.isObject())
            m_fault.body = QJsonDocument(body.toObject()).toJson(QJsonDocument::Compact);
        else if (body.isArray())
            m_fault.body = QJsonDocument(body.toArray()).toJson(QJsonDocument::Compact);
        else if (!body.isUndefined())
            fail(u"body"_s, u"“body” must be a text, an object or a list."_s);
    }

    void readHeaders()
    {
        const QJsonValue value = m_json.value("headers"_L1);
        if (value.isUndefined())
            return;
        const QJsonObject headers = value.toObject();
        if (!value.isObject())
            fail(u"headers"_s, u"“headers” must be an object of texts."_s);
        m_fault.headers.clear();
        for (auto it = headers.begin(); it != headers.end(); ++it) {
            const QString line = it.key() + it.value().toString();
            if (!it.value().isString() || it.key().isEmpty() || line.contains(u'\r') || line.contains(u'\n'))
                fail(u"headers"_s, u"The header “%1” must be one line of text."_s.arg(it.key()));
            m_fault.headers.append({it.key().toLatin1().toLower(), it.value().toString().toLatin1()});
        }
    }

    QJsonObject m_json;
    const FaultSwitch *m_switch = nullptr;
    Fault m_fault;
    std::optional<Mistake> m_mistake;
};

Error mistakeAt(const TextPlace &place, const QString &sentence)
{
    const QString where = u"line %1, column %2"_s.arg(place.line).arg(place.column);
    return {ErrorKind::BadInput, u"In %1 of the faults: %2"_s.arg(where, sentence), where};
}

/// The value of a field in the header, where nothing is quoted.
QJsonValue bareValue(const QString &text)
{
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    if (isNumber && std::isfinite(number))
        return number;
    if (text == "true"_L1 || text == "false"_L1)
        return text == "true"_L1;
    if (text.contains(u'|'))
        return QJsonArray::fromStringList(text.split(u'|'));
    return text;
}

Error headerMistake(const QString &sentence)
{
    return {ErrorKind::BadInput, u"X-Sandbox-Fault: "_s + sentence};
}

} // namespace

Result<FaultPlan> readFaults(const QByteArray &json)
{
    QJsonParseError parsing;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parsing);
    if (parsing.error != QJsonParseError::NoError)
        return mistakeAt(placeAt(json, parsing.offset),
                         u"This is not JSON: %1."_s.arg(parsing.errorString()));
    const QJsonObject top = document.object();
    for (const QString &name : top.keys()) {
        if (name != "seed"_L1 && name != "faults"_L1)
            return mistakeAt(placeOf(json, {name}),
                             u"There is no “%1” here, only “seed” and “faults”."_s.arg(name));
    }
    FaultPlan plan;
    if (const QJsonValue seed = top.value("seed"_L1); !seed.isUndefined()) {
        const double number = seed.toDouble(-1);
        if (!(number >= 0 && number <= 0xffffffff && number == std::floor(number)))
            return mistakeAt(placeOf(json, {u"seed"_s}),
                             u"“seed” must be a whole number from 0 to 4294967295."_s);
        plan.seed = quint32(number);
    }
    if (document.isObject() && !top.value("faults"_L1).isArray())
        return mistakeAt(placeOf(json, {u"faults"_s}), u"“faults” must be a list of faults."_s);
    const QJsonArray faults = document.isArray() ? document.array() : top.value("faults"_L1).toArray();
    for (int i = 0; i < faults.size(); ++i) {
        const auto placeIn = [&](const QString &field) {
            return document.isArray() ? placeOf(json, {i, field}) : placeOf(json, {u"faults"_s, i, field});
        };
        if (!faults.at(i).isObject())
            return mistakeAt(placeIn({}), u"A fault must be an object, as in {\"do\": \"503\"}."_s);
        FaultReader reader(faults.at(i).toObject());
        plan.faults.append(reader.read());
        if (const auto mistake = reader.mistake())
            return mistakeAt(placeIn(mistake->field), mistake->sentence);
    }
    return plan;
}

Result<FaultPlan> readFaultFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Storage, u"The fault file “%1” cannot be read."_s.arg(path),
                     file.errorString()};
    Result<FaultPlan> plan = readFaults(file.readAll());
    if (plan)
        return plan;
    Error error = plan.error();
    error.message = u"“%1” cannot be used. %2"_s.arg(path, error.message);
    return error;
}

Result<QList<Fault>> readFaultHeader(const QByteArray &value, Fault::On call)
{
    QList<Fault> faults;
    const QStringList entries = QString::fromUtf8(value).split(u',');
    for (const QString &entry : entries) {
        const QStringList parts = entry.split(u';');
        QJsonObject json{{u"do"_s, parts.first().trimmed()}};
        for (const QString &part : parts.mid(1))
            json.insert(part.section(u'=', 0, 0).trimmed(), bareValue(part.section(u'=', 1).trimmed()));
        FaultReader reader(json);
        Fault fault = reader.read();
        if (const auto mistake = reader.mistake())
            return headerMistake(mistake->sentence);
        const bool isSubmit = call == Fault::On::Submit;
        const FaultSwitch &named = *findFaultSwitch(parts.first().trimmed());
        if (!json.contains("on"_L1) && covers(named.possible, call) && !(isSubmit && fault.perRequest))
            fault.on = call;
        else if (!isSubmit && !covers(fault.on, call))
            return headerMistake(u"“%1” cannot hit this call."_s.arg(QString(named.name)));
        if (covers(fault.on, call) && !fault.perRequest) {
            for (const QString &field : {u"times"_s, u"rate"_s, u"skip"_s}) {
                if (json.contains(field))
                    return headerMistake(u"“%1” is for later calls, and “%2” hits this one."_s.arg(
                        field, QString(named.name)));
            }
        }
        faults.append(fault);
    }
    return faults;
}

} // namespace janus::sandbox
