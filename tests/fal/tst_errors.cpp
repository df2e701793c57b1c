#include "fal/errors.h"
#include "fal/queueapi.h"
#include "fal/service.h"

#include <QTest>

using namespace janus;
using namespace janus::fal;
using namespace Qt::StringLiterals;

/// HTTP answers and trouble on the wire as errors a person can read.
class TestErrors : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aDeadlineOfOursIsFinalWhoeverSaysSo();
    void theWishToWaitGoesAlong();
    void answersBecomeErrors_data();
    void answersBecomeErrors();
    void fieldsAreNamed_data();
    void fieldsAreNamed();
    void everySentenceIsWhole();
    void longWordsOfTheServerAreCut();
    void troubleOnTheWireBecomesAnError_data();
    void troubleOnTheWireBecomesAnError();
    void aSubmitIsUnreachableOnlyIfNothingWasRead();
    void aProxyIsNamed();
    void failedStatusesTellWhy();
    void servicesHaveNames();
};

void TestErrors::answersBecomeErrors_data()
{
    QTest::addColumn<CallKind>("call");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("words"); // somewhere in the sentence
    const auto row = [](const char *name, CallKind call, int status, const char *body, ErrorKind kind,
                        const char *words) {
        QTest::newRow(name) << call << status << QByteArray(body) << kind << QString::fromUtf8(words);
    };
    using enum CallKind;
    row("bad key", Status, 401, R"({"detail":"No user found for Key ID and Secret"})", ErrorKind::KeyRefused,
        "fal did not accept the key: No user found for Key ID and Secret.");
    row("locked", Submit, 403,
        R"({"detail":"User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing."})",
        ErrorKind::AccountLocked,
        "The account at fal is locked: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.");
    row("no credit", Submit, 402, "{}", ErrorKind::AccountLocked, "no credit");
    row("not allowed", Result, 403, R"({"detail":"no"})", ErrorKind::KeyRefused, "not allowed");
    row("platform form", Platform, 401, R"({"error":{"type":"authorization_error","message":"Nope"}})",
        ErrorKind::KeyRefused, "Nope.");
    row("no model", Submit, 404, R"({"detail":"Path /x not found"})", ErrorKind::Refused,
        "does not know this model");
    row("gone", Status, 404, R"({"status":"NOT_FOUND"})", ErrorKind::Gone, "fal no longer has this request.");
    row("gone for good", Result, 410, "{}", ErrorKind::Gone, "no longer");
    row("picture gone", Media, 404, "", ErrorKind::Gone, "picture");
    row("picture link over", Media, 403, "<Error/>", ErrorKind::Gone, "picture");
    row("not yet", Result, 400, R"({"detail":"Request is still in progress"})", ErrorKind::NotYet,
        "not there yet");
    row("bad request", Result, 400, R"({"detail":"bad","error_type":"bad_request"})", ErrorKind::Refused,
        "bad.");
    row("field", Result, 422,
        R"({"detail":[{"loc":["body","num_images"],"msg":"too many","type":"less_than_equal"}]})",
        ErrorKind::Refused, "fal refused the value of “num_images”: too many.");
    row("content", Result, 422,
        R"({"detail":[{"loc":["body","prompt"],"msg":"unsafe","type":"content_policy_violation"}]})",
        ErrorKind::Refused, "content rules: unsafe.");
    row("no media", Result, 422, R"({"detail":[{"loc":["body"],"msg":"x","type":"no_media_generated"}]})",
        ErrorKind::Refused, "no picture");
    row("422 as text", Result, 422, R"({"detail":"no"})", ErrorKind::Refused, "no.");
    row("422 as a page", Result, 422, "<html>no</html>", ErrorKind::Protocol, "web page");
    row("busy", Status, 429, "{}", ErrorKind::Busy, "busy");
    row("cancelled", Result, 499, R"({"detail":"x","error_type":"client_cancelled"})", ErrorKind::Cancelled,
        "cancelled");
    row("cancelled as 400", Result, 400, R"({"detail":"x","error_type":"client_cancelled"})",
        ErrorKind::Cancelled, "cancelled");
    row("model error", Result, 500,
        R"({"detail":[{"loc":["body"],"msg":"crash","type":"internal_server_error"}]})", ErrorKind::Refused,
        "The model failed: crash.");
    row("model's text", Result, 500, R"({"detail":"crash"})", ErrorKind::Refused, "crash.");
    row("runner", Result, 503, R"({"detail":"lost","error_type":"runner_disconnected"})", ErrorKind::Refused,
        "lost.");
    row("deadline", Result, 504, R"({"detail":"late","error_type":"request_timeout"})", ErrorKind::Refused,
        "too long");
    row("gateway at the result", Result, 502, "<html>Bad Gateway</html>", ErrorKind::Network, "trouble");
    row("503 at the result", Result, 503, "{}", ErrorKind::Network, "trouble");
    row("500 at the status", Status, 500, R"({"detail":"x"})", ErrorKind::Network,
        "fal has trouble at the moment.");
    row("portal", Status, 200, "<!DOCTYPE html><title>Sign in</title>", ErrorKind::Protocol, "sign in");
    row("portal 403", Status, 403, "<html>", ErrorKind::Protocol, "web page");
    row("rubbish", Status, 200, "{}", ErrorKind::Protocol, "cannot be understood");
    row("teapot", Status, 418, "{}", ErrorKind::Protocol, "cannot be understood");
    row("submit 500", Submit, 500, R"({"detail":"x"})", ErrorKind::OutcomeUnknown, "may have been accepted");
    row("submit 200", Submit, 200, "{}", ErrorKind::OutcomeUnknown, "may cost money");
    row("submit 418", Submit, 418, "{}", ErrorKind::OutcomeUnknown, "lost");
    row("submit portal", Submit, 200, "<html>", ErrorKind::OutcomeUnknown, "lost");
}

