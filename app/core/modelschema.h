#pragma once

#include "core/generationrequest.h"
#include "core/paramspec.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>

namespace janus {

/// A model's inputs, read from fal's own OpenAPI document for its endpoint. The only place that reads JSON
/// Schema.
class ModelSchema
{
public:
    /// Reads a document as published at fal.ai/api/openapi/queue/openapi.json?endpoint_id=… (OpenAPI 3.0).
    /// Fails with a Protocol error for anything that names no endpoint or describes no input object.
    /// `overlay` is our own small JSON object beside it: {parameter: {title, hint, step, meanings},
    /// endpoint: {title}}; what it
    /// does not name keeps the schema's words.
    static Result<ModelSchema> fromOpenApi(const QByteArray &document, const QByteArray &overlay = {});

    const QString &endpoint() const { return m_endpoint; }
    const QString &title() const { return m_title; }

    /// In the order a form shows them: the prompt first.
    const QList<ParamSpec> &params() const { return m_params; }
    const ParamSpec *find(const QString &name) const;
    const ParamSpec *find(ParamRole role) const;
    /// By what people call it: its schema name, its option's spelling ("cfg-weight"), a short name of its
    /// role (prompt; size; guidance, cfg; temperature; n, count, images; seed; safety), or its title. An
    /// input of that very name comes first. Upper and lower case, blanks, dashes and underscores are the
    /// same. Null when there is none.
    const ParamSpec *findByAnyName(const QString &name) const;

    /// A request with every default filled in and nothing else: no prompt, no seed.
    GenerationRequest defaults() const;

    /// Every reason why this request would be refused, in the order of params(); empty when it may be sent.
    /// Each error is BadInput, names its field, and says the limit and the value.
    QList<Error> check(const GenerationRequest &request) const;
    /// The same for a single parameter. Undefined means: left out.
    Result<void> check(const ParamSpec &param, const QJsonValue &value) const;

    bool operator==(const ModelSchema &) const = default;

    /// Reads a value as typed on a command line or in a field. "1024x768" and a preset's name are sizes.
    Result<QJsonValue> parse(const ParamSpec &param, const QString &text) const;

private:
    QString m_endpoint;
    QString m_title;
    QList<ParamSpec> m_params;
};

} // namespace janus
