#include "bytes.h"
#include "core/modelschema.h"

#include <QJsonDocument>

using namespace janus;

/// A schema is read, judges what it calls its own defaults, and reads every text it offers.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const Result<ModelSchema> schema = ModelSchema::fromOpenApi(bytesOf(data, size));
    if (!schema)
        return 0;
    const GenerationRequest request = schema->defaults();
    schema->check(request);
    for (const ParamSpec &param : schema->params()) {
        schema->parse(param, QStringLiteral("1024x768"));
        schema->check(param, request.input.value(param.name));
    }
    return 0;
}
