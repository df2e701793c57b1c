#pragma once

#include "core/result.h"

#include <QString>
#include <QUrl>

namespace janus::fal {

struct Service;
struct Ticket;

/// Whether a text can be a request id: [A-Za-z0-9_-]{1,128}.
bool isRequestId(const QString &text);

/// The part of an endpoint's id that owns its requests: "fal-ai/flux" of "fal-ai/flux/dev"; one segment more
/// in the namespaces "workflows" and "comfy". Empty for what is no endpoint id.
QString appOf(const QString &endpoint);

/// POST here to submit. BadInput for what is no endpoint id.
Result<QUrl> submitAddress(const Service &service, const QString &endpoint);

enum class RequestCall { Status, Stream, Result, Cancel };

/// Where a request's own call goes: the ticket's URL when it is on the service's origin and below
/// /{owner}/{app}/requests/{id}, else one built from the known template. Internal for an impossible ticket.
Result<QUrl> requestAddress(const Service &service, const Ticket &ticket, RequestCall call);

} // namespace janus::fal
