#pragma once

#include "core/apikey.h"
#include "fal/queueapi.h"
#include "tests/fal/wireserver.h"
#include "tests/waiting.h"

#include <QTest>

#include <optional>

/// Catches the one answer of a call.
template <typename T>
struct Caught
{
    std::optional<janus::Result<T>> result;
    int times = 0;

    std::function<void(janus::Result<T>)> done()
    {
        return [this](janus::Result<T> answer) {
            ++times;
            result.emplace(std::move(answer));
        };
    }
    bool isIn() const { return result.has_value(); }
    janus::ErrorKind kind() const { return result->error().kind; }
};

inline janus::ApiKey testKey()
{
    return *janus::ApiKey::fromText(
        QStringLiteral("0f0f0f0f-1111-2222-3333-444444444444:5ec3e75ec3e75ec3e7"));
}

/// Pauses as short as can be, clocks long enough for a busy machine.
inline janus::fal::Timing quick()
{
    using namespace std::chrono_literals;
    janus::fal::Timing timing;
    timing.retryFirst = 2ms;
    timing.retryMost = 20ms;
    timing.pollFirst = 5ms;
    timing.pollMost = 20ms;
    timing.second = 5ms;
    return timing;
}

inline janus::GenerationRequest foxRequest()
{
    return {QStringLiteral("fal-ai/janus"),
            {{QStringLiteral("prompt"), QStringLiteral("a fox")}, {QStringLiteral("seed"), 7}}};
}

inline janus::fal::Ticket foxTicket()
{
    return {QStringLiteral("fal-ai/janus"), QStringLiteral("r-1")};
}

using janus::test::waitFor;

#define CAUGHT(answer) QVERIFY(waitFor([&] { return (answer).isIn(); }))
