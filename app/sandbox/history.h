#pragma once

#include "sandbox/requestqueue.h"

namespace janus::sandbox {

struct HttpResponse;
struct HttpRequest;

/// GET /v1/models/requests/by-endpoint: the requests of some endpoints, newest end first, with what was sent
/// and what came out of it if asked for.
HttpResponse historyAnswer(const HttpRequest &request, const RequestQueue &queue);

} // namespace janus::sandbox
