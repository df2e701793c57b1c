#pragma once

#include "httpclient.h"

#include "sandbox/sandboxserver.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

/// A listening practice server, as fast as it can, and one client with its key.
struct Practice
{
    static janus::sandbox::SandboxOptions quick()
    {
        janus::sandbox::SandboxOptions options;
        options.pace = 0;
        options.schemaFolder = QStringLiteral(JANUS_SCHEMA_FOLDER);
        return options;
    }
    /// Nothing runs: everything stays in the queue.
    static janus::sandbox::SandboxOptions paused()
    {
        janus::sandbox::SandboxOptions options = quick();
        options.capacity = 0;
        return options;
    }

    explicit Practice(const janus::sandbox::SandboxOptions &options = quick())
        : server(options)
        , listening(bool(server.listen()))
        , port(quint16(server.origin().port()))
        , key(server.key().reveal())
        , client(std::make_unique<HttpClient>(port, key))
    {
    }

    QByteArray origin() const { return "http://127.0.0.1:" + QByteArray::number(port); }
    /// The path and query of an address on this server; empty for any other.
    QByteArray targetOf(const QJsonValue &url) const
    {
        const QByteArray text = url.toString().toLatin1();
        return text.startsWith(origin()) ? text.mid(origin().size()) : QByteArray();
    }
    WireAnswer get(const QByteArray &target, const QByteArray &moreHeaders = {}) const
    {
        return client->request("GET", target, {}, moreHeaders);
    }
    /// The same without the key, on a connection of its own.
    WireAnswer getAsStranger(const QByteArray &target, const QByteArray &moreHeaders = {}) const
    {
        return HttpClient(port).request("GET", target, {}, moreHeaders);
    }
    QByteArray
    submit(const QByteArray &moreHeaders = {}, const QByteArray &query = {},
           const QByteArray &body = R"({"prompt":"a fox","image_size":{"width":32,"height":24}})") const
    {
        const WireAnswer answer = client->request("POST", "/fal-ai/janus" + query, body, moreHeaders);
        return answer.json().value(QLatin1String("request_id")).toString().toLatin1();
    }
    static QByteArray path(const QByteArray &id, const QByteArray &call = {})
    {
        return "/fal-ai/janus/requests/" + id + call;
    }
    /// Waits until the request has ended and answers its result.
    WireAnswer result(const QByteArray &id) const
    {
        (void)QTest::qWaitFor([&] { return get(path(id, "/status")).status == 200; }, 20000);
        return get(path(id));
    }

    janus::sandbox::SandboxServer server;
    bool listening;
    quint16 port;
    QByteArray key;
    std::unique_ptr<HttpClient> client;
};
