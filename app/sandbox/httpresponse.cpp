#include "sandbox/httpresponse.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>

namespace janus::sandbox {

QByteArray reasonPhrase(int status)
{
    struct Phrase
    {
        int status;
        const char *text;
    };
    static constexpr std::array phrases{Phrase{200, "OK"},
                                        Phrase{202, "Accepted"},
                                        Phrase{206, "Partial Content"},
                                        Phrase{400, "Bad Request"},
                                        Phrase{401, "Unauthorized"},
                                        Phrase{402, "Payment Required"},
                                        Phrase{403, "Forbidden"},
                                        Phrase{404, "Not Found"},
                                        Phrase{405, "Method Not Allowed"},
                                        Phrase{408, "Request Timeout"},
                                        Phrase{410, "Gone"},
                                        Phrase{413, "Content Too Large"},
                                        Phrase{416, "Range Not Satisfiable"},
                                        Phrase{417, "Expectation Failed"},
                                        Phrase{422, "Unprocessable Entity"},
                                        Phrase{429, "Too Many Requests"},
                                        Phrase{431, "Request Header Fields Too Large"},
                                        Phrase{499, "Client Closed Request"},
                                        Phrase{500, "Internal Server Error"},
                                        Phrase{501, "Not Implemented"},
                                        Phrase{502, "Bad Gateway"},
                                        Phrase{503, "Service Unavailable"},
                                        Phrase{504, "Gateway Timeout"},
                                        Phrase{505, "HTTP Version Not Supported"},
                                        Phrase{507, "Insufficient Storage"}};
    const auto it = std::ranges::find(phrases, status, &Phrase::status);
    return it == phrases.end() ? QByteArray("Unknown") : QByteArray(it->text);
}

QByteArray headBytes(const HttpResponse &response, const QList<HttpHeader> &framing)
{
    QByteArray bytes =
        "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + reasonPhrase(response.status) + "\r\n";
    const auto add = [&bytes](const HttpHeader &field) { bytes += field.name + ": " + field.value + "\r\n"; };
    const QByteArray now =
        QLocale::c().toString(QDateTime::currentDateTimeUtc(), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'").toLatin1();
    const QList<HttpHeader> ours{{"date", now},
                                 {"content-type", response.contentType},
                                 {"cache-control", "no-store"},
                                 {"x-content-type-options", "nosniff"}};
    for (const HttpHeader &field : ours + framing) {
        const auto isSame = [&field](const HttpHeader &other) { return other.name.toLower() == field.name; };
        if (std::ranges::none_of(response.headers, isSame))
            add(field);
    }
    std::ranges::for_each(response.headers, add);
    return bytes + "\r\n";
}

QByteArray responseBytes(const HttpResponse &response, bool keepAlive)
{
    return headBytes(response, {{"content-length", QByteArray::number(response.body.size())},
                                {"connection", keepAlive ? "keep-alive" : "close"}}) +
           response.body;
}

} // namespace janus::sandbox
