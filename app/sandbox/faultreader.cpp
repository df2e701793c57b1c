#include "sandbox/faultreader.h"

#include "sandbox/faultswitches.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

/// Reads one fault object field by field; after the first mistake the rest no longer matters.
class FaultReader
{
public:
    explicit FaultReader(const QJsonObject &json)
        : m_json(json)
    {
    }

    std::optional<FaultMistake> mistake() const { return m_mistake; }

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

    static QString allCalls()
    {
        QStringList names;
        for (const CallName &call : callNames())
            names.append(call.name);
        return names.join(u", "_s);
    }

    void fail(const QString &field, const QString &sentence)
    {
        if (!m_mistake)
            m_mistake = FaultMistake{field, sentence};
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
                return fail(u"on"_s, u"“on” must be any or a list of these: %1."_s.arg(allCalls()));
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
    std::optional<FaultMistake> m_mistake;
};

} // namespace

ReadFault readFault(const QJsonObject &json)
{
    FaultReader reader(json);
    const Fault fault = reader.read();
    return {fault, reader.mistake()};
}

} // namespace janus::sandbox
