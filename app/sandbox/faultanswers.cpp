#include "sandbox/faultanswers.h"

#include "sandbox/answers.h"
#include "sandbox/connection.h"
#include "sandbox/faultfile.h"

#include <QJsonDocument>
#include <QTimer>

namespace janus::sandbox {

namespace {

void rewriteBody(const Fault &fault, HttpResponse &response)
{
    if (fault.rewrite)
        response.body = QJsonDocument(fault.rewrite(QJsonDocument::fromJson(response.body).object()))
                            .toJson(QJsonDocument::Compact);
    else
        response.body = fault.body;
}

void replaceHeaders(const Fault &fault, HttpResponse &response)
{
    for (const HttpHeader &field : fault.headers) {
        response.headers.removeIf([&](const HttpHeader &old) { return old.name == field.name; });
        response.headers.append(field);
    }
}

void failResult(const Fault &fault, HttpResponse &response)
{
    // Only what would have been a success fails: an early question is still told to wait.
    if (response.status != 200)
        return;
    response.status = fault.status;
    response.body = fault.body;
    replaceHeaders(fault, response);
}

void misshape(const Fault &fault, Fault::On call, HttpResponse &response)
{
    if (fault.kind == Fault::Kind::Rewrite) {
        if (fault.status != 0)
            response.status = fault.status;
        rewriteBody(fault, response);
        replaceHeaders(fault, response);
    } else if (fault.kind == Fault::Kind::Decorate) {
        replaceHeaders(fault, response);
    } else if (fault.kind == Fault::Kind::Shorten && response.status == 200) {
        response.body.truncate(fault.bytes < 0 ? response.body.size() / 2 : fault.bytes);
    } else if (fault.kind == Fault::Kind::FailedRun) {
        if (call == Fault::On::Result)
            failResult(fault, response);
        else
            rewriteBody(fault, response);
    }
}

} // namespace

FaultChoice chooseFault(const HttpRequest &request, Fault::On call, const QByteArray &requestId,
                        FaultLedger &ledger)
{
    FaultChoice choice;
    if (const QByteArray wish = request.header("x-sandbox-fault"); !wish.isEmpty()) {
        const Result<QList<Fault>> faults = readFaultHeader(wish, call);
        if (!faults) {
            choice.refusal = detailAnswer(400, faults.error().message);
            return choice;
        }
        for (const Fault &fault : *faults) {
            if (!choice.now && covers(fault.on, call))
                choice.now = fault;
            else
                choice.later.append(fault);
        }
    }
    if (!choice.now)
        choice.now = ledger.takeFault(call, requestId);
    return choice;
}

bool isInstead(const Fault &fault)
{
    return fault.kind == Fault::Kind::Status || fault.kind == Fault::Kind::RawBytes ||
           fault.kind == Fault::Kind::CloseBeforeAnswer || fault.kind == Fault::Kind::ResetConnection ||
           fault.kind == Fault::Kind::Hang;
}

void answerInstead(const Fault &fault, Connection &connection)
{
    if (fault.kind == Fault::Kind::Status)
        connection.send({fault.status, fault.body, "application/json", fault.headers});
    else if (fault.kind == Fault::Kind::RawBytes)
        connection.sendRaw(fault.body);
    else if (fault.kind == Fault::Kind::CloseBeforeAnswer)
        connection.close();
    else if (fault.kind == Fault::Kind::ResetConnection)
        connection.reset();
}

void setUpWire(const Fault &fault, Connection &connection)
{
    if (fault.kind == Fault::Kind::CutAfter || fault.kind == Fault::Kind::ResetAfter)
        connection.cutAfter(fault.bytes, fault.kind == Fault::Kind::ResetAfter);
    else if (fault.kind == Fault::Kind::Drip)
        connection.drip(fault.bytes, fault.interval);
}

void sendMisshapen(const std::optional<Fault> &fault, Fault::On call, HttpResponse response,
                   Connection &connection)
{
    if (fault)
        misshape(*fault, call, response);
    if (fault && fault->kind == Fault::Kind::Delay)
        QTimer::singleShot(fault->interval, &connection,
                           [&connection, response] { connection.send(response); });
    else
        connection.send(response);
}

} // namespace janus::sandbox
