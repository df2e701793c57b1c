#include "sandbox/faultanswers.h"

#include "sandbox/connection.h"

#include <QJsonDocument>

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

} // namespace

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

} // namespace janus::sandbox
