#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace janus {

/// Everything that decides a picture: the endpoint ("fal-ai/janus") and the model's input exactly as it will
/// be sent, the seed included. What is not in here does not decide a picture.
struct GenerationRequest
{
    QString endpoint;
    QJsonObject input;

    /// The bytes of the submit: compact JSON, keys in alphabetical order. Equal requests have equal bodies.
    QByteArray body() const;
    /// The inverse of body(); an object without members for anything that is not a JSON object.
    static GenerationRequest fromBody(const QString &endpoint, const QByteArray &body);

    bool operator==(const GenerationRequest &) const = default;
};

} // namespace janus
