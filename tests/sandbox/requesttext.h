#pragma once

#include <QByteArray>
#include <QList>

/// Request texts the parser meets: good ones, pipelined ones and everything it must refuse.
inline QList<QByteArray> requestTexts()
{
    return {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /fal-ai/janus HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Length: 15\r\n\r\n{\"prompt\":\"fox\"",
        "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=b\r\n "
        "world\r\n0\r\nTrailer: yes\r\n\r\n",
        "GET /a HTTP/1.1\r\n\r\nGET /b?q=1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nPUT /c "
        "HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
        "POST /x HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST /x HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /x HTTP/1.1\r\nContent-Length: -3\r\n\r\nabc",
        "GET /x HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /x HTTP/2.0\r\n\r\n",
        "get / HTTP/1.1\r\n\r\n",
        "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n",
        "POST /x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok",
        QByteArray("GET /\0 HTTP/1.1\r\n\r\n", 19)};
}
