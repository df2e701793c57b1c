#pragma once

#include "core/sweep.h"

#include <QByteArray>
#include <QJsonObject>

namespace janus {

/// A sweep as a person writes it into a file:
///
///     {"name": "Light and guidance", "prompt": "A lighthouse, dawn", "size": "4:3", "seed": 88124017,
///      "columns": {"guidance": "2, 4, 6, 9, 13"},
///      "rows": {"words": "dawn", "values": ["dawn", "noon", "storm light", "night"]}}
///
/// Every parameter of the model may stand there, by any name that ModelSchema::findByAnyName() knows. "model"
/// names another model. Values of an axis are an array, or a text as in axisValues(). {"parameter": NAME,
/// "values": …} is another spelling of {NAME: …}. Without a seed one is drawn.
///
/// BadInput for anything else; the sentence names the member of the file, the value and the limit.
Result<QJsonObject> readSweepFile(const QByteArray &bytes);
/// The "model" of the file, or `otherwise`. BadInput when it is no text.
Result<QString> sweepModel(const QJsonObject &file, const QString &otherwise);
/// The sweep, checked: every cell can be sent.
Result<Sweep> sweepFromFile(const QJsonObject &file, const ModelSchema &schema, QRandomGenerator &dice);

} // namespace janus
