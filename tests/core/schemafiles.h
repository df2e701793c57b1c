#pragma once

#include "core/modelschema.h"

#include <QFile>

/// The documents the program ships with.
namespace schemafiles {

inline QByteArray read(const QString &name)
{
    QFile file(QStringLiteral(JANUS_SCHEMAS "/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline janus::Result<janus::ModelSchema> load(const QString &name)
{
    return janus::ModelSchema::fromOpenApi(read(name), read(QStringLiteral("overlay.json")));
}

} // namespace schemafiles
