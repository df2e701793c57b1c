#include "sandbox/queuedrequest.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace janus::sandbox {

bool QueuedRequest::hasPictures() const
{
    return phase == Phase::Done && !cancelled && !timedOut && problems.isEmpty();
}

qint64 QueuedRequest::seed() const
{
    if (order.seed)
        return *order.seed;
    const QByteArray digest = QCryptographicHash::hash(id, QCryptographicHash::Sha256);
    return qFromBigEndian<quint32>(digest.constData());
}

Scene QueuedRequest::scene(int picture) const
{
    return {order.prompt, seed(), order.size, order.temperature, order.guidance, picture, isWithheld()};
}

QByteArray QueuedRequest::pictureKey(int picture) const
{
    return id + '/' + QByteArray::number(picture);
}

bool QueuedRequest::isWithheld() const
{
    // A few words stand for everything a real checker looks for, so that artists can meet its answer here.
    static const std::array words{"nsfw"_L1, "nude"_L1, "naked"_L1, "gore"_L1};
    const QStringList prompt = order.prompt.toLower().split(u' ');
    return order.checkSafety &&
           std::ranges::any_of(words, [&](QLatin1String word) { return prompt.contains(word); });
}

} // namespace janus::sandbox
