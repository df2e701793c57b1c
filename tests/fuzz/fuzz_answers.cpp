#include "bytes.h"
#include "fal/addresses.h"
#include "fal/answers.h"

#include <QUrl>

#include <cstdlib>

using namespace janus;
using namespace janus::fal;
using namespace Qt::StringLiterals;

/// Ticket, status, result and cancel answer out of the same bytes, and where a ticket may lead.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Service service = Service::fal();
    const QByteArray body = bytesOf(data, size);
    if (const Result<Ticket> ticket = readTicket(body, u"fal-ai/janus"_s)) {
        for (const RequestCall call :
             {RequestCall::Status, RequestCall::Stream, RequestCall::Result, RequestCall::Cancel}) {
            const Result<QUrl> url = requestAddress(service, *ticket, call);
            if (!url || !service.trusts(*url))
                std::abort(); // the key would travel to somebody else
        }
    }
    readStatus(body);
    if (const Result<Generation> generation = readGeneration(body);
        generation && generation->images.size() > 64)
        std::abort();
    readCancelAnswer(202, body);
    hasItsEnd(body);
    readDataUrl(QUrl(QString::fromUtf8(body)), 1 << 20);
    return 0;
}