void TestErrors::answersBecomeErrors()
{
    QFETCH(const CallKind, call);
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const ErrorKind, kind);
    QFETCH(const QString, words);
    HttpAnswer answer;
    answer.status = status;
    answer.body = body;
    const Error error = errorFromAnswer(call, answer, u"fal"_s);
    QCOMPARE(error.kind, kind);
    QVERIFY2(error.message.contains(words), qPrintable(error.message));
    QVERIFY(error.detail.startsWith(u"HTTP %1"_s.arg(status)));
}

void TestErrors::fieldsAreNamed_data()
{
    QTest::addColumn<QByteArray>("loc");
    QTest::addColumn<QString>("field");
    QTest::newRow("plain") << QByteArray(R"(["body","prompt"])") << u"prompt"_s;
    QTest::newRow("nested") << QByteArray(R"(["body","image_size","width"])") << u"image_size"_s;
    QTest::newRow("in a union") << QByteArray(R"(["body","image_size","ImageSize","width"])")
                                << u"image_size"_s;
    QTest::newRow("in a list") << QByteArray(R"(["body","loras",0,"path"])") << u"loras"_s;
    QTest::newRow("whole body") << QByteArray(R"(["body"])") << QString();
    QTest::newRow("none") << QByteArray("[]") << QString();
    QTest::newRow("a field called body") << QByteArray(R"(["body","body"])") << u"body"_s;
    QTest::newRow("rubbish") << QByteArray("5") << QString();
}

void TestErrors::fieldsAreNamed()
{
    // SRV-03
    QFETCH(const QByteArray, loc);
    QFETCH(const QString, field);
    HttpAnswer answer;
    answer.status = 422;
    answer.body = R"({"detail":[{"msg":"<b>no</b>","type":"x","loc":)" + loc + "}]}";
    const Error error = errorFromAnswer(CallKind::Result, answer, u"fal"_s);
    QCOMPARE(error.field, field);
    QVERIFY(error.message.contains(u"<b>no</b>"_s)); // as it came; plain text
}

void TestErrors::everySentenceIsWhole()
{
    using enum CallKind;
    for (const CallKind call : {Submit, Status, Stream, Result, Cancel, Media, Platform}) {
        for (int status = 200; status < 600; ++status) {
            for (const char *body : {"", "{}", "<html>", R"({"detail":"why"})", R"({"detail":[5]})"}) {
                HttpAnswer answer;
                answer.status = status;
                answer.body = body;
                const Error error = errorFromAnswer(call, answer, u"the sandbox"_s);
                QVERIFY2(error.message.endsWith(u'.'), qPrintable(error.message));
                QVERIFY2(error.message.front().isUpper(), qPrintable(error.message));
            }
        }
    }
}

void TestErrors::longWordsOfTheServerAreCut()
{
    HttpAnswer answer;
    answer.status = 422;
    answer.body = R"({"detail":")" + QByteArray(1'000'000, 'x') + R"("})";
    const Error error = errorFromAnswer(CallKind::Result, answer, u"fal"_s);
    QVERIFY(error.message.size() < 1100);
    QVERIFY(error.detail.size() < 1100);
}

