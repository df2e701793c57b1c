#include "sandbox/faultswitches.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

using On = Fault::On;
using Kind = Fault::Kind;

constexpr On watching = On::Status | On::Stream;

QByteArray detailBody(const QString &detail)
{
    return QJsonDocument(QJsonObject{{u"detail"_s, detail}}).toJson(QJsonDocument::Compact);
}

Fault answer(int status, const QByteArray &body, On on = On::Any)
{
    return {.on = on, .kind = Kind::Status, .status = status, .body = body};
}

Fault htmlPage()
{
    Fault fault = answer(502, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
                              "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n"
                              "</body>\r\n</html>\r\n");
    fault.headers = {{"content-type", "text/html"}};
    return fault;
}

Fault nullLogs()
{
    Fault fault{.on = watching, .kind = Kind::Rewrite, .perRequest = true};
    fault.rewrite = [](QJsonObject body) {
        if (body.contains("logs"_L1))
            body.insert(u"logs"_s, QJsonValue());
        return body;
    };
    return fault;
}

Fault ofRequest(Fault fault)
{
    fault.perRequest = true;
    return fault;
}

QList<FaultSwitch> answerSwitches()
{
    const QStringList fields{u"status"_s, u"body"_s, u"headers"_s, u"accept"_s};
    const auto row = [&](QLatin1String name, const QString &sentence, const Fault &fault) {
        return FaultSwitch{name, sentence, fault, On::Any, fields};
    };
    return {
        row("answer"_L1, u"Answers with “status”, “body” and “headers” instead of doing the work."_s,
            answer(500, detailBody(u"Internal Server Error"_s))),
        row("429"_L1, u"Answers that there were too many requests."_s,
            answer(429, detailBody(u"Too many requests, try again later."_s))),
        row("500"_L1,
            u"Answers with an internal error, to questions about the status unless told otherwise."_s,
            answer(500, detailBody(u"Internal Server Error"_s), On::Status)),
        row("502"_L1, u"Answers that the way to the model is broken."_s,
            answer(502, detailBody(u"Bad Gateway"_s))),
        row("503"_L1, u"Answers that the service is overloaded."_s,
            answer(503, detailBody(u"Service Unavailable"_s))),
        row("504"_L1, u"Answers that the service took too long."_s,
            answer(504, detailBody(u"Gateway Timeout"_s))),
        row("error-page"_L1, u"Answers with a web page of a gateway where JSON is expected."_s, htmlPage()),
        row("key-refused"_L1, u"Answers that the key is not known."_s,
            answer(401, detailBody(u"No user found for Key ID and Secret"_s))),
        row("out-of-credit"_L1, u"Answers to submits that the account is locked for want of credit."_s,
            answer(403,
                   detailBody(u"User is locked. Reason: Exhausted balance. Top up your balance at "
                              "fal.ai/dashboard/billing."_s),
                   On::Submit)),
        row("expired-result"_L1, u"Answers that the result is no longer kept."_s,
            ofRequest(answer(404, R"({"status":"NOT_FOUND"})", On::Result))),
        row("expired-media"_L1, u"Answers that the picture is no longer kept."_s,
            ofRequest(answer(404, detailBody(u"File not found"_s), On::Media))),
    };
}

QList<FaultSwitch> wireSwitches()
{
    using namespace std::chrono_literals;
    const Fault lost{.on = On::Submit, .kind = Kind::ResetConnection};
    const Fault lostAnswer{.on = On::Submit, .kind = Kind::ResetConnection, .accept = true};
    return {
        {"reset-before-accept"_L1,
         u"Resets the connection of a submit that is not accepted."_s,
         lost,
         On::Submit,
         {}},
        {"reset-after-accept"_L1,
         u"Accepts a submit and resets the connection before the ticket."_s,
         lostAnswer,
         On::Submit,
         {}},
        {"reset"_L1,
         u"Resets the connection instead of answering."_s,
         {.kind = Kind::ResetConnection},
         On::Any,
         {u"accept"_s}},
        {"close"_L1,
         u"Closes the connection in good order without an answer."_s,
         {.kind = Kind::CloseBeforeAnswer},
         On::Any,
         {u"accept"_s}},
        {"hang"_L1,
         u"Keeps the connection open and never answers."_s,
         {.kind = Kind::Hang},
         On::Any,
         {u"accept"_s}},
        {"slow"_L1,
         u"Answers properly, “interval_ms” later (3000)."_s,
         {.kind = Kind::Delay, .interval = 3s},
         On::Any,
         {u"interval_ms"_s}},
        {"drip"_L1,
         u"Answers properly, “bytes” bytes (20) every “interval_ms” milliseconds (200)."_s,
         {.kind = Kind::Drip, .bytes = 20, .interval = 200ms},
         On::Any,
         {u"bytes"_s, u"interval_ms"_s}},
        {"cut"_L1,
         u"Closes the connection after “bytes” bytes (200) of the proper answer."_s,
         {.kind = Kind::CutAfter, .bytes = 200},
         On::Any,
         {u"bytes"_s}},
        {"cut-by-reset"_L1,
         u"Resets the connection after “bytes” bytes (200) of the proper answer."_s,
         {.kind = Kind::ResetAfter, .bytes = 200},
         On::Any,
         {u"bytes"_s}},
        {"stream-cut"_L1,
         u"Ends a status stream before COMPLETED, or after “events” events."_s,
         {.on = On::Stream, .kind = Kind::CloseBeforeEnd},
         On::Stream,
         {u"events"_s}},
        {"stream-reset"_L1,
         u"Resets the connection of a status stream in place of COMPLETED."_s,
         {.on = On::Stream, .kind = Kind::ResetBeforeEnd},
         On::Stream,
         {}},
    };
}

