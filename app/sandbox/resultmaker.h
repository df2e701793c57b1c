#pragma once

#include "sandbox/httpresponse.h"
#include "sandbox/picturestore.h"
#include "sandbox/requestqueue.h"

namespace janus::sandbox {

/// The answer to "what came of it". Where the pictures travel inside the body it has to wait for them.
class ResultMaker
{
public:
    using Receiver = std::function<void(const HttpResponse &)>;

    ResultMaker(const RequestQueue &queue, PictureStore &pictures);

    /// Calls `receive` once with the result of a known request, at once or later, unless `context` is gone by
    /// then. `origin` is where the client reaches the server. `inlined`: with the pictures inside, whatever
    /// was asked for.
    void make(const QByteArray &id, const QByteArray &origin, QObject *context, const Receiver &receive,
              bool inlined = false);

private:
    const RequestQueue &m_queue;
    PictureStore &m_pictures;
};

} // namespace janus::sandbox
