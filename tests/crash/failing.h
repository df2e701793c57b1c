#pragma once

#include <QByteArray>

namespace janus::crash {

/// A fault file with which about a fifth of all calls fail, in twelve ways. What is true of a request is not
/// touched: every submit that is accepted gets its pictures in the end.
inline QByteArray aFifthFails(int seed)
{
    return "{\"seed\": " + QByteArray::number(seed) +
           ", \"faults\": ["
           "{\"do\": \"429\", \"on\": \"submit\", \"rate\": 0.04},"
           "{\"do\": \"503\", \"on\": \"submit\", \"rate\": 0.04},"
           "{\"do\": \"reset-before-accept\", \"rate\": 0.04},"
           "{\"do\": \"reset-after-accept\", \"rate\": 0.04},"
           "{\"do\": \"close\", \"on\": \"submit\", \"accept\": true, \"rate\": 0.04},"
           "{\"do\": \"500\", \"on\": [\"status\", \"media\"], \"rate\": 0.04},"
           "{\"do\": \"502\", \"on\": [\"status\", \"stream\", \"result\", \"media\"], \"rate\": 0.04},"
           "{\"do\": \"error-page\", \"on\": [\"status\", \"stream\", \"result\", \"media\"], \"rate\": "
           "0.04},"
           "{\"do\": \"reset\", \"on\": [\"status\", \"stream\", \"result\", \"media\"], \"rate\": 0.04},"
           "{\"do\": \"cut\", \"on\": [\"status\", \"result\", \"media\"], \"rate\": 0.04},"
           "{\"do\": \"stream-cut\", \"rate\": 0.1},"
           "{\"do\": \"stream-reset\", \"rate\": 0.1}]}";
}

} // namespace janus::crash
