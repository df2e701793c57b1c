#pragma once

#include "sandbox/endpoints.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSize>

#include <optional>

namespace janus::sandbox {

/// What a valid request body asks to be drawn.
struct PictureOrder
{
    QString prompt;
    QSize size{512, 512};
    double temperature = 1;
    double guidance = 5;
    int count = 1;
    std::optional<qint64> seed;
    bool checkSafety = true;
    bool png = false;
    bool inlinePictures = false; ///< sync_mode: pictures come as data: addresses.
};

/// The verdict on a request body. `problems` are the entries of a 422 body; none: `order` is valid.
struct InputCheck
{
    PictureOrder order;
    QJsonArray problems;
};

/// Judges a body as the model would when the job runs. Unknown inputs are ignored.
InputCheck checkInput(const Endpoint &endpoint, const QByteArray &body);

} // namespace janus::sandbox
