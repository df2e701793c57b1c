#include "bytes.h"
#include "fal/errors.h"

#include <array>
#include <cstdlib>

using namespace janus;
using namespace janus::fal;
using namespace Qt::StringLiterals;

/// The first byte chooses status and kind, the rest is the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static constexpr std::array statuses{200, 202, 204, 400, 401, 403, 404, 405,
                                         408, 409, 413, 422, 429, 500, 502, 504};
    static constexpr std::array kinds{CallKind::Submit, CallKind::Status, CallKind::Stream,  CallKind::Result,
                                      CallKind::Cancel, CallKind::Media,  CallKind::Platform};
    if (size == 0)
        return 0;
    HttpAnswer answer;
    answer.status = statuses[data[0] % statuses.size()];
    answer.body = bytesOf(data + 1, size - 1);
    answer.contentType = "application/json";
    if (errorFromAnswer(kinds[data[0] / statuses.size() % kinds.size()], answer, u"fal"_s).message.isEmpty())
        std::abort(); // somebody has to read something
    return 0;
}
