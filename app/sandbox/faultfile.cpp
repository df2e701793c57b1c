#include "sandbox/faultfile.h"

#include "sandbox/faultreader.h"
#include "sandbox/faultswitches.h"
#include "sandbox/jsonplace.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

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
        const ReadFault read = readFault(faults.at(i).toObject());
        if (read.mistake)
            return mistakeAt(placeIn(read.mistake->field), read.mistake->sentence);
        plan.faults.append(read.fault);
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
        const ReadFault read = readFault(json);
        if (read.mistake)
            return headerMistake(read.mistake->sentence);
        Fault fault = read.fault;
        const bool isSubmit = call == Fault::On::Submit;
        const FaultSwitch &named = *findFaultSwitch(json.value("do"_L1).toString());
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