void TestErrors::troubleOnTheWireBecomesAnError_data()
{
    using Cause = TransportFailure::Cause;
    QTest::addColumn<int>("cause");
    QTest::addColumn<ErrorKind>("kind");
    const auto row = [](const char *name, Cause cause, ErrorKind kind) {
        QTest::newRow(name) << int(cause) << kind;
    };
    row("not found", Cause::NotFound, ErrorKind::Unreachable);
    row("not reached", Cause::NotReached, ErrorKind::Unreachable);
    row("not secure", Cause::NotSecure, ErrorKind::Unreachable);
    row("proxy", Cause::Proxy, ErrorKind::Unreachable);
    row("no https", Cause::NoHttps, ErrorKind::Unreachable);
    row("too slow", Cause::TooSlow, ErrorKind::Network);
    row("cut", Cause::Cut, ErrorKind::Network);
    row("too large", Cause::TooLarge, ErrorKind::Protocol);
    row("redirected", Cause::Redirected, ErrorKind::Protocol);
    row("garbled", Cause::Garbled, ErrorKind::Protocol);
}

void TestErrors::troubleOnTheWireBecomesAnError()
{
    QFETCH(const int, cause);
    QFETCH(const ErrorKind, kind);
    TransportFailure failure;
    failure.cause = TransportFailure::Cause(cause);
    const Error error = errorFromFailure(CallKind::Status, failure, u"the sandbox"_s);
    QCOMPARE(error.kind, kind);
    QVERIFY(error.message.endsWith(u'.') || error.message.endsWith(u'?'));
    QVERIFY(error.message.front().isUpper());
}

void TestErrors::aSubmitIsUnreachableOnlyIfNothingWasRead()
{
    for (int cause = 0; cause <= int(TransportFailure::Cause::Garbled); ++cause) {
        TransportFailure failure;
        failure.cause = TransportFailure::Cause(cause);
        QCOMPARE(errorFromFailure(CallKind::Submit, failure, u"fal"_s).kind, ErrorKind::Unreachable);
        failure.bodyWasRead = true;
        QCOMPARE(errorFromFailure(CallKind::Submit, failure, u"fal"_s).kind, ErrorKind::OutcomeUnknown);
    }
}

void TestErrors::aProxyIsNamed()
{
    // NET-24
    TransportFailure failure;
    failure.cause = TransportFailure::Cause::Proxy;
    failure.proxy = u"proxy.example:3128"_s;
    QVERIFY(errorFromFailure(CallKind::Submit, failure, u"fal"_s).message.contains(u"proxy.example:3128"_s));
}

void TestErrors::failedStatusesTellWhy()
{
    QueueStatus status;
    status.word = u"COMPLETED"_s;
    status.errorType = u"client_cancelled"_s;
    QCOMPARE(errorFromStatus(status, u"fal"_s).kind, ErrorKind::Cancelled);
    status.errorType = u"startup_timeout"_s;
    status.error = u"No runner"_s;
    QCOMPARE(errorFromStatus(status, u"fal"_s).kind, ErrorKind::Refused);
    QCOMPARE(errorFromStatus(status, u"fal"_s).message, u"The request took too long at fal: No runner."_s);
}

void TestErrors::servicesHaveNames()
{
    QCOMPARE(spokenName(Service::fal()), u"fal"_s);
    QCOMPARE(spokenName(Service::sandbox(QUrl(u"http://127.0.0.1:1"_s))), u"the sandbox"_s);
    QCOMPARE(spokenName(Service::custom(QUrl(u"https://a.example"_s))), u"the server https://a.example"_s);
}

void TestErrors::aDeadlineOfOursIsFinalWhoeverSaysSo()
{
    HttpAnswer answer;
    answer.status = 504;
    answer.body = "<html>Gateway Timeout</html>";
    answer.contentType = "text/html";
    QCOMPARE(errorFromAnswer(CallKind::Result, answer, u"fal"_s).kind, ErrorKind::Network);
    answer.timeoutType = "user";
    const Error error = errorFromAnswer(CallKind::Result, answer, u"fal"_s);
    QCOMPARE(error.kind, ErrorKind::Refused);
    QVERIFY(error.message.contains(u"too long"_s));
}

void TestErrors::theWishToWaitGoesAlong()
{
    // SRV-04
    HttpAnswer answer;
    answer.status = 429;
    answer.body = "{}";
    for (const CallKind kind :
         {CallKind::Submit, CallKind::Status, CallKind::Result, CallKind::Cancel, CallKind::Media}) {
        answer.retryAfter = "7";
        QCOMPARE(errorFromAnswer(kind, answer, u"fal"_s).waitSeconds, 7);
        answer.retryAfter = "1000000000000";
        QCOMPARE(errorFromAnswer(kind, answer, u"fal"_s).waitSeconds, 600);
        answer.retryAfter = "soon";
        QCOMPARE(errorFromAnswer(kind, answer, u"fal"_s).waitSeconds, 0);
    }
}

QTEST_APPLESS_MAIN(TestErrors)
#include "tst_errors.moc"
