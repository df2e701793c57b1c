#include "sandbox/resultmaker.h"

#include "sandbox/answers.h"

using namespace Qt::StringLiterals;

namespace janus::sandbox {

ResultMaker::ResultMaker(const RequestQueue &queue, PictureStore &pictures)
    : m_queue(queue)
    , m_pictures(pictures)
{
}

void ResultMaker::make(const QByteArray &id, const QByteArray &origin, QObject *context,
                       const Receiver &receive, bool inlined)
{
    const QueuedRequest &request = *m_queue.find(id);
    if (!request.hasPictures() || !(request.order.inlinePictures || inlined)) {
        receive(resultAnswer(request, origin));
        return;
    }
    // The pictures travel inside the body: collect them first, each in its place.
    struct Collection
    {
        QStringList addresses;
        int missing;
    };
    const int count = request.order.count;
    const auto collected = std::make_shared<Collection>(Collection{QStringList(count), count});
    const QString type = request.order.png ? u"data:image/png;base64,"_s : u"data:image/jpeg;base64,"_s;
    const auto onPicture = [this, id, origin, receive, collected, type](int place,
                                                                        const QByteArray &picture) {
        collected->addresses[place] = type + QString::fromLatin1(picture.toBase64());
        if (--collected->missing == 0)
            receive(resultAnswer(*m_queue.find(id), origin, collected->addresses));
    };
    for (int i = 0; i < count; ++i) {
        m_pictures.want(request.pictureKey(i), request.scene(i), request.order.png, context,
                        [onPicture, i](const QByteArray &picture) { onPicture(i, picture); });
    }
}

} // namespace janus::sandbox