QList<FaultSwitch> contentSwitches()
{
    const Fault rewrite{.on = watching, .kind = Kind::Rewrite, .perRequest = true};
    const Fault failure{.on = watching | On::Result, .kind = Kind::FailedRun, .perRequest = true};
    const Fault wrongType{
        .on = On::Media, .kind = Kind::Decorate, .headers = {{"content-type", "text/plain"}}};
    return {
        {"null-logs"_L1,
         u"Tells no log although it was asked for: “logs” is null."_s,
         nullLogs(),
         watching,
         {}},
        {"huge-position"_L1,
         u"Tells that “position” requests (12345) are ahead in the queue."_s,
         withPosition(rewrite, 12345),
         watching | On::Submit,
         {u"position"_s}},
        {"unknown-status"_L1,
         u"Calls the states before COMPLETED by “word” (DREAMING), which no client knows."_s,
         withWord(rewrite, u"DREAMING"_s),
         watching,
         {u"word"_s}},
        {"completed-with-error"_L1,
         u"Ends with “error” and “error_type” in the last status and “status” as result."_s,
         withFailure(failure, 500, u"The runner failed."_s, u"runner_server_error"_s),
         watching | On::Result,
         {u"status"_s, u"error"_s, u"error_type"_s}},
        {"wrong-content-type"_L1,
         u"Calls the proper answer text/plain, or what “headers” says."_s,
         wrongType,
         On::Any,
         {u"headers"_s}},
        {"data-uris"_L1,
         u"Puts the pictures into the result as data: addresses."_s,
         {.on = On::Result, .kind = Kind::InlinePictures, .perRequest = true},
         On::Result,
         {}},
        {"truncated-image"_L1,
         u"Sends only the first “bytes” bytes of a picture (half of it) as if they were all."_s,
         {.on = On::Media, .kind = Kind::Shorten, .bytes = -1, .perRequest = true},
         On::Media,
         {u"bytes"_s}},
        {"drift"_L1,
         u"Sends a picture that is a little other than the one of this seed, as a changed model would."_s,
         {.on = On::Media, .kind = Kind::Drift, .perRequest = true},
         On::Media,
         {}},
        {"other-picture"_L1,
         u"Sends the picture of another seed."_s,
         {.on = On::Media, .kind = Kind::OtherPicture, .perRequest = true},
         On::Media,
         {}},
    };
}

} // namespace

Fault withPosition(Fault fault, int position)
{
    fault.rewrite = [position](QJsonObject body) {
        if (body.contains("queue_position"_L1))
            body.insert(u"queue_position"_s, position);
        return body;
    };
    return fault;
}

Fault withWord(Fault fault, const QString &word)
{
    fault.rewrite = [word](QJsonObject body) {
        if (body.value("status"_L1) != "COMPLETED"_L1)
            body.insert(u"status"_s, word);
        return body;
    };
    return fault;
}

Fault withFailure(Fault fault, int status, const QString &error, const QString &errorType)
{
    fault.status = status;
    fault.body = QJsonDocument(QJsonObject{{u"detail"_s, error}, {u"error_type"_s, errorType}})
                     .toJson(QJsonDocument::Compact);
    fault.headers = {{"x-fal-error-type", errorType.toUtf8()}};
    fault.rewrite = [error, errorType](QJsonObject body) {
        if (body.value("status"_L1) == "COMPLETED"_L1) {
            body.insert(u"error"_s, error);
            body.insert(u"error_type"_s, errorType);
        }
        return body;
    };
    return fault;
}

const QList<FaultSwitch> &faultSwitches()
{
    static const QList<FaultSwitch> switches = answerSwitches() + wireSwitches() + contentSwitches();
    return switches;
}

const FaultSwitch *findFaultSwitch(const QString &name)
{
    const QList<FaultSwitch> &all = faultSwitches();
    const auto it = std::ranges::find(all, name, [](const FaultSwitch &s) { return QString(s.name); });
    return it == all.end() ? nullptr : &*it;
}

const QList<CallName> &callNames()
{
    static const QList<CallName> names{{"submit"_L1, On::Submit},     {"status"_L1, On::Status},
                                       {"stream"_L1, On::Stream},     {"result"_L1, On::Result},
                                       {"cancel"_L1, On::Cancel},     {"media"_L1, On::Media},
                                       {"initiate"_L1, On::Initiate}, {"upload"_L1, On::Upload},
                                       {"complete"_L1, On::Complete}, {"platform"_L1, On::Platform}};
    return names;
}

} // namespace janus::sandbox
